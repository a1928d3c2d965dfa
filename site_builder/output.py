"""Writes a finished site into its folder in one step: there is the old site or the new one, never a mixture."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from site_builder.errors import UsageError

MARKER = ".site-builder"
MARKER_TEXT = "This folder was made by site-builder. The next build replaces it, with everything in it.\n"


def write(files: Mapping[str, bytes], out: Path) -> None:
    """Puts the site into `out`. Where that cannot be done, what was there stays and a `UsageError` says why."""
    _check_replaceable(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # Beside the result, so that moving it into place is one renaming on one disk.
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent, ignore_cleanup_errors=True) as scratch:
            new, old = Path(scratch, "new"), Path(scratch, "old")
            _write_all({MARKER: MARKER_TEXT.encode(), **files}, new)
            _swap(new, old, out)
    except OSError as error:
        raise UsageError(
            f"Cannot write the folder {out}: {error.strerror or error}.\n"
            "Make it writable, or name another folder with --out."
        ) from error


def _check_replaceable(out: Path) -> None:
    """Refuses to delete what somebody else put there."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise UsageError(f"{out} is not a folder. Name another one with --out.")
    if out.is_dir() and not (out / MARKER).is_file() and any(out.iterdir()):
        raise UsageError(
            f"{out} holds files that site-builder did not make, so it is left as it is.\n"
            "Name a new or empty folder with --out, or delete this one yourself."
        )


def _write_all(files: Mapping[str, bytes], folder: Path) -> None:
    for parent in sorted({(folder / path).parent for path in files}):
        parent.mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        (folder / path).write_bytes(data)


def _swap(new: Path, old: Path, out: Path) -> None:
    if not out.exists():
        new.rename(out)
        return
    out.rename(old)
    try:
        new.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
