"""Slots are given once: whatever is added, removed, changed, or comes back."""

from __future__ import annotations

import random

from site_builder.grading.slots import EMPTY, Slots, grown, sizes_of


def test_the_first_version_holds_everything_in_order() -> None:
    """And the same course makes no second one."""
    lock = grown(EMPTY, ["index", "one"], {"b": {"x": 2, "y": 3}, "a": {"z": 4}})
    slots = Slots(lock)
    assert (slots.version, slots.units(1), slots.exercises(1)) == (1, ["index", "one"], ["b", "a"])
    assert slots.digits("b", 1) == {"x": 2, "y": 3}
    assert grown(lock, ["one", "index"], {"a": {"z": 4}, "b": {"y": 3, "x": 2}}) == lock


def test_each_version_knows_what_there_was() -> None:
    """What is removed keeps its slot; what changes its size, or comes back, gets a new one."""
    first = grown(EMPTY, ["index"], {"a": {"x": 2, "y": 2}})
    second = grown(first, ["index", "new"], {"a": {"y": 3, "x": 2}, "b": {}})
    third = grown(second, ["index"], {"b": {}, "a": {"x": 2, "y": 2}})
    slots = Slots(third)
    assert [slots.digits("a", version) for version in (1, 2, 3)] == [
        {"x": 2, "y": 2},
        {"x": 2, "y": 3},
        {"x": 2, "y": 2},
    ]
    assert [slots.units(version) for version in (1, 2, 3)] == [["index"], ["index", "new"], ["index"]]
    assert [slots.unchanged("a", version) for version in (1, 2, 3)] == [{"x"}, {"x"}, {"x", "y"}]
    assert third["digits"]["a"] == {"x": [[0, 2, 1]], "y": [[1, 2, 1, 2], [2, 3, 2, 3], [3, 2, 3]]}


def test_the_mark_of_a_version_stays_and_is_that_of_no_other_table() -> None:
    """A later table knows the earlier versions by their marks."""
    first = grown(EMPTY, ["index"], {"a": {"x": 2}, "b": {"x": 2}})
    later = Slots(grown(first, ["new"], {"b": {"x": 3}}))
    assert later.mark(1) == Slots(first).mark(1) != later.mark(2)
    others = [
        grown(EMPTY, ["other"], {"a": {"x": 2}, "b": {"x": 2}}),
        grown(EMPTY, ["index"], {"b": {"x": 2}, "a": {"x": 2}}),
        grown(EMPTY, ["index"], {"a": {"x": 2}, "b": {"x": 3}}),
    ]
    assert len({Slots(table).mark(1) for table in (first, *others)}) == 4


def test_no_slot_is_ever_given_twice() -> None:
    """However often a course is edited."""
    chance = random.Random(5)  # noqa: S311 - made again by every run
    lock = EMPTY
    history = []
    for _ in range(60):
        sizes = {
            name: {digit: chance.randrange(2, 4) for digit in chance.sample("pqrst", chance.randrange(5))}
            for name in chance.sample("abcdef", chance.randrange(6))
        }
        lock = grown(lock, chance.sample("uvwx", 2), sizes)
        history.append((lock["version"], sizes))
    for group in (lock["units"], lock["exercises"], *lock["digits"].values()):
        given = sorted(span[0] for spans in group.values() for span in spans)
        assert given == list(range(len(given)))
    slots = Slots(lock)
    for version, sizes in history:
        assert {name: slots.digits(name, version) for name in slots.exercises(version)} == sizes


def test_what_every_exercise_has() -> None:
    """Hints, attempts up to what matters, points."""
    settings = {"hints": ["a", "b"], "attempts": 0, "reveal": 0}
    assert sizes_of({"x": 5}, 3, settings) == {":hints": 3, ":attempts": 64, ":points": 4, "x": 5}
    assert sizes_of({}, 0, {**settings, "attempts": 100})[":attempts"] == 101
