"""A world in which everything that may be late is: replies of Python, IndexedDB, pages, modules and announcements.

On a quiet machine things arrive in one order; on a learner's, in any. With a seed in the environment variable
SLOW_WORLD each is late by an amount that follows from it, so that what a run has found can be found again. What comes
late comes in its order all the same.
"""

from __future__ import annotations

import os
import random
from itertools import count
from pathlib import Path, PurePosixPath
from time import sleep

from playwright.sync_api import BrowserContext

SCRIPT = Path(__file__).with_suffix(".js")
FILES = {".html": 0.3, ".js": 0.12}
"""Seconds that a file of a site may be late at most."""


class World:
    """The delays of a run; without a seed there are none."""

    def __init__(self, seed: str | None) -> None:
        self._seed = seed
        self._number = count()

    @property
    def slow(self) -> bool:
        """Whether anything is late in it."""
        return self._seed is not None

    def enter(self, context: BrowserContext) -> None:
        """Makes all pages of a context live in it."""
        if self.slow:
            script = SCRIPT.read_text("utf-8")
            context.add_init_script(f"{{ const seed = {self._chance('page').getrandbits(32)};\n{script} }}")

    def delay(self, path: str) -> None:
        """Keeps whoever has asked for a file waiting."""
        name = path.partition("?")[0]
        if self.slow and (most := FILES.get(PurePosixPath(name).suffix)):
            sleep(self._chance(name).uniform(0, most))

    def _chance(self, what: str) -> random.Random:
        return random.Random(f"{self._seed}/{next(self._number)}/{what}")  # noqa: S311 - made again by the seed


WORLD = World(os.environ.get("SLOW_WORLD"))
"""The one of this run."""
