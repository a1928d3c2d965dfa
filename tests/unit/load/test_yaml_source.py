"""YAML: what values become, where they stand, and what is refused."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml

from site_builder.errors import Problems
from site_builder.source import Source, Span
from site_builder.yaml_source import Document, read_yaml, whole


def read(text: str) -> Document:
    """The document of a good text."""
    problems = Problems()
    source = Source("a.yaml", PurePosixPath("a.yaml"), text)
    document = read_yaml(whole(source), text, problems)
    assert document is not None, list(problems)
    return document


def refused(text: str) -> list[tuple[int, int, str]]:
    """(line, column, code) of each problem of a bad text."""
    problems = Problems()
    source = Source("a.yaml", PurePosixPath("a.yaml"), text)
    assert read_yaml(whole(source), text, problems) is None
    return [(problem.place.line, problem.place.column, problem.code) for problem in problems]


@pytest.mark.parametrize(
    "text",
    [
        "Yes",
        "NO",
        "on",
        "y",
        "12:30",
        "010",
        "0o17",
        "0x1F",
        "1_000",
        "1e3",
        ".inf",
        ".nan",
        "2026-05-04",
        "=",
        "<<",
        "+",
        "-.",
    ],
)
def test_words_stay_words(text: str) -> None:
    """What YAML 1.1 would turn into something else is text."""
    assert read(f"value: {text}").data == {"value": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("False", False), ("null", None), ("~", None), ("", None), ("-7", -7), ("1.10", 1.1), (".5", 0.5)],
)
def test_values(text: str, value: Any) -> None:
    """Truth values, numbers and nothing."""
    found = read(f"value: {text}").data["value"]
    assert (found, type(found)) == (value, type(value))


def test_quotes_make_texts() -> None:
    """Quoted words and block texts are never numbers."""
    assert read("a: '1'\nb: \"true\"\nc: |\n  5\n1: one\n").data == {"a": "1", "b": "true", "c": "5\n", "1": "one"}


def test_a_number_is_remembered_as_it_was_written() -> None:
    """So that a schema that wants text can have it."""
    document = read("versions: [1.10, 2]\n")
    assert [document.literal(("versions", place)) for place in (0, 1)] == ["1.10", "2"]


def test_places() -> None:
    """Keys, values, block texts; a path that does not exist leads to the nearest value above."""
    document = read("first:\n  - word\n  - text: |\n      one\n      two\n    key: 'quoted'\n")
    assert document.problem(("first",), "", "", key=True).place.column == 1
    assert str(document.problem(("first", 0), "", "").place) == "a.yaml:2:5"
    assert str(document.problem(("first", 1, "key"), "", "").place) == "a.yaml:6:10"
    assert str(document.problem(("first", 1, "none"), "", "").place) == "a.yaml:3:5"
    block = document.span(("first", 1, "text"))
    assert (block.first, block.last, block.exact) == (4, 5, True)
    assert block.find("two") == (5, 7)
    assert document.span(("first", 0)).exact is False


def test_places_in_a_part_of_a_file() -> None:
    """A YAML text within a page has the lines and columns of the page."""
    source = Source("a.md", PurePosixPath("a.md"), "Text\n\n  ```\n  a: 1\n  a: 2\n  ```\n")
    problems = Problems()
    read_yaml(Span(source, 4, 5), "a: 1\na: 2\n", problems, shift=2)
    assert [str(problem).splitlines() for problem in problems] == [
        [
            "a.md:5:3: error: the key 'a' is given twice [duplicate-key]",
            "  5 |   a: 2",
            "    |   ^",
            "  hint: it stands on line 4 already",
        ]
    ]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n", [(4, 3, "duplicate-key"), (5, 1, "duplicate-key")]),
        ("a: &x 1\nb: *x\n", [(1, 4, "yaml-alias")]),
        ("&a [*a]\n", [(1, 1, "yaml-alias")]),
        ("a: !!python/object:x {}\n", [(1, 4, "yaml-tag")]),
        ("? [a]\n: 1\n", [(1, 3, "yaml-key")]),
        ("a:\n\tb: 1\n", [(2, 1, "yaml-tab")]),
        ("- \ta: 1\n", [(1, 3, "yaml-tab")]),
        ("a: 1\n---\nb: 2\n", [(2, 1, "yaml-syntax")]),
        ("a: [1,\n", [(2, 1, "yaml-syntax")]),
        ("[" * 65 + "]" * 65, [(1, 65, "too-deep")]),
        ("[" * 300_000, [(1, 1, "too-deep")]),
        ("{" * 300_000, [(1, 1, "too-deep")]),
        ("- " * 300_000, [(1, 1, "too-deep")]),
        ("a:\n" + "".join(" " * depth + "- \n" for depth in range(1, 900)), [(200, 1, "too-deep")]),
    ],
)
def test_refused(text: str, problems: list[tuple[int, int, str]]) -> None:
    """Each with its place; nothing crashes the parser."""
    assert refused(text) == problems


def test_an_alias_bomb_is_refused() -> None:
    """It does not grow."""
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    assert {code for _, _, code in refused("\n".join(lines))} == {"yaml-alias"}


def test_brackets_in_texts_do_not_count() -> None:
    """A text may hold as many as it likes, as long as they are closed."""
    assert read("a: '" + "{[]}" * 1000 + "'\n").data["a"].startswith("{[]}{[]}")


def test_no_line_is_lost() -> None:
    """The data of an ordinary text is that of the library, but for the words of YAML 1.1."""
    text = "a: [1, 2.5, x]\nb:\n  c: >\n    folded\n    text\n  d: |-\n    kept\ne: {f: 'q', g: null}\n"
    assert read(text).data == yaml.safe_load(text)
