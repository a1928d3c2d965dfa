"""The time that the course takes, counted from its words and tasks, is what it states: an hour for its core."""

from __future__ import annotations

import re

from site_builder.grading.items import plain
from site_builder.model import Course, Html, Page
from tests.support.time_needed import minutes

CORE = 60
"""In minutes: what the specification wants is 45 to 60."""
ROUNDED = 0.7
"""How far a stated time may be from the counted one, in minutes."""


def core(course: Course) -> list[Page]:
    """The units that have to be done."""
    return [page for phase in course.phases for page in phase.pages if not page.optional]


def test_the_core_takes_an_hour_at_most(course: Course) -> None:
    """By what is stated, and by what is counted."""
    pages = core(course)
    assert 45 <= sum(page.minutes for page in pages) <= CORE
    assert 45 <= round(sum(map(minutes, pages))) <= CORE


def test_stated_minutes_are_counted_minutes(course: Course) -> None:
    """Of a unit with what it asks for, and of an optional one with all; further modules may take longer."""
    asked = {page.id for page in core(course)}
    for page in course.pages[1:]:
        counted = minutes(page, everything=page.id not in asked)
        assert page.minutes >= max(1, counted - ROUNDED), f"{page.id}: {counted:.1f} minutes"
        assert page.minutes <= 10, f"{page.id}: units stay short"
        assert page.id not in asked or page.minutes <= max(1, counted + ROUNDED), f"{page.id}: {counted:.1f} minutes"


def test_the_start_screen_states_both_times(course: Course) -> None:
    """For the core, and with all that is optional."""
    said = " ".join(" ".join(plain(part.html) for part in course.start.body if isinstance(part, Html)).split())
    (core_minutes,) = re.findall(r"The core of the exercise takes about (\d+) minutes", said)
    assert abs(int(core_minutes) - sum(page.minutes for page in core(course))) <= 2
    assert "with all of it, the four phases take about two hours" in said
    whole = sum(minutes(page, everything=True) for phase in course.phases for page in phase.pages)
    assert 105 <= whole <= 135
    (further,) = re.findall(r"the further modules below another (\d+) minutes", said)
    assert int(further) == sum(page.minutes for extra in course.extras for page in extra.pages)
