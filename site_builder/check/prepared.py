"""Modules of the course's Python that are made when it is built, for what would take too long in a browser.

`course.yaml` names such a module under `prepared`, with the module that makes it: its `build()` gives a text, and that
becomes `DATA` of the first one, in build, tests and worker alike.

The text is kept from one build to the next, under a name made of all that it follows from: the maker, the modules that
it imports, and what those may import of this package. The interpreter is not among it: the course's Python gives the
same in each.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from site_builder.cache import cache_folder, in_turn, keep, kept
from site_builder.check.deadline import TooLong, deadline
from site_builder.check.own_python import IMPORTS, OwnPython, Unrunnable, in_words, python_folder
from site_builder.course_code import course_code, involved
from site_builder.errors import Problem
from site_builder.model import Course

LIMIT = 600.0
"""Seconds for one text."""
MOST = 4_000_000
"""Characters of one text: each learner loads it."""
KEPT = 16
"""How many texts stay; each edit of what they follow from begins another one."""

_ZONE = Path(__file__).parent.parent / "grading"


def prepared(course: Course) -> Course:
    """The course with its prepared modules among its Python. Raises `Unrunnable`."""
    python = dict(course.python)
    for name, maker in course.prepared.items():
        text = _text(name, maker, python, python_folder(course))
        python[f"{name}.py"] = (
            f'"""Made by `{maker}` when the course was built."""\n\nDATA = {json.dumps(text)}\n'.encode()
        )
    return replace(course, python=python, prepared={})


def _text(name: str, maker: str, files: Mapping[str, bytes], folder: str) -> str:
    place = cache_folder() / "prepared" / f"{_state(maker, files)}.txt"
    text = kept(place)
    if text is not None:
        return text
    with in_turn("prepared"):
        # Another process may have made it meanwhile.
        text = kept(place)
        if text is None:
            with course_code(files, folder) as load:
                text = _built(name, maker, OwnPython(files, folder, load))
            keep(place, text, KEPT)
    return text


def _state(maker: str, files: Mapping[str, bytes]) -> str:
    zone = {f"grading/{path.name}": path.read_bytes() for path in _ZONE.glob("*.py")}
    digest = hashlib.sha256(maker.encode())
    for name, content in sorted({**zone, **involved(files, maker)}.items()):
        digest.update(f"\n{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def _built(name: str, maker: str, python: OwnPython) -> str:
    try:
        with deadline(LIMIT):
            build = getattr(python.load(maker), "build", None)
            text = build() if callable(build) else None
    except TooLong:
        raise _unfit(name, maker, python, f"`build` takes longer than {LIMIT:g} seconds") from None
    except SyntaxError:
        raise Unrunnable(None) from None  # the check of the course's code says it
    except (Exception, SystemExit) as error:  # noqa: BLE001 - it is anyone's code
        place = python.raised_at(error) or python.start(maker, "build")
        message = f"the module '{maker}' raises an error while it prepares '{name}'"
        expected = IMPORTS if isinstance(error, ModuleNotFoundError) else ""
        raise Unrunnable(Problem(place, "prepared-raised", message, expected, in_words(error))) from None
    if not isinstance(text, str) or not text.isascii():
        what = "gives no text of ASCII characters" if callable(build) else "is missing"
        raise _unfit(name, maker, python, f"`build` {what}")
    if len(text) > MOST:
        raise _unfit(name, maker, python, f"`build` gives more than {MOST} characters")
    return text


def _unfit(name: str, maker: str, python: OwnPython, message: str) -> Unrunnable:
    place = python.start(maker, "build")
    hint = "the module needs a function `def build():` that gives a text"
    return Unrunnable(Problem(place, "prepared-unfit", f"'{maker}' cannot prepare '{name}': {message}", hint=hint))
