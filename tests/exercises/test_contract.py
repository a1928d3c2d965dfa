"""Every type keeps the contract of `grading/contract.py`, tried with the examples and with answers made by chance."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from site_builder.check.neighbors import neighbors
from site_builder.check.proofs import prove
from site_builder.exercises.table import BY_NAME
from site_builder.grading.outcome import Invalid, Scored, to_json
from site_builder.grading.text import dumps
from tests.support.examples import Example, examples, load, read, spoiled

ALL = [pytest.param(example, id=f"{example.row.name}-{example.name}") for example in examples()]
KINDS = {"choice", "long-fill-in", "matching", "sequencing", "performance", "other"}  # of SCORM 2004
AUTHORS_ORDER = ("written", "groups", "parts", "screens", "conversations")
"""Lists whose order is the author's, and tells nothing of what is right."""


def answers(example: Example) -> Iterator[Any]:
    """The proofs' answers and the states, and all that differ from them in one place."""
    known = [proof.answer for proof in example.exercise.proofs] + list(example.states.values())
    for answer in known:
        yield answer
        yield from neighbors(answer, sorted(example.exercise.names))


def noise(chance: random.Random, words: list[str], depth: int = 0) -> Any:
    """Anything that JSON can hold, with a liking for the words that mean something here."""
    kind = chance.randrange(8 if depth < 4 else 6)
    if kind < 2:
        return chance.choice(words)
    if kind < 6:
        return chance.choice(
            [None, True, False, 0, -1, 10**30, 0.5, "", " ", "\ud800", "\x00", "ß" * 50, "a b c " * 20]
        )
    size = range(chance.randrange(4))
    if kind == 6:
        return [noise(chance, words, depth + 1) for _ in size]
    return {chance.choice(words): noise(chance, words, depth + 1) for _ in size}


def noisy(chance: random.Random, answer: Any, words: list[str]) -> Any:
    """The answer with noise in one place."""
    if isinstance(answer, dict) and answer and chance.random() < 0.8:
        name = chance.choice(sorted(answer))
        return {**answer, name: noisy(chance, answer[name], words)}
    if isinstance(answer, list) and answer and chance.random() < 0.8:
        place = chance.randrange(len(answer))
        return [*answer[:place], noisy(chance, answer[place], words), *answer[place + 1 :]]
    return noise(chance, words)


@pytest.mark.parametrize("example", ALL)
def test_no_answer_makes_the_type_raise(example: Example) -> None:
    """Grading, describing and packing take anything, give plain data, and leave their arguments as they are."""
    chance = random.Random(example.name)  # noqa: S311 - made again by every run
    exercise, grader = example.exercise, example.row.grader
    words = [
        *exercise.names,
        "chosen",
        "checked",
        "text",
        "compared",
        "turns",
        "message",
        "judgement",
        "yes",
        "order",
        "groups",
        "runs",
        "params",
        "metrics",
        "data",
        "outputs",
        "ratings",
        "comments",
    ]
    states = list(example.states.values())
    before = dumps([exercise.public, exercise.key])
    for _ in range(600):
        answer = noisy(chance, chance.choice(states), words)
        kept = copy.deepcopy(answer)
        outcome = grader.grade(exercise.key, answer, example.known(chance.randrange(4)))
        assert dumps(to_json(outcome))
        interaction, packed = grader.describe(exercise.public, answer), grader.pack(exercise.public, answer)
        ranges = grader.ranges(exercise.public)
        assert interaction.kind in KINDS
        assert {name: digit in range(ranges[name]) for name, digit in packed.digits.items()} == dict.fromkeys(
            ranges, True
        )
        assert answer == kept
    assert dumps([exercise.public, exercise.key]) == before


@pytest.mark.parametrize("example", ALL)
def test_packed_answers_are_judged_alike(example: Example) -> None:
    """Packing keeps all that is judged, and what is unpacked packs to the same."""
    exercise, grader = example.exercise, example.row.grader
    for answer in answers(example):
        outcome = grader.grade(exercise.key, answer, example.known())
        if isinstance(outcome, Scored):
            packed = grader.pack(exercise.public, answer)
            unpacked = grader.unpack(exercise.public, packed)
            assert grader.grade(exercise.key, unpacked, example.known()) == outcome
            assert grader.pack(exercise.public, unpacked) == packed


