"""Which regular expressions of authors are safe to run on a learner's text.

A pattern can take exponential time ("catastrophic backtracking"), and a browser tab that hangs helps nobody. `examine`
estimates, from above, how many steps the matcher takes on the longest text: in how many ways it may have to try from
each letter on, and how far each of them walks. A repetition multiplies the ways by its length where what follows it can
begin with the same characters. Look-around and back references are refused.

The steps of all patterns of an exercise together stay within `BUDGET`, because they are run one after the other.

Sets of characters are followed for ASCII; all other characters count as one, which errs on the safe side.
"""

from __future__ import annotations

import importlib
import re
from typing import Any, NamedTuple

ALLOWED = "letters, classes such as [a-z] and \\s, groups, |, ?, {0,40}, and one open repetition (* or +)"

_LENGTH = 4_000  # characters of a long answer
BUDGET = 300_000_000
"""Steps of all patterns of one exercise together: 0.2 to 0.5 s in CPython, up to three times that in browsers."""

_CHOICE, _LAZY, _GROUP = 4, 12, 24  # steps of one branch, a lazy repetition, a repeated group; measured in CPython 3.11
_NESTED = "a repetition inside a repetition can match in too many ways"
_SLOW = "the repetitions can overlap in too many ways, or repeat too much"
TOGETHER = "it and the patterns before it take too long together"

_parser: Any = importlib.import_module("re._parser")
_OTHER = "\N{REPLACEMENT CHARACTER}"
_ALPHABET = frozenset([*map(chr, range(128)), _OTHER])
_SINGLE = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
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
    """What is known of a part of a pattern."""

    first: Characters
    """What it can begin with."""
    empty: bool
    """Whether it can match nothing."""
    ways: int
    """In how many ways it can match."""
    steps: int
    """Steps that do not depend on the text."""
    walk: int
    """Steps for each letter that open repetitions walk over."""


def examine(pattern: str) -> tuple[str, int]:
    """(why the pattern must not be run; empty if it is safe, how many steps it may take)."""
    try:
        facts = _sequence(list(_parser.parse(pattern)), frozenset())
    except re.error as error:
        return f"it is no regular expression: {error.msg}", 0
    except RecursionError:
        return "it is nested too deep", 0
    except _Unsafe as finding:
        return str(finding), 0
    steps = _LENGTH * (facts.steps + _LENGTH * facts.walk)
    return (_SLOW, 0) if steps > BUDGET else ("", steps)


def _sequence(items: list[Any], follow: Characters) -> _Facts:
    """Parts one after the other, read from the right, because each must know what can follow it."""
    first, empty, ways, steps, walk = follow, True, 1, 0, 0
    for item in reversed(items):
        facts = _part(item, first)
        first = facts.first | first if facts.empty else facts.first
        empty = empty and facts.empty
        ways *= facts.ways
        steps = facts.steps + facts.ways * steps
        walk = max(facts.walk, facts.ways * walk)  # one way walks over each letter once
    return _Facts(first, empty, ways, steps, walk)


def _part(item: Any, follow: Characters) -> _Facts:
    name, value = str(item[0]), item[1]
    if name in _SINGLE:
        return _Facts(_characters(name, value), empty=False, ways=1, steps=1, walk=0)
    if name == "AT":
        return _Facts(_ALPHABET, empty=True, ways=1, steps=1, walk=0)
    if name == "SUBPATTERN":
        return _sequence(list(value[3]), follow)
    if name == "BRANCH":
        return _branch([list(branch) for branch in value[1]], follow)
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, body = value
        return _repeat(least, most, body, follow, lazy=name == "MIN_REPEAT")
    feature = name.lower().replace("_", " ").replace("assert", "look-around").replace("groupref", "back reference")
    raise _Unsafe(f"it uses a feature that is not allowed: {feature}")


def _branch(branches: list[list[Any]], follow: Characters) -> _Facts:
    found = [_sequence(branch, follow) for branch in branches]
    first = frozenset().union(*(facts.first for facts in found))
    return _Facts(
        first=first,
        empty=any(facts.empty for facts in found),
        # Only the branches that begin with the same letter can match at one place.
        ways=max([1, *(sum(facts.ways for facts in found if letter in facts.first) for letter in first)]),
        steps=sum(_CHOICE + facts.steps for facts in found),
        walk=sum(facts.walk for facts in found),
    )


def _repeat(least: int, most: int, body: Any, follow: Characters, *, lazy: bool) -> _Facts:
    inner = _sequence(list(body), frozenset())
    around = follow | inner.first if most > 1 else follow
    inner = _sequence(list(body), around)
    if most > 1 and (inner.ways > 1 or inner.empty):
        raise _Unsafe(_NESTED)
    # `_sequence` adds what follows to `first` of a part that can be empty; here only the body's own beginning counts.
    own = inner.first if not inner.empty else inner.first - follow
    length = min(most, _LENGTH) - least + 1
    loose = least != most and not own.isdisjoint(follow)
    single = len(body) == 1 and str(body[0][0]) in _SINGLE
    each = inner.steps + (_LAZY if lazy else 0) + (0 if single else _GROUP)
    # At the end of the pattern, what may be repeated only takes letters away from the next match.
    last = most if follow else least
    is_open = last > _LENGTH
    return _Facts(
        first=inner.first,
        empty=least == 0 or inner.empty,
        ways=inner.ways * (length if loose else 1),
        steps=0 if is_open else last * each,
        walk=inner.walk + (-(-each // max(1, body.getwidth()[0])) if is_open else 0),
    )


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
