"""What is particular to `demonstration`: marks are found by their words, and texts are cut without losing any."""

from __future__ import annotations

import random
from typing import Any

import pytest

from site_builder.exercises.demonstration import grade
from site_builder.exercises.demonstration.check import check


def content(*steps: dict[str, Any], before: dict[str, Any] | None = None, seconds: int = 0) -> dict[str, Any]:
    """An exercise with these steps; what a step lacks is filled in."""
    empty = {"title": "Do", "text": "<p>it</p>", "show": "x", "new": [], "from": []}
    return {
        "id": "e",
        "prompt": "?",
        "before": {"label": "", **(before or {"code": "abc"})},
        "after": {"label": "", "form": "code", "numbered": False},
        "steps": [{**empty, **step} for step in steps],
        "seconds": seconds,
    }


def lines(show: str, *new: str) -> list[list[tuple[str, bool]]]:
    """The lines of a step, as text and whether it is new."""
    public, _ = grade.split(content({"show": show, "new": list(new)}))
    return [[(run["text"], run["new"]) for run in line] for line in public["after"]["steps"][0]["lines"]]


@pytest.mark.parametrize(
    ("show", "new", "marked"),
    [
        ("{}\n", [], [[("{}", False)]]),
        ("{}", ["}"], [[("{", False), ("}", True)]]),
        ("aaa", ["a", "a"], [[("a", True), ("a", True), ("a", False)]]),
        ("a\nb\nc", ["b\nc\n"], [[("a", False)], [("b", True)], [("c", True)]]),
        ("a\n\nb", ["a"], [[("a", True)], [], [("b", False)]]),
        ("  a", ["  a"], [[("  a", True)]]),
    ],
)
def test_new_parts_are_marked_where_they_stand(show: str, new: list[str], marked: list[Any]) -> None:
    """From the beginning, each behind the one before, also over several lines; spaces stay."""
    assert lines(show, *new) == marked


def test_no_letter_is_lost_or_doubled() -> None:
    """Whatever is marked, the runs together are the text."""
    chance = random.Random(5)  # noqa: S311 - made again by every run
    for _ in range(300):
        text = "".join(chance.choice('ab{"\n ') for _ in range(chance.randint(1, 12))).strip("\n") or "a"
        parts = [text[start : start + 3] for start in (chance.randrange(len(text)) for _ in range(3))]
        assert "\n".join("".join(run for run, _ in line) for line in lines(text, *parts)) == text
        public, _ = grade.split(content({"from": parts[:2]}, {"from": parts[2:]}, before={"code": text}))
        assert "".join(run["text"] for run in public["before"]["code"]) == text


def test_runs_of_the_beginning_name_the_steps_that_are_about_them() -> None:
    """Parts of two steps may overlap; each is marked where it first occurs."""
    turns = [{"who": "A", "text": "one two"}, {"who": "B", "text": "two three"}]
    steps = ({"from": ["one two"]}, {"from": ["two", "three"]})
    public, _ = grade.split(content(*steps, before={"dialogue": turns}))
    runs = [[(run["text"], run["steps"]) for run in turn["runs"]] for turn in public["before"]["turns"]]
    assert runs == [[("one ", [1]), ("two", [1, 2])], [("two ", []), ("three", [2])]]


def test_a_part_that_stands_nowhere_is_not_marked() -> None:
    """A draft is shown all the same; `check` tells its author."""
    public, _ = grade.split(content({"from": ["x", "b"]}, before={"code": "abc"}))
    assert [(run["text"], run["steps"]) for run in public["before"]["code"]] == [("a", []), ("b", [1]), ("c", [])]


def test_a_step_stays_as_long_as_reading_it_takes() -> None:
    """Or as long as the author says."""
    words = {"text": f"<p>{'word ' * 60}</p>"}
    assert [step["seconds"] for step in grade.split(content(words, {}))[0]["after"]["steps"]] == [23, 3]
    assert [step["seconds"] for step in grade.split(content(words, {}, seconds=9))[0]["after"]["steps"]] == [9, 9]


def test_every_mark_that_marks_nothing_is_told_at_its_place() -> None:
    """All of them, and none that stands where it should."""
    steps = ({"show": "ab", "new": ["a", "c"], "from": ["b", "x"]}, {"show": "ab", "new": ["b", "a"], "from": []})
    assert [(fault.path, fault.code, fault.found) for fault in check(content(*steps))] == [
        (("steps", 0, "new", 1), "mark-not-found", "c"),
        (("steps", 0, "from", 1), "mark-not-found", "x"),
        (("steps", 1, "new", 1), "mark-not-found", ""),
    ]
