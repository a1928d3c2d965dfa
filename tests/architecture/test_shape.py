"""Shape: small functions and files, `__init__` without code, and the table of types equal to the folders."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from site_builder.exercises.table import BY_NAME, TYPES
from site_builder.grading.contract import ExerciseType, Exporter, Grader, Responder, Runner
from tests.support.zone import EXERCISES, PACKAGE, ROOT, body_lines, course_files, functions, modules, parse

MAX_FUNCTION = 60
MAX_FILE = 500
ROLES = ("__init__.py", "schema.json", "grade.py", "template.html", "widget.js", "text.yaml", "examples.yaml")
OPTIONAL = ("style.css", "check.py")

TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts)
PYTHON = [*sorted(PACKAGE.rglob("*.py")), *course_files(), *TESTS]
SCRIPTS = sorted(path for folder in (PACKAGE, ROOT / "themes") for path in folder.rglob("*.js"))
FOLDERS = sorted(path for path in EXERCISES.iterdir() if path.is_dir() and path.name != "__pycache__")
PROSE = re.compile(r"[A-Za-z]{2,} [A-Za-z]+ [A-Za-z]{2,}")


def _label(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PYTHON, ids=_label)
def test_functions_are_short(path: Path) -> None:
    """A function fits on a screen."""
    assert [item.name for item in functions(parse(path)) if body_lines(item) > MAX_FUNCTION] == []


@pytest.mark.parametrize("path", [*PYTHON, *SCRIPTS], ids=_label)
def test_files_are_short(path: Path) -> None:
    """A longer file does two things."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_FILE


def test_the_length_of_a_function_leaves_out_its_docstring() -> None:
    """The measure of the test above: the signature and the statements count."""
    source = 'def a():\n    """One.\n\n    More.\n    """\n    return 1\n\ndef b(): return 2\n'
    assert [body_lines(item) for item in functions(ast.parse(source))] == [2, 1]


@pytest.mark.parametrize("path", [path for path in PYTHON if path.name == "__init__.py"], ids=_label)
def test_packages_hold_only_a_docstring(path: Path) -> None:
    """Code in `__init__` is how import cycles begin."""
    tree = parse(path)
    assert len(tree.body) == 1
    assert ast.get_docstring(tree)


def test_every_folder_with_modules_is_a_package() -> None:
    """Else it would be left out of an installation."""
    assert [_label(path) for path in modules().values() if not (path.parent / "__init__.py").exists()] == []


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=_label)
def test_each_module_says_what_it_is_for(path: Path) -> None:
    """A module opens with a docstring."""
    assert ast.get_docstring(parse(path))


def test_the_table_of_types_is_the_list_of_folders() -> None:
    """One folder for each type and one row, in the same order, under the same name."""
    assert [row.name for row in TYPES] == [folder.name for folder in FOLDERS]
    assert list(BY_NAME) == [row.name for row in TYPES]
    assert len(TYPES) >= 4


@pytest.mark.parametrize("folder", FOLDERS, ids=_label)
def test_every_role_file_of_a_type_is_there(folder: Path) -> None:
    """A type is complete, and its folder holds nothing else but what is optional, and modules that its grader uses."""
    names = {path.name for path in folder.iterdir() if path.name != "__pycache__"}
    assert set(ROLES) - names == set()
    others = names - set(ROLES) - set(OPTIONAL)
    assert {name for name in others if Path(name).suffix != ".py"} == set()


@pytest.mark.parametrize("row", TYPES, ids=lambda row: row.name)
def test_a_row_names_the_grader_of_its_folder(row: ExerciseType) -> None:
    """The module in the table is the one in the folder, and has every function of the contract."""
    assert row.grader is import_module(f"site_builder.exercises.{row.name}.grade")
    assert row.responder in (None, row.grader)
    offered = {Grader: row.grader, Responder: row.responder, Exporter: row.exporter, Runner: row.runner}
    assert {*offered.values()} <= {None, row.grader}
    wanted = [name for protocol, module in offered.items() if module for name in _contract(protocol)]
    assert [name for name in wanted if not callable(getattr(row.grader, name, None))] == []


@pytest.mark.parametrize("path", [folder / "grade.py" for folder in FOLDERS], ids=_label)
def test_a_grader_holds_no_sentences(path: Path) -> None:
    """Words for the learner stand in `text.yaml` and in the course, where a theme and an author can change them."""
    assert _prose(parse(path)) == []


def test_a_sentence_in_a_grader_is_found() -> None:
    """The test above sees strings and parts of f-strings, and leaves docstrings alone."""
    source = '"""Not a fault at all."""\nA = "Choose one answer."\nB = f"{A} Choose one answer."\nC = "a b"\n'
    assert _prose(ast.parse(source)) == ["Choose one answer.", " Choose one answer."]


def _contract(protocol: type) -> list[str]:
    return [name for name in vars(protocol) if not name.startswith("_")]


def _prose(tree: ast.Module) -> list[str]:
    documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documents
        and PROSE.search(node.value)
    ]
