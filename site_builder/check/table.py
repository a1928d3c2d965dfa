"""All checks of a loaded course. A new one is a function and a row here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from site_builder.check.completion import completion
from site_builder.check.course_code import compiles
from site_builder.check.imports import imports
from site_builder.check.lints import equal_items
from site_builder.check.objectives import objectives
from site_builder.check.own_python import Unrunnable
from site_builder.check.prepared import prepared
from site_builder.check.proofs import prove
from site_builder.check.repeats import repeated_questions
from site_builder.errors import Problem, Problems
from site_builder.exercises.table import BY_NAME
from site_builder.model import Course

Check = Callable[[Course], Iterable[Problem]]


def proven(course: Course) -> Iterator[Problem]:
    """Modules that cannot be prepared; or else exercises whose proofs fail, or do not cover them."""
    try:
        whole = prepared(course)
    except Unrunnable as fault:
        yield from [fault.problem] if fault.problem else []
        return
    with completion(whole) as proofs:
        for _, exercise in course.exercises():
            yield from prove(exercise, BY_NAME[exercise.type], proofs)


CHECKS: tuple[Check, ...] = (compiles, imports, equal_items, objectives, repeated_questions, proven)


def check_course(course: Course) -> Problems:
    """Runs every check."""
    return Problems(_with_line(problem) for check in CHECKS for problem in check(course))


def _with_line(problem: Problem) -> Problem:
    """Adds the line that the place names, which a loaded course no longer holds."""
    if problem.source or problem.code == "not-utf8":  # that line cannot be shown
        return problem
    lines = Path(problem.place.file).read_text("utf-8-sig").splitlines()
    return replace(problem, source=lines[problem.place.line - 1] if problem.place.line <= len(lines) else "")
