"""Marks that mark nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.exercises.demonstration.grade import find_new, find_part, whole
from site_builder.faults import Fault


def check(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Parts that do not stand where a step says, and steps that refer to a text in which nothing can be marked."""
    before = content["before"]
    texts = [turn["text"] for turn in before.get("dialogue", ())] or [whole(before.get("code", ""))]
    for place, step in enumerate(content["steps"]):
        path = ("steps", place)
        for number, found in enumerate(find_new(step["show"], step["new"])):
            if found is None:
                yield _missing((*path, "new", number), step["new"], number, step["show"])
        if step["from"] and "text" in before:
            message = "'from' marks parts of a dialogue or of code, but 'before' holds a text"
            yield Fault((*path, "from"), "mark-in-text", message, "write `code` instead of `text` there", key=True)
            continue
        for number, part in enumerate(step["from"]):
            if find_part(texts, part) is None:
                message = "this part does not stand in 'before'"
                yield Fault((*path, "from", number), "mark-not-found", message, "copy it from there", found=part)


def _missing(path: tuple[str | int, ...], parts: list[str], number: int, show: str) -> Fault:
    """A new part that is not in the result, or not behind the part before it."""
    message = "this part does not stand in 'show'"
    if whole(parts[number]) in show:
        message = f"{message} behind '{whole(parts[number - 1])}'"
        return Fault(path, "mark-not-found", message, "write the parts in the order in which they stand there")
    return Fault(path, "mark-not-found", message, "copy it from there", found=parts[number])
