"""From a course folder to a file to hand out: builds the site, packages it, and looks at the result as an LMS would."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from site_builder.build import Site, build
from site_builder.check.budget import LIMIT
from site_builder.errors import UsageError
from site_builder.export.check_package import Report, check_package
from site_builder.export.options import Options
from site_builder.export.table import Exporter
from site_builder.runtime import Runtime
from site_builder.targets import TARGETS, Target

_BEGINNINGS = {".zip": (b"pk",), ".html": (b"pk", b"<!doctype html")}
"""Ending of a format -> how a file may begin, in small letters, that it may replace."""
_ENOUGH = 64


@dataclass(frozen=True)
class Made:
    """What was made."""

    data: bytes
    site: Site
    report: Report | None
    """What the check of packages found; None for what is no package."""

    @property
    def about(self) -> str:
        """What it is and how large."""
        what = self.report.about if self.report else f"one file of {len(self.data) / 1e6:.1f} MB"
        budget = self.site.budget
        return f"{what}; at most {budget.total:,} of {LIMIT:,} characters of state" if budget else what

    @property
    def notes(self) -> tuple[str, ...]:
        """What works in some places only."""
        return self.report.notes if self.report else ()


def export(course: Path, exporter: Exporter, runtime: Runtime, options: Options, theme: str | None = None) -> Made:
    """Makes the file. Raises `ContentError` for a course with problems, and for a package that no LMS would take."""
    site = build(course, target=_target(exporter, options), theme=theme, runtime=runtime)
    data = exporter.make(site, options)
    report = check_package(data, options.schemas) if exporter.ending == ".zip" else None
    return Made(data, site, report)


def _target(exporter: Exporter, options: Options) -> Target:
    target = TARGETS["web-offline" if options.offline else exporter.name]
    return replace(target, settings=options.settings(exporter.options))


def check_out(out: Path, exporter: Exporter) -> None:
    """Refuses to overwrite what is no package: a slip of the keyboard must not cost an author a file of the course."""
    if out.is_dir():
        raise UsageError(f"{out} is a folder. Name a file with --out.")
    if out.exists() and not _beginning(out).startswith(_BEGINNINGS[exporter.ending]):
        raise UsageError(
            f"{out} exists and is no package that site-builder made, so it is left as it is.\n"
            "Name another file with --out."
        )


def _beginning(path: Path) -> bytes:
    """How a file begins, in small letters; empty where it cannot be read, or is a device that would keep us waiting."""
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as stream:
                return stream.read(_ENOUGH).lstrip().lower()
    return b""


def write_file(data: bytes, out: Path) -> None:
    """Puts the data into the file `out`, all of it or nothing; an older file stays until the new one is whole."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # Beside the result, so that moving it into place is one renaming on one disk.
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent, ignore_cleanup_errors=True) as scratch:
            new = Path(scratch, "new")
            with new.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            new.replace(out)
    except OSError as error:
        raise UsageError(
            f"Cannot write the file {out}: {error.strerror or error}.\n"
            "Make its folder writable, or name another file with --out."
        ) from error
