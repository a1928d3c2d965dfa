"""Takes pages apart: where their tags stand in the text, and what they hold."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from itertools import accumulate
from urllib.parse import unquote, urlsplit

_ATTRIBUTE = re.compile(r"""\s([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


@dataclass(frozen=True)
class Tag:
    """A tag in the text of a page."""

    name: str
    """Such as `a`, or `/a` for the tag that ends it."""
    text: str
    start: int
    """Its place in the text."""

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.start + len(self.text)

    def attribute(self, name: str) -> str | None:
        """The value of an attribute; None where the tag has no such one."""
        values = {match[1].lower(): _value(match) for match in _ATTRIBUTE.finditer(self.text)}
        return values.get(name)

    def changed(self, change: Callable[[str, str], str | None]) -> str:
        """The tag with its attributes changed: (name, value) -> new value; None takes the attribute away."""

        def write(match: re.Match[str]) -> str:
            value = _value(match)
            new = change(match[1].lower(), value)
            if new == value:
                return match[0]
            return "" if new is None else f' {match[1]}="{escape(new)}"'

        return _ATTRIBUTE.sub(write, self.text)


def _value(match: re.Match[str]) -> str:
    return unescape(match[2] or match[3] or match[4] or "")


class _Tags(HTMLParser):
    """Notes every tag with its place."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[Tag] = []
        self._text = text
        self._lines = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.found.append(Tag(tag, self.get_starttag_text() or "", self._here()))

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        start = self._here()
        self.found.append(Tag(f"/{tag}", self._text[start : self._text.index(">", start) + 1], start))

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def tags(text: str) -> list[Tag]:
    """All tags of a page or of a part of one, in order."""
    return _Tags(text).found


def between(text: str, found: list[Tag], name: str) -> tuple[Tag, str, Tag]:
    """The outermost element of that name: its tag, what stands in it, and the tag that ends it."""
    start = next(tag for tag in found if tag.name == name)
    end = next(tag for tag in reversed(found) if tag.name == f"/{name}")
    return start, text[start.end : end.start], end


def rewritten(text: str, change: Callable[[Tag], str]) -> str:
    """The text with each tag changed."""
    pieces: list[str] = []
    place = 0
    for tag in tags(text):
        pieces += [text[place : tag.start], change(tag)]
        place = tag.end
    return "".join([*pieces, text[place:]])


def path_of(address: str, page: str) -> tuple[str, str]:
    """The path below the root of the site that an address on a page means, and its fragment; no path: elsewhere."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return "", parts.fragment
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))), unquote(parts.fragment)
