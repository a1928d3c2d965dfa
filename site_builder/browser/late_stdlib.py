"""Finds the modules of the standard library that the start leaves behind; runs in the learner's browser.

The worker starts from `core.zip`. When something imports a module that only `rest.zip` holds, that archive is fetched,
once, and the import goes on as if nothing had happened.
"""

# ruff: noqa: INP001 - this folder is no package: it holds what runs elsewhere

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

ARCHIVE = "/lib/python314-rest.zip"


class LateFinder:
    """Comes last in `sys.meta_path`, so it is asked only for what nobody else has."""

    def __init__(self, names: frozenset[str], fetch: Callable[[str], object]) -> None:
        self._names = names
        self._fetch = fetch
        self._fetched = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's place in the archive, where a package of core may have modules too: `path` does not matter."""
        del path, target
        if name not in self._names:
            return None
        if not self._fetched:
            try:
                self._fetch(ARCHIVE)
            except Exception as error:
                raise ImportError(f"the module {name!r} could not be fetched: {error}", name=name) from error
            self._fetched = True
        folders = name.split(".")[:-1]
        return PathFinder.find_spec(name, ["/".join((ARCHIVE, *folders))])


def install(fetch: Callable[[str], object]) -> None:
    """`fetch(path)` puts the archive at that path, or raises."""
    names = __loader__.get_data(__file__.removesuffix(".pyc") + ".txt").decode()  # type: ignore[name-defined]
    sys.meta_path.append(LateFinder(frozenset(names.split()), fetch))
