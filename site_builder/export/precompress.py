"""Packed copies beside the files of a site (`.br`, `.gz`), for servers that send them instead of packing each time."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from site_builder.runtime_fetch import get_node, run, tell

SCRIPT = Path(__file__).with_name("brotli.js")
PACKED_ALREADY = frozenset({".avif", ".jpg", ".jpeg", ".mp3", ".mp4", ".png", ".webm", ".webp", ".woff2"})
SMALLEST = 1024
"""Below this nothing is won."""


def with_packed_copies(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, and beside each that shrinks its packed copies."""
    worth = [
        path
        for path, data in files.items()
        if len(data) >= SMALLEST and PurePosixPath(path).suffix.lower() not in PACKED_ALREADY
    ]
    tell(f"Packing copies of {len(worth)} files")
    gz = {f"{path}.gz": gzip.compress(files[path], 9, mtime=0) for path in worth}
    br = {f"{path}.br": data for path, data in zip(worth, _brotli([files[path] for path in worth]), strict=True)}
    copies = {path: data for path, data in {**gz, **br}.items() if len(data) < len(files[path.rpartition(".")[0]])}
    return {**files, **copies}


def _brotli(contents: list[bytes]) -> list[bytes]:
    """Packed by Node, which the build needs anyway; Python itself has no Brotli."""
    with tempfile.TemporaryDirectory() as scratch:
        places = [Path(scratch, str(number)) for number in range(len(contents))]
        for place, content in zip(places, contents, strict=True):
            place.write_bytes(content)
        command = [get_node().node, str(SCRIPT), scratch, str(len(contents))]
        run(command, "Node could not pack the files with Brotli", "This needs Node 20 or newer.", Path(scratch))
        return [place.with_suffix(".br").read_bytes() for place in places]
