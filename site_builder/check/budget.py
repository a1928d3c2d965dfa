"""How long the state of a learner can become that an LMS is to keep: for every exercise, and for all of them exactly.

The course is packed into one number (see `grading/state`), so what counts is how many different things can be said. The
total is no sum of rounded parts; the texts of answers are left out, because they get what room remains.
"""

from __future__ import annotations

from typing import NamedTuple

from site_builder.errors import Place, Problem
from site_builder.grading.digits import spelled
from site_builder.grading.slots import Slots
from site_builder.grading.state import largest, largest_number
from site_builder.model import Course

LIMIT = 3500
"""Characters that every LMS keeps: SCORM 1.2 promises 4,096, and some count what they add themselves."""


class Share(NamedTuple):
    """What one exercise can take at most."""

    exercise: str
    type: str
    characters: int


class Budget(NamedTuple):
    """What the exercises of a course can take, the largest first, and how long the whole state can become."""

    shares: tuple[Share, ...]
    total: int

    @property
    def fits(self) -> bool:
        """Whether every LMS keeps it."""
        return self.total <= LIMIT

    def table(self) -> str:
        """The shares and the total for people."""
        width = max(len(share.exercise) for share in self.shares) if self.shares else 0
        kinds = max(len(share.type) for share in self.shares) if self.shares else 0
        lines = [f"{one.exercise:<{width}}  {one.type:<{kinds}}  {one.characters:>6,}" for one in self.shares]
        rest = max(0, LIMIT - self.total)
        return "\n".join([*lines, f"At most {self.total:,} of {LIMIT:,} characters; {rest:,} are left for texts."])


def budget(course: Course) -> Budget:
    """The budget of a course."""
    slots = Slots(course.slots)
    kinds = {exercise.id: exercise.type for _, exercise in course.exercises()}
    shares = [Share(name, kinds[name], len(spelled(largest_number(slots, name) - 1))) for name in kinds]
    return Budget(tuple(sorted(shares, key=lambda one: (-one.characters, one.exercise))), largest(slots))


def check_budget(course: Course, file: str) -> list[Problem]:
    """A problem where the state may not fit; `file` is the course's own. Asked only for targets with an LMS."""
    found = budget(course)
    if found.fits:
        return []
    message = f"the state of a learner can become {found.total:,} characters long, and an LMS keeps {LIMIT:,}"
    hint = "shorten the exercises at the top of the list: keep fewer runs, figures with fewer digits, fewer questions"
    return [Problem(Place(file), "state-too-large", message, found=found.table(), hint=hint)]
