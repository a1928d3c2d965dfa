"""What an LMS keeps: `state` packs it, `restore` brings it back, and neither takes anything away."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

from site_builder.grading.digits import ALPHABET
from site_builder.grading.state import largest
from tests.support.examples import examples
from tests.support.type_course import Person, answers, exercise_id, nothing, stands, type_course, worst

SIGNS = frozenset(ALPHABET + ".,")
TRIED = {"id": "tried", "now": "2026-09-22T10:00:00Z", "seed": 1, "duration": 1}
"""What a request that is only tried out needs."""
RANKS = ("new", "tried", "closed", "done")


@pytest.mark.parametrize("limit", [0, 3500, 100_000])
@pytest.mark.parametrize("seed", range(8))
def test_a_state_keeps_every_verdict_status_score_and_gate(seed: int, limit: int) -> None:
    """For whoever did whatever came to hand with all examples of all types, with texts and without."""
    person = Person(seed)
    if seed:
        person.begin()
        person.act(seed * 20)
    text = person.ask("state", limit=limit)["text"]
    other = Person(seed)
    assert other.restore(text)["problem"] is None
    assert stands(other) == stands(person)


@pytest.mark.parametrize("seed", range(4))
def test_the_same_state_adds_its_rows_once(seed: int) -> None:
    """And none to the record that it was made from; the same text gives rows with the same ids."""
    person, other = Person(seed), Person(seed)
    person.begin()
    person.act(60)
    text = person.ask("state", limit=3500)["text"]
    first = other.ask("restore", text=text)["record"]
    assert other.restore(text)["record"] == first
    for someone in (other, person):
        assert someone.ask("restore", text=text)["record"] == nothing()


@pytest.mark.parametrize("seed", range(6))
def test_two_devices_agree_whichever_comes_first_and_neither_loses(seed: int) -> None:
    """One's record with the other's state stands as the other's with the one's, and no lower than either."""
    chance = random.Random(seed)  # noqa: S311 - made again by every run
    before = Person(seed)
    before.begin()
    before.act(chance.randrange(40))
    one = Person(seed + 100, copy.deepcopy(before.record), before.seconds + 60)
    two = Person(seed + 200, copy.deepcopy(before.record), before.seconds + chance.choice([60, 5000]))
    one.act(chance.randrange(60))
    two.act(chance.randrange(60))
    alone = [stands(one), stands(two)]
    limit = chance.choice([0, 3500, 100_000])
    texts = [someone.ask("state", limit=limit)["text"] for someone in (one, two)]
    one.restore(texts[1])
    two.restore(texts[0])
    both = stands(one)
    assert both == stands(two)
    for earlier in alone:
        assert both["score"]["earned"] >= earlier["score"]["earned"]
        assert both["percent"] >= earlier["percent"]
        for name, view in earlier["views"].items():
            assert RANKS.index(both["views"][name]["status"]) >= RANKS.index(view["status"])
    for someone, other in ((one, two), (two, one), (one, two)):
        someone.restore(other.ask("state", limit=100_000)["text"])
    assert one.restore(two.ask("state", limit=100_000)["text"])["record"] == nothing()


def test_the_text_is_plain_and_begins_with_format_and_version() -> None:
    """Nothing in it is changed by HTML, JSON, forms or addresses."""
    person = Person(1)
    person.begin()
    person.act(150)
    text = person.ask("state", limit=5000)["text"]
    assert text.startswith("1.1.")
    assert set(text) <= SIGNS
    assert json.dumps(text) == f'"{text}"'


@pytest.mark.parametrize("seed", range(3))
def test_no_damage_to_a_text_is_taken_for_a_state(seed: int) -> None:
    """Cut, changed, doubled or made up: there is a word for it, and nothing is added."""
    chance = random.Random(seed)  # noqa: S311 - made again by every run
    person = Person(seed)
    person.begin()
    person.act(40)
    text = person.ask("state", limit=5000)["text"]
    places = [chance.randrange(len(text)) for _ in range(25)]
    changed = [text[:place] + chance.choice(ALPHABET.replace(text[place], "")) + text[place + 1 :] for place in places]
    other = ["x", "1.", "1.1.", "1.1.abcd", "\ud800", "é" * 9, "1.1.!!!!" + "~" * 5000, text * 2, text + " "]
    for damaged in (*changed, *(text[:place] for place in places if place), *other):
        reply = Person(seed).ask("restore", text=damaged)
        assert reply["record"] == nothing()
        assert reply["problem"] in ("damaged", "newer")


def test_nothing_is_no_problem() -> None:
    """An LMS has no state before the first visit."""
    assert Person(1).ask("restore", text="") == {"record": nothing(), "missing": [], "problem": None}


@pytest.mark.parametrize("text", ["2.1.abcdX", "1.2.abcdX", "9999.1.abcdX"])
def test_the_state_of_a_newer_course_is_left_alone(text: str) -> None:
    """It is no damage: the next visit with the newer course reads it."""
    assert Person(1).ask("restore", text=text)["problem"] == "newer"


def test_another_course_does_not_read_it() -> None:
    """Its places mean something else."""
    person = Person(1)
    person.begin()
    text = person.ask("state", limit=100)["text"]
    other = type_course().replace('"id": "types"', '"id": "others"')
    assert Person(1, course=other).ask("restore", text=text)["problem"] == "damaged"


@pytest.mark.parametrize("seed", range(6))
def test_no_record_makes_them_raise(seed: int) -> None:
    """Rows may hold anything that a damaged store or a file can hold."""
    chance = random.Random(seed)  # noqa: S311 - made again by every run
    person = Person(seed)
    person.begin()
    person.act(40)
    odd: list[Any] = [
        None,
        True,
        -1,
        10**40,
        1e300,
        "",
        "x",
        "\ud800",
        [],
        {},
        {"seed": -5},
        {"n": 10**30},
        "2026-99-99T99:99:99Z",
    ]
    for rows in person.record.values():
        for row in rows:
            row[chance.choice(sorted(row))] = chance.choice(odd)
    text = person.ask("state", limit=3500)["text"]
    Person(seed).ask("restore", text=text)
    person.ask("restore", text=text)
    for profile in ("scorm12", "scorm2004", "xapi"):
        person.ask("report", profile=profile)


def test_texts_fit_into_what_is_left_and_the_rest_is_named() -> None:
    """First those that others read, then the newest; whatever does not fit is told here and there."""
    person = Person(3)
    person.begin()
    person.act(200)
    whole = person.ask("state", limit=100_000)
    least = person.ask("state", limit=0)
    assert whole["left_out"] == []
    for limit in range(len(least["text"]), len(whole["text"]), 150):
        some = person.ask("state", limit=limit)
        assert len(least["text"]) <= len(some["text"]) <= limit
        assert set(some["left_out"]) <= set(least["left_out"])
        assert sorted(Person(0).restore(some["text"])["missing"]) == sorted(some["left_out"])


def test_the_largest_state_is_as_long_as_it_is_said_to_be() -> None:
    """A learner whose every digit is the last one that there can be; nobody's state is longer."""
    person = Person(0)
    compiled = person.bridge._course
    person.record = worst(compiled)
    text = person.ask("state", limit=0)["text"]
    assert largest(compiled.slots) - 4 <= len(text) <= largest(compiled.slots)


@pytest.mark.parametrize("after", [0, 1])
def test_points_from_after_the_answer_was_shown_count_nowhere(after: int) -> None:
    """Neither here nor on another device, whether the right answer came last or a poor one `after` it."""
    person = Person(5)
    person.begin()
    shown = 0
    for number, example in enumerate(examples()):
        name = exercise_id(number, example)
        outcomes = [(answer, person.ask("grade", exercise=name, answer=answer, **TRIED)) for answer in answers(number)]
        judged = [(answer, reply["reply"]) for answer, reply in outcomes if reply["attempt"]]
        poor = [answer for answer, reply in judged if not reply["done"]]
        right = [answer for answer, reply in judged if reply["done"]]
        if not poor or not right:
            continue
        for answer in poor[:2]:
            person.do("grade", exercise=name, answer=answer)
        shown += person.do("reveal", exercise=name)["event"] is not None
        for answer in [*right[:1], *poor[-1:] * after]:
            person.seconds += 1
            person.do("grade", exercise=name, answer=answer)
    assert shown >= 5
    other = Person(0)
    assert other.restore(person.ask("state", limit=100_000)["text"])["problem"] is None
    assert stands(other) == stands(person)
