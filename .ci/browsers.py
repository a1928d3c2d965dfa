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

VARIABLE = "CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """A Chromium: the one that the environment names, one on the path, or Playwright's own."""
    named = os.environ.get(VARIABLE)
    if named:
        if not shutil.which(named):
            raise UsageError(f"The environment variable {VARIABLE} names {named}, which is not a program.")
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def get_chromium() -> None:
    """Makes sure that there is a Chromium."""
    if find_chromium():
        return
    sys.stdout.write("Installing a Chromium for the tests ...\n")
    sys.stdout.flush()
    for attempt in _attempts():
        if all(_works(command) for command in attempt) and find_chromium():
            return
    raise UsageError(
        "No Chromium was found, and none could be installed; the words of the tools stand above.\n"
        "On Debian and Ubuntu: sudo apt-get install chromium\n"
        "Elsewhere: install Chromium or Chrome and name it, such as CHROMIUM=/path/to/chrome make test"
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
