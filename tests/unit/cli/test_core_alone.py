"""Without the extras: `build`, `check` and `serve` work, and what needs an extra says how to get it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.courses import SUM, write_course
from tests.support.packages import made
from tests.support.zone import ROOT

# A module that is None cannot be imported; the preview ends when it would begin to look for changes.
PRELUDE = """
import sys
sys.modules |= dict.fromkeys(("xmlschema", "elementpath"))
from site_builder import cli, serve
serve._watch = lambda *_: None
sys.exit(cli.main(sys.argv[1:]))
"""
REMEDY = (
    "site-builder: Packages for an LMS are checked by the Python package xmlschema, which is not installed.\n"
    "Install it with: pip install 'site-builder[lms]'\n"
)


def core(*words: object) -> tuple[int, str, str]:
    """Exit code and words of a command where only the core is installed."""
    command = [sys.executable, "-c", PRELUDE, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stdout, done.stderr


def test_build_check_and_serve_need_no_extra(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    code, said, complaint = core("check", course)
    assert (code, said.partition(":")[0], complaint) == (0, "No problems", "")
    code, said, complaint = core("build", course, "--out", tmp_path / "dist")
    assert (code, said.split()[0], complaint) == (0, "Built", "")
    assert (tmp_path / "dist" / "index.html").is_file()
    code, said, complaint = core("serve", course, "--port", 0)
    assert (code, said.split()[0], complaint) == (0, "Built.", "")


def test_what_no_schema_looks_at_is_exported_without_an_extra(tmp_path: Path) -> None:
    out = tmp_path / "site.zip"
    assert core("export", "web", write_course(tmp_path / "course"), "--out", out)[::2] == (0, "")
    assert core("check-package", out)[::2] == (0, "")


@pytest.mark.parametrize("kind", ["scorm12", "scorm2004", "cmi5"])
def test_a_package_without_its_extra_ends_with_the_remedy(kind: str, tmp_path: Path) -> None:
    """Said before anything is built: this course has a problem, and nobody hears of it."""
    course = write_course(tmp_path / "course", {"phase-1/sum.yaml": SUM.replace("right: true", "right: 1")})
    out = tmp_path / "tiny.zip"
    assert core("export", kind, course, "--out", out) == (2, "", REMEDY)
    assert not out.exists()


@pytest.mark.parametrize("kind", ["scorm2004", "cmi5"])
def test_a_look_at_a_package_without_the_extra_ends_with_the_remedy(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "tiny.zip"
    path.write_bytes(made(kind))
    assert core("check-package", path) == (2, "", REMEDY)


def test_make_installs_the_extras_of_the_readme() -> None:
    """The README exports packages after `make build` alone, so its lock holds more than the core."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["lms"]]
    assert any("xmlschema" in name for name in wanted)
    assert not any("xmlschema" in name for name in project["dependencies"])
    for lock in ("build", "test"):
        locked = re.findall(r"^([\w.-]+)==", (ROOT / ".ci" / "locks" / f"{lock}.txt").read_text("utf-8"), re.MULTILINE)
        assert {re.split(r"[><=]", name)[0] for name in wanted} <= set(locked)
