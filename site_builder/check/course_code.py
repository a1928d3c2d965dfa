"""The course's own Python: it must at least compile, or the learner's browser would be the first to find out."""

from __future__ import annotations

import ast
from pathlib import PurePath
from typing import TYPE_CHECKING

from site_builder.errors import Place, Problem
from site_builder.source import not_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_builder.model import Course


def compiles(course: Course) -> Iterator[Problem]:
    """Files of `python/` that Python refuses."""
    folder = PurePath(course.start.place.file).parent / "python"
    for path, content in course.python.items():
        if not path.endswith(".py"):
            continue
        try:
            ast.parse(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            yield not_utf8(error, (folder / path).as_posix())
        except SyntaxError as error:
            yield _problem((folder / path).as_posix(), content, error)
        except (MemoryError, RecursionError):  # the older one until Python 3.11
            yield Problem(
                Place((folder / path).as_posix()), "python-syntax", "this is no Python: it is nested too deep"
            )
        except ValueError as error:  # null bytes, until Python 3.11
            yield Problem(Place((folder / path).as_posix()), "python-syntax", f"this is no Python: {error}")


def _problem(file: str, content: bytes, error: SyntaxError) -> Problem:
    line, column = max(error.lineno or 1, 1), max(error.offset or 1, 1)
    lines = content.decode("utf-8", "replace").splitlines()
    source = lines[line - 1] if line <= len(lines) else ""
    return Problem(Place(file, line, column), "python-syntax", f"this is no Python: {error.msg}", source=source)
