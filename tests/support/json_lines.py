"""Texts of JSON Lines for tests: a sound line, and the usual rules for lines."""

from __future__ import annotations

import json
from typing import Any

RULES: dict[str, Any] = {
    "roles": ["system", "user", "assistant"],
    "needed": ["user", "assistant"],
    "last": "assistant",
    "line_keys": [],
    "message_keys": [],
    "allow_empty": False,
    "allow_repeats": False,
    "allow_bom": False,
    "personal": ["email", "phone", "card"],
}


def line(question: str = "Hi", answer: str = "Hello") -> str:
    """A sound line."""
    messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return json.dumps({"messages": messages}, ensure_ascii=False)


SOUND = line()
