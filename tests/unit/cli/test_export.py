"""The commands `export` and `check-package`: what they print, make, and refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_builder.cli import KINDS, main
from site_builder.export.table import EXPORTERS
from tests.support.courses import SUM, write_course
from tests.support.packages import made, packed, unpacked


def test_help_names_the_formats_of_the_table() -> None:
    assert tuple(EXPORTERS) == KINDS


def test_a_package_is_made_and_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course, out = write_course(tmp_path / "course"), tmp_path / "out" / "tiny.zip"
    assert main(["export", "scorm12", str(course), "--out", str(out), "--set", "failed=yes"]) == 0
    printed = capsys.readouterr().out
    made_what = r"SCORM 1\.2, \d\.\d MB \(.*\); at most \d+ of 3,500 characters of state"
    assert re.search(rf"^Made {re.escape(str(out))} in [\d.]+ s: {made_what}\.$", printed, re.MULTILINE)
    assert "\nTo hand out:   upload it to the LMS as a SCORM package.\nThe host must: " in printed
    assert "Note:" not in printed
    files = unpacked(out.read_bytes())
    (config,) = (data for name, data in files.items() if name.endswith("/site.js"))
    assert b'"adapter": "scorm12"' in config
    assert b'"failed": true' in config
    assert main(["check-package", str(out)]) == 0
    assert capsys.readouterr().out.startswith(f"No problems: {out} is SCORM 1.2, ")


def test_a_site_for_use_without_a_network_needs_https(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course, out = write_course(tmp_path / "course"), tmp_path / "site.zip"
    assert main(["export", "web", "--out", str(out), str(course), "--offline"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("The host must: ")]
    assert "It must use https" in line


def test_a_course_with_errors_is_refused_with_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = write_course(tmp_path / "course", {"phase-1/sum.yaml": SUM.replace("right: true", "right: 1")})
    out = tmp_path / "tiny.zip"
    out.write_bytes(b"PK old")
    assert main(["export", "scorm12", str(course), "--out", str(out)]) == 1
    assert "phase-1/sum.yaml:6:" in capsys.readouterr().err
    assert out.read_bytes() == b"PK old"


def test_a_file_of_the_course_is_not_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Said before anything is built: this course has a problem, and nobody hears of it."""
    course = write_course(tmp_path / "course", {"phase-1/sum.yaml": "id: sum"})
    out = course / "course.yaml"
    before = out.read_bytes()
    assert main(["export", "web", str(course), "--out", str(out)]) == 2
    assert capsys.readouterr().err.startswith(f"site-builder: {out} exists and is no package that site-builder made")
    assert out.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["export", "web", "--set", "failed=yes"], "web has no options for --set."),
        (
            ["export", "scorm2005"],
            f"There is no format 'scorm2005': did you mean 'scorm2004'? One of: {', '.join(KINDS)}.",
        ),
        (["export", "SCORM2004"], "There is no format 'SCORM2004': did you mean 'scorm2004'? One of: web, "),
        (["export", "pdf"], "There is no format 'pdf'. One of: web, "),
        (["export", "cmi5", "--offline"], "--offline and --precompress are for web servers"),
        (["export", "web", "nowhere"], "There is no folder nowhere."),
        (["check-package", "nowhere.zip"], "There is no file nowhere.zip."),
        (
            ["check-package", "."],
            "site-builder: . is a folder. check-package reads one zip file, such as 'site-builder export web' makes.\n",
        ),
    ],
)
def test_wrong_use(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert says in capsys.readouterr().err


def test_notes_do_not_refuse_a_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "strange.zip"
    path.write_bytes(packed({**unpacked(made("scorm12")), "more/tool.py": b""}))
    assert main(["check-package", str(path)]) == 0
    notes = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Note: ")]
    assert notes == [
        "Note: more/tool.py: not listed in the manifest (1 in all); strict importers leave it out.",
        "Note: more/tool.py: files of the kind .py are refused by some LMSs.",
    ]


def test_problems_of_a_package_are_told_as_those_of_a_course(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(made("scorm12")[:-40])
    assert main(["check-package", str(path), "--format", "github"]) == 1
    assert "::error file=broken.zip,line=1,col=1,title=package-zip::" in capsys.readouterr().err
