"""The first course as its source files have it, read once by each process: reading it takes more than most tests do."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from site_builder.load import load_course
from tests.support.zone import ROOT

if TYPE_CHECKING:
    from site_builder.model import Course


@cache
def first_course() -> Course:
    """Read, and not checked."""
    return load_course(ROOT / "course")
