"""The Pythons of this machine, for what has to give the same bits in all of them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("python3.11", "python3.12", "python3.13", "python3.14")
"""Those that the project is written for."""


def pythons() -> list[str]:
    """The paths of those that are here; where none has its usual name, the one that runs the tests."""
    return [path for path in map(find_python, NAMES) if path] or [sys.executable]


def find_python(name: str) -> str | None:
    """The path of an interpreter such as "python3.12": from PATH, or one that pyenv holds and has not switched on."""
    found = [shutil.which(name), *map(str, sorted(_pyenv().glob(f"{name.removeprefix('python')}*/bin/{name}")))]
    return next((path for path in found if path and _runs(path)), None)


def _pyenv() -> Path:
    """Where pyenv keeps its versions; its command shows where where the home folder is another one."""
    command = shutil.which("pyenv")
    homes = [os.environ.get("PYENV_ROOT"), str(Path(command).resolve().parent.parent) if command else None]
    return Path(next(filter(None, homes), str(Path.home() / ".pyenv")), "versions")


def _runs(path: str) -> bool:
    """A shim of pyenv stands in PATH for versions that are switched off as well."""
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0
