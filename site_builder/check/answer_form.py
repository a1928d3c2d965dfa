"""The form of a type's answers, as its schema describes it: in words, and as an answer in which nothing was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from site_builder.exercise_loader import exercise_schema

_NOTHING: Mapping[str, Any] = MappingProxyType({"array": [], "object": {}, "string": "", "integer": 0})


def blank(kind: str) -> dict[str, Any]:
    """An answer of which everything that it needs is there, and empty."""
    answer = _schema(kind)
    return {key: _NOTHING.get(answer["properties"][key].get("type", ""), "") for key in answer["required"]}


@cache
def in_words(kind: str) -> str:
    """A line for each key of an answer."""
    return "\n".join(f"{key}: {about}" for key, about in _keys(_schema(kind), ""))


def _schema(kind: str) -> Mapping[str, Any]:
    answer: Mapping[str, Any] = exercise_schema(kind, named=True).schema["$defs"]["answer"]
    return answer


def _keys(schema: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for key, value in schema.get("properties", {}).items():
        yield f"{before}{key}", value.get("description", "")
        yield from _keys(value.get("items", {}), f"{before}{key}[].")
