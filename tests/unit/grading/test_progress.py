"""`progress`: gates, phases, score, next step, completion and status."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.fake_course import Learner, course, exercise, unit

UNITS = [
    unit("index"),
    unit("p1/read"),
    unit("p1/extra", "x", optional=True),
    unit("p1/do", "a", "b"),
    unit("p2/end", "c"),
]
EXERCISES = {
    "x": exercise("p1/extra"),
    "a": exercise("p1/do"),
    "b": exercise("p1/do", required=False),
    "c": exercise("p2/end", attempts=1),
}


NOTHING = {"done": 0, "exercises": 1, "earned": 0, "total": 2, "attempts": 0, "hints": 0, "minutes": 0}
"""The result of a phase with one exercise, of 2 points."""


def _learner(**options: Any) -> Learner:
    return Learner(course(UNITS, EXERCISES, **options))


def _statuses(progress: Any) -> dict[str, str]:
    return {name: entry["status"] for name, entry in progress["units"].items()}


def _phases(progress: Any) -> list[tuple[str, int, int]]:
    return [(phase["status"], phase["done"], phase["total"]) for phase in progress["phases"]]


def test_at_the_beginning() -> None:
    """The whole progress, once."""
    missing_a = {"exercise": "a", "title": "<em>Title</em>", "unit": "p1/do", "url": "p1/do.html"}
    missing_c = {"exercise": "c", "title": "<em>Title</em>", "unit": "p2/end", "url": "p2/end.html"}
    assert _learner().progress() == {
        "format": 1,
        "percent": 0,
        "score": {"earned": 0, "total": 4},
        "next": "p1/read",
        "completion": "incomplete",
        "completed_on": None,
        "status": "unknown",
        "award": "open",
        "to_do": [
            {"unit": "p1/read", "title": "p1/read", "url": "p1/read.html", "missing": []},
            {"unit": "p1/do", "title": "p1/do", "url": "p1/do.html", "missing": [missing_a]},
            {"unit": "p2/end", "title": "p2/end", "url": "p2/end.html", "missing": [missing_c]},
        ],
        "closed": [],
        "results": {
            "phases": [
                {"id": "p1", "number": 1, "title": "p1", **NOTHING},
                {"id": "p2", "number": 2, "title": "p2", **NOTHING},
            ],
            "all": {**NOTHING, "exercises": 2, "total": 4},
        },
        "phases": [
            {"id": "p1", "number": 1, "status": "open", "done": 0, "total": 2},
            {"id": "p2", "number": 2, "status": "locked", "done": 0, "total": 1},
        ],
        "extras": [],
        "units": {
            "index": {"status": "open", "missing": [], "blocked_by": None},
            "p1/read": {"status": "open", "missing": [], "blocked_by": None},
            "p1/extra": {"status": "locked", "missing": [], "blocked_by": "p1/read"},
            "p1/do": {"status": "locked", "missing": [missing_a], "blocked_by": "p1/read"},
            "p2/end": {"status": "locked", "missing": [missing_c], "blocked_by": "p1/read"},
        },
    }


def test_a_gate_opens_when_its_unit_is_done() -> None:
    """Visited, and what is required is done; optional exercises and units do not stand in the way."""
    learner = _learner()
    progress = learner.visit("index", "p1/read", "p1/do")
    assert _statuses(progress) == {
        "index": "done",
        "p1/read": "done",
        "p1/extra": "open",
        "p1/do": "open",
        "p2/end": "locked",
    }
    assert progress["units"]["p2/end"]["blocked_by"] == "p1/do"
    assert progress["next"] == "p1/do"
    assert progress["percent"] == 25
    learner.pick("a", "near")
    assert learner.progress()["units"]["p2/end"]["status"] == "locked"
    progress = learner.pick("a", "right")["progress"]
    assert progress["units"]["p1/do"] == {"status": "done", "missing": [], "blocked_by": None}
    assert progress["units"]["p2/end"]["status"] == "open"
    assert _phases(progress) == [("done", 2, 2), ("open", 0, 1)]
    assert (progress["next"], progress["percent"], progress["completion"]) == ("p2/end", 50, "incomplete")


def test_answers_without_a_visit_leave_a_unit_open() -> None:
    """A unit is done when it was visited as well."""
    learner = _learner()
    learner.visit("p1/read")
    assert learner.pick("a", "right")["progress"]["units"]["p1/do"] == {
        "status": "open",
        "missing": [],
        "blocked_by": None,
    }


def test_a_look_at_a_locked_unit_that_asks_for_nothing_does_not_finish_it() -> None:
    """A deep link opens the last page of a phase; it counts once the learner has come that far."""
    units = [unit("p1/do", "a"), unit("p1/end")]
    learner = Learner(course(units, {"a": exercise("p1/do")}))
    assert learner.visit("p1/end")["units"]["p1/end"] == {"status": "locked", "missing": [], "blocked_by": "p1/do"}
    learner.visit("p1/do")
    assert _statuses(learner.pick("a", "right")["progress"]) == {"p1/do": "done", "p1/end": "done"}


def test_what_is_done_is_never_locked() -> None:
    """Even when something before it is not done, as after an author has added a unit."""
    learner = _learner()
    learner.pick("c", "right")
    progress = learner.visit("p2/end")
    assert progress["units"]["p2/end"] == {"status": "done", "missing": [], "blocked_by": None}
    assert _phases(progress) == [("open", 0, 2), ("done", 1, 1)]
    assert progress["next"] == "p1/read"


@pytest.mark.parametrize(("item", "status", "earned"), [("right", "passed", 4), ("wrong", "failed", 2)])
def test_completed(item: str, status: str, earned: int) -> None:
    """All done is passed; an exercise that was closed completes the course but does not pass it."""
    learner = _learner()
    learner.visit("p1/read", "p1/do", "p2/end")
    learner.pick("a", "right")
    progress = learner.pick("c", item)["progress"]
    assert (progress["completion"], progress["status"]) == ("completed", status)
    assert (progress["percent"], progress["next"]) == (100, None)
    assert progress["score"] == {"earned": earned, "total": 4}
    assert progress["award"] == {"passed": "earned", "failed": "closed"}[status]
    assert [one["exercise"] for one in progress["closed"]] == {"passed": [], "failed": ["c"]}[status]


def test_a_gate_stays_shut_until_the_shown_answer_is_given() -> None:
    """A look at the answer finishes nothing, and whoever gives it then has passed."""
    learner = Learner(course(UNITS, {**EXERCISES, "a": exercise("p1/do", reveal=1)}))
    learner.visit("p1/read", "p1/do", "p2/end")
    learner.pick("a", "wrong")
    shown = learner.ask("reveal", exercise="a")["progress"]
    assert (shown["units"]["p1/do"]["status"], shown["units"]["p2/end"]["status"]) == ("open", "locked")
    assert [one["exercise"] for one in shown["units"]["p1/do"]["missing"]] == ["a"]
    learner.pick("c", "right")
    learner.ask("grade", exercise="a", answer={"pick": "right"}, now="2026-05-04T09:31:00.000Z")
    progress = learner.progress()
    assert (progress["status"], progress["award"], progress["closed"]) == ("passed", "earned", [])
    assert progress["score"] == {"earned": 2, "total": 4}


def test_open_gates_lock_nothing() -> None:
    """No unit lists what is missing either; completion alone depends, and says on what."""
    learner = _learner(gates="open")
    progress = learner.progress()
    assert set(_statuses(progress).values()) == {"open"}
    assert [entry["missing"] for entry in progress["units"].values()] == [[]] * 5
    assert [[one["exercise"] for one in unit["missing"]] for unit in progress["to_do"]] == [[], ["a"], ["c"]]
    assert _phases(progress) == [("open", 0, 2), ("open", 0, 1)]
    assert (progress["next"], progress["completion"]) == ("p1/read", "incomplete")


def test_announced_phases_count() -> None:
    """Two of four phases are half of the way, and the course is not completed yet."""
    learner = _learner(planned=["Later", "Last"])
    learner.visit("p1/read", "p1/do", "p2/end")
    learner.pick("a", "right")
    progress = learner.pick("c", "right")["progress"]
    assert (progress["percent"], progress["next"]) == (50, None)
    assert (progress["completion"], progress["status"]) == ("incomplete", "unknown")
    assert (progress["award"], progress["to_do"], progress["completed_on"]) == ("planned", [], None)


def test_a_phase_of_optional_units_alone() -> None:
    """It is done when all of it was seen, and locks nothing."""
    learner = Learner(course([unit("p1/a", optional=True), unit("p2/b")], {}))
    assert _phases(learner.progress()) == [("open", 0, 1), ("open", 0, 1)]
    assert learner.visit("p2/b")["completion"] == "completed"
    assert _phases(learner.visit("p1/a")) == [("done", 1, 1), ("done", 1, 1)]


def test_a_course_without_phases() -> None:
    """A start screen alone asks for nothing."""
    assert Learner(course([unit("index")], {})).progress()["completion"] == "completed"
    progress = Learner(course([unit("index")], {}, planned=["Soon"])).progress()
    assert (progress["percent"], progress["completion"]) == (0, "incomplete")


FURTHER = {
    **EXERCISES,
    "m": exercise("more/one"),
    "n": exercise("more/one", attempts=1),
    "o": exercise("more/one", required=False),
}
MODULES = [*UNITS, unit("more/one", "m", "n", "o"), unit("links/all")]


def _curious(**options: Any) -> Learner:
    return Learner(course(MODULES, FURTHER, extras=["more", "links"], **options))


def test_further_modules_are_open_from_the_start() -> None:
    """Whatever is locked in the phases; they ask for nothing, so nothing of theirs is missing."""
    progress = _curious().progress()
    assert progress["units"]["more/one"] == {"status": "open", "missing": [], "blocked_by": None}
    assert progress["extras"] == [
        {"id": "more", "status": "open", "done": 0, "total": 2},
        {"id": "links", "status": "open", "done": 0, "total": 0},
    ]
    assert {key: value for key, value in progress.items() if key not in ("units", "extras")} == {
        key: value for key, value in _learner().progress().items() if key not in ("units", "extras")
    }


def test_a_further_module_has_a_progress_of_its_own() -> None:
    """In exercises that it asks for; percent, score, and the phases know nothing of it."""
    learner = _curious()
    before = learner.visit("index", "p1/read")
    learner.visit("more/one")
    progress = learner.pick("m", "right")["progress"]
    assert progress["extras"][0] == {"id": "more", "status": "open", "done": 1, "total": 2}
    progress = learner.pick("n", "right")["progress"]
    assert progress["extras"][0] == {"id": "more", "status": "done", "done": 2, "total": 2}
    assert progress["units"]["more/one"]["status"] == "done"
    assert all(progress[key] == before[key] for key in ("percent", "score", "next", "completion", "phases"))


def test_a_further_module_that_ran_out_of_attempts_is_over() -> None:
    """It is done with, and honest about how many of its exercises were solved."""
    learner = _curious()
    learner.visit("more/one")
    learner.pick("m", "right")
    progress = learner.pick("n", "wrong")["progress"]
    assert progress["extras"][0] == {"id": "more", "status": "done", "done": 1, "total": 2}


def test_a_look_at_a_further_module_without_exercises_finishes_it() -> None:
    """Also while the phases are locked: there is nothing to come first."""
    progress = _curious().visit("links/all")
    assert progress["units"]["links/all"]["status"] == "done"
    assert progress["extras"][1] == {"id": "links", "status": "done", "done": 0, "total": 0}


def test_a_course_is_completed_without_its_further_modules() -> None:
    """Passed, at 100 percent, with the full score."""
    learner = _curious()
    learner.visit("p1/read", "p1/do", "p2/end")
    learner.pick("a", "right")
    progress = learner.pick("c", "right")["progress"]
    assert (progress["completion"], progress["status"], progress["percent"]) == ("completed", "passed", 100)
    assert progress["score"] == {"earned": 4, "total": 4}
    assert [extra["status"] for extra in progress["extras"]] == ["open", "open"]


def test_the_percentage_is_rounded_down() -> None:
    """It is 100 only when the course is completed."""
    units = [unit(f"p1/u{number}") for number in range(3)]
    learner = Learner(course(units, {}))
    assert [learner.visit(page["id"])["percent"] for page in units] == [33, 66, 100]
