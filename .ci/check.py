# ruff: noqa: INP001, S603 - scripts of the project, which run its own commands
"""Runs the checks of the project, one after the other, and stops at the first that fails, with its exit code.

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
PYTHON = (sys.executable, "-m")


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


def lint() -> None:
    """What needs no test to be seen."""
    step("ruff check", *PYTHON, "ruff", "check", ".")
    step("ruff format", *PYTHON, "ruff", "format", "--check", ".")
    step("mypy", *PYTHON, "mypy")
    step("tsc", get_node().node, MODULES / "typescript" / "bin" / "tsc", "--project", TESTS / "tsconfig.json")


def tests(scope: str) -> None:
    """The tests of a scope, see tests/support/scope.py; with more processes than cores, since a browser often waits."""
    processes = os.cpu_count() or 1
    if scope != "check":
        processes += processes // 2
    more = () if scope == "check" else ("--components",)
    step("pytest", *PYTHON, "pytest", *by_file(processes), "--scope", scope, "--durations=25", *more)


def by_file(processes: int) -> tuple[object, ...]:
    """So many processes, each with a file at a time, since its tests share what they need; in the order of the run."""
    return ("-n", processes, "--dist", "loadfile", "--no-loadscope-reorder")


def slow_world() -> None:
    """The tests in a browser once more, where all that may be late is late; see tests/support/slow_world.py."""
    seed = os.environ.setdefault("SLOW_WORLD", time.strftime("%Y%m%d"))
    title = f"tests in a slow world (SLOW_WORLD={seed})"
    step(title, *PYTHON, "pytest", *by_file((os.cpu_count() or 1) * 2), "--scope", "test", "tests/browser")


def engines() -> None:
    """A walk and all proofs in Firefox and WebKit. The WebKit of Debian has no way to run without a screen."""
    screen = ("xvfb-run", "-a") if shutil.which("xvfb-run") else ()
    step("tests in Firefox and WebKit", *screen, *PYTHON, "pytest", "-n", "2", "tests/engines")


def zone() -> None:
    """The same bytes in every Python that is here, training runs included."""
    step("the zone in every Python", *PYTHON, "pytest", "-n", "2", "-v", "--durations=10", "tests/zone")


def coverage() -> None:
    """Whether the zone's own tests go through every branch of it; pyproject.toml says how much has to be held."""
    step("coverage of the zone", *PYTHON, "pytest", "tests/unit/grading", "tests/exercises", "-n", "2", "--cov")


ALONE = {"zone": zone, "coverage": coverage}
"""What needs neither npm nor a browser."""


def main(name: str) -> None:
    """The checks of one command of the Makefile: `check`, `test`, `all`, `engines`, `zone` or `coverage`."""
    start = time.monotonic()
    if name in ALONE:
        ALONE[name]()
    else:
        prepare(name)
        run(name)
    say(f"== all done in {time.monotonic() - start:.0f} s")


def prepare(scope: str) -> None:
    """What the checks need beside Python packages."""
    try:
        get_npm_tools()
        if scope != "check":
            browsers.get_chromium()
        if scope in ("all", "engines"):
            browsers.get_engines()
    except UsageError as error:
        say(str(error))
        raise SystemExit(2) from None


def run(scope: str) -> None:
    """The checks, the quickest first."""
    if scope != "engines":
        lint()
        tests(scope)
    if scope == "all":
        coverage()
    if scope in ("all", "engines"):
        engines()
    if scope == "all":
        slow_world()


if __name__ == "__main__":
    main(sys.argv[1])
