"""What an LMS keeps of a learner of this course: it fits in the worst case, and brings everything back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from site_builder.check.budget import LIMIT, budget
from site_builder.model import Course
from site_builder.slots import NAME, lock_text
from tests.support.completion import School
from tests.support.type_course import nothing, worst

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {"improvements", "format-three", "better-where", "base-adequate", "improve-further", "justify-decision"}


@pytest.fixture(scope="module")
def school(course: Course) -> School:
    """The course with its judge."""
    return School(course)


@pytest.fixture(scope="module")
def record(school: School) -> dict[str, list[Any]]:
    """Somebody who has completed it."""
    return school.record()


def stands(school: School, record: dict[str, list[Any]]) -> Any:
    """All that follows from a record."""
    opened = school._ask(record, do="open")
    views = {
        name: [view[field] for field in ("status", "attempts", "left", "can_check", "can_reveal", "stale")]
        + [(view["reply"] or {}).get(field) for field in ("earned", "total", "done", "headline")]
        for name, view in opened["views"].items()
    }
    return {**opened["progress"], "completed_on": (opened["progress"]["completed_on"] or "")[:19], "views": views}


def test_the_lock_file_is_up_to_date(course: Course) -> None:
    """It is committed with the course: run `site-builder check` after a change."""
    assert (ROOT / "course" / NAME).read_text("utf-8") == lock_text(course.slots)


def test_the_state_fits_for_any_learner(course: Course, school: School) -> None:
    """Exactly counted, and reached by a learner of whom there is the most to say."""
    found = budget(course)
    assert found.total <= LIMIT, found.table()
    text = school._ask(worst(school._bridge._course), do="state", limit=LIMIT)["text"]
    assert found.total - 4 <= len(text) <= LIMIT
    assert len(school._ask(worst(school._bridge._course), do="state", limit=0)["text"]) <= found.total


@pytest.mark.parametrize("limit", [0, LIMIT, 30_000])
def test_a_learner_is_back_where_they_were(school: School, record: dict[str, list[Any]], limit: int) -> None:
    """On a device that has nothing but the state of the LMS: every verdict, status, score and gate."""
    state = school._ask(record, do="state", limit=limit)
    found = school._ask(nothing(), do="restore", text=state["text"])
    assert stands(school, found["record"]) == stands(school, record)
    assert found["missing"] == state["left_out"]
    assert school._ask(record, do="restore", text=state["text"])["record"] == nothing()


def test_all_that_a_learner_has_written_goes_along(school: School, record: dict[str, list[Any]]) -> None:
    """Even within the smallest budget; what models said may stay behind, because it can be made again."""
    state = school._ask(record, do="state", limit=LIMIT)
    assert set(state["left_out"]) & TEXTS == set()
    for limit in range(1200, 9000, 600):
        left = set(school._ask(record, do="state", limit=limit)["left_out"])
        assert not left & TEXTS or "your-model" in left
    found = school._ask(nothing(), do="restore", text=state["text"])["record"]
    written = {row["exercise"]: row["answer"]["text"] for row in found["attempts"] if row["exercise"] in TEXTS}
    assert written == {row["exercise"]: row["answer"]["text"] for row in record["attempts"] if row["exercise"] in TEXTS}


@pytest.mark.parametrize("before", ["phase-2/choose", "phase-3/lab", "phase-4/assessment"])
def test_somebody_on_the_way_goes_on_where_they_were(school: School, before: str) -> None:
    """The same page is next, the same gates are closed."""
    rows = school.record(before=before)
    text = school._ask(rows, do="state", limit=LIMIT)["text"]
    found = school._ask(nothing(), do="restore", text=text)["record"]
    assert stands(school, found) == stands(school, rows)


def test_a_poor_answer_after_a_good_one_takes_nothing_away(school: School, record: dict[str, list[Any]]) -> None:
    """The best attempt counts, the last one is shown, here and there."""
    answer = school.answer("limitations", right=False)
    rows = json.loads(json.dumps(record))
    reply = school._ask(rows, do="grade", exercise="limitations", answer=answer, seed=7, duration=1)
    rows["attempts"].append({**reply["attempt"], "time": "2026-01-02T04:00:00.000Z"})
    found = school._ask(nothing(), do="restore", text=school._ask(rows, do="state", limit=LIMIT)["text"])["record"]
    assert stands(school, found) == stands(school, rows)
    assert next(row["answer"] for row in found["attempts"] if row["exercise"] == "limitations") is None


def test_an_lms_is_told_of_every_exercise(school: School, record: dict[str, list[Any]]) -> None:
    """Passed with all points; one row for each exercise that was answered."""
    for profile, status in (("scorm12", "cmi.core.lesson_status"), ("scorm2004", "cmi.success_status")):
        found = school._ask(record, do="report", profile=profile)
        assert dict(found["values"])[status] == "passed"
        assert len(found["interactions"]) == len({row["exercise"] for row in record["attempts"]})
        assert [row["id"] for row in found["objectives"]] == ["phase_1", "phase_2", "phase_3", "phase_4"]
    found = school._ask(record, do="report", profile="xapi")
    assert (found["completion"], found["success"], found["score"]["scaled"]) == ("completed", "passed", 1)
