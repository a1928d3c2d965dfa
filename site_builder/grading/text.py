"""Text and JSON, handled alike by every Python version.

Python's own tables of letters and cases follow the Unicode version of the interpreter, and the texts of its JSON errors
change too. So letters and cases are fixed here as ranges of code points, messages are filled in without a template
engine, and JSON from the browser is measured before it is parsed (some thousand nested brackets would end Pyodide).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

MAX_SIZE = 20_000_000
MAX_DEPTH = 64


class Refused(ValueError):  # noqa: N818 - it names a decision, not a fault of ours
    """Text that is not accepted as JSON. `code` is `too_large`, `too_deep` or `not_json`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# First and last capital, distance between capitals, distance to the small letter.
_CAPITALS = (
    (0x0041, 0x005A, 1, 32),  # Latin
    (0x00C0, 0x00D6, 1, 32),
    (0x00D8, 0x00DE, 1, 32),
    (0x0100, 0x012E, 2, 1),  # Latin Extended-A
    (0x0132, 0x0136, 2, 1),
    (0x0139, 0x0147, 2, 1),
    (0x014A, 0x0176, 2, 1),
    (0x0178, 0x0178, 1, -121),
    (0x0179, 0x017D, 2, 1),
    (0x01CD, 0x01DB, 2, 1),  # Latin Extended-B, the pairs of living languages
    (0x01DE, 0x01EE, 2, 1),
    (0x01F8, 0x021E, 2, 1),
    (0x0222, 0x0232, 2, 1),
    (0x0386, 0x0386, 1, 38),  # Greek
    (0x0388, 0x038A, 1, 37),
    (0x038C, 0x038C, 1, 64),
    (0x038E, 0x038F, 1, 63),
    (0x0391, 0x03A1, 1, 32),
    (0x03A3, 0x03AB, 1, 32),
    (0x0400, 0x040F, 1, 80),  # Cyrillic
    (0x0410, 0x042F, 1, 32),
    (0x0460, 0x0480, 2, 1),
    (0x048A, 0x04BE, 2, 1),
    (0x04C0, 0x04C0, 1, 15),
    (0x04C1, 0x04CD, 2, 1),
    (0x04D0, 0x052E, 2, 1),
    (0x0531, 0x0556, 1, 48),  # Armenian
    (0x1E00, 0x1E94, 2, 1),  # Latin Extended Additional
    (0x1EA0, 0x1EFE, 2, 1),
)

# What is not a plain pair: the dotted capital I, the capital sharp s, the final sigma, and what phones and word
# processors put in the place of an apostrophe, a hyphen and a space.
_SINGLES = (
    ("\u0130", "i"),
    ("\u1e9e", "\u00df"),
    ("\u03c2", "\u03c3"),
    ("\u2018", "'"),
    ("\u2019", "'"),
    ("\u02bc", "'"),
    ("\u2010", "-"),
    ("\u2011", "-"),
    ("\u00a0", " "),
    ("\u202f", " "),
)


def _folds() -> Iterator[tuple[int, int]]:
    for first, last, step, shift in _CAPITALS:
        for capital in range(first, last + 1, step):
            yield capital, capital + shift
    for written, plain in _SINGLES:
        yield ord(written), ord(plain)


_FOLDS = MappingProxyType(dict(_folds()))

# A letter, digit or accent of any script that puts spaces between words; and one that does not, where each sign counts.
_LETTER = (
    r"[0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0300-\u037d\u037f-\u0386\u0388-\u0589"
    r"\u0591-\u05bd\u05bf\u05c1-\u05f2\u0610-\u061a\u0620-\u0669\u066e-\u06d3\u06d5-\u0963\u0966-\u166c\u166f-\u1fff"
    r"\u2c00-\u2dff\ua000-\ud7ff\ufb00-\ufdff\ufe70-\ufefc\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U00010000-\U0001efff]"
)
_SIGN = r"[\u3041-\u3096\u30a1-\u30fa\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_WORD = re.compile(f"{_SIGN}|{_LETTER}+(?:'{_LETTER}+)*", re.ASCII)

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}", re.ASCII)

_NO_BRACKETS = MappingProxyType({code: None for code in range(128) if chr(code) not in "[]{}"})
_SURROGATE = re.compile("[\ud800-\udfff]", re.ASCII)


def fold(text: str) -> str:
    """The text in small letters, with plain apostrophes, hyphens and spaces: what answers are compared in."""
    return text.translate(_FOLDS)


def words(text: str) -> list[str]:
    """The words of a text, folded: letters and digits joined by apostrophes, and each sign of Chinese or Japanese."""
    return _WORD.findall(fold(text))


def fill(message: str | Mapping[str, str], data: Mapping[str, Any]) -> str:
    """The message with its `{placeholders}` replaced by escaped data; `one` or `other` is chosen by `data["n"]`.

    A placeholder without data stays as it is: a visible fault is better than a lost sentence.
    """
    if isinstance(message, Mapping):
        message = message["one" if data.get("n") == 1 else "other"]

    def replace(match: re.Match[str]) -> str:
        if match[1] not in data:
            return match[0]
        value = data[match[1]]
        return html.escape(value if isinstance(value, str) else dumps(value))

    return _PLACEHOLDER.sub(replace, message)


def guard(text: str, max_size: int = MAX_SIZE, max_depth: int = MAX_DEPTH) -> None:
    """Refuses text that is too long or too deeply nested to be parsed, in one linear scan."""
    if len(text) > max_size:
        raise Refused("too_large")
    # Every second piece between quotes that are not escaped is a string. All but the last loop runs in C.
    outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    depth = 0
    for bracket in outside.translate(_NO_BRACKETS):
        depth += 1 if bracket in "[{" else -1
        if depth > max_depth:
            raise Refused("too_deep")


def loads(text: str, max_size: int = MAX_SIZE, max_depth: int = MAX_DEPTH) -> Any:
    """JSON text -> data. Numbers are finite, and half a surrogate pair becomes the replacement character."""
    guard(text, max_size, max_depth)
    try:
        data = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except ValueError:
        raise Refused("not_json") from None
    return _mended(data) if _may_hold_surrogates(text) else data


def dumps(data: Any) -> str:
    """Data -> JSON text, the same for equal data: sorted keys, no spaces, ASCII only."""
    return json.dumps(data, sort_keys=True, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _refuse(name: str) -> float:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if number - number != 0.0:  # only infinity minus itself is not zero here
        raise ValueError(digits)
    return number


def _may_hold_surrogates(text: str) -> bool:
    """Whether to look closer: nearly no text does, and the look is quick where there are none."""
    if "\\ud" in text or "\\uD" in text:
        return True
    return not text.isascii() and _SURROGATE.search(text) is not None


def _mended(data: Any) -> Any:
    if isinstance(data, str):
        return _SURROGATE.sub("\ufffd", data)
    if isinstance(data, list):
        return [_mended(item) for item in data]
    if isinstance(data, dict):
        return {_mended(name): _mended(item) for name, item in data.items()}
    return data
