"""What the bar of the course's model asks of an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def sound(code: Callable[[str], Any], answers: Mapping[str, str]) -> list[str]:
    """The ids of the answers to held-out messages that are on topic, end by themselves, and repeat nothing."""
    topic, held_out = code("topics").topic, code("held_out").HELD_OUT
    return [one.id for one in held_out if topic(answers[one.id]) == one.topic and _is_whole(answers[one.id])]


def _is_whole(answer: str) -> bool:
    """Whether it ends with a sentence, and says no four words in a row twice."""
    words = answer.split(" ")
    runs = [tuple(words[place : place + 4]) for place in range(len(words) - 3)]
    return answer.endswith((".", "!", "?")) and len(runs) == len(set(runs))
