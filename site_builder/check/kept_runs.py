"""Keeps the results of simulations from one check to the next: a run may take seconds, and few edits change it.

A file holds the runs of one state of everything that a result follows from, and its name is made of all that: the
course's own Python, what it may import of this package, how runs are made, and the interpreter.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path

from site_builder.cache import keep, kept

_PACKAGE = Path(__file__).parent.parent
_INVOLVED = ("grading/*.py", "exercises/**/*.py", "check/simulations.py", "course_code.py")

KEPT = 8
"""Of how many states the runs stay; each edit of the course's Python begins another one."""


@contextmanager
def kept_runs(files: Mapping[str, bytes], cache: Path) -> Iterator[MutableMapping[str, str]]:
    """Run -> result, both as JSON, of a course with these files of Python. What is added in the block is kept."""
    place = cache / "runs" / f"{_state(files)}.json"
    runs = _read(place)
    known = len(runs)
    try:
        yield runs
    finally:
        if len(runs) > known:
            keep(place, json.dumps(dict(runs)), KEPT)


def _state(files: Mapping[str, bytes]) -> str:
    paths = sorted(path for pattern in _INVOLVED for path in _PACKAGE.glob(pattern))
    involved = [(path.relative_to(_PACKAGE).as_posix(), path.read_bytes()) for path in paths]
    digest = hashlib.sha256(repr((sys.implementation.name, sys.version, platform.machine())).encode())
    for name, content in (*involved, *sorted(files.items())):
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def _read(place: Path) -> dict[str, str]:
    return dict(json.loads(kept(place) or "{}"))
