"""Small packages: made by the exporters from a site of three files, and spoilt in every way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from site_builder.build import THEMES, Facts, Site
from site_builder.export.options import Options
from site_builder.export.table import EXPORTERS
from site_builder.targets import TARGETS
from site_builder.theme import load_theme

FILES = {
    "index.html": b'<!doctype html><title>A course</title><a href="phase-1/index.html">Begin</a>',
    "phase-1/index.html": b"<!doctype html><title>Phase 1</title>",
    "assets/0123/site.js": b"export const SITE = {};",
    "THIRD_PARTY_NOTICES.txt": b"Nothing.",
    ".nojekyll": b"",
}


def small_site(target: str = "web", *, title: str = "A course", version: str = "1.0.0", **more: bytes) -> Site:
    """A site that nobody built."""
    facts = Facts(
        pages=2,
        exercises=0,
        proofs=0,
        fingerprint="f",
        id="small",
        version=version,
        title=title,
        description="",
        language="en",
    )
    labels = load_theme(THEMES / "plain").labels
    return Site({**FILES, **more}, facts, TARGETS[target], "assets/0123", labels)


def made(kind: str, title: str = "A course", version: str = "1.0.0", **options: str) -> bytes:
    """The small site as a package."""
    return EXPORTERS[kind].make(small_site(kind, title=title, version=version), Options(options))


def unpacked(package: bytes) -> dict[str, bytes]:
    """Name -> content of a package's files."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    """Any files as a zip file, good or bad."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()
