"""What addresses become when a whole site is one file: pages are places in it, other files stand in the addresses."""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Mapping
from html import unescape
from pathlib import PurePosixPath
from types import MappingProxyType

from site_builder.export.page_parts import path_of, rewritten

ADDRESSES = frozenset({"href", "src", "poster"})
FOR_FOLDERS = "data-file-text"
"""How to run the course, for those who open one page of a folder."""
STYLE_URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")
JSON_ADDRESS = re.compile(r'\b(?:href|src)=\\"([^"\\]+)\\"')
UP = re.compile(r"^(\.\./)+")

TYPES: Mapping[str, str] = MappingProxyType(
    {".jsonl": "application/jsonl", ".svg": "image/svg+xml", ".webp": "image/webp", ".avif": "image/avif"}
)
"""Those that not every Python knows."""


class Inside:
    """The addresses of one site."""

    def __init__(self, files: Mapping[str, bytes], pages: frozenset[str]) -> None:
        self._files = files
        self._pages = pages

    def html(self, text: str, page: str) -> str:
        """A part of a page, with addresses that hold inside the file."""

        def change(name: str, value: str) -> str | None:
            if name == FOR_FOLDERS:
                return None
            return self._address(value, page) if name in ADDRESSES else value

        return rewritten(text, lambda tag: tag.changed(change))

    def styles(self, text: str, path: str) -> str:
        """A style sheet, likewise."""
        return STYLE_URL.sub(lambda match: f'url("{self._address(match[2], path)}")', text)

    def named_in(self, text: str) -> list[str]:
        """The files that HTML in the texts of a JSON file names; each is relative to the page of its exercise."""
        found = {path_of(UP.sub("", unescape(match[1])), "")[0] for match in JSON_ADDRESS.finditer(text)}
        return sorted(found & self._files.keys() - self._pages)

    def as_data(self, path: str) -> str:
        """A file as an address."""
        known = mimetypes.MimeTypes(filenames=()).guess_type(path)[0]
        kind = TYPES.get(PurePosixPath(path).suffix.lower()) or known or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(self._files[path]).decode()}"

    def _address(self, written: str, page: str) -> str:
        path, fragment = path_of(written, page)
        if path in self._pages:
            return f"#{fragment or path}"
        return self.as_data(path) if path in self._files else written
