"""Gives a Python of this machine what the zone's tests need: an environment with the locked packages, made once.

What tests need in addition, such as a browser, is left out: it takes minutes to fetch, and no test of the zone uses it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

from site_builder.cache import cache_folder, in_turn
from tests.support.zone import ROOT

LOCKS = ROOT / ".ci" / "locks"
PYTEST = ("iniconfig", "packaging", "pluggy", "pytest")
"""What is taken of the tests' lock, beside all that the build needs."""
NEEDS_NETWORK = "The first run needs the network to fetch packages for this Python; later runs do not."

_ENTRY = re.compile(r"^([a-z][\w.-]*)==.*\n(?: .*\n)*", re.MULTILINE)


def equipped(python: str) -> str:
    """The interpreter in its environment. It lies in the cache folder, under a name made of all that is in it."""
    version = subprocess.run([python, "-VV"], capture_output=True, text=True, check=True).stdout
    digest = hashlib.sha256(f"{python}\n{version}\n{wanted()}".encode()).hexdigest()
    folder = cache_folder() / "pythons" / digest[:16]
    with in_turn("pythons"):
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _make(python, folder)
            (folder / "ready").touch()
    return str(folder / "bin" / "python")


def wanted() -> str:
    """The packages with their hashes, as pip reads them."""
    build, tests = (_entries(name) for name in ("build.txt", "test.txt"))
    return "".join(tests[name] for name in sorted({*build, *PYTEST}))


def _entries(lock: str) -> dict[str, str]:
    """Package -> its lines in a lock file."""
    return {match[1]: match[0] for match in _ENTRY.finditer((LOCKS / lock).read_text("utf-8"))}


def _make(python: str, folder: Path) -> None:
    _run(python, "-m", "venv", str(folder))
    (folder / "wanted.txt").write_text(wanted(), "utf-8")
    pip = (
        str(folder / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--retries",
        "2",
    )
    _run(*pip, "--no-deps", "--require-hashes", "--requirement", str(folder / "wanted.txt"))


def _run(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{NEEDS_NETWORK}"
