"""Compares what was written with the conversations that an exercise wants, and tells kindly what nearly fits.

Two conversations are the same when their roles and contents are, however the contents are spaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from site_builder.exercises.jsonl.lines import Entry
from site_builder.exercises.jsonl.reader import Problem, place_in, read
from site_builder.exercises.jsonl.rules import Turn
from site_builder.grading.text import words

_CANDIDATES = 50
"""Among so many entries that fit nothing, one that nearly fits is looked for."""
_WORDS = 2000
_FRAGMENT = 24
"""How much of a text is quoted to show where it differs."""


class Match(NamedTuple):
    """The entry for a wanted conversation: one that fits, one that nearly does, or none."""

    entry: Entry | None
    exact: bool


def match(wanted: Sequence[tuple[Turn, ...]], entries: Sequence[Entry]) -> list[Match]:
    """For each wanted conversation its entry. No entry stands for two."""
    by_turns: dict[tuple[Turn, ...], Entry] = {}
    for entry in entries:
        if entry.turns is not None:
            by_turns.setdefault(entry.turns, entry)
    free = [entry for entry in entries if entry.turns and entry.turns not in wanted][:_CANDIDATES]
    matches = []
    for turns in wanted:
        if turns in by_turns:
            matches.append(Match(by_turns[turns], exact=True))
            continue
        near = _nearest(turns, free)
        if near:
            free.remove(near)
        matches.append(Match(near, exact=False))
    return matches


def _nearest(wanted: tuple[Turn, ...], entries: Sequence[Entry]) -> Entry | None:
    """The entry that has most words in common, if these are more than half."""
    likeness = [(_likeness(wanted, entry.turns or ()), -place) for place, entry in enumerate(entries)]
    best, place = max(likeness, default=(0, 0))
    return entries[-place] if best > _HALF else None


_HALF = 500


def _likeness(first: tuple[Turn, ...], second: tuple[Turn, ...]) -> int:
    """How many of the words of both are common to both, in thousandths."""
    ours, theirs = (words(" ".join(content for _, content in turns))[:_WORDS] for turns in (first, second))
    if not ours or not theirs:
        return 0
    left: dict[str, int] = {}
    for word in ours:
        left[word] = left.get(word, 0) + 1
    common = 0
    for word in theirs:
        if left.get(word, 0):
            left[word] -= 1
            common += 1
    return 2000 * common // (len(ours) + len(theirs))


def difference(text: str, entry: Entry, wanted: Sequence[Mapping[str, Any]]) -> Problem:
    """The first thing by which an entry differs from the conversation that it is meant to be."""
    turns = entry.turns or ()
    places = read(text, entry.start, entry.end).values
    for n, (turn, (role, content)) in enumerate(zip(wanted, turns, strict=False)):
        if content != turn["content"]:
            if len(turns) != len(wanted):
                break
            start, end = places[("messages", n, "content")]
            ours, theirs, index = _fragments(turn["content"], content)
            place = place_in(text, start, _unfolded((entry.messages or [])[n]["content"], index))
            return Problem("text_differs", place, end, {"n": n + 1, "expected": ours, "found": theirs})
        if role != turn["role"]:
            start, end = places[("messages", n, "role")]
            return Problem("role_differs", start, end, {"n": n + 1, "role": role, "who": turn["who"]})
    start, end = places[("messages",)]
    return Problem("turns_differ", start, end, {"have": len(turns), "n": len(wanted)})


def _fragments(wanted: str, found: str) -> tuple[str, str, int]:
    """What stands in each from the word on in which they begin to differ, and where that is in the second."""
    same = next(
        (n for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found))
    )
    start = wanted.rfind(" ", 0, same) + 1
    return _cut(wanted, start), _cut(found, start), start


def _cut(text: str, start: int) -> str:
    """Some words of a text."""
    piece = text[start : start + _FRAGMENT]
    return piece if start + _FRAGMENT >= len(text) else f"{piece} …"


def _unfolded(content: str, index: int) -> int:
    """Where in a content stands what is at `index` when it is singly spaced."""
    spaces = " \t\r\n"
    at = len(content) - len(content.lstrip(spaces))
    while index > 0 and at < len(content):
        index -= 1
        gap = content[at] in spaces
        at += 1
        while gap and at < len(content) and content[at] in spaces:
            at += 1
    return at


def spare(entries: Sequence[Entry], matches: Sequence[Match]) -> Iterator[Entry]:
    """The readable entries that are no wanted conversation, not even nearly; repetitions are told elsewhere."""
    used = [found.entry.turns for found in matches if found.entry]
    return (entry for entry in entries if entry.turns is not None and entry.turns not in used)
