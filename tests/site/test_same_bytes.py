"""Same input, same bytes: in another folder, HOME, time zone, locale, with another hash seed and order of files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.cache import cache_folder
from tests.support.zone import ROOT

PARTS = ("site_builder", "themes", "course", "pyproject.toml")
HERE = {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "America/Caracas", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}


def copy(source: Path, folder: Path, *, backwards: bool) -> None:
    """Copies the project; the files are made in this order or the other, and get other dates."""
    found = {path for part in PARTS for path in (source / part, *(source / part).rglob("*")) if path.is_file()}
    for path in sorted((path for path in found if "__pycache__" not in path.parts), reverse=backwards):
        target = folder / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def built(folder: Path, home: Path, command: tuple[str, ...], settings: dict[str, str]) -> dict[str, bytes]:
    """The files that the command makes, by path."""
    out = home / "out"
    environment = {**os.environ, **settings, "HOME": str(home), "SITE_BUILDER_CACHE": str(cache_folder())}
    arguments = [sys.executable, "-m", "site_builder", *command, "--out", str(out)]
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", [("build", "course"), ("build", "course", "--theme", "plain"), ("gallery",)])
def test_same_bytes_on_another_machine(command: tuple[str, ...], tmp_path: Path) -> None:
    here, there = tmp_path / "a", tmp_path / "Another folder, ü"
    copy(ROOT, here, backwards=False)
    copy(here, there, backwards=True)
    first = built(here, tmp_path / "home 1", command, HERE)
    second = built(there, tmp_path / "home 2", command, THERE)
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []
