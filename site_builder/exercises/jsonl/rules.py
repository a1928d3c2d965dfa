"""What a conversation in a line has to be like: the rules of the exercise, applied to the data of one line.

A find says where in the data it is, as a path; where that stands in the text, `reader` knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from site_builder.exercises.jsonl.personal import personal_data
from site_builder.exercises.jsonl.reader import Path
from site_builder.grading.items import one_line
from site_builder.grading.text import fold

_NEAR = 2
"""How many letters a misspelled name may differ in."""
_LONGEST = 24
"""Longer names are nobody's misspelling."""


class Find(NamedTuple):
    """Something that breaks a rule. `inside` is where in the text at `path` it is, if not the whole."""

    code: str
    path: Path
    data: Mapping[str, Any]
    on_key: bool = False
    inside: tuple[int, int] | None = None
    known: tuple[str, ...] = ()
    """The names of which an unknown one may be a misspelling."""


Turn = tuple[str, str]
"""Role and content of a message, the content with single spaces."""


def turns_of(data: Any) -> tuple[Turn, ...] | None:
    """The messages of a line as they are compared; None where they are not messages."""
    messages = data.get("messages") if isinstance(data, dict) else None
    if not isinstance(messages, list):
        return None
    turns = []
    for message in messages:
        if not isinstance(message, dict):
            return None
        role, content = message.get("role"), message.get("content")
        if not isinstance(role, str) or not isinstance(content, str):
            return None
        turns.append((role, one_line(content)))
    return tuple(turns)


def check(data: Any, rules: Mapping[str, Any]) -> Iterator[Find]:
    """All finds in the data of one line, from left to right as far as one can say."""
    if not isinstance(data, dict):
        yield Find("list_line" if isinstance(data, list) else "not_object", (), {})
        return
    strangers = list(_strangers(data, ("messages", *rules["line_keys"]), ()))
    yield from strangers
    messages = data.get("messages")
    if "messages" not in data:
        if not strangers:
            yield Find("messages_missing", (), {})
    elif not isinstance(messages, list):
        yield Find("messages_not_list", ("messages",), {})
    elif not messages:
        yield Find("messages_empty", ("messages",), {})
    else:
        for place, message in enumerate(messages):
            yield from _message(message, ("messages", place), rules)
        yield from _whole(messages, rules)


def _strangers(data: Mapping[str, Any], known: tuple[str, ...], path: Path) -> Iterator[Find]:
    """Keys that do not belong; what they may stand for is told by `spelled`."""
    for key in data:
        if key not in known:
            free = tuple(name for name in known if name not in data)
            yield Find("key_unknown", (*path, key), {"key": key}, on_key=True, known=free)


def _message(message: Any, path: Path, rules: Mapping[str, Any]) -> Iterator[Find]:
    if not isinstance(message, dict):
        yield Find("message_not_object", path, {})
        return
    strangers = list(_strangers(message, ("role", "content", *rules["message_keys"]), path))
    yield from strangers
    for key, look in (("role", _role), ("content", _content)):
        if key in message:
            yield from look(message[key], (*path, key), rules)
        elif not strangers:  # else one of them may be meant
            yield Find(f"{key}_missing", path, {})


def _role(role: Any, path: Path, rules: Mapping[str, Any]) -> Iterator[Find]:
    roles = rules["roles"]
    if not isinstance(role, str):
        yield Find("role_not_text", path, {})
    elif role not in roles:
        yield Find("role_unknown", path, {"role": role, "roles": ", ".join(roles)}, known=tuple(roles))


def _content(content: Any, path: Path, rules: Mapping[str, Any]) -> Iterator[Find]:
    if not isinstance(content, str):
        yield Find("content_not_text", path, {})
        return
    if not rules["allow_empty"] and not content.strip(" \t\r\n"):
        yield Find("content_empty", path, {})
    for kind, start, end in personal_data(content, rules["personal"]):
        yield Find(f"personal_{kind}", path, {"found": content[start:end]}, inside=(start, end))


def _whole(messages: Sequence[Any], rules: Mapping[str, Any]) -> Iterator[Find]:
    """What the roles have to be together; nothing is said of it while one of them is not known."""
    roles = [message.get("role") if isinstance(message, dict) else None for message in messages]
    if not all(isinstance(role, str) and role in rules["roles"] for role in roles):
        return
    for role in rules["needed"]:
        if role not in roles:
            yield Find("role_needed", ("messages",), {"role": role})
    last = rules["last"]
    if last in roles and roles[-1] != last:
        yield Find("last_role", ("messages", len(roles) - 1, "role"), {"role": last, "found": roles[-1]})


def spelled(find: Find) -> Find:
    """The find with the name that was meant, where the unknown one is near to a known one."""
    name = find.data.get("key", find.data.get("role", ""))
    near = _nearest(name, find.known)
    if not near:
        return find
    code = find.code.replace("_unknown", "_misspelled")
    return find._replace(code=code, data={**find.data, "instead": near})


def _nearest(word: str, known: Sequence[str]) -> str:
    """The known name that was meant; empty where none is near."""
    if len(word) > _LONGEST:
        return ""
    given = fold(word).strip(" ")
    distances = [(_distance(given, fold(name)), place) for place, name in enumerate(known)]
    distance, place = min(distances, default=(_NEAR + 1, 0))
    return known[place] if distance <= min(_NEAR, max(1, len(given) // 3)) else ""


def _distance(first: str, second: str) -> int:
    """How many letters have to be put in, left out, exchanged or swapped with their neighbor."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for n, a in enumerate(first, 1):
        older, before, row = before, row, [n]
        for m, b in enumerate(second, 1):
            cost = min(before[m] + 1, row[m - 1] + 1, before[m - 1] + (a != b))
            if n > 1 and m > 1 and a == second[m - 2] and first[n - 2] == b:
                cost = min(cost, older[m - 2] + 1)
            row.append(cost)
    return row[-1]
