"""Where things are kept that can be made again: the user's cache folder for this tool, and texts in files there.

A file that is damaged is as good as none, and where nothing can be written all is made again.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def cache_folder() -> Path:
    """The folder; `SITE_BUILDER_CACHE` names another one."""
    if chosen := os.environ.get("SITE_BUILDER_CACHE"):
        return Path(chosen)
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "site-builder"


def kept(place: Path) -> str | None:
    """The text that `keep` put into a file, if it is there and whole."""
    try:
        digest, _, text = place.read_text("utf-8").partition("\n")
    except (OSError, ValueError):
        return None
    return text if digest == _sum(text) else None


def keep(place: Path, text: str, most: int) -> None:
    """Puts a text into a file, all of it or nothing, and leaves no more than so many files of its kind beside it."""
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=place.parent, ignore_cleanup_errors=True) as scratch:
            Path(scratch, "text").write_text(f"{_sum(text)}\n{text}", "utf-8")
            Path(scratch, "text").replace(place)
        files = place.parent.glob(f"*{place.suffix}")
        newest_first = sorted(files, key=lambda path: path.stat().st_mtime, reverse=True)
        for old in newest_first[most:]:
            old.unlink(missing_ok=True)


@contextmanager
def in_turn(name: str) -> Iterator[None]:
    """Lets only one process at a time into the block, and the next one when the first is through, or has ended.

    So what several need is made once. Where there is no such lock, each makes it, which is only slower.
    """
    with ExitStack() as stack:
        with suppress(OSError):
            cache_folder().mkdir(parents=True, exist_ok=True)
            file = stack.enter_context((cache_folder() / f"{name}.lock").open("w"))
            if sys.platform != "win32":
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
