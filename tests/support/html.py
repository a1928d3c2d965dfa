"""HTML as a flat list of elements, for tests that look at many pages fast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))


@dataclass
class Element:
    """An element; `within` are its ancestors, the outermost first; `text` is all text in it."""

    tag: str
    attributes: Mapping[str, str]
    within: tuple[Element, ...]
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in it, with single spaces."""
        return " ".join("".join(self.texts).split())


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.texts.append(data)


def elements(document: bytes) -> list[Element]:
    """All elements of a document, in order."""
    collector = _Collector()
    collector.feed(document.decode())
    collector.close()
    return collector.elements


def pages(files: Mapping[str, bytes]) -> Iterator[tuple[str, list[Element]]]:
    """The pages of a site with their elements."""
    for path, data in files.items():
        if path.endswith(".html"):
            yield path, elements(data)
