# ruff: noqa: INP001, S603 - scripts of the project, which run its own commands
"""Finds or installs the browsers that the tests drive. Runs in `.venv`, where Playwright is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from site_builder.errors import UsageError

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.support.browser import NoBrowserError, find_chromium


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
    if has_chromium():
        return
    sys.stdout.write("Installing a Chromium for the tests ...\n")
    sys.stdout.flush()
    for attempt in _attempts():
        if all(_works(command) for command in attempt) and has_chromium():
            return
    raise UsageError(
        "No Chromium was found, and none could be installed; the words of the tools stand above.\n"
        "On Debian and Ubuntu: sudo apt-get install chromium\n"
        "Elsewhere: install Chromium or Chrome and name it, such as SITE_BUILDER_CHROMIUM=/path/to/chrome make test"
    )


def _attempts() -> list[list[list[str]]]:
    """The ways to install a Chromium here, best first, each a row of commands."""
    playwright = [sys.executable, "-m", "playwright", "install"]
    if os.geteuid() != 0:
        return [[[*playwright, "chromium"]]]
    debian = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]]
    own = [[*playwright, "--with-deps", "chromium"]]
    return [debian, own] if Path("/etc/debian_version").exists() and shutil.which("apt-get") else [own]


def get_engines() -> None:
    """Makes sure that Playwright has its own Chromium, Firefox and WebKit."""
    deps = ["--with-deps"] if os.geteuid() == 0 else []
    if not _works([sys.executable, "-m", "playwright", "install", *deps, "chromium", "firefox", "webkit"]):
        raise UsageError(
            "Playwright could not install the browsers; its words stand above.\n"
            "They need some system libraries: sudo .venv/bin/python -m playwright install-deps"
        )


def _works(command: list[str]) -> bool:
    """Runs a command that must ask nothing; its output goes to the terminal only when it fails."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, env=quiet
    )
    if done.returncode:
        sys.stdout.write(done.stdout.decode("utf-8", "replace"))
    return done.returncode == 0
