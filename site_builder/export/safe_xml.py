"""Reads XML from packages of strangers: no document type, no entities, no network, bounded in size and depth.

Every element's line is kept, so that a problem can say where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MOST_BYTES = 20_000_000
MOST_DEPTH = 200


class UnsafeXmlError(Exception):
    """The text is no XML that is read here; the message says why, `line` and `column` say where."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


@dataclass(frozen=True)
class Document:
    """An XML document."""

    root: Element
    lines: Mapping[Element, int]
    """Element -> the line on which it begins."""


class _Reader:
    """Builds the tree; stops at what is not allowed."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.builder = TreeBuilder()
        self.lines: dict[Element, int] = {}
        self.depth = 0

    def _fail(self, message: str) -> None:
        raise UnsafeXmlError(message, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _doctype(self, name: str, *_: object) -> None:
        self._fail(f"it has a document type (<!DOCTYPE {name}>), through which files and entities could be pulled in")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            self._fail(f"its elements are nested more than {MOST_DEPTH} deep")
        element = self.builder.start(_clark(name), {_clark(key): value for key, value in attributes.items()})
        self.lines[element] = self.parser.CurrentLineNumber

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(_clark(name))

    def _data(self, text: str) -> None:
        self.builder.data(text)


def _clark(name: str) -> str:
    """`namespace}local`, as expat says it, in the form of ElementTree."""
    return f"{{{name}" if "}" in name else name


def read_xml(data: bytes) -> Document:
    """The document. Raises `UnsafeXmlError`."""
    if len(data) > MOST_BYTES:
        raise UnsafeXmlError(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        wrong_bytes = error.code == expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN] and not _is_utf8(data)
        hint = "; its bytes are not UTF-8, and it names no other encoding that fits" if wrong_bytes else ""
        raise UnsafeXmlError(f"it is not well-formed: {said}{hint}", error.lineno, error.offset + 1) from error
    except (LookupError, ValueError) as error:
        raise UnsafeXmlError("it is in an encoding that is not known here") from error
    return Document(reader.builder.close(), reader.lines)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
