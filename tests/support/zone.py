"""The project's Python modules and what they import, read from the source without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "site_builder"
EXERCISES = PACKAGE / "exercises"
COURSE_PYTHON = (ROOT / "course" / "python", PACKAGE / "guide" / "python")
"""The own Python of the courses here: package `course_code` in build, tests and worker."""

# This folder is no package: its Python runs in Pyodide, outside the bundle.
_BROWSER = PACKAGE / "browser"


def module_name(path: Path) -> str:
    """The import name of a file, such as `site_builder.grading.text`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def modules() -> dict[str, Path]:
    """Import name -> file of every module of the package."""
    others = {_BROWSER, *COURSE_PYTHON}
    files = sorted(path for path in PACKAGE.rglob("*.py") if others.isdisjoint(path.parents))
    return {module_name(path): path for path in files}


def zone_modules() -> dict[str, Path]:
    """The modules that run in the learner's browser."""
    return {name: path for name, path in modules().items() if is_zone(name)}


def is_zone(name: str) -> bool:
    """Whether the module belongs to the zone; a type's `check.py` is the build's."""
    return within(name, "site_builder.grading") or (within(name, "site_builder.exercises") and not is_type_check(name))


def is_type_check(name: str) -> bool:
    """Whether the module is the `check.py` of an exercise type."""
    return within(name, "site_builder.exercises") and name.endswith(".check")


def within(name: str, package: str) -> bool:
    """Whether the module is the package or lies in it."""
    return name == package or name.startswith(f"{package}.")


def course_files() -> list[Path]:
    """The courses' own Python."""
    return sorted(path for folder in COURSE_PYTHON for path in folder.rglob("*.py"))


def parse(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(tree: ast.AST, known: frozenset[str] = frozenset()) -> Iterator[str]:
    """Every module that is imported anywhere in the tree; `from package import module` gives the module, if known."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            for alias in node.names:
                full = f"{base}.{alias.name}"
                yield full if full in known else base


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How long a function is, its docstring not counted."""
    first = function.body[0]
    described = ast.get_docstring(function) is not None
    documented = (first.end_lineno or first.lineno) - first.lineno + 1 if described else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - documented
