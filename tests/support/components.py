"""The list of the specification's components, and the tests that it names: which exist, and which ran and passed."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
LIST = ROOT / "tests" / "course" / "components.yaml"


@cache
def sections() -> dict[str, list[dict[str, Any]]]:
    """Section of the specification -> its components, each with `what` it is and its `tests`."""
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(LIST.read_text("utf-8"))
    return found


def named() -> Iterator[str]:
    """Every test that is named, once."""
    yield from dict.fromkeys(test for parts in sections().values() for part in parts for test in part["tests"])


def exists(test: str) -> bool:
    """Whether there is a function of that name in that file."""
    file, _, name = test.partition("::")
    path = ROOT / file
    return path.is_file() and name in _functions(path)


@cache
def _functions(path: Path) -> frozenset[str]:
    body = ast.parse(path.read_text("utf-8")).body
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def not_passed(passed: Collection[str]) -> list[str]:
    """The named tests of which no case passed; `passed` holds node ids, with their parameters."""
    seen = {node.partition("[")[0] for node in passed}
    return [test for test in named() if test not in seen]