@pytest.mark.parametrize("example", ALL)
def test_each_score_is_within_its_total_and_parts_are_rules(example: Example) -> None:
    """The total never changes, parts are rules, and full marks with nothing failed are done."""
    exercise, grader = example.exercise, example.row.grader
    rules = list(grader.rules(exercise.key))
    totals = set()
    for answer in answers(example):
        outcome = grader.grade(exercise.key, answer, example.known())
        if isinstance(outcome, Scored):
            totals.add(outcome.total)
            parts = [part.id for part in outcome.parts]
            assert parts == [rule for rule in rules if rule in parts]
    assert len(totals) == 1


@pytest.mark.parametrize("example", ALL)
def test_solution_is_right_and_untouched_is_unanswered(example: Example) -> None:
    """What "Show the answer" shows earns all points; nothing chosen, said or written is no answer."""
    exercise, grader = example.exercise, example.row.grader
    solution = grader.solution(exercise.key)
    outcome = grader.grade(exercise.key, solution, example.known())
    assert solution is None or (isinstance(outcome, Scored) and outcome.done and outcome.earned == outcome.total)
    untouched = next(proof for proof in example.exercise.proofs if proof.expected.get("invalid") == "unanswered")
    assert grader.grade(exercise.key, untouched.answer, example.known()) == Invalid("unanswered")


@pytest.mark.parametrize("example", ALL)
def test_public_half_tells_nothing(example: Example) -> None:
    """No text of the key, no id of the author, and no order of the author but where it is wanted."""
    exercise = example.exercise
    page = dumps(exercise.public)
    hidden = [text for text in exercise.key.get("texts", {}).values() if dumps(text)[1:-1] in page]
    assert hidden == []
    for name, items in exercise.public.items():
        if not isinstance(items, list):
            continue
        ids = [item["id"] if isinstance(item, dict) else item for item in items]
        assert ids == sorted(ids) or name in AUTHORS_ORDER
        assert not {item for item in ids if not re.fullmatch("i[0-9a-f]{10}", item)}


def judging() -> list[str]:
    """The types with something to get right; the others only show something."""
    kinds = {item.row.name for item in examples() if item.row.grader.points(item.exercise.key)}
    return sorted(kinds)


@pytest.mark.parametrize("kind", judging())
def test_public_half_does_not_depend_on_what_is_right(kind: str) -> None:
    """The same page comes out when another answer is right; `other` in the examples says how to make it so."""
    entry = read(kind)["other"]
    same = next(example.exercise for example in examples() if (example.row.name, example.name) == (kind, entry["of"]))
    other, _ = load(spoiled({"type": kind, **entry}))
    assert other is not None
    assert other.public == same.public
    assert other.key != same.key
    assert prove(other, BY_NAME[kind])  # the answers have other outcomes now


@pytest.mark.parametrize("example", ALL)
def test_order_holds_each_item_once(example: Example) -> None:
    """The same items for each seed, but for a draw; the same order for the same seed; another one for each learner."""
    public, arrange = example.exercise.public, example.row.grader.arrange
    orders = [arrange(public, seed) for seed in range(40)]
    assert orders == [arrange(public, seed) for seed in range(40)]
    assert all(len(set(order)) == len(order) for order in orders)
    assert (len({tuple(sorted(order)) for order in orders}) > 1) == bool(example.row.drawer)
    own = public.get("order") == "learner" or bool(example.row.drawer)
    assert (len({tuple(order) for order in orders}) > 1) == own
    if public.get("order") == "written":
        items = example.content.get("options") or example.content["items"]
        assert [example.exercise.names[item] for item in orders[0]] == [item["id"] for item in items]


@pytest.mark.parametrize("example", ALL)
def test_description_is_plain_text(example: Example) -> None:
    """Reports get words, not HTML; an answer of another shape is described as none."""
    public, describe = example.exercise.public, example.row.grader.describe
    for answer in example.states.values():
        interaction = describe(public, answer)
        assert not re.search("<[a-z/]|&[a-z]+;", interaction.text)
    assert describe(public, {"other": []}).text == ""
