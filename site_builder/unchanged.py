"""Tells when a build would give again what stands in its folder already, so that nothing need be done.

The same input gives the same bytes. So it is enough to know what a folder was built from, and that nobody has touched
the folder since; both are kept as sums, under the name of the folder.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import requires, version
from pathlib import Path

from site_builder import slots
from site_builder.build import THEMES, Facts
from site_builder.cache import cache_folder, keep, kept
from site_builder.sums import sum_of

_PACKAGE = Path(__file__).parent
_NAME = re.compile(r"[\w.-]+", re.ASCII)
_MOST = 64
"""Of so many folders it is known what they were built from."""


@dataclass(frozen=True)
class Built:
    """A site that was built: what there is to tell about it, and its bytes in all."""

    facts: Facts
    size: int


def input_sum(course: Path, theme: str | None) -> str:
    """The sum of all that a site follows from. The runtime is pinned in the package's own files.

    The lock file of the slots, which a build may write, is compared by itself.
    """
    choices = json.dumps([sys.version, *_libraries(), theme])
    own = ((path, data) for path, data in _files(course) if path != slots.NAME)
    sums = [sum_of(own), *(sum_of(_files(folder)) for folder in (THEMES, _PACKAGE))]
    return hashlib.sha256("\n".join([choices, *sums]).encode()).hexdigest()


def _libraries() -> list[str]:
    """Those that a site is made with, and which versions of them are here."""
    wanted = [line for line in requires("site-builder") or () if "extra ==" not in line]
    names = [match.group() for match in map(_NAME.match, wanted) if match]
    return [f"{name} {version(name)}" for name in names]


def as_built(course: Path, out: Path, inputs: str) -> Built | None:
    """What is known of the site in a folder, if it was built from these inputs and nothing in it has changed."""
    text = kept(_place(out))
    if text is None:
        return None
    known = json.loads(text)
    if (known["inputs"], known["files"]) != (inputs, sum_of(_files(out))):
        return None
    facts = known["facts"]
    if not slots.is_saved(course, facts["slots"]):
        return None
    return Built(Facts(**{**facts, "forgotten": tuple(facts["forgotten"])}), known["size"])


def remember(out: Path, inputs: str, built: Built) -> None:
    """Notes what the site that now stands in a folder was built from."""
    known = {"inputs": inputs, "files": sum_of(_files(out)), "facts": asdict(built.facts), "size": built.size}
    keep(_place(out), json.dumps(known), _MOST)


def _place(out: Path) -> Path:
    name = hashlib.sha256(str(out.resolve()).encode()).hexdigest()[:16]
    return cache_folder() / "built" / f"{name}.json"


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files below a folder, by their paths there; what Python compiles for itself is not counted."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix(), path.read_bytes()
