"""The quick way through lines in which surely nothing is wrong, which nearly all lines of a good file are.

It knows no rules of its own: it takes only lines of the plainest shape, and leaves every other to a closer look.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from site_builder.exercises.jsonl.personal import personal_data, suspects
from site_builder.exercises.jsonl.reader import DAMAGED, MAX_DEPTH, decode
from site_builder.exercises.jsonl.rules import Turn
from site_builder.grading.items import one_line


class Plain(NamedTuple):
    """A line without a fault."""

    turns: tuple[Turn, ...]
    messages: list[Any]


class Quick:
    """Looks at the lines of one text; `starts` are the places where they begin."""

    def __init__(self, text: str, starts: Sequence[int], rules: Mapping[str, Any]) -> None:
        self._text = text
        self._rules = rules
        self._roles = tuple(rules["roles"])
        self._suspect = {bisect_right(starts, place) - 1 for place in suspects(text)}
        self._damaged = not text.isascii() and DAMAGED.search(text) is not None
        self._fitting: dict[tuple[str, ...], bool] = {}

    def look(self, n: int, start: int, end: int) -> Plain | None:
        """The line with this number (from 0), or None where one has to look closely."""
        line = self._text[start:end]
        if self._damaged or line.count("{") + line.count("[") > MAX_DEPTH or "\\u" in line:
            return None
        try:
            data = decode(line)
        except ValueError:
            return None
        messages = data.get("messages") if isinstance(data, dict) and len(data) == 1 else None
        if not isinstance(messages, list):
            return None
        turns = self._turns(messages)
        if turns is None or not self._fits(tuple([role for role, _ in turns])):
            return None
        if n in self._suspect and self._is_personal(messages):
            return None
        return Plain(tuple(turns), messages)

    def _turns(self, messages: list[Any]) -> list[Turn] | None:
        """Role and content of each message; None where one has something else, or something empty."""
        turns: list[Turn] = []
        for message in messages:
            if not isinstance(message, dict) or len(message) != 2:  # noqa: PLR2004
                return None
            role, content = message.get("role"), message.get("content")
            if not isinstance(role, str) or role not in self._roles or not isinstance(content, str):
                return None
            said = one_line(content) if _is_oddly_spaced(content) else content
            if not said:
                return None
            turns.append((role, said))
        return turns

    def _fits(self, roles: tuple[str, ...]) -> bool:
        """Whether the roles of a conversation are as they should be; most conversations have the same."""
        if roles not in self._fitting:
            last = self._rules["last"]
            self._fitting[roles] = (
                bool(roles) and (not last or roles[-1] == last) and all(role in roles for role in self._rules["needed"])
            )
        return self._fitting[roles]

    def _is_personal(self, messages: list[Any]) -> bool:
        kinds = self._rules["personal"]
        return any(any(True for _ in personal_data(message["content"], kinds)) for message in messages)


def _is_oddly_spaced(text: str) -> bool:
    """Whether there is anything to change for `one_line`; a pattern would take ten times as long to find out."""
    return "  " in text or "\n" in text or "\t" in text or "\r" in text or text.startswith(" ") or text.endswith(" ")
