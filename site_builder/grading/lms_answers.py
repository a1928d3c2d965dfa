"""Answers in the formats of SCORM 1.2, SCORM 2004 and xAPI, within what each of them allows.

Identifiers have letters, digits and `_`, because some LMSs refuse all else; the author's ids stand in them, not the
opaque ones. Where a format has no place for an answer, it is told in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from site_builder.grading.judge import Judge
from site_builder.grading.lms import Answered

LONG, SHORT, DESCRIPTION = 4000, 255, 250
"""How long texts may be: in SCORM 2004, in 1.2, and what describes something."""

_MOST = 36
"""So many choices, pairs or steps are allowed, and there are as many signs for them in SCORM 1.2."""
_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
_OTHER = re.compile(r"[^A-Za-z0-9_]", re.ASCII)
_UNSEEN = re.compile("[\x00-\x1f\x7f]", re.ASCII)
_WIDE = 0xFFFF


class Said(NamedTuple):
    """An answer in the words of a format; no response where there is none to tell."""

    kind: str
    response: str


def identifier(name: str) -> str:
    """The name with nothing in it that an LMS could refuse."""
    return _OTHER.sub("_", name)[:DESCRIPTION]


def line(text: str, most: int) -> str:
    """The text in one line, cut to what browsers count as so many characters."""
    text = text.replace("\r\n", "\n").replace("\n", "\\n")
    text = _UNSEEN.sub(" ", text)
    if text.startswith("{"):  # what stands in braces at the beginning is an instruction in SCORM 2004
        text = f" {text}"
    taken = []
    for sign in text:
        most -= 2 if ord(sign) > _WIDE else 1
        if most < 0:
            break
        taken.append(sign)
    return "".join(taken)


def in_2004(one: Answered) -> Said:
    """For SCORM 2004 and xAPI."""
    said = one.said
    names = [_name(one.judge, item) for item in said.response]
    if said.kind in ("choice", "sequencing") and len(set(names)) == len(names) <= _MOST:
        return Said(said.kind, "[,]".join(names))
    pairs = _pairs(one.judge, said.response, "." if said.kind == "matching" else "[.]")
    if said.kind in ("matching", "performance") and len(pairs) == len(said.response) <= _MOST:
        return Said(said.kind, "[,]".join(f"{left}[.]{right}" for left, right in pairs))
    return Said("other" if said.kind == "other" else "long-fill-in", line(_words(one), LONG))


def in_12(one: Answered) -> Said:
    """For SCORM 1.2, whose identifiers are single signs."""
    said = one.said
    sources, targets = _sides(one.judge)
    if said.kind in ("choice", "sequencing") and _all_in(said.response, [*sources, *targets]):
        order = sorted([*sources, *targets])
        return Said(said.kind, ",".join(_SIGNS[order.index(item)] for item in said.response))
    if said.kind == "matching":
        split = [item.partition(".") for item in said.response]
        cards, groups = [left for left, _, _ in split], [right for _, _, right in split]
        if _all_in(cards, sources) and _all_in(groups, targets):
            signs = [(_SIGNS[sources.index(left)], _SIGNS[targets.index(right)]) for left, _, right in split]
            return Said(said.kind, ",".join(map(".".join, signs)))
    kind = "performance" if said.kind == "performance" else "fill-in"
    return Said(kind, line(_words(one), SHORT))


def _name(judge: Judge, item: str) -> str:
    return identifier(judge.exercise["names"].get(item, item))


def _words(one: Answered) -> str:
    """What was written, or else the answer in short words."""
    return "\n".join(one.said.response) if one.said.kind == "long-fill-in" else one.said.text


def _pairs(judge: Judge, response: Iterable[str], between: str) -> list[tuple[str, str]]:
    """The items that are two identifiers."""
    split = [item.partition(between) for item in response]
    known = judge.exercise["names"]
    fit = [(left, right) for left, _, right in split if {left, right} <= {*known}]
    return [(identifier(known[left]), identifier(known[right])) for left, right in fit]


def _sides(judge: Judge) -> tuple[list[str], list[str]]:
    """The items of an exercise: those that have a digit of their own, and those that they can be put to."""
    own = [name for name in judge.ranges() if name in judge.exercise["names"]]
    return sorted(own), sorted(name for name in judge.exercise["names"] if name not in own)


def _all_in(items: Sequence[str], known: Sequence[str]) -> bool:
    """Whether there is a sign for each of them."""
    return len(known) <= _MOST and set(items) <= set(known)
