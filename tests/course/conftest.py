"""The course as data, loaded once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from site_builder.check.prepared import prepared
from site_builder.course_code import course_code
from site_builder.grading.items import plain
from site_builder.model import Course, Html
from tests.support.first_course import first_course

HELP = re.compile(r"<span popover.*?</span>", re.DOTALL)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def course() -> Course:
    """The first course, as every build reads it."""
    return prepared(first_course())


@pytest.fixture(scope="session")
def reading(course: Course) -> dict[str, str]:
    """Page id -> the words of the page, without its exercises and the help texts that are opened on demand."""
    return {
        page.id: " ".join(plain(HELP.sub("", part.html)) for part in page.body if isinstance(part, Html))
        for page in course.pages
    }


@pytest.fixture(scope="module")
def code(course: Course) -> Iterator[Callable[[str], Any]]:
    """Imports a module of the course's own Python."""
    with course_code(course.python, "course/python") as load:
        yield load
