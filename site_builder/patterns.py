"""Which regular expressions of authors are safe to run on a learner's text.

A pattern can take exponential time ("catastrophic backtracking"), and a browser tab that hangs helps nobody. `refusal`
estimates, from above, in how many ways the matcher may have to try. A repetition costs nothing where what follows it
cannot begin with the same characters; else it multiplies the ways by its length. Look-around and back references are
refused.

Sets of characters are followed for ASCII; all other characters count as one, which errs on the safe side.
"""

from __future__ import annotations

import importlib
import re
from typing import Any, NamedTuple

ALLOWED = "letters, classes such as [a-z] and \\s, groups, |, ?, {0,40}, and one open repetition (* or +)"

_LENGTH = 4_000  # characters of a long answer
_BUDGET = 50_000_000  # steps; about half a second
_NESTED = "a repetition inside a repetition can match in too many ways"
_SLOW = "the repetitions can overlap in too many ways"

_parser: Any = importlib.import_module("re._parser")
_OTHER = "\N{REPLACEMENT CHARACTER}"
_ALPHABET = frozenset([*map(chr, range(128)), _OTHER])
_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d",
    "CATEGORY_NOT_DIGIT": r"\D",
    "CATEGORY_SPACE": r"\s",
    "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_WORD": r"\W",
}

Characters = frozenset[str]


class _Unsafe(Exception):  # noqa: N818  (it is a finding, not a failure)
    """The pattern is refused; the text says why."""


class _Facts(NamedTuple):
    """What a part of a pattern can begin with, whether it can be empty, and in how many ways it can match."""

    first: Characters
    empty: bool
    ways: int


def refusal(pattern: str) -> str:
    """Why the pattern must not be run; empty if it is safe."""
    try:
        tree = _parser.parse(pattern)
        ways = _sequence(list(tree), frozenset()).ways
    except re.error as error:
        return f"it is no regular expression: {error.msg}"
    except RecursionError:
        return "it is nested too deep"
    except _Unsafe as finding:
        return str(finding)
    return _SLOW if ways * _LENGTH > _BUDGET else ""


def _sequence(items: list[Any], follow: Characters) -> _Facts:
    """Parts one after the other, read from the right, because each must know what can follow it."""
    first, empty, ways = follow, True, 1
    for item in reversed(items):
        facts = _part(item, first)
        first = facts.first | first if facts.empty else facts.first
        empty = empty and facts.empty
        ways *= facts.ways
    return _Facts(first, empty, ways)


def _part(item: Any, follow: Characters) -> _Facts:
    name, value = str(item[0]), item[1]
    if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
        return _Facts(_characters(name, value), empty=False, ways=1)
    if name == "AT":
        return _Facts(frozenset(), empty=True, ways=1)
    if name == "SUBPATTERN":
        return _sequence(list(value[3]), follow)
    if name == "BRANCH":
        return _branch([list(branch) for branch in value[1]], follow)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, body = value
        return _repeat(least, most, body, follow)
    feature = name.lower().replace("_", " ").replace("assert", "look-around").replace("groupref", "back reference")
    raise _Unsafe(f"it uses a feature that is not allowed: {feature}")


def _branch(branches: list[list[Any]], follow: Characters) -> _Facts:
    found = [_sequence(branch, follow) for branch in branches]
    apart = sum(len(facts.first) for facts in found) == len(frozenset().union(*(facts.first for facts in found)))
    ways = max(facts.ways for facts in found) if apart else sum(facts.ways for facts in found)
    return _Facts(frozenset().union(*(facts.first for facts in found)), any(facts.empty for facts in found), ways)


def _repeat(least: int, most: int, body: Any, follow: Characters) -> _Facts:
    inner = _sequence(list(body), frozenset())
    around = follow | inner.first if most > 1 else follow
    inner = _sequence(list(body), around)
    if most > 1 and (inner.ways > 1 or inner.empty):
        raise _Unsafe(_NESTED)
    # `_sequence` adds what follows to `first` of a part that can be empty; here only the body's own beginning counts.
    own = inner.first if not inner.empty else inner.first - follow
    length = min(most, _LENGTH) - least + 1
    loose = least != most and not own.isdisjoint(follow)
    return _Facts(inner.first, least == 0 or inner.empty, inner.ways * (length if loose else 1))


def _characters(name: str, value: Any) -> Characters:
    if name == "ANY":
        return _ALPHABET
    if name == "LITERAL":
        return _folded({_known(value)})
    if name == "NOT_LITERAL":
        return _ALPHABET - {_known(value)} | {_OTHER}
    found: set[str] = set()
    negated = False
    for kind, detail in ((str(kind), detail) for kind, detail in value):
        if kind == "NEGATE":
            negated = True
        elif kind == "LITERAL":
            found.add(_known(detail))
        elif kind == "RANGE":
            found |= {character for character in _ALPHABET if detail[0] <= ord(character) <= detail[1]}
            found |= {_OTHER} if detail[1] > 127 else set()  # noqa: PLR2004
        else:
            found |= {character for character in _ALPHABET if re.match(_CATEGORIES[str(detail)], character)} | {_OTHER}
    return _ALPHABET - found | {_OTHER} if negated else _folded(found)


def _known(code: int) -> str:
    return chr(code) if code < 128 else _OTHER  # noqa: PLR2004


def _folded(characters: set[str]) -> Characters:
    """Both cases of each letter: patterns are matched without regard to case."""
    return frozenset(
        [*map(str.lower, characters), *(upper for upper in map(str.upper, characters) if len(upper) == 1)],
    )
