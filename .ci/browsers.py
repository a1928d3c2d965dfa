# ruff: noqa: INP001, S603 - scripts of the project, which run its own commands
"""Finds or installs the browsers that the tests drive. Runs in `.venv`, where Playwright is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import sync_playwright

from site_builder.errors import UsageError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.engines.drivers import NAMES, is_there
from tests.support.browser import NoBrowserError, find_chromium

DEBIAN = {"chromium": ("chromium",), "firefox": ("firefox-esr",), "webkit": ("webkit2gtk-driver", "xvfb", "xauth")}
"""The packages that bring each browser; the driver of WebKit needs a screen, if only a pretended one."""


def has_chromium() -> bool:
    """Whether the tests will find one."""
    with sync_playwright() as playwright:
        try:
            find_chromium(playwright)
        except NoBrowserError:
            return False
    return True


def get_chromium() -> None:
    """Makes sure that there is a Chromium."""
    _get(
        "chromium",
        has_chromium,
        "install Chromium or Chrome and name it, such as SITE_BUILDER_CHROMIUM=/path/to/chrome make test",
    )


def get_engines() -> None:
    """Makes sure that there are Firefox and WebKit."""
    for name in NAMES:
        _get(
            name,
            partial(is_there, name),
            f".venv/bin/python -m playwright install {name}\n"
            f"and, where that asks for system libraries: sudo .venv/bin/python -m playwright install-deps {name}",
        )


def _get(name: str, is_there: Callable[[], bool], elsewhere: str) -> None:
    """Installs a browser unless it is there."""
    if is_there():
        return
    sys.stdout.write(f"Installing {name} for the tests ...\n")
    sys.stdout.flush()
    for attempt in _attempts(name):
        if all(_works(command) for command in attempt) and is_there():
            return
    raise UsageError(
        f"No {name} was found, and none could be installed; the words of the tools stand above.\n"
        f"On Debian and Ubuntu: sudo apt-get install {' '.join(DEBIAN[name])}\n"
        f"Elsewhere: {elsewhere}"
    )


def _attempts(name: str) -> list[list[list[str]]]:
    """The ways to install a browser here, best first, each a row of commands."""
    playwright = [sys.executable, "-m", "playwright", "install"]
    if os.geteuid() != 0:
        return [[[*playwright, name]]]
    packages = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN[name]]
    debian = [["apt-get", "update", "-qq"], packages]
    own = [[*playwright, "--with-deps", name]]
    return [debian, own] if Path("/etc/debian_version").exists() and shutil.which("apt-get") else [own]


def _works(command: list[str]) -> bool:
    """Runs a command that must ask nothing; its output goes to the terminal only when it fails."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, env=quiet
    )
    if done.returncode:
        sys.stdout.write(done.stdout.decode("utf-8", "replace"))
    return done.returncode == 0
