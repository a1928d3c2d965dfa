"""Courses in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from site_builder.runtime import Runtime


def in_one_file(course: Path, runtime: Runtime, theme: str | None = None) -> bytes:
    """The course as one HTML file."""
    from site_builder.build import build
    from site_builder.export.single_file import single_file
    from site_builder.targets import SINGLE_FILE

    return single_file(build(course, target=SINGLE_FILE, runtime=runtime, theme=theme))
