"""Faults of content that are certain, whatever the exercise type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from site_builder.errors import Problem

if TYPE_CHECKING:
    from site_builder.model import Course


def equal_items(course: Course) -> Iterator[Problem]:
    """Two items that look the same to the learner, of which one may be right and the other wrong."""
    for _, exercise in course.exercises():
        for items in _lists(exercise.public):
            seen: dict[str, str] = {}
            for item in items:
                look = repr(sorted((name, value) for name, value in item.items() if name != "id"))
                name = exercise.names.get(item["id"], item["id"])
                if look in seen:
                    first, second = sorted((seen[look], name))
                    message = f"the items '{first}' and '{second}' look the same"
                    yield Problem(exercise.place, "equal-items", message, hint="change the text of one of them")
                seen[look] = name


def _lists(value: Any) -> Iterator[list[Mapping[str, Any]]]:
    """All lists of items in public data."""
    if isinstance(value, Mapping):
        for below in value.values():
            yield from _lists(below)
    elif (
        isinstance(value, list)
        and value
        and all(isinstance(item, Mapping) and len(item) > 1 and "id" in item for item in value)
    ):
        yield value
