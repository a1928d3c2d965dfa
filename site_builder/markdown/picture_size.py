"""The size of a picture, read from its first bytes, so that pages keep its place free while it loads."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

Size = tuple[int, int]
"""Width and height in pixels."""

KINDS = "PNG, JPEG, GIF, WebP, or SVG"

_SVG = re.compile(rb"<svg\b[^>]*>", re.DOTALL)
_BOX = re.compile(rb"viewBox\s*=\s*[\"']\s*\S+[\s,]+\S+[\s,]+([0-9.]+)[\s,]+([0-9.]+)")
_SIDE = {name: re.compile(rb"\s" + name + rb"\s*=\s*[\"']([0-9.]+)(?:px)?[\"']") for name in (b"width", b"height")}


def picture_size(content: bytes) -> Size | None:
    """The size of a picture; None where it is none that every browser shows, or one without a size of its own."""
    for begins, read in _READERS:
        if begins.match(content):
            try:
                size = read(content)
            except (struct.error, IndexError, ValueError):
                return None
            return size if size and min(size) > 0 else None
    return None


def _png(content: bytes) -> Size:
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _gif(content: bytes) -> Size:
    width, height = struct.unpack("<HH", content[6:10])
    return width, height


_SEGMENT = 0xFF
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _jpeg(content: bytes) -> Size | None:
    """The size stands in the first frame header; the segments before it are passed over."""
    place = 2
    while content[place] == _SEGMENT:
        if content[place + 1] in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        place += 2 + length
    return None


def _webp(content: bytes) -> Size | None:
    kind = content[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _svg(content: bytes) -> Size | None:
    opening = _SVG.search(content)
    if not opening:
        return None
    sides = [side.search(opening.group()) for side in _SIDE.values()]
    box = _BOX.search(opening.group())
    found = [side[1] for side in sides if side] if all(sides) else list(box.groups()) if box else []
    return (round(float(found[0])), round(float(found[1]))) if found else None


_READERS: tuple[tuple[re.Pattern[bytes], Callable[[bytes], Size | None]], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"GIF8[79]a"), _gif),
    (re.compile(rb"\xff\xd8\xff"), _jpeg),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
    (re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<"), _svg),
)
