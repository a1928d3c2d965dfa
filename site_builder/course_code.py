"""The course's own Python as the package `course_code`, made from its bytes: what the learner's worker imports, here.

Nothing is read from a folder and nothing stays behind, so that one process can check one course after another.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType
from typing import Any

PACKAGE = "course_code"


@contextmanager
def course_code(files: Mapping[str, bytes], folder: str) -> Iterator[Callable[[str], Any]]:
    """A function that imports a module of the course by its name in `python/`, until the end of the block.

    `files` are those of `Course.python`; `folder` is where they stand, for tracebacks.
    """
    finder = _Finder(files, folder)
    before = _taken()
    sys.meta_path.insert(0, finder)
    try:
        yield lambda name: import_module(f"{PACKAGE}.{name}")
    finally:
        sys.meta_path.remove(finder)
        _taken()
        sys.modules.update(before)


def _taken() -> dict[str, ModuleType]:
    """The modules of any course, which are no longer imported then."""
    names = [name for name in sys.modules if name.partition(".")[0] == PACKAGE]
    return {name: sys.modules.pop(name) for name in names}


def involved(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """The files of a module and of all of the course that it imports, as far as they say so in `import` lines."""
    found = {file: content for file, content in files.items() if file == "__init__.py"}
    waiting = [name]
    while waiting:
        path = waiting.pop().replace(".", "/")
        for file in (f"{path}.py", f"{path}/__init__.py"):
            if file in files and file not in found:
                found[file] = files[file]
                waiting += _imported(file, files[file])
    return found


def _imported(file: str, content: bytes) -> Iterator[str]:
    """The modules of the course that a file may import, by their names in `python/`; some may not exist."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # another check says that
        return
    folder = [PACKAGE, *file.split("/")[:-1]]
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            base = ".".join(folder[: len(folder) + 1 - node.level]) if node.level else ""
            base = ".".join(part for part in (base, node.module) if part)
            names = [base, *(f"{base}.{name}" for name in names)]
        for package, *steps in (name.split(".") for name in names):
            if package == PACKAGE:
                yield from (".".join(steps[: number + 1]) for number in range(len(steps)))


class _Finder(MetaPathFinder):
    """Finds `course_code` and all in it among the files; what is not there is nowhere."""

    def __init__(self, files: Mapping[str, bytes], folder: str) -> None:
        # The package itself needs no file.
        self._files = {"__init__.py": b"", **files}
        self._folder = folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's specification, with the place of its source."""
        del path, target
        package, *steps = fullname.split(".")
        if package != PACKAGE:
            return None
        for name in ("/".join([*steps, "__init__.py"]), f"{'/'.join(steps)}.py"):
            if name in self._files:
                loader = _Loader(self._files[name], f"{self._folder}/{name}")
                return spec_from_loader(fullname, loader, origin=loader.file, is_package=name.endswith("__init__.py"))
        return None


class _Loader(InspectLoader):
    """Runs the source of one module."""

    def __init__(self, source: bytes, file: str) -> None:
        self._source = source
        self.file = file

    def get_source(self, fullname: str) -> str:
        """The text, for whoever shows a traceback."""
        del fullname
        return self._source.decode("utf-8", "replace")

    def get_code(self, fullname: str) -> Any:
        """The compiled text, under the name that its author knows."""
        del fullname
        return compile(self._source, self.file, "exec", dont_inherit=True)
