"""What is particular to `order` and `sort_cards`, told by small exercises made here."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest

from site_builder.exercises.order import check as order_check
from site_builder.exercises.order import grade as order
from site_builder.exercises.sort_cards import grade as sort_cards
from site_builder.grading.outcome import Feedback, Inputs, Invalid, Packed, Scored


def order_key(steps: str, extra: str = "", why: str = "", **after: str) -> dict[str, Any]:
    """Steps by letter; `after` names their prerequisites."""
    content = {
        "id": "e",
        "prompt": "?",
        "steps": [
            {
                "id": name,
                "text": f"Step {name}",
                "feedback": name if name in why else "",
                "after": list(after.get(name, "")),
                "extra": name in extra,
            }
            for name in steps + extra
        ],
    }
    return order.split(content)[1]


def judged(key: dict[str, Any], placed: str, hints: int = 0) -> Scored:
    """The outcome of an order."""
    outcome = order.grade(key, {"order": list(placed)}, Inputs(hints))
    assert isinstance(outcome, Scored)
    return outcome


def told(outcome: Scored) -> list[str]:
    """The feedback as proofs write it."""
    return [f"{item.code}:{item.part}" if item.part else item.code for item in outcome.feedback]


@pytest.mark.parametrize(
    ("placed", "kept"),
    [
        ("abcd", "abcd"),
        ("bacd", "bcd"),
        ("dabc", "abc"),
        ("bcda", "bcd"),
        ("dcba", "d"),
        ("badc", "bd"),
        ("acd", "acd"),
    ],
)
def test_the_longest_correct_subsequence_counts(placed: str, kept: str) -> None:
    """Of several longest ones that with the earlier places."""
    outcome = judged(order_key("abcd"), placed)
    assert (outcome.earned, outcome.total, outcome.done) == (len(kept), 4, placed == "abcd")
    assert [part.id for part in outcome.parts if part.met] == sorted(kept)


def kept_by_trying(placed: list[str], before: dict[str, list[str]]) -> list[str]:
    """The largest set without conflict, found by trying all sets; `combinations` gives the earlier places first."""
    for size in range(len(placed), 0, -1):
        for steps in combinations(placed, size):
            if not any(later in before[earlier] for earlier, later in combinations(steps, 2)):
                return list(steps)
    return []


def test_with_prerequisites_the_largest_set_without_conflict_counts() -> None:
    """Equal to trying every set, for prerequisites and orders made by chance."""
    chance = random.Random(3)  # noqa: S311 - made again by every run
    for _ in range(300):
        steps = "abcdefghijkl"[: chance.randint(2, 9)]
        pairs = [(one, other) for one, other in combinations(steps, 2) if chance.random() < 0.3]
        key = order_key(steps, **{step: "".join(one for one, other in pairs if other == step) for step in steps})
        placed = chance.sample(steps, chance.randint(1, len(steps)))
        assert order.largest_in_order(placed, key["before"]) == kept_by_trying(placed, key["before"])


def test_twelve_steps_and_more_are_judged_at_once() -> None:
    """The worst order of the largest exercise; were sets tried, this would not end."""
    steps = [f"s{n:02}" for n in range(30)]
    before = {step: steps[:place] for place, step in enumerate(steps)}
    assert order.largest_in_order(steps[::-1], before) == ["s29"]
    assert len(order.largest_in_order([*steps[15:], *steps[:15]], before)) == 15


def test_any_order_that_keeps_the_prerequisites_is_right() -> None:
    """Also by way of others: c needs b, b needs a."""
    key = order_key("abcd", b="a", c="b")
    assert [judged(key, placed).done for placed in ("abcd", "dabc", "adbc")] == [True] * 3
    assert [judged(key, placed).earned for placed in ("cbad", "cabd", "dcab")] == [2, 3, 3]
    assert order.solution(key) == {"order": list("abcd")}


def test_steps_that_do_not_belong_cost_a_point_and_hinder() -> None:
    """Never below 0."""
    key = order_key("abc", "xy")
    results = [(placed, judged(key, placed)) for placed in ("abc", "axbc", "abcyx", "x", "xya")]
    assert [(outcome.earned, outcome.done) for _, outcome in results] == [
        (3, True),
        (2, False),
        (1, False),
        (0, False),
        (0, False),
    ]
    assert told(results[1][1])[:4] == ["in_order:a", "extra:x", "in_order:b", "in_order:c"]


@pytest.mark.parametrize(
    ("placed", "hints", "more"),
    [
        ("abdc", 0, []),
        ("abdc", 1, ["up_to"]),
        ("abdc", 2, ["up_to", "first_wrong", "why:c"]),
        ("dabc", 1, ["from_start"]),
        ("dabc", 9, ["from_start", "first_wrong"]),
        ("abd", 1, ["missing"]),
        ("abd", 2, ["missing", "first_missing"]),
    ],
)
def test_feedback_grows_more_specific_with_hints(placed: str, hints: int, more: list[str]) -> None:
    """First how many can stay, then up to where, then the first wrong step by name and reason."""
    outcome = judged(order_key("abcd", why="c"), placed, hints)
    assert told(outcome)[len(placed) :] == ["staying", *more]


def test_feedback_names_place_and_step() -> None:
    """The words are filled with these data."""
    feedback = judged(order_key("abcd"), "abdc", 2).feedback
    assert [item.data for item in feedback[4:]] == [{"n": 3, "total": 4}, {"n": 3}, {"name": "Step c", "place": 4}]


def test_a_circle_among_prerequisites_is_found_beside_steps_that_wait_for_it() -> None:
    """Only the steps of the circle are named."""
    steps = [{"id": name, "after": list(after), "extra": False} for name, after in (("a", "b"), ("b", "c"), ("c", "b"))]
    (fault,) = order_check.check({"steps": steps})
    assert (fault.code, fault.path) == ("prerequisite-circle", ("steps", 1, "after"))
    assert fault.message == "these steps wait for each other: b -> c -> b"


def cards_key(pass_mark: int = 100, at_least: int = 0, **groups: str) -> dict[str, Any]:
    """Cards by letter in groups by name."""
    cards = [(card, group) for group, letters in groups.items() for card in letters]
    content = {
        "id": "e",
        "prompt": "?",
        "groups": [{"id": group, "label": group, "about": ""} for group in groups],
        "cards": [
            {
                "id": card,
                "title": "",
                "text": f"<p>{card} &amp; co</p>",
                "group": group,
                "feedback": card,
                "tags": [card],
            }
            for card, group in cards
        ],
        "at_least": at_least,
        "pass_mark": pass_mark,
        "filter": True,
    }
    return sort_cards.split(content)[1]


def sorting(**groups: str) -> dict[str, Any]:
    """An answer: group -> its cards by letter."""
    return {"groups": {card: group for group, letters in groups.items() for card in letters}}


@pytest.mark.parametrize(
    ("answer", "pass_mark", "result"),
    [
        (sorting(yes="abc", no="de"), 100, (5, True)),
        (sorting(yes="abcd", no="e"), 100, (4, False)),
        (sorting(yes="abcd", no="e"), 80, (4, True)),
        (sorting(yes="abcd", no="e"), 81, (4, False)),
        (sorting(yes="abc", no="d"), 80, (4, False)),
        (sorting(yes="de", no="abc"), 1, (0, False)),
    ],
)
def test_enough_right_cards_and_none_left_over_are_done(answer: Any, pass_mark: int, result: tuple[int, bool]) -> None:
    """The pass mark is a share of all cards; a card that is not sorted keeps it open whatever the share."""
    outcome = sort_cards.grade(cards_key(pass_mark, yes="abc", no="de"), answer, Inputs())
    assert isinstance(outcome, Scored)
    assert (outcome.earned, outcome.done) == result


@pytest.mark.parametrize(
    ("answer", "result", "missing"),
    [
        (sorting(yes="ab"), (2, False), 1),
        (sorting(yes="ab", no="d"), (3, True), 0),
        (sorting(yes="abd"), (2, False), 0),
        (sorting(yes="abcd"), (2, True), 0),
        (sorting(yes="abd", no="e"), (2, True), 0),
        (sorting(yes="abde"), (1, False), 0),
        (sorting(yes="abc", no="de"), (3, True), 0),
    ],
)
def test_some_cards_are_enough_where_the_author_says_so(answer: Any, result: tuple[int, bool], missing: int) -> None:
    """Three of five are asked for, and three quarters of the sorted ones have to be right."""
    outcome = sort_cards.grade(cards_key(75, 3, yes="abc", no="de"), answer, Inputs())
    assert isinstance(outcome, Scored)
    assert (outcome.earned, outcome.done, outcome.total) == (*result, 3)
    assert sum(item.data["n"] for item in outcome.feedback if item.code == "missing") == missing


def test_cards_that_are_not_sorted_are_missing_and_not_wrong() -> None:
    """They have no verdict of their own; only their number is told."""
    outcome = sort_cards.grade(cards_key(yes="abc", no="de"), sorting(yes="ad"), Inputs())
    assert isinstance(outcome, Scored)
    assert outcome.feedback == (
        Feedback("right", "a", "good"),
        Feedback("wrong", "d", "bad"),
        Feedback("missing", data={"n": 3}),
    )


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, {"groups": []}, {"groups": {"a": "a"}}, {"groups": {"z": "yes"}}, {"groups": {"a": ["yes"]}}],
)
def test_other_shapes_are_malformed(answer: Any) -> None:
    """What the page cannot have sent is never wrong."""
    assert sort_cards.grade(cards_key(yes="a", no="b"), answer, Inputs()) == Invalid("malformed")


def test_sorted_cards_are_exported_by_the_authors_names() -> None:
    """For exercises that take them as input; what is not sorted is left out."""
    key = cards_key(yes="ab", no="c")
    names = {"yes": "training", "no": "rejected", "a": "polite", "b": "kind", "c": "rude"}
    assert sort_cards.export(key, sorting(yes="ac"), names) == {
        "groups": {
            "training": [
                {"id": "polite", "text": "a & co", "tags": ["a"]},
                {"id": "rude", "text": "c & co", "tags": ["c"]},
            ],
            "rejected": [],
        }
    }
    assert sort_cards.export(key, {"other": 1}, names) == {"groups": {"training": [], "rejected": []}}


def test_dialogues_are_exported_turn_by_turn() -> None:
    """Word for word, because they become training data."""
    turns = [{"who": "Customer", "text": "Hi  <there>"}, {"who": "You", "text": ""}]
    card = {"id": "a", "title": "", "dialogue": turns, "group": "g", "feedback": "f", "tags": []}
    groups = [{"id": name, "label": name, "about": ""} for name in "gh"]
    content = {
        "id": "e",
        "prompt": "?",
        "groups": groups,
        "cards": [card],
        "at_least": 0,
        "pass_mark": 100,
        "filter": False,
    }
    exported = sort_cards.export(sort_cards.split(content)[1], sorting(g="a"), {"a": "one", "g": "in", "h": "out"})
    assert exported == {"groups": {"in": [{"id": "one", "dialogue": turns, "tags": []}], "out": []}}


def test_packed_places_survive_a_damaged_pack() -> None:
    """Two steps at one place, a group that is gone: what can be read is kept."""
    steps = {"steps": [{"id": name, "text": name} for name in "abc"]}
    assert order.unpack(steps, Packed({"a": 2, "b": 2, "c": 1, "z": 3})) == {"order": ["c", "a", "b"]}
    cards = {"cards": [{"id": name} for name in "abc"], "groups": [{"id": "g"}, {"id": "h"}]}
    assert sort_cards.unpack(cards, Packed({"a": 1, "b": 3, "c": 0})) == {"groups": {"a": "g"}}
