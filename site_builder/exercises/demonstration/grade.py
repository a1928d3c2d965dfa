"""Something that turns into something else, step by step: only to be looked at.

Scoring: none, see `grading/seen.py`. It is done when every step was seen.

Marks are found by their words: a part of the result that is new, a part of the beginning that a step is about. So
authors write what learners see, and no positions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from site_builder.grading import items
from site_builder.grading.contract import Data
from site_builder.grading.outcome import Interaction, Invalid, Packed
from site_builder.grading.seen import pack_seen, points, read_seen, rules, seen_ranges, solution, unpack_seen
from site_builder.grading.seen import seen as grade

__all__ = (
    "arrange",
    "describe",
    "grade",
    "pack",
    "points",
    "ranges",
    "rules",
    "solution",
    "split",
    "unpack",
)

_LOOKING = 3
"""Seconds to look at a step beside reading it."""
_WORDS = 3
"""Words that are read in a second, at ease."""

Found = tuple[int, int]
"""Where a mark begins and ends in a text."""


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets everything; the key knows how much there is to see."""
    steps = content["steps"]
    public = {
        "id": content["id"],
        "prompt": content["prompt"],
        "before": _before(content["before"], steps),
        "after": {**content["after"], "steps": [_step(step, content["seconds"]) for step in steps]},
    }
    return public, {"steps": len(steps), "texts": {}}


def _before(before: Data, steps: Sequence[Data]) -> dict[str, Any]:
    """The beginning, cut where the parts begin and end that steps are about."""
    wanted = [step["from"] for step in steps]
    shown: dict[str, Any] = {"label": before["label"], "text": before.get("text", ""), "turns": [], "code": []}
    if "dialogue" in before:
        turns = before["dialogue"]
        cuts = _cut_all([turn["text"] for turn in turns], wanted)
        shown["turns"] = [{"who": turn["who"], "runs": runs} for turn, runs in zip(turns, cuts, strict=True)]
    elif "code" in before:
        shown["code"] = _cut_all([whole(before["code"])], wanted)[0]
    return shown


def _cut_all(texts: Sequence[str], wanted: Sequence[Sequence[str]]) -> list[list[dict[str, Any]]]:
    """Each text as runs; a run names the steps (from 1 on) that are about it."""
    marks: list[list[tuple[Found, int]]] = [[] for _ in texts]
    for number, parts in enumerate(wanted, 1):
        for part in parts:
            place = find_part(texts, part)
            if place:
                marks[place[0]].append((place[1], number))
    return [list(_runs(text, found)) for text, found in zip(texts, marks, strict=True)]


def _runs(text: str, marks: Iterable[tuple[Found, int]]) -> Iterator[dict[str, Any]]:
    marks = list(marks)
    edges = sorted({0, len(text), *(edge for found, _ in marks for edge in found)})
    for start, end in pairwise(edges):
        steps = sorted({number for (first, last), number in marks if first <= start and end <= last})
        yield {"text": text[start:end], "steps": steps}


def _step(step: Data, seconds: int) -> dict[str, Any]:
    words = len(items.plain(f"{step['title']} {step['text']}").split(" "))
    return {
        "title": step["title"],
        "text": step["text"],
        "from": [whole(part) for part in step["from"]],
        "lines": _lines(whole(step["show"]), step["new"]),
        "seconds": seconds or _LOOKING + words // _WORDS,
    }


def _lines(show: str, new: Sequence[str]) -> list[list[dict[str, Any]]]:
    """The result by lines, each made of runs that are new or not."""
    lines: list[list[dict[str, Any]]] = [[]]
    for run in _runs(show, [(found, 1) for found in find_new(show, new) if found]):
        first, *more = run["text"].split("\n")
        for piece, line in [(first, lines[-1]), *((piece, []) for piece in more)]:
            if line is not lines[-1]:
                lines.append(line)
            if piece:
                line.append({"text": piece, "new": bool(run["steps"])})
    return lines


def whole(text: str) -> str:
    """A text as its author sees it: without the line break that YAML leaves at the end of a block."""
    return text.strip("\n")


def find_new(show: str, new: Sequence[str]) -> list[Found | None]:
    """Where the new parts stand in a result, each behind the one before; None for one that is not there."""
    found: list[Found | None] = []
    behind = 0
    for part in map(whole, new):
        start = whole(show).find(part, behind)
        found.append((start, start + len(part)) if start >= 0 else None)
        behind = start + len(part) if start >= 0 else behind
    return found


def find_part(texts: Sequence[str], part: str) -> tuple[int, Found] | None:
    """In which of the texts a part stands first, and where; None where it does not."""
    for number, text in enumerate(texts):
        start = text.find(whole(part))
        if start >= 0:
            return number, (start, start + len(whole(part)))
    return None


def arrange(public: Data, seed: int) -> list[str]:  # noqa: ARG001
    """Nothing is mixed."""
    return []


def describe(public: Data, answer: Any) -> Interaction:
    """How many of the steps were seen."""
    total = _total(public)
    count = read_seen(answer, total)
    if isinstance(count, Invalid):
        return Interaction("other", (), "")
    return Interaction("other", (str(count),), f"{count}/{total}")


def ranges(public: Data) -> dict[str, int]:
    """How many steps were seen."""
    return seen_ranges(_total(public))


def pack(public: Data, answer: Any) -> Packed:
    """How many steps were seen."""
    return pack_seen(answer, _total(public))


def unpack(public: Data, packed: Packed) -> dict[str, int]:  # noqa: ARG001
    """The answer that was packed."""
    return unpack_seen(packed)


def _total(public: Data) -> int:
    return len(public["after"]["steps"])
