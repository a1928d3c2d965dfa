"""Looks over a whole text of JSON Lines: finds its entries, and what is wrong with them.

An entry is normally a line. JSON that was spread over several lines, for reading, is recognized and is one entry with
one problem. Sound entries go the quick way; only for the others each sign is looked at, and only until enough problems
are known: of the rest is told in how many entries they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from site_builder.exercises.jsonl.quick import Quick
from site_builder.exercises.jsonl.reader import Problem, Reading, place_in, read, read_sound
from site_builder.exercises.jsonl.rules import Find, Turn, check, spelled, turns_of

MOST = 20
"""So many problems are told one by one."""
_BOM = "\ufeff"
_SPACES = " \t"
_SHORT = 8
"""A bracket that stands alone is not far from the end of its line."""

_LINE_END = re.compile(r"\r\n|\r|\n", re.ASCII)
_NEW_ENTRY = re.compile(r'[ \t]*\{[ \t]*"messages"', re.ASCII)
_LONE_BRACKET = re.compile(r"[\[\]][ \t]*,?", re.ASCII)
_BEYOND_16_BITS = re.compile("[\U00010000-\U0010ffff]", re.ASCII)


class Entry(NamedTuple):
    """What stands in a line, or in several that belong together."""

    start: int
    end: int
    turns: tuple[Turn, ...] | None
    """The messages, if there are any that can be read."""
    messages: list[Any] | None
    """The same as they were written."""
    sound: bool


@dataclass
class Survey:
    """What was found in a text."""

    text: str
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    """How many further lines have problems that are not told one by one."""


def survey(text: str, rules: Mapping[str, Any]) -> Survey:
    """Looks over the text."""
    found = Survey(text)
    _Surveyor(found, rules).run()
    found.problems.sort(key=lambda problem: problem.start)
    return found


class Locator:
    """Tells the line and the column of places in a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [start for start, _ in _lines(text)]
        self._plain = text.isascii() or not _BEYOND_16_BITS.search(text)

    def line(self, place: int) -> int:
        """The number of the line, from 1."""
        return bisect_right(self._starts, place)

    def locate(self, start: int, end: int) -> dict[str, int]:
        """Line and column as people count them (from 1, each sign once), and the place as a browser does.

        `offset` and `length` are in UTF-16 units, of which signs beyond 16 bits take two.
        """
        line = self.line(start)
        offset = self._units(0, start)
        return {
            "line": line,
            "column": start - self._starts[line - 1] + 1,
            "offset": offset,
            "length": self._units(start, end),
        }

    def _units(self, start: int, end: int) -> int:
        wide = 0 if self._plain else len(_BEYOND_16_BITS.findall(self._text, start, end))
        return end - start + wide


