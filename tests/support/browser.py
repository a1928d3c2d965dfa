"""Starts the browser that the tests use: Chromium wherever it is, Firefox and WebKit as Playwright brings them."""

from __future__ import annotations

import atexit
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import monotonic, sleep
from typing import TypeVar

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Value = TypeVar("Value")


class NoBrowserError(Exception):
    """There is no browser to test with; the text says what to do."""


def find_chromium(playwright: Playwright) -> str:
    """The program to start: what `SITE_BUILDER_CHROMIUM` names, else a Chromium on the PATH, else Playwright's own."""
    candidates = [
        os.environ.get("SITE_BUILDER_CHROMIUM"),
        *map(shutil.which, NAMES),
        playwright.chromium.executable_path,
    ]
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            return candidate
    raise NoBrowserError(
        "No Chromium was found. Install the package 'chromium', or run 'playwright install chromium', "
        "or name the program in the environment variable SITE_BUILDER_CHROMIUM."
    )


def launch(playwright: Playwright, *flags: str, engine: str = "chromium") -> Browser:
    """A headless browser of that engine; the flags are Chromium's."""
    if engine == "chromium":
        return playwright.chromium.launch(executable_path=find_chromium(playwright), args=[*FLAGS, *flags])
    browser: Browser = getattr(playwright, engine).launch()
    return browser


@cache
def driver() -> Playwright:
    """The one Playwright of this process: it does not bear a second one beside it."""
    manager = sync_playwright()
    playwright = manager.start()
    atexit.register(playwright.stop)
    return playwright


@contextmanager
def browser(*flags: str, engine: str = "chromium") -> Iterator[Browser]:
    """A headless browser that is closed at the end of the block."""
    running = launch(driver(), *flags, engine=engine)
    try:
        yield running
    finally:
        running.close()


def until(look: Callable[[], Value], timeout: float = 60.0) -> Value:
    """What `look` gives as soon as that is true; Playwright's own way to wait for it is stopped by a strict CSP."""
    end = monotonic() + timeout
    while not (value := look()):
        if monotonic() > end:
            raise TimeoutError(f"still {value!r} after {timeout} s")
        sleep(0.05)
    return value
