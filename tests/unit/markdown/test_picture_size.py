"""The size of pictures, read from bytes made here."""

from __future__ import annotations

import struct

import pytest

from site_builder.markdown.picture_size import picture_size

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480)
JPEG = (
    b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"JF" + b"\xff\xc2" + struct.pack(">HBHH", 17, 8, 480, 640) + bytes(12)
)
WEBP = b"RIFF\x00\x00\x00\x00WEBP"
SVG = b'<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg xmlns="http://www.w3.org/2000/svg" %s><path/></svg>'


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (PNG, (640, 480)),
        (b"GIF89a" + struct.pack("<HH", 640, 480), (640, 480)),
        (JPEG, (640, 480)),
        (WEBP + b"VP8X" + bytes(8) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little"), (640, 480)),
        (WEBP + b"VP8L" + bytes(4) + b"\x2f" + (639 | 479 << 14).to_bytes(4, "little"), (640, 480)),
        (WEBP + b"VP8 " + bytes(10) + struct.pack("<HH", 640, 480), (640, 480)),
        (SVG % b'width="640" height="480px"', (640, 480)),
        (SVG % b'viewBox="0 0 640 480"', (640, 480)),
        (SVG % b'stroke-width="2" viewBox="0,0,640.4,480"', (640, 480)),
    ],
)
def test_size(content: bytes, size: tuple[int, int]) -> None:
    """Each kind that browsers show."""
    assert picture_size(content) == size


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"BM" + bytes(30),
        PNG[:20],
        PNG[:16] + bytes(8),
        JPEG[:9],
        b"\xff\xd8\xff",
        WEBP + b"VP9 " + bytes(20),
        SVG % b'width="100%"',
        SVG % b'viewBox="0 0 0 0"',
        b"<html></html>",
    ],
)
def test_no_size(content: bytes) -> None:
    """Other files, files that were cut off, and pictures of no size."""
    assert picture_size(content) is None
