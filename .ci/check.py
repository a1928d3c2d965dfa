# ruff: noqa: INP001, S603 - scripts of the project, which run its own commands
"""Runs every check of the project, one after the other, and stops at the first that fails, with its exit code.

Runs in `.venv`. First it gets what the tests need beside Python packages: npm tools and a browser.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import browsers

from site_builder.errors import UsageError
from site_builder.runtime_fetch import get_node

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"
MODULES = TESTS / "node_modules"


def say(text: str) -> None:
    """Tells what is going on, at once and in order with the output of the tools."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def step(title: str, *command: object) -> None:
    """Runs one check; a failure ends the whole."""
    say(f"== {title}")
    start = time.monotonic()
    code = subprocess.call([str(word) for word in command], cwd=ROOT, stdin=subprocess.DEVNULL)
    if code:
        say(f"== {title} failed after {time.monotonic() - start:.0f} s (exit code {code}); later checks did not run.")
        raise SystemExit(code if code > 0 else 128 - code)


def get_npm_tools() -> None:
    """The tools of tests/package.json, as the lock file says, without running any script of theirs."""
    stamp = MODULES / ".prepared"
    wanted = hashlib.sha256((TESTS / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    node = get_node()
    say("Installing the npm tools of the tests ...")
    command = [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    # npm starts the Node that it finds on the path.
    path = os.pathsep.join((str(Path(node.node).parent), os.environ.get("PATH", "")))
    if subprocess.call(command, cwd=TESTS, stdin=subprocess.DEVNULL, env={**os.environ, "PATH": path}):
        raise UsageError(
            "npm could not install the tools of tests/package.json; its words stand above.\n"
            "The first run needs the network. Check the connection and npm's registry setting, then run it again."
        )
    stamp.write_text(wanted)


def main(arguments: list[str]) -> None:
    """All checks; with `--engines` only those in Firefox and WebKit."""
    engines = "--engines" in arguments
    try:
        get_npm_tools()
        browsers.get_engines() if engines else browsers.get_chromium()
    except UsageError as error:
        say(str(error))
        raise SystemExit(2) from None
    python = (sys.executable, "-m")
    if engines:
        # The WebKit of Debian has no way to run without a screen.
        screen = ("xvfb-run", "-a") if shutil.which("xvfb-run") else ()
        step("tests in Firefox and WebKit", *screen, *python, "pytest", "-n", "2", "tests/engines")
        return
    step("ruff check", *python, "ruff", "check", ".")
    step("ruff format", *python, "ruff", "format", "--check", ".")
    step("mypy", *python, "mypy")
    step("tsc", get_node().node, MODULES / "typescript" / "bin" / "tsc", "--project", TESTS / "tsconfig.json")
    step("pytest", *python, "pytest", "-n", "2", "--durations=25", "--components")


if __name__ == "__main__":
    main(sys.argv[1:])