class _Surveyor:
    """Goes through the lines once."""

    def __init__(self, found: Survey, rules: Mapping[str, Any]) -> None:
        self._found = found
        self._rules = rules
        self._lines = list(_lines(found.text))
        self._seen: dict[tuple[Turn, ...], int] = {}
        self._quick = Quick(found.text, [start for start, _ in self._lines], rules)
        self._in_array = False
        self._joins = 2 * len(self._lines)
        """How many lines may still be looked at to see whether they belong to an earlier one."""

    def run(self) -> None:
        """Looks at every line that belongs to no earlier one."""
        text = self._found.text
        if text.startswith(_BOM):
            self._lines[0] = (1, self._lines[0][1])
            if not self._rules["allow_bom"]:
                self._outside(Problem("byte_order_mark", 0, 1))
        written = len(text.rstrip(" \t\r\n"))
        n = 0
        while n < len(self._lines) and self._lines[n][0] < written:
            start, end = self._lines[n]
            plain = self._quick.look(n, start, end)
            if plain and self._first(plain.turns, start) == start:
                self._found.entries.append(Entry(start, end, *plain, sound=True))
                n += 1
                continue
            line = text[start:end].strip(_SPACES)
            if not line:
                self._outside(Problem("blank_line", start, end))
            elif len(line) <= _SHORT and _LONE_BRACKET.fullmatch(line):
                self._array(start, end)
            else:
                n = self._entry(n)
            n += 1

    def _outside(self, problem: Problem) -> None:
        if len(self._found.problems) < MOST:
            self._found.problems.append(problem)
        else:
            self._found.more += 1

    def _array(self, start: int, end: int) -> None:
        """A bracket alone in its line: the lines were written as one list. That is told once."""
        if not self._in_array:
            self._in_array = True
            self._outside(Problem("list_around", start, end))

    def _entry(self, n: int) -> int:
        """Adds the entry that begins in this line; gives the line in which it ends."""
        text = self._found.text
        start, end = self._lines[n]
        data = _sound_data(text[start:end])
        problems: list[Problem] = []
        last = n
        if data is _NOTHING:
            last = self._last_line(n)
            if last > n:
                end = self._lines[last][1]
                problems.append(Problem("several_lines", start, self._lines[n][1], {"n": last - n + 1}))
                data = _sound_data(text[start:end])
        self._add(start, end, data, problems)
        return last

    def _last_line(self, n: int) -> int:
        """The line in which the brackets that this one opens are closed; the line itself where none is."""
        depth, in_text = 0, False
        for m in range(n, len(self._lines)):
            start, end = self._lines[m]
            if m > n:
                self._joins -= 1
                if self._joins < 0 or _NEW_ENTRY.match(self._found.text, start, end):
                    return n
            opened, in_text = _opened(self._found.text[start:end], in_text)
            depth += opened
            if depth < 0 or (m == n and not depth):
                return n
            if not depth and not in_text:
                return m
        return n

    def _add(self, start: int, end: int, data: Any, problems: list[Problem]) -> None:
        found = self._found
        full = len(found.problems) >= MOST
        reading = None
        if data is _NOTHING:
            if full:
                self._add_bad(start, end)
                return
            reading = read(found.text, start, end)
            if any(problem.code == "line_break" for problem in reading.problems):
                problems.clear()  # it is why there are several lines
            problems += reading.problems
            data = reading.data
        turns = None
        if reading is None or reading.whole:
            turns = turns_of(data)
            problems += self._judged(start, end, data, reading, first_only=full)
            problems += self._repeated(start, end, turns, fresh=not problems)
        messages = None if turns is None else data["messages"]
        found.entries.append(Entry(start, end, turns, messages, not problems))
        told = problems[: MOST - len(found.problems)]
        found.problems += told
        found.more += len(told) < len(problems)

    def _add_bad(self, start: int, end: int) -> None:
        """An entry that cannot be read, when enough has been told."""
        self._found.more += 1
        self._found.entries.append(Entry(start, end, None, None, sound=False))

    def _judged(
        self, start: int, end: int, data: Any, reading: Reading | None, *, first_only: bool
    ) -> Iterator[Problem]:
        """What breaks the rules, with its places; no more than can be told, and one to know that there is more."""
        for find in islice(check(data, self._rules), MOST + 1):
            if first_only:
                yield Problem(find.code, start, end)
                return
            reading = reading or read(self._found.text, start, end)
            yield self._placed(spelled(find), reading)

    def _placed(self, find: Find, reading: Reading) -> Problem:
        start, end = (reading.keys if find.on_key else reading.values)[find.path]
        if find.inside:
            first, last = find.inside
            start, end = (place_in(self._found.text, start, index) for index in (first, last))
        return Problem(find.code, start, end, find.data)

    def _repeated(self, start: int, end: int, turns: tuple[Turn, ...] | None, *, fresh: bool) -> Iterator[Problem]:
        """Whether an earlier entry says the same."""
        first = self._first(turns, start) if turns and fresh else start
        if first != start:
            yield Problem("repeated_line", start, end, {"first": first})

    def _first(self, turns: tuple[Turn, ...], start: int) -> int:
        """Where this was said first, if it may not be said again."""
        return start if self._rules["allow_repeats"] else self._seen.setdefault(turns, start)


_NOTHING = object()


def _sound_data(line: str) -> Any:
    """The data of a line that is read without a fault, or `_NOTHING`."""
    try:
        return read_sound(line)
    except ValueError:
        return _NOTHING


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line, its end not counted."""
    start = 0
    if "\r" not in text:
        for line in text.split("\n"):
            yield start, start + len(line)
            start += len(line) + 1
        return
    for match in _LINE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _opened(line: str, in_text: bool) -> tuple[int, bool]:
    """How many more brackets the line opens than it closes outside of texts, and whether it ends inside of one."""
    pieces = line.replace("\\\\", "").replace('\\"', "").split('"')
    outside = "".join(pieces[1 if in_text else 0 :: 2])
    opened = outside.count("{") + outside.count("[") - outside.count("}") - outside.count("]")
    return opened, in_text == (len(pieces) % 2 == 1)
