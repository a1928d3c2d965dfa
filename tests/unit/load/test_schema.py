"""Schemas: filling in defaults, finding formats, keeping what was written."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from site_builder.errors import Problems
from site_builder.schema import Schema
from site_builder.source import Source
from site_builder.yaml_source import Document, read_yaml, whole

SCHEMA = Schema(
    {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string", "format": "inline"},
            "size": {"type": "integer", "default": 3},
            "parts": {"type": "array", "default": [], "items": {"$ref": "#/$defs/part"}},
            "texts": {"type": "object", "additionalProperties": {"type": "string", "format": "markdown"}},
            "by": {"type": "object", "propertyNames": {"x-ref": True}},
        },
        "$defs": {
            "part": {
                "oneOf": [
                    {"type": "string", "format": "word"},
                    {"type": "object", "required": ["word"], "properties": {"n": {"type": "integer", "default": 1}}},
                ],
                "properties": {"word": {"type": "string", "format": "word"}},
            }
        },
    }
)


def read(text: str) -> Document:
    """A document, which must be good YAML."""
    source = Source("a.yaml", PurePosixPath("a.yaml"), text)
    document = read_yaml(whole(source), text, Problems())
    assert document is not None
    return document


def codes(text: str) -> list[tuple[str, str]]:
    """(place, code) of all problems of a text."""
    problems = Problems()
    assert SCHEMA.check(read(text), problems) is not bool(problems)
    return [(str(problem.place), problem.code) for problem in problems]


def test_walk_fills_in_defaults_and_shows_every_value_its_schema() -> None:
    """Through references, alternatives, additional properties and property names."""
    seen: list[tuple[Any, Any]] = []

    def visit(schema: Any, value: Any, path: Any) -> Any:
        seen.append((path, schema.get("format") or schema.get("x-ref")))
        return value.upper() if isinstance(value, str) else value

    data = read("name: a\nparts: [b, {word: c}]\ntexts: {d: e}\nby: {f: 1}\n").data
    assert SCHEMA.walk(data, visit) == {
        "name": "A",
        "size": 3,
        "parts": ["B", {"word": "C", "n": 1}],
        "texts": {"d": "E"},
        "by": {"F": 1},
    }
    assert (("parts", 0), "word") in seen
    assert (("parts", 1, "word"), "word") in seen
    assert (("texts", "d"), "markdown") in seen
    assert (("by", "f"), True) in seen


def test_numbers_become_the_text_that_was_written() -> None:
    """Where the schema wants text, however deep, and in alternatives too."""
    document = read("name: 1.10\nparts: [010, true, {word: 2.50}]\ntexts: {d: 7}\n")
    assert SCHEMA.check(document, Problems())
    assert document.data == {"name": "1.10", "parts": ["010", "true", {"word": "2.50"}], "texts": {"d": "7"}}


def test_all_violations_are_told() -> None:
    """Each at its own place."""
    assert codes("name: [x]\nsize: big\nparts: [{n: 1}, {word: w, n: x}]\nnmae: x\n") == [
        ("a.yaml:1:7", "wrong-type"),
        ("a.yaml:2:7", "wrong-type"),
        ("a.yaml:3:9", "missing-key"),
        ("a.yaml:3:30", "wrong-type"),
        ("a.yaml:4:1", "unknown-key"),
    ]
    assert codes("name: a\n") == []


def test_bad_keys() -> None:
    """The top-level keys that cannot be used."""
    assert SCHEMA.bad_keys(read("name: a\nsize: big\nparts: [{n: 1}]\n")) == {"size", "parts"}
