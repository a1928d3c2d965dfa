"""Every objective of the course is taught by a page, practiced in an exercise, and assessed by a question.

A course that lists no objectives is not held to any; what its questions name then is a note of the author's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from site_builder.errors import Problem, did_you_mean
from site_builder.model import Aim, Course

_WAYS: Mapping[str, str] = MappingProxyType(
    {
        "taught": "write `objectives: [{}]` in the front matter of the page that teaches it",
        "practiced": "write `objectives: [{}]` in an exercise, other than an assessment, in which learners practice it",
        "assessed": "write `objective: {}` in a question of an assessment",
    }
)
"""What has to be done about an objective -> how an author says that it is."""


def objectives(course: Course) -> Iterator[Problem]:
    """Objectives that do not exist, and those about which something is left undone."""
    if not course.objectives:
        return
    known = [objective.id for objective in course.objectives]
    aims = list(_aims(course))
    for aim in aims:
        if aim.objective not in known:
            message = f"the course has no objective '{aim.objective}'"
            yield Problem(aim.place, "unknown-objective", message, hint=did_you_mean(aim.objective, known))
    done = {(aim.objective, aim.deed) for aim in aims}
    for objective in course.objectives:
        for deed, way in _WAYS.items():
            if (objective.id, deed) not in done:
                message = f"the objective '{objective.id}' is not {deed}"
                yield Problem(objective.place, "objective-open", message, hint=way.format(objective.id))


def _aims(course: Course) -> Iterator[Aim]:
    """What pages and exercises say of objectives. An exercise that assesses is no practice of what it assesses."""
    for page in course.pages:
        yield from page.aims
    for _, exercise in course.exercises():
        deed = {aim.deed for aim in exercise.aims} & {"assessed"} or {"practiced"}
        yield from (aim for aim in exercise.aims if aim.deed in deed)
