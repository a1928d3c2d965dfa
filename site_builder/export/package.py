"""Makes packages: zip files that are the same for the same files, with names that every LMS takes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import PurePosixPath

from site_builder.bundle import OLDEST_DATE
from site_builder.errors import Place, Problem, Problems

PORTABLE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", re.ASCII)
"""Names that mean the same on every server: no spaces, nothing that addresses encode, no hidden files."""
LONGEST_NAME = 200
REFUSED = frozenset(
    {
        ".asp",
        ".aspx",
        ".bat",
        ".cgi",
        ".cmd",
        ".exe",
        ".htaccess",
        ".jsp",
        ".mjs",
        ".php",
        ".pl",
        ".py",
        ".rb",
        ".sh",
        ".shtml",
    }
)
"""Kinds of files because of which some LMS refuses a package, or that it sends with a type that browsers refuse."""
_SITE = "site/"
_MODE = 0o644 << 16
_UNIX = 3


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A package: sorted names, fixed dates, one way of packing. One zlib gives the same bytes on every machine."""
    _check_names(files)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, OLDEST_DATE)
            entry.create_system = _UNIX
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def framed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """A site as it lies in a package for an LMS: below the page that holds it, without what only a web server needs."""
    return {f"{_SITE}{path}": data for path, data in files.items() if not path.startswith(".")}


def refused_kind(name: str) -> str:
    """The ending because of which an LMS may refuse a file; empty: none will."""
    path = PurePosixPath(name)
    ending = path.suffix.lower() or (path.name.lower() if path.name.startswith(".") else "")
    return ending if ending in REFUSED else ""


def _check_names(files: Mapping[str, bytes]) -> None:
    """Media keep the names that their author gave them; what would not arrive is refused with the remedy."""
    problems = Problems()
    for name in files:
        source = name.removeprefix(_SITE)
        if name != ".nojekyll" and not (PORTABLE.fullmatch(name) and len(name) <= LONGEST_NAME):
            hint = f"use letters of English, digits, '.', '_' and '-', at most {LONGEST_NAME} characters in all"
            problems.add(Problem(Place(source), "package-name", "not every LMS and server takes this name", hint=hint))
        elif ending := refused_kind(name):
            hint = f"name it {source}.txt, or put it into a zip file"
            message = f"some LMSs refuse packages with files of the kind {ending}"
            problems.add(Problem(Place(source), "package-kind", message, hint=hint))
    problems.stop()
