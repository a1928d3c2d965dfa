"""Writes a finished site into its folder in one step: there is the old site or the new one, never a mixture."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from site_builder.errors import UsageError

MARKER = ".site-builder"
_ATTEMPTS = 3
_OTHERS_DOING = (errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT)
MARKER_TEXT = "This folder was made by site-builder. The next build replaces it, with everything in it.\n"


def write(files: Mapping[str, bytes], out: Path) -> None:
    """Puts the site into `out`. Where that cannot be done, what was there stays and a `UsageError` says why."""
    recover(out)
    _check_replaceable(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # Beside the result, so that moving it into place is one renaming on one disk.
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent, ignore_cleanup_errors=True) as scratch:
            new = Path(scratch, "new")
            _write_all({MARKER: MARKER_TEXT.encode(), **files}, new)
            _swap(new, out)
    except OSError as error:
        raise UsageError(
            f"Cannot write the folder {out}: {error.strerror or error}.\n"
            "Make it writable, or name another folder with --out."
        ) from error


def recover(out: Path) -> None:
    """Puts the old site back when a build was killed between taking it away and putting the new one in its place."""
    old = _aside(out)
    with suppress(OSError):
        if not out.exists() and (old / MARKER).is_file():
            old.rename(out)


def _aside(out: Path) -> Path:
    """Where the old site waits while the new one takes its place: known, so that `recover` finds it."""
    whole = out.absolute()
    return whole.parent / f".{whole.name}-old"


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


def _swap(new: Path, out: Path) -> None:
    """Puts the new site in place of the old one; again where another build came between, for the last one counts."""
    for _ in range(_ATTEMPTS):
        try:
            return _exchange(new, out)
        except OSError as error:
            if error.errno not in _OTHERS_DOING:
                raise
    raise UsageError(f"Another build is writing the folder {out}. Wait for it, then run this one again.")


def _exchange(new: Path, out: Path) -> None:
    old = _aside(out)
    if out.exists():
        if (old / MARKER).is_file():
            shutil.rmtree(old)
        out.rename(old)
    try:
        new.rename(out)
    except OSError:
        recover(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
