"""`results`: what a learner did in each phase, and when the course was completed."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.grading.results import last_of
from tests.support.fake_course import Learner, course, exercise, unit

UNITS = [unit("p1/do", "a", "b"), unit("p1/more", "x", optional=True), unit("p2/end", "c"), unit("p2/last")]
EXERCISES = {
    "a": exercise("p1/do"),
    "b": exercise("p1/do", required=False),
    "x": exercise("p1/more"),
    "c": exercise("p2/end", attempts=2),
}


def _day(number: int) -> str:
    return f"2026-03-{number:02}T10:00:00.000Z"


class _Student(Learner):
    """Says when each thing is done."""

    def __init__(self, record: dict[str, list[Any]] | None = None, **options: Any) -> None:
        super().__init__(course(UNITS, EXERCISES, **options), record)

    def on(self, day: int, do: str, **fields: Any) -> Any:
        """Sends a request on a day of March."""
        return self.ask(do, now=_day(day), **fields)["progress"]

    def answer(self, day: int, name: str, item: str, duration: float = 0) -> Any:
        """Answers on a day of March."""
        return self.on(day, "grade", exercise=name, answer={"pick": item}, duration=duration)


def _through() -> _Student:
    """Someone who has but one exercise left."""
    student = _Student()
    for day, page in enumerate(("p1/do", "p2/end", "p2/last"), start=1):
        student.on(day, "visit", page=page)
    student.answer(4, "a", "right")
    return student


def test_each_phase_has_its_results() -> None:
    """Required exercises of units that are not optional: how many are done, points, attempts, hints and minutes."""
    student = _through()
    student.answer(5, "b", "right", 600_000)
    student.answer(5, "x", "right", 600_000)
    student.on(5, "hint", exercise="c")
    student.answer(5, "c", "wrong", 100_000)
    results = student.answer(6, "c", "near", 110_000)["results"]
    first = {"done": 1, "exercises": 1, "earned": 2, "total": 2, "attempts": 1, "hints": 0, "minutes": 0}
    second = {"done": 0, "exercises": 1, "earned": 1, "total": 2, "attempts": 2, "hints": 1, "minutes": 4}
    assert results["phases"] == [
        {"id": "p1", "number": 1, "title": "p1", **first},
        {"id": "p2", "number": 2, "title": "p2", **second},
    ]
    assert results["all"] == {name: first[name] + second[name] for name in first}


@pytest.mark.parametrize("duration", [-5, 86_400_000, 10**400, 1e300])
def test_a_duration_that_no_clock_gives_counts_for_nothing(duration: float) -> None:
    """A record may come from anywhere."""
    student = _through()
    student.answer(5, "c", "near", 120_000)
    student.record["attempts"][-1]["duration"] = duration
    assert student.progress()["results"]["all"]["minutes"] == 0


def test_attempts_at_an_earlier_version_count_in_the_results() -> None:
    """The author's edit does not undo the learner's work; only the attempts that are left start anew."""
    student = _through()
    student.answer(5, "c", "wrong")
    student.record["attempts"][-1]["fingerprint"] = "v0"
    student.answer(6, "c", "wrong")
    assert student.progress()["results"]["phases"][1]["attempts"] == 2
    assert student.view("c")["left"] == 1


def test_the_course_is_completed_by_its_last_attempt() -> None:
    """Whatever comes later: more attempts, a look at an optional unit."""
    student = _through()
    assert student.answer(7, "c", "near")["completed_on"] is None
    assert student.answer(8, "c", "right")["completed_on"] == _day(8)
    student.answer(9, "a", "near")
    student.answer(10, "a", "right")
    assert student.on(11, "visit", page="p1/more")["completed_on"] == _day(8)


def test_the_course_is_completed_by_its_last_page() -> None:
    """Where that page asks for nothing but to be read; what is read again does not count."""
    student = _Student()
    student.on(1, "visit", page="p1/do")
    student.answer(2, "a", "right")
    student.on(3, "visit", page="p2/end")
    student.answer(4, "c", "right")
    assert student.on(5, "visit", page="p2/last")["completed_on"] == _day(5)
    assert student.on(9, "visit", page="p2/last")["completed_on"] == _day(5)


def test_the_course_is_completed_by_what_closes_its_last_exercise() -> None:
    """The last allowed attempt; a look at the answer changes nothing any more."""
    student = _through()
    student.answer(7, "c", "wrong")
    progress = student.answer(8, "c", "near")
    assert (progress["completed_on"], progress["status"]) == (_day(8), "failed")
    assert student.on(9, "reveal", exercise="c")["completed_on"] == _day(8)


def test_rows_of_two_devices_come_in_any_order() -> None:
    """A file that was loaded later may hold what was done before."""
    student = _through()
    student.answer(8, "c", "right")
    student.answer(9, "c", "near")
    student.answer(10, "c", "right")
    student.on(11, "visit", page="p2/last")
    rows = {kind: list(reversed(found)) for kind, found in student.record.items()}
    assert _Student(rows).progress()["completed_on"] == _day(8)


def test_the_latest_of_some_times() -> None:
    """With fractions of a second, or without; there may be none."""
    assert last_of(["2026-01-01T00:00:01Z", "2026-01-01T00:00:00.500Z"]) == "2026-01-01T00:00:01Z"
    assert last_of([]) is None
