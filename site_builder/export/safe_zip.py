"""Reads packages of strangers: all stays in memory and in bounds, and no name becomes a path of this machine."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Protocol

MOST_FILES = 20_000
MOST_BYTES = 2_000_000_000
"""Unpacked, of the whole package."""
MOST_GROWTH = 300
"""How many times larger than packed; text of pages and data stays far below it."""
SMALL = 10_000_000
"""What unpacks to less does no harm, however well it was packed."""
_STEP = 1 << 20
_ENCRYPTED, _UTF8 = 0x1, 0x800
_DELETE = 0x7F
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    OverflowError,
    zlib.error,
)
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}<!doctype html", re.IGNORECASE)


class Complain(Protocol):
    """Takes a problem: its code, the file of the package it is about, what is wrong, and what helps."""

    def __call__(self, code: str, at: str, message: str, hint: str = "") -> None:
        """Takes one."""


@dataclass(frozen=True)
class Member:
    """A file of a package."""

    name: str
    size: int
    packed: int


class Package:
    """An opened package. `read` unpacks one file again, so that no large one stays in memory."""

    def __init__(self, archive: zipfile.ZipFile, members: dict[str, Member]) -> None:
        self._archive = archive
        self.members = members

    def read(self, name: str) -> bytes:
        """The content of a file."""
        return self._archive.read(name)


def open_package(data: bytes, complain: Complain) -> Package | None:
    """The package, if it can be read without danger; what is wrong otherwise goes to `complain`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        complain("package-zip", "", *_no_zip(data, error))
        return None
    entries = archive.infolist()
    if _too_large(entries, complain) or sum(_bad_entry(entry, complain) for entry in entries):
        return None
    _complain_of_twins(entries, complain)
    files = [entry for entry in entries if not entry.is_dir()]
    if sum(not _unpacks(archive, entry, complain) for entry in files):
        return None
    return Package(
        archive, {entry.filename: Member(entry.filename, entry.file_size, entry.compress_size) for entry in files}
    )


def _no_zip(data: bytes, error: Exception) -> tuple[str, str]:
    """What a file is that cannot be opened, and what helps."""
    if not data:
        return "it is empty", "make, upload or copy it once more"
    if _PAGE.match(data):
        return "it is one HTML file; check-package reads zip packages", "open it in a browser to try it"
    if data[:2] == b"PK":
        return f"it begins like a zip file, but its end is missing ({error})", "upload or copy it once more"
    return f"it is not a zip file ({error})", "a package is a zip file"


def _too_large(entries: list[zipfile.ZipInfo], complain: Complain) -> bool:
    """Whether the package claims to hold more than anybody wants to unpack."""
    size, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_FILES:
        complain("package-bomb", "", f"it holds {len(entries)} files; more than {MOST_FILES} are not unpacked")
    elif size > MOST_BYTES:
        complain(
            "package-bomb",
            "",
            f"it unpacks to {size / 1e6:,.0f} MB; more than {MOST_BYTES // 1_000_000:,} MB are not unpacked",
        )
    elif size > max(SMALL, MOST_GROWTH * packed):
        complain("package-bomb", "", f"it unpacks to {size // max(packed, 1)} times its size, as a zip bomb does")
    else:
        return False
    return True


def _bad_entry(entry: zipfile.ZipInfo, complain: Complain) -> bool:
    """Whether a file must not be unpacked."""
    name = entry.orig_filename
    shown = re.sub(r"[^ -~]", lambda match: match[0].encode("unicode_escape").decode(), name)
    fault = _fault_of_name(name)
    if fault:
        complain("package-path", shown, f"its name {fault}", "it was not unpacked; nothing was written")
    elif stat.S_ISLNK(entry.external_attr >> 16):
        complain("package-link", shown, "it is a symbolic link, which could lead anywhere")
    elif entry.flag_bits & _ENCRYPTED:
        complain("package-encrypted", shown, "it is encrypted; no LMS can open it")
    elif entry.compress_type not in _METHODS:
        complain(
            "package-method",
            shown,
            f"it is packed by method {entry.compress_type}; LMSs know 0 (stored) and 8 (deflated)",
        )
    else:
        if not name.isascii() and not entry.flag_bits & _UTF8:
            complain(
                "package-name-encoding",
                shown,
                "its name is not ASCII and not marked as UTF-8, so each LMS reads another one",
            )
        return False
    return True


def _fault_of_name(name: str) -> str:
    parts = name.split("/")
    if "\\" in name:
        return "holds a backslash"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "begins at the root of a disk"
    if ".." in parts:
        return "leads out of the package"
    if not name or "" in parts[:-1] or "." in parts:
        return "holds an empty or meaningless part"
    if any(ord(character) < ord(" ") or ord(character) == _DELETE for character in name):
        return "holds control characters"
    return ""


def _complain_of_twins(entries: list[zipfile.ZipInfo], complain: Complain) -> None:
    """The same name twice, or names that only some file systems tell apart."""
    counts = Counter(entry.filename for entry in entries)
    for name, count in counts.items():
        if count > 1:
            complain("package-twice", name, f"the package holds it {count} times")
    first: dict[str, str] = {}
    for name in counts:
        other = first.setdefault(name.casefold(), name)
        if other != name:
            complain("package-case", name, f"its name differs from {other} in upper and lower case alone")


def _unpacks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, complain: Complain) -> bool:
    """Whether a file is whole; unpacked piece by piece and thrown away."""
    try:
        with archive.open(entry) as stream:
            while stream.read(_STEP):
                pass
    except _BROKEN as error:
        # What Python says of a place that fits into no number of C is about Python.
        why = "it lies beyond the end of the package" if isinstance(error, OverflowError) else error
        complain(
            "package-damaged", entry.filename, f"it cannot be unpacked: {why}", "make or upload the package once more"
        )
        return False
    return True
