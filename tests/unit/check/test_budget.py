"""How long a state can become: counted exactly, told as a table, and refused where an LMS would not keep it."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.check import budget as module
from site_builder.check.budget import budget, check_budget
from site_builder.load import load_course
from site_builder.model import Course
from tests.support.courses import write_course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Three pages and one question."""
    return load_course(write_course(tmp_path / "course"))


def test_the_total_is_the_number_of_all_states(course: Course) -> None:
    """By hand: the base and the beginning, three pages, one exercise of which everything can be said."""
    visits = (2 * (1 << 27)) ** 3
    result = 2 * 2 * (1 << 27) * 2 * 2  # points of the best and of the last attempt; when it was, done, stale
    answer = 3 * 2 * 2  # how many digits there are, and two options
    exercise = 2 * 4 * 1 * 2 * 64 * 16 * (1 << 27) * 0x1000 * result * 86_400 * 3 * answer
    states = (1 << 34) * 2 * (1 << 27) * (1 << 53) * visits * exercise
    signs = next(count for count in range(1000) if 84**count >= states)
    assert budget(course).total == len("1.1.") + 4 + signs
    assert budget(course).shares[0].characters == next(count for count in range(1000) if 84**count >= exercise)


def test_the_table_is_for_people(course: Course) -> None:
    """The largest first, and what is left for texts."""
    total = budget(course).total
    assert budget(course).table() == (
        f"sum  choice      {budget(course).shares[0].characters}\n"
        f"At most {total} of 3,500 characters; {3500 - total:,} are left for texts."
    )
    assert check_budget(course, "course/course.yaml") == []


def test_what_does_not_fit_is_refused_with_the_table(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    """And with what to do about it."""
    monkeypatch.setattr(module, "LIMIT", 50)
    total = budget(course).total
    share = budget(course).shares[0].characters
    [problem] = check_budget(course, "course/course.yaml")
    assert str(problem).splitlines() == [
        f"course/course.yaml:1:1: error: {problem.message} [state-too-large]",
        f"  found: sum  choice      {share}",
        f"    At most {total} of 50 characters; 0 are left for texts.",
        f"  hint: {problem.hint}",
    ]
    assert problem.message == f"the state of a learner can become {total} characters long, and an LMS keeps 50"
    assert problem.hint.startswith("shorten the exercises at the top of the list: keep fewer runs")
