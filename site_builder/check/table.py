"""All checks of a loaded course. A new one is a function and a row here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from site_builder.check.course_code import compiles
from site_builder.check.lints import equal_items
from site_builder.check.proofs import prove
from site_builder.check.simulations import simulations
from site_builder.errors import Problem, Problems
from site_builder.exercises.table import BY_NAME
from site_builder.model import Course

Check = Callable[[Course], Iterable[Problem]]


def proven(course: Course) -> Iterator[Problem]:
    """Exercises whose proofs fail, or do not cover them."""
    with simulations(course) as runs:
        for _, exercise in course.exercises():
            yield from prove(exercise, BY_NAME[exercise.type], runs)


CHECKS: tuple[Check, ...] = (compiles, equal_items, proven)


def check_course(course: Course) -> Problems:
    """Runs every check."""
    return Problems(_with_line(problem) for check in CHECKS for problem in check(course))


def _with_line(problem: Problem) -> Problem:
    """Adds the line that the place names, which a loaded course no longer holds."""
    if problem.source:
        return problem
    lines = Path(problem.place.file).read_text("utf-8-sig").splitlines()
    return replace(problem, source=lines[problem.place.line - 1] if problem.place.line <= len(lines) else "")
