"""What learners bring to the lab: the cards that they chose and the conversations that they wrote, as exchanges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from course_code.corpus import Exchange

_LONGEST = 2000
"""Characters of a text that are read."""

MOST = 200
"""Exchanges that are read."""

FEW = 30
"""A training set with fewer examples is told to be small."""

MANY_BAD = 0.1
"""Bad examples are told from this share of the training set on."""


class Brought(NamedTuple):
    """An exchange to train on, and whether the author of the course calls it a good example."""

    exchange: Exchange
    good: bool


def brought(inputs: Any) -> tuple[Brought, ...]:
    """The exchanges of the lab's inputs, the written ones first; what is not as expected is left out."""
    given = inputs if isinstance(inputs, Mapping) else {}
    found = (*_conversations(given.get("format-three")), *_cards(given.get("choose-training-set")))
    return found[:MOST]


def _cards(chosen: Any) -> Iterator[Brought]:
    """The exchanges on the cards of the training set; good ones are tagged `good`."""
    groups = chosen.get("groups") if isinstance(chosen, Mapping) else None
    for card in _list(groups.get("train") if isinstance(groups, Mapping) else None):
        if isinstance(card, Mapping):
            turns = [(_text(turn, "who") == "Customer", _text(turn, "text")) for turn in _list(card.get("dialogue"))]
            yield from _exchanges(turns, good="good" in _list(card.get("tags")))


def _conversations(written: Any) -> Iterator[Brought]:
    """The exchanges of conversations in the chat format."""
    for messages in _list(written.get("conversations") if isinstance(written, Mapping) else None):
        said = [(_text(message, "role"), _text(message, "content")) for message in _list(messages)]
        yield from _exchanges(
            [(role == "user", text) for role, text in said if role in ("user", "assistant")], good=True
        )


def _exchanges(turns: list[tuple[bool, str]], *, good: bool) -> Iterator[Brought]:
    """Each message of the customer with the answer that follows it, where there is one."""
    for (asks, message), (asks_again, answer) in pairwise(turns):
        if asks and not asks_again and answer:
            yield Brought(Exchange(message, answer), good)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(turn: Any, name: str) -> str:
    value = turn.get(name) if isinstance(turn, Mapping) else None
    return value[:_LONGEST].strip(" \n\t") if isinstance(value, str) else ""
