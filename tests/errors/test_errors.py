"""Every error that an author can meet: the exact words, and no code without a case."""

from __future__ import annotations

import ast
import errno
import re
from functools import partialmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from site_builder.check import own_python, table
from site_builder.check.table import check_course
from site_builder.errors import ContentError, Problems
from site_builder.exercises.choice import grade as choice
from site_builder.exercises.table import BY_NAME
from site_builder.grading.outcome import Packed
from site_builder.load import load_course
from tests.support.courses import write_course
from tests.support.zone import is_zone, module_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "site_builder"
CASES: list[dict[str, Any]] = [
    case for path in sorted(HERE.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))
]
OTHERS = ("theme.py", "render.py", "simulations.py", "budget.py")
"""Faults of themes: `tests/unit/themes`; of simulations and budgets: `tests/unit/check`."""
EXPORT = PACKAGE / "export"
"""Faults of packages: `tests/unit/export/test_check_package.py`."""
TYPES = PACKAGE / "exercises"

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FAULT = compile("1 // 0", "python/graders.py", "eval")
_CALLS = ("Problem", "problem", "Fault", "_Fault", "_note", "_unfit")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_words(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault is told as the table says."""
    monkeypatch.chdir(tmp_path)
    assert outcome(case) == case["says"].rstrip("\n").replace("{all types}", ", ".join(sorted(BY_NAME)))


def test_every_code_has_a_case() -> None:
    """No error can be added without words that were looked at."""
    told = {
        code for case in CASES for code in re.findall(r"^\S+: error: .* \[([a-z0-9-]+)\]$", case["says"], re.MULTILINE)
    }
    modules = [path for path in PACKAGE.rglob("*.py") if path.name not in OTHERS and not is_zone(module_name(path))]
    ours = [path for path in modules if not {TYPES, EXPORT} & {*path.parents}]
    used = {code for path in ours for code in codes(path.read_text("utf-8"))}
    assert used - told == set()
    assert told - used == set()


@pytest.mark.parametrize("kind", sorted(path.parent.name for path in TYPES.glob("*/check.py")))
def test_every_code_of_a_type_has_a_bad_example(kind: str) -> None:
    """What only a type can find stands, word for word, in the `bad` of its examples."""
    bad = yaml.safe_load((TYPES / kind / "examples.yaml").read_text("utf-8"))["bad"]
    assert codes((TYPES / kind / "check.py").read_text("utf-8")) <= {example["error"]["code"] for example in bad}


def outcome(case: Mapping[str, Any]) -> str:
    """What is said about the course of a case in the current folder."""
    changes = {**case.get("files", {})}
    changes |= {name: bytes.fromhex(content) for name, content in case.get("hex", {}).items()}
    changes |= {name: b"x" * size for name, size in case.get("size", {}).items()}
    folder = write_course(Path("course"), changes)
    for name, target in case.get("links", {}).items():
        (folder.parent / "outside.md").write_text("---\ntitle: Not yours\n---\n")
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(Path("..") / target)
    with pytest.MonkeyPatch.context() as patch:
        if "unreadable" in case:
            patch.setattr(Path, "read_bytes", partialmethod(_refuse, case["unreadable"], Path.read_bytes))
        patch.setattr(own_python, "CALL_LIMIT", case.get("limit", own_python.CALL_LIMIT))
        if "broken" in case:
            row = BY_NAME["choice"]._replace(grader=_Broken(case["broken"]))
            patch.setattr(table, "BY_NAME", {"choice": row})
        return "\n".join(map(str, _problems(folder)))


def _problems(folder: Path) -> Problems:
    try:
        return check_course(load_course(folder))
    except ContentError as error:
        return error.problems


def _refuse(path: Path, name: str, read: Callable[[Path], bytes]) -> bytes:
    if path.as_posix().endswith(name):
        raise PermissionError(errno.EACCES, "Permission denied")
    return read(path)


class _Broken:
    """The grader of `choice` with one fault."""

    def __init__(self, fault: str) -> None:
        self._fault = fault

    def __getattr__(self, name: str) -> Any:
        return getattr(choice, name)

    def grade(self, key: Any, answer: Any, inputs: Any) -> Any:
        """Divides by zero, or forgets the key."""
        if self._fault == "raises":
            return eval(_FAULT)  # noqa: S307  (its place is the same wherever it runs)
        if self._fault == "changes":
            key["texts"].clear()
        return choice.grade(key, answer, inputs)

    def points(self, key: Any) -> int:
        """One too many."""
        return choice.points(key) + (self._fault == "points")

    def solution(self, key: Any) -> Any:
        """A wrong answer."""
        return {"chosen": []} if self._fault == "solution" else choice.solution(key)

    def pack(self, public: Any, answer: Any) -> Packed:
        """Too large a digit, or none at all."""
        if self._fault == "range":
            return Packed({public["options"][0]["id"]: 2})
        return Packed({}) if self._fault == "lossy" else choice.pack(public, answer)


def codes(source: str) -> set[str]:
    """The error codes that stand in a module: in calls that make problems, and first in tuples that are returned."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _name(node.func) in _CALLS:
            found |= {code for value in node.args[:3] if (code := _constant(value))}
        elif (isinstance(node, ast.keyword) and node.arg == "code" and (code := _constant(node.value))) or (
            isinstance(node, ast.Return)
            and isinstance(node.value, ast.Tuple)
            and (code := _constant(node.value.elts[0]))
        ):
            found.add(code)
    return found


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _constant(node: ast.expr) -> str:
    is_code = isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value)
    return str(node.value) if is_code and isinstance(node, ast.Constant) else ""
