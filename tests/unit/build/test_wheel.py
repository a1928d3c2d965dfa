"""The wheel: what `pip install .` needs to build a course anywhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.support.zone import ROOT

PARTS = ("site_builder", "themes", "pyproject.toml", "README.md", "LICENSE")


def test_the_wheel_holds_every_file_of_the_program(tmp_path: Path) -> None:
    """Themes, schemas, exercise types, browser files and guide; no caches. It is built from a copy, without network."""
    copy = tmp_path / "copy"
    copy.mkdir()
    ignored = shutil.ignore_patterns("__pycache__")
    for name in PARTS:
        source = ROOT / name
        shutil.copytree(source, copy / name, ignore=ignored) if source.is_dir() else shutil.copy(source, copy / name)
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "-w", tmp_path, copy], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == files("site_builder") | {f"site_builder/{name}" for name in files("themes")}
    assert "site_builder/py.typed" in held  # else the types of what a course imports are not seen


def files(folder: str) -> set[str]:
    """The files of a folder in the repository, by path."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(ROOT).as_posix() for path in found}
