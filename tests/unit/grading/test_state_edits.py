"""A state outlives the course that wrote it: exercises may be edited, added, removed and moved."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest

from site_builder.grading.bridge import Bridge
from site_builder.grading.digits import spelled
from site_builder.grading.slots import EMPTY, Slots, grown
from site_builder.grading.state import largest, largest_number
from tests.support.fake_course import TYPES, Learner, course, exercise, unit
from tests.support.type_course import Person, type_course


def compiled(exercises: Mapping[str, Any], before: Any = EMPTY) -> dict[str, Any]:
    """A course of one page, its slots grown from those that it had before."""
    found = course([unit("index"), unit("p1/one", *exercises)], exercises)
    bare = Bridge(json.dumps(found), TYPES)._course
    sizes = {name: bare.slots.digits(name, 1) for name in exercises}
    return {**found, "slots": grown(before, [one["id"] for one in found["units"]], sizes)}


def carried(text: str, later: Mapping[str, Any]) -> Learner:
    """A learner in the later course, who brings nothing but the state."""
    learner = Learner(later)
    reply = learner.ask("restore", text=text)
    assert reply["problem"] is None
    learner.record = reply["record"]
    return learner


@pytest.fixture
def early() -> dict[str, Any]:
    """The course as it was."""
    return compiled({"a": exercise(attempts=2), "b": exercise(), "c": exercise()})


@pytest.fixture
def text(early: dict[str, Any]) -> str:
    """What an LMS keeps: `a` wrong and nearly right, `b` right and then wrong, `c` not tried, one hint for it."""
    learner = Learner(early)
    learner.visit("index", "p1/one")
    for name, item in (("a", "wrong"), ("a", "near"), ("b", "right"), ("b", "wrong")):
        learner.pick(name, item)
    learner.ask("hint", exercise="c")
    return str(learner.ask("state", limit=3500)["text"])


def test_an_exercise_makes_the_state_longer_by_what_can_be_said_of_it() -> None:
    """As the budget of a course tells its author; one sign less where the last one had room."""
    one, two = ({name: exercise(attempts=2) for name in names} for names in ("a", "ab"))
    before, after = (Slots(compiled(exercises)["slots"]) for exercises in (one, two))
    share = len(spelled(largest_number(after, "b") - 1))
    assert largest(after) - largest(before) in (share - 1, share)


def test_exercises_keep_their_places_when_others_come_and_go(early: dict[str, Any], text: str) -> None:
    """They may be moved as well; what is gone is passed over."""
    later = compiled({"z": exercise(), "b": exercise(), "c": exercise()}, early["slots"])
    learner = carried(text, later)
    assert learner.view("b")["status"] == "done"
    assert learner.view("b")["answer"] == {"pick": "wrong"}
    assert learner.view("c")["hints"]["used"] == 1
    assert learner.view("z")["status"] == "new"
    assert learner.progress()["score"] == {"earned": 2, "total": 6}


def test_an_edited_exercise_is_fresh_but_done_stays_done(early: dict[str, Any], text: str) -> None:
    """As it is with the record: earlier attempts use up none of the new ones, and count by the present key."""
    edited = {"a": exercise(attempts=2), "b": exercise(right="near"), "c": exercise()}
    later = compiled({name: {**one, "fingerprint": "v2"} for name, one in edited.items()}, early["slots"])
    learner = carried(text, later)
    assert (learner.view("a")["status"], learner.view("a")["left"]) == ("tried", 2)
    assert (learner.view("b")["status"], learner.view("b")["answer"]) == ("done", {"pick": "wrong"})
    assert learner.progress()["score"] == {"earned": 3, "total": 6}


def test_an_answer_whose_digits_mean_something_else_is_gone_but_its_result_stands(
    early: dict[str, Any], text: str
) -> None:
    """Nobody is shown what nobody has answered."""
    more = exercise()
    more["public"] = {**more["public"], "items": ["far", "near", "right", "wrong"]}
    more["key"] = {**more["key"], "items": ["far", "near", "right", "wrong"]}
    more["fingerprint"] = "v2"
    learner = carried(text, compiled({"a": more, "b": more, "c": more}, early["slots"]))
    assert (learner.view("b")["status"], learner.view("b")["answer"]) == ("done", None)
    assert learner.progress()["score"] == {"earned": 3, "total": 6}


def test_a_later_state_is_newer_for_the_earlier_course(early: dict[str, Any]) -> None:
    """Somebody has put an old package back: nothing is lost, because nothing is read."""
    later = Learner(compiled({"a": exercise(), "d": exercise()}, early["slots"]))
    later.visit("index")
    text = later.ask("state", limit=3500)["text"]
    assert text.startswith("1.2.")
    assert Learner(early).ask("restore", text=text)["problem"] == "newer"


def foreign_table(kind: str) -> dict[str, Any]:
    """The course of `early` with another table of version 1, as when two people have each made the first one."""
    exercises = {"a": exercise(attempts=2), "b": exercise(), "c": exercise()}
    if kind == "digits":
        exercises["c"] = exercise(attempts=100)
    found = compiled(exercises)
    units, names = ["index", "p1/one"], list(exercises)
    sizes = {name: Slots(found["slots"]).digits(name, 1) for name in names}
    if kind == "exercises":
        names = ["b", "a", "c"]
    if kind == "units":
        units.reverse()
    if kind == "order of digits":
        sizes["a"] = dict(reversed(sizes["a"].items()))
    return {**found, "slots": grown(EMPTY, units, {name: sizes[name] for name in names})}


@pytest.mark.parametrize("kind", ["exercises", "units", "digits", "order of digits"])
def test_a_state_of_another_table_with_the_same_version_is_damaged(early: dict[str, Any], text: str, kind: str) -> None:
    """Answers would be credited to other exercises: nothing is, and that is told."""
    foreign = foreign_table(kind)
    assert foreign["slots"] != early["slots"]
    learner = Learner(foreign)
    reply = learner.ask("restore", text=text)
    assert reply == {"record": {"attempts": [], "events": []}, "missing": [], "problem": "damaged"}


def test_the_same_table_reads_its_state(text: str) -> None:
    """However often it is made: so a table that differs is all that keeps the others from it."""
    assert carried(text, foreign_table("the same")).view("b")["status"] == "done"


def test_a_closed_exercise_comes_back_closed(early: dict[str, Any], text: str) -> None:
    """With as many attempts as there were, none of them left."""
    view = carried(text, early).view("a")
    assert (view["status"], view["attempts"], view["left"], view["answer"]) == ("closed", 2, 0, {"pick": "near"})


def test_the_seed_of_the_beginning_comes_back(early: dict[str, Any]) -> None:
    """So that the order of what is open is the same on the other device."""
    learner = Learner(early)
    begin = {"id": "b", "kind": "begin", "target": "demo", "time": "2026-05-04T09:30:00.000Z", "data": {"seed": 77}}
    learner.record["events"].append(begin)
    other = carried(learner.ask("state", limit=0)["text"], early)
    assert other.view("c")["order"] == learner.view("c")["order"]
    assert other.record["events"][0]["data"] == {"seed": 77}


def test_an_answer_to_another_edition_of_a_type_comes_back_empty() -> None:
    """The page can show that, and no result is lost: here two groups have become three."""
    early = json.loads(type_course())
    name = next(name for name, one in early["exercises"].items() if one["type"] == "sort_cards")
    person = Person(1, course=json.dumps(early))
    reply = person.do("grade", exercise=name, answer=person.bridge._course.judges[name].solution())
    text = person.ask("state", limit=3500)["text"]
    first = person.bridge._course.slots
    later = copy.deepcopy(early)
    edited = later["exercises"][name]
    edited["public"]["groups"].append({"id": "izzz", "label": "More", "about": ""})
    edited["fingerprint"] = "edited"
    sizes = {one: first.digits(one, 1) for one in first.exercises(1)}
    sizes[name] = {place: size + (not place.startswith(":")) for place, size in sizes[name].items()}
    later["slots"] = grown(first._lock, first.units(1), sizes)
    other = Person(1, course=json.dumps(later))
    assert other.restore(text)["problem"] is None
    view = other.ask("open")["views"][name]
    assert (view["status"], view["answer"], view["reply"]["earned"]) == (
        "done",
        {"groups": {}},
        reply["reply"]["earned"],
    )
