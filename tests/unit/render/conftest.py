"""What the tests of rendering share: a small course, and each theme."""

from __future__ import annotations

import pytest

from site_builder.model import Course, Html
from site_builder.outline import Outline
from site_builder.theme import Theme, load_theme
from tests.unit.render.pet_course import FACTS, PUBLIC, THEMES, exercise, make_course, unit


@pytest.fixture
def course() -> Course:
    """Four units: a tutorial, text, exercises of all types, and a last one."""
    kinds = [exercise(kind) for kind in PUBLIC]
    pages = (unit("tour", tutorial=True), unit("text", Html("<p>Text</p>")), unit("work", *kinds), unit("end"))
    return make_course(*pages)


@pytest.fixture
def outline(course: Course) -> Outline:
    """The course with its look-ups."""
    return Outline(course, FACTS, {})


@pytest.fixture(params=["plain", "learn"])
def theme(request: pytest.FixtureRequest) -> Theme:
    """Each theme."""
    return load_theme(THEMES / request.param)
