"""Answers that differ in one place from a given one: where a missing proof is looked for.

They are made from the shape of the data alone, so that they work for every exercise type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Any

_SENTENCE = re.compile(r"[^.!?]*[.!?]*\s*")
_WORD = re.compile(r"\S+\s*")
_NOTHING = MappingProxyType({str: "", int: 0})


def untouched(answer: Any, ids: Sequence[str]) -> Any:
    """The answer with all lists, texts, numbers and objects by id emptied."""
    if isinstance(answer, dict):
        return {name: untouched(value, ids) for name, value in answer.items() if name not in ids}
    if isinstance(answer, list):
        return []
    return _NOTHING.get(type(answer), answer)


def neighbors(answer: Any, ids: Sequence[str]) -> Iterator[Any]:
    """Answers with one thing left out, added or exchanged, or one less of what is counted."""
    if isinstance(answer, list):
        yield from _lists(answer, ids)
    elif isinstance(answer, dict):
        for name, value in answer.items():
            yield {other: answer[other] for other in answer if other != name}
            for changed in neighbors(value, ids):
                yield {**answer, name: changed}
    elif isinstance(answer, str):
        yield from _texts(answer, ids)
    elif type(answer) is int:
        yield answer - 1


def _lists(answer: list[Any], ids: Sequence[str]) -> Iterator[list[Any]]:
    for place in range(len(answer)):
        yield answer[:place] + answer[place + 1 :]
    if all(isinstance(item, str) for item in answer):
        yield from ([*answer, item] for item in ids if item not in answer)
    for place, item in enumerate(answer):
        for changed in neighbors(item, ids):
            yield [*answer[:place], changed, *answer[place + 1 :]]


def _texts(answer: str, ids: Sequence[str]) -> Iterator[str]:
    if answer in ids:
        yield from (item for item in ids if item != answer)
        return
    for unit in (_SENTENCE, _WORD):
        for match in unit.finditer(answer):
            if match.group():
                yield (answer[: match.start()] + answer[match.end() :]).strip()
    yield f"{answer.rstrip()},"
