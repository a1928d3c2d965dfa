"""Reads one JSON text and knows where everything in it stands.

What is wrong is told by our own codes and places, the same in every Python. `read` goes through the text sign by sign;
`read_sound` is the quick way for text that is nearly always sound: it accepts exactly what `read` accepts without a
fault, and gives equal data. Numbers are not needed by anyone here and all become 0, so that no huge one is ever built.

Faults that leave no doubt about what was meant (a comma before a closing bracket, a raw line break in a text) are noted
and reading goes on; after any other the rest cannot be told, and it stops.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from site_builder.grading.text import Refused, guard

MAX_DEPTH = 32
"""How many brackets may stand in one another; a conversation needs four."""

Path = tuple[str | int, ...]
Span = tuple[int, int]


class Problem(NamedTuple):
    """Something that is wrong, and where: places are counted in code points of the whole text, from 0."""

    code: str
    start: int
    end: int
    data: Mapping[str, Any] = MappingProxyType({})


class Reading(NamedTuple):
    """What was read. `whole` says whether reading came to the end; `values` and `keys` say where each one stands."""

    data: Any
    whole: bool
    problems: list[Problem]
    values: dict[Path, Span]
    keys: dict[Path, Span]


class _Stop(Exception):  # noqa: N818 - it ends the reading, and never leaves this module
    """The rest cannot be told."""


_SPACE = re.compile(r"[ \t\r\n]*", re.ASCII)
_PLAIN = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff\ufffd]+', re.ASCII)
DAMAGED = re.compile("[\ud800-\udfff\ufffd]", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?", re.ASCII)
_NUMBER_LIKE = re.compile(r"[+.-]?[0-9][0-9A-Za-z_.+-]*|[+-]?(?:NaN|Infinity)|[+.-]", re.ASCII)
_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*", re.ASCII)
_HEX = re.compile(r"[0-9A-Fa-f]{4}", re.ASCII)
_PAIR = re.compile(r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}", re.ASCII)
"""Two escapes that stand for one sign."""
_ESCAPE = re.compile(rf"{_PAIR.pattern}|\\u[0-9A-Fa-f]{{4}}|\\.", re.ASCII | re.DOTALL)

_ESCAPES = MappingProxyType(
    {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"},
)
_LITERALS = MappingProxyType({"true": True, "false": False, "null": None})
_PYTHON = MappingProxyType({"True": "true", "False": "false", "None": "null"})
_CLOSERS = MappingProxyType({"{": "}", "[": "]"})
_SURROGATES = range(0xD800, 0xE000)
_CURLY = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2032\u2033\uff02\uff07`\u00b4"
_HIDDEN = "\u00a0\u00ad\u1680\u180e\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\x0b\x0c" + "".join(
    map(chr, range(0x2000, 0x2010))
)
_DAMAGE = "\ufffd"


def read_sound(text: str) -> Any:
    """The data of a JSON text; raises `ValueError` where anything is wrong with it."""
    if text.count("{") + text.count("[") > MAX_DEPTH:
        guard(text, len(text), MAX_DEPTH)
    if "\\ud" in text or "\\uD" in text or (not text.isascii() and DAMAGED.search(text)):
        reading = read(text, 0, len(text))
        if reading.problems:
            raise Refused("not_json")
        return reading.data
    return decode(text.strip(" \t\r\n"))


def decode(text: str) -> Any:
    """The data of a JSON text that is known to be shallow and undamaged; raises `ValueError` where it is not sound."""
    data, end = _DECODER.raw_decode(text)
    if end < len(text):
        raise Refused("not_json")
    return data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        raise Refused("not_json")
    return data


def _zero(digits: str) -> int:  # noqa: ARG001
    return 0


def _no_number(name: str) -> int:
    raise Refused(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_int=_zero, parse_float=_zero, parse_constant=_no_number)


def read(text: str, start: int, end: int) -> Reading:
    """Reads the JSON text between two places of a text."""
    reader = _Reader(text, start, end)
    try:
        data = reader.value((), 1)
        reader.finish()
    except _Stop:
        return Reading(None, False, reader.problems, reader.values, reader.keys)
    return Reading(data, True, reader.problems, reader.values, reader.keys)


def place_in(text: str, start: int, index: int) -> int:
    """The place of a sign of a string's content; `start` is the place of the string's opening quote."""
    at = start + 1
    while (escape := text.find("\\", at, at + index)) >= 0:
        index -= escape - at + 1
        written = _ESCAPE.match(text, escape)
        at = written.end() if written else escape + 1
    return at + index


class _Reader:
    """One pass over a text, from left to right, never back."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.at, self.end = text, start, end
        self.open = ""
        """The brackets that wait to be closed."""
        self.problems: list[Problem] = []
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}

    def note(self, code: str, start: int, end: int, **data: Any) -> None:
        """Notes a problem."""
        self.problems.append(Problem(code, start, end, data))

    def stop(self, code: str, start: int, end: int, **data: Any) -> _Stop:
        """Notes the last problem."""
        self.note(code, start, min(end, self.end), **data)
        return _Stop()

    def next(self) -> str:
        """The next sign that is no space; empty at the end."""
        match = _SPACE.match(self.text, self.at, self.end)
        self.at = match.end() if match else self.at
        return self.text[self.at] if self.at < self.end else ""

    def finish(self) -> None:
        """Nothing may follow the value."""
        sign = self.next()
        if not sign:
            return
        at = self.at
        if sign == ",":
            self.at += 1
            following = self.next()
            if not following:
                self.note("comma_after_line", at, at + 1)
                return
            raise self.stop("two_objects" if following == "{" else "text_after", at, self.at)
        if sign == "{":
            raise self.stop("two_objects", at, at + 1)
        self._refuse_stray(sign)
        raise self.stop("text_after", at, at + 1, found=sign)

    def value(self, path: Path, depth: int) -> Any:
        """Any value."""
        sign, start = self.next(), self.at
        if sign == '"':
            data: Any = self.string()
        elif sign in ("{", "["):
            if depth > MAX_DEPTH:
                raise self.stop("too_deep", start, start + 1)
            self.at += 1
            self.open += _CLOSERS[sign]
            data = self._object(path, depth) if sign == "{" else self._array(path, depth)
            self.open = self.open[:-1]
        else:
            data = self._plain(sign)
        self.values[path] = (start, self.at)
        return data

    def _plain(self, sign: str) -> Any:
        """A number or one of the three words."""
        start = self.at
        if not sign:
            raise self._unfinished()
        like = _NUMBER_LIKE.match(self.text, start, self.end)
        if like:
            number = _NUMBER.match(self.text, start, self.end)
            if not number or number.end() < like.end():
                raise self.stop("bad_number", start, like.end(), found=like.group())
            self.at = like.end()
            return 0
        word = _WORD.match(self.text, start, self.end)
        if word and word.group() in _LITERALS:
            self.at = word.end()
            return _LITERALS[word.group()]
        if word and word.group() in _PYTHON:
            raise self.stop("python_word", start, word.end(), found=word.group(), instead=_PYTHON[word.group()])
        if word:
            raise self.stop("value_unquoted", start, word.end(), found=word.group())
        self._refuse_stray(sign)
        if sign in "}],:":
            raise self.stop("value_missing", start, start + 1, found=sign)
        raise self.stop("unexpected", start, start + 1, found=sign)

    def _object(self, path: Path, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if self.next() == "}":
            self.at += 1
            return data
        while True:
            key, start = self._key(), self.at
            place = (*path, key)
            if key in data:
                self.note("key_repeated", self._key_start, start, key=key)
            if self.next() != ":":
                self._refuse_stray(self.next())
                raise self.stop("colon_missing", self._key_start, start, key=key)
            self.keys[place] = (self._key_start, start)
            self.at += 1
            data[key] = self.value(place, depth + 1)
            if self._ends("}"):
                return data

    def _key(self) -> str:
        sign = self.next()
        self._key_start = start = self.at
        if sign == '"':
            return self.string()
        if not sign:
            raise self._unfinished()
        self._refuse_stray(sign)
        word = _WORD.match(self.text, start, self.end)
        if word:
            raise self.stop("key_unquoted", start, word.end(), found=word.group())
        if sign in "{[":
            raise self.stop("key_missing", start, start + 1)
        raise self.stop("unexpected", start, start + 1, found=sign)

    def _array(self, path: Path, depth: int) -> list[Any]:
        data: list[Any] = []
        if self.next() == "]":
            self.at += 1
            return data
        while True:
            data.append(self.value((*path, len(data)), depth + 1))
            if self._ends("]"):
                return data

    def _ends(self, closer: str) -> bool:
        """After a value: whether its object or list ends here. If not, a comma stood here."""
        before = self.at
        sign, at = self.next(), self.at
        if sign == closer:
            self.at += 1
            return True
        if sign == ",":
            self.at += 1
            if self.next() == closer:
                self.note("trailing_comma", at, at + 1, bracket=closer)
                self.at += 1
                return True
            return False
        if not sign:
            raise self._unfinished()
        if sign in "]}":
            raise self.stop("bracket_mismatch", at, at + 1, found=sign, expected=closer)
        word = _WORD.match(self.text, at, self.end)
        if self.text[before - 1] == '"' and word:
            raise self.stop("quote_inside", before - 1, word.end(), found=word.group())
        self._refuse_stray(sign)
        raise self.stop("comma_missing", at, at + 1)

    def string(self) -> str:
        """A text in double quotes."""
        start = self.at
        parts: list[str] = []
        broken = False
        self.at += 1
        while self.at < self.end:
            plain = _PLAIN.match(self.text, self.at, self.end)
            if plain:
                parts.append(plain.group())
                self.at = plain.end()
                continue
            sign, at = self.text[self.at], self.at
            self.at += 1
            if sign == '"':
                return "".join(parts)
            if sign == "\\":
                parts.append(self._escape(at))
                continue
            parts.append(_DAMAGE if sign > " " else sign)
            if sign > " ":
                self.note("damaged_character", at, at + 1)
            elif sign not in "\r\n":
                self.note("control_character", at, at + 1, found=f"U+{ord(sign):04X}")
            elif not broken:
                broken = True
                self.note("line_break", at, at + 1)
        raise self.stop("string_open", start, start + 1)

    def _escape(self, at: int) -> str:
        sign = self.text[self.at] if self.at < self.end else ""
        self.at = min(self.at + 1, self.end)
        if sign in _ESCAPES:
            return _ESCAPES[sign]
        digits = _HEX.match(self.text, self.at, self.end) if sign == "u" else None
        if not digits:
            self.note("bad_escape", at, self.at, found=f"\\{sign}")
            return sign
        self.at = digits.end()
        code = int(digits.group(), 16)
        if code not in _SURROGATES:
            return chr(code)
        pair = _PAIR.match(self.text, at, self.end)
        if pair:
            self.at = pair.end()
            return chr(0x10000 + ((code - 0xD800) << 10) + int(pair.group()[-4:], 16) - 0xDC00)
        self.note("half_character", at, self.at, found=f"\\u{digits.group()}")
        return _DAMAGE

    def _unfinished(self) -> _Stop:
        """The end came before the brackets were closed."""
        last = max(self.end - 1, 0)
        return self.stop("unfinished", last, self.end, missing=self.open[::-1])

    def _refuse_stray(self, sign: str) -> None:
        """Stops at what has a name of its own: other quotes, comments, spaces that JSON does not know."""
        at = self.at
        if sign == "'":
            raise self.stop("single_quotes", at, at + 1)
        if sign and sign in _CURLY:
            raise self.stop("curly_quotes", at, at + 1, found=sign)
        if sign == "#" or self.text.startswith(("//", "/*"), at):
            raise self.stop("comment", at, at + (1 if sign == "#" else 2))
        if sign and sign in _HIDDEN:
            raise self.stop("strange_space", at, at + 1, found=f"U+{ord(sign):04X}")
