"""Roles that nobody may have, conversations that cannot be told apart, and a missing right answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.faults import Fault, Path
from site_builder.grading.items import one_line


def check(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults between the parts of an exercise."""
    yield from _roles(content)
    yield from _twins(content["conversations"])
    if content["conversations"] and content["lines"]:
        message = "'lines' is for exercises that name no conversations"
        yield Fault(
            ("lines",), "lines-and-conversations", message, "take it out: one line for each is wanted", key=True
        )
    if not content["conversations"] and not content["solution"]:
        message = "an exercise that names no conversations needs a right answer"
        yield Fault((), "no-solution", message, "write one under `solution`, or name `conversations`")


def _roles(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Roles that are used and not allowed."""
    allowed, rules = content["rules"]["roles"], content["rules"]
    used: list[tuple[Path, str]] = [(("rules", "needed", place), role) for place, role in enumerate(rules["needed"])]
    used += [(("rules", "last"), rules["last"])] if rules["last"] else []
    for place, conversation in enumerate(content["conversations"]):
        for number, message in enumerate(conversation["messages"]):
            used.append((("conversations", place, "messages", number, "role"), message["role"]))
    for path, role in used:
        if role not in allowed:
            message = f"the role '{role}' is not among those that a message may have"
            yield Fault(path, "role-not-allowed", message, expected=" or ".join(allowed))


def _twins(conversations: list[Mapping[str, Any]]) -> Iterator[Fault]:
    """Conversations that are the same: one line would stand for both."""
    seen: dict[Any, str] = {}
    for place, conversation in enumerate(conversations):
        said = tuple((message["role"], one_line(message["content"])) for message in conversation["messages"])
        first = seen.setdefault(said, conversation["id"])
        if first != conversation["id"]:
            message = f"'{conversation['id']}' says the same as '{first}'"
            yield Fault(("conversations", place), "same-conversation", message)
