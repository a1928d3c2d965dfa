"""Imports that work where a course is built, and not in the learner's browser: running the course here cannot tell."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import PurePath

from site_builder.check.own_python import IMPORTS, python_folder
from site_builder.errors import Place, Problem
from site_builder.model import Course

ABSENT = frozenset(
    {
        "aifc",
        "asynchat",
        "asyncore",
        "audioop",
        "cgi",
        "cgitb",
        "chunk",
        "crypt",
        "curses",
        "dbm",
        "distutils",
        "ensurepip",
        "grp",
        "idlelib",
        "imghdr",
        "imp",
        "lib2to3",
        "mailcap",
        "msilib",
        "msvcrt",
        "nis",
        "nntplib",
        "nt",
        "ossaudiodev",
        "pipes",
        "pwd",
        "pydoc_data",
        "readline",
        "resource",
        "smtpd",
        "sndhdr",
        "spwd",
        "sunau",
        "syslog",
        "telnetlib",
        "tkinter",
        "turtle",
        "turtledemo",
        "uu",
        "venv",
        "winreg",
        "winsound",
        "xdrlib",
    }
)
"""Modules of some standard library from Python 3.11 on that Pyodide 314 cannot import; found by trying each one."""

SHARED = "site_builder.grading"
"""The part of this package that goes to the browser and is meant for courses."""


def imports(course: Course) -> Iterator[Problem]:
    """Imports of what only this machine has. Files that Python refuses are another check's affair."""
    folder = PurePath(python_folder(course))
    for path, content in course.python.items():
        if path.endswith(".py"):
            yield from _imports(content, (folder / path).as_posix())


def _imports(content: bytes, file: str) -> Iterator[Problem]:
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return
    for node in ast.walk(tree):
        for name in _named(node):
            if _is_here_alone(name):
                message = f"the learner's browser has no module '{name}'"
                place = Place(file, node.lineno, node.col_offset + 1)  # type: ignore[attr-defined]
                yield Problem(place, "not-in-browser", message, expected=IMPORTS)


def _named(node: ast.AST) -> list[str]:
    """The modules that a statement imports, those within the same folder left out."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def _is_here_alone(name: str) -> bool:
    root = name.partition(".")[0]
    if root in sys.stdlib_module_names:
        return root in ABSENT
    if root == "course_code" or name == SHARED or name.startswith(f"{SHARED}."):
        return False
    try:
        return find_spec(root) is not None
    except ValueError:
        return False
