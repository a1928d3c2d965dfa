"""The set-up script: what it says to a machine that lacks something."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.zone import ROOT

PRELUDE = """
import runpy, sys
import importlib.util as finder
real = finder.find_spec
finder.find_spec = lambda name, *rest: None if name in {missing} else real(name, *rest)
sys.version_info = {version} or sys.version_info
sys.argv = ["prepare.py", "build"]
runpy.run_path({script!r}, run_name="__main__")
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script in a project of its own, where nothing is set up yet."""
    copy = tmp_path / ".ci" / "prepare.py"
    shutil.copytree(ROOT / ".ci", copy.parent)
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return copy


def prepare(script: Path, missing: tuple[str, ...] = (), version: tuple[int, ...] = ()) -> tuple[int, str]:
    """Exit code and complaint of the script on such a machine."""
    code = PRELUDE.format(missing=missing, version=version, script=str(script))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_an_old_python_is_told_so(script: Path) -> None:
    code, complaint = prepare(script, version=(3, 9, 2))
    assert code == 2
    assert complaint == (
        f"\nPython 3.11 or newer is needed; {sys.executable} is 3.9.\n"
        "Install a newer one, then name it: make build PYTHON=python3.11\n"
    )


def test_missing_parts_of_python_are_named_with_the_remedy(script: Path) -> None:
    sudo = "" if os.geteuid() == 0 else "sudo "
    code, complaint = prepare(script, missing=("venv", "ensurepip"))
    assert code == 2
    assert complaint == (
        f"\nThis Python ({sys.executable}) has no venv and no ensurepip, so it cannot make .venv.\n"
        f"On Debian and Ubuntu: {sudo}apt-get install python3-venv\n"
        "Then run the same command again.\n"
    )


def test_no_lock_names_a_registry() -> None:
    """Where packages come from is the business of whoever installs them; the hashes say which ones they are."""
    for lock in (ROOT / ".ci" / "locks").glob("*.txt"):
        assert "://" not in lock.read_text("utf-8"), lock.name
        assert "--hash=sha256:" in lock.read_text("utf-8"), lock.name
    packages = json.loads((ROOT / "tests" / "package-lock.json").read_text("utf-8"))["packages"]
    assert [name for name, facts in packages.items() if "resolved" in facts] == []
    assert [name for name, facts in packages.items() if name and "integrity" not in facts] == []
