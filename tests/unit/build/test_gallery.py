"""The gallery: every type, every example and every key of a schema is in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from site_builder.exercises.table import TYPES
from site_builder.gallery import GUIDE, OVERVIEW, _kind, gallery_files, read_examples
from site_builder.gallery import TYPES as FOLDER


def keys_of(schema: dict[str, Any]) -> Iterator[str]:
    """All keys that a schema names, at any depth."""
    for key, value in schema.get("properties", {}).items():
        yield key
        yield from keys_of(value)
        yield from keys_of(value.get("items", {}))
        each = value.get("additionalProperties")
        yield from keys_of(each) if isinstance(each, dict) else ()


@pytest.mark.parametrize("name", [row.name for row in TYPES])
def test_a_type_has_a_page_with_its_examples_and_keys(name: str) -> None:
    files = gallery_files()
    page = files[f"{name.replace('_', '-')}.md"]
    schema = json.loads((FOLDER / name / "schema.json").read_text("utf-8"))
    assert schema["description"] in page
    assert [key for key in keys_of(schema) if f"{key}`" not in page] == []
    written = yaml.safe_load((FOLDER / name / "examples.yaml").read_text("utf-8"))["examples"]
    for example in written:
        ident = example["content"]["id"]
        assert f"```{{exercise}} {ident}.yaml\n```" in page
        assert yaml.safe_load(files[f"{ident}.yaml"]) == example["content"]
        assert files[f"{ident}.yaml"] in page


def test_the_overview_links_every_type() -> None:
    overview = gallery_files()[f"{OVERVIEW}.md"]
    assert [row.name for row in TYPES if f"[{row.name}]({row.name.replace('_', '-')}.md)" not in overview] == []


def test_examples_have_ids_of_their_own() -> None:
    ids = [example.id for row in TYPES for example in read_examples(FOLDER / row.name / "examples.yaml")]
    assert len(ids) == len(set(ids))


def test_the_phases_are_the_last_key_of_the_guide() -> None:
    """The generated phase is added at the end of the file."""
    assert list(yaml.safe_load((GUIDE / "course.yaml").read_text("utf-8")))[-1] == "phases"


def test_keys_below_keys_that_authors_choose_are_told() -> None:
    """Below each code of `notes` stand two texts."""
    page = gallery_files()["lab.md"]
    assert "| `notes.*.label` |" in page
    assert "| `notes.*.text` |" in page


def test_a_value_of_several_types_is_told_in_words() -> None:
    assert _kind({"type": ["integer", "null"]}) == "whole number or nothing"
    assert _kind({"type": ["array", "string"], "items": {"type": "integer"}}) == "list: whole number or text"
