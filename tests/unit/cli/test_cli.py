"""The command line: exit codes, where words go, and how they read."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from site_builder import build as building
from site_builder import cli
from site_builder.build import Site
from site_builder.cli import main, report
from site_builder.errors import ContentError, Place, Problem, Problems, UsageError
from tests.support.courses import COURSE, SUM, write_course
from tests.support.zone import ROOT

ONE = Problem(
    Place("course/a.md", 2, 5), "no-page", "no such page", hint="did you mean 'b.md'?", source="see [b](c.md)"
)
TWO = Problem(Place("course/b.yaml", 1, 1), "no-title", "100% wrong")


def fail_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Makes every check raise."""

    def fail(_: Path) -> None:
        raise error

    monkeypatch.setattr(building, "load_checked", fail)


def test_problems_in_the_content(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fail_with(monkeypatch, ContentError(Problems([TWO, ONE])))
    assert main(["check", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (
        "course/a.md:2:5: error: no such page [no-page]\n"
        "  2 | see [b](c.md)\n"
        "    |     ^\n"
        "  hint: did you mean 'b.md'?\n"
        "\n"
        "course/b.yaml:1:1: error: 100% wrong [no-title]\n"
        "\n"
        "2 errors in 2 files\n"
    )


def test_problems_for_github() -> None:
    assert report(Problems([TWO, ONE]), "github") == (
        "::error file=course/a.md,line=2,col=5,title=no-page::no such page%0Adid you mean 'b.md'?\n"
        "::error file=course/b.yaml,line=1,col=1,title=no-title::100%25 wrong\n"
        "2 errors in 2 files"
    )


def test_the_summary_counts_in_english() -> None:
    assert report(Problems([ONE]), "text").endswith("\n\n1 error in 1 file")


def test_wrong_use(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    fail_with(monkeypatch, UsageError("There is no network."))
    assert main(["check", str(tmp_path)]) == 2
    assert capsys.readouterr().err == "site-builder: There is no network.\n"


def test_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "nowhere"]) == 2
    assert capsys.readouterr().err == (
        "site-builder: There is no folder nowhere. Name the folder that holds course.yaml.\n"
    )


def test_the_folder_of_the_course_itself_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever stands in it, or names its file, is told what to type."""
    monkeypatch.chdir(write_course(tmp_path / "course"))
    assert main(["check"]) == main(["check", "course.yaml"]) == 2
    assert capsys.readouterr().err == (
        "site-builder: There is no folder course. Name the folder that holds course.yaml. "
        "This folder does: name it with a dot.\n"
        "site-builder: course.yaml is a file. Name the folder that holds course.yaml.\n"
    )


def test_a_fault_of_ours_is_said_shortly_and_in_full_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fail_with(monkeypatch, ZeroDivisionError("oh"))
    assert main(["check", str(tmp_path)]) == 3
    assert capsys.readouterr().err == (
        "site-builder: this is a fault in site-builder, not in your course: ZeroDivisionError: oh\n"
        "Run the command again with --debug and report what it prints, with the file that causes it.\n"
    )
    with pytest.raises(ZeroDivisionError):
        main(["check", str(tmp_path), "--debug"])


@pytest.mark.parametrize("arguments", [[], ["bild"], ["build", "--wrong"], ["serve", "--port", "x"], ["gallery"]])
def test_a_command_line_that_means_nothing(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: site-builder" in capsys.readouterr().err


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, expected in (
        (["--help"], "gallery"),
        (["--version"], "site-builder "),
        (["build", "-h"], "--pyodide"),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        assert stopped.value.code == 0
        assert expected in capsys.readouterr().out


def test_help_is_quick_because_it_loads_nothing_heavy() -> None:
    code = "import sys; from site_builder import cli; print('jinja2' in sys.modules, 'jsonschema' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


BLOCK = re.compile(r"^`([\w./-]+)`\n\n(`{3,})\w+\n(.*?)^\2$", re.MULTILINE | re.DOTALL)


def from_readme() -> dict[str, str]:
    """The files of the course in the README, by path: a block of code after a line that holds a file name alone."""
    return {name: text for name, _, text in BLOCK.findall((ROOT / "README.md").read_text("utf-8"))}


def test_the_course_in_the_readme_builds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = from_readme()
    assert list(files) == ["course.yaml", "index.md", "phase-1/phase.yaml", "phase-1/hello.md"]
    for name, text in files.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 0, capsys.readouterr().err
    printed = capsys.readouterr()
    assert "2 pages, 1 exercise, 3 proofs held" in printed.out
    assert printed.err == ""
    assert (tmp_path / "dist" / "phase-1" / "hello.html").is_file()


def test_a_command_to_type_holds_a_path_with_a_space(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MAKELEVEL", raising=False)
    write_course(Path("my course"))
    assert main(["build", "my course"]) == 0
    assert re.search(r"^Try it: .* serve 'my course'$", capsys.readouterr().out, re.MULTILINE)


def test_the_guide_says_how_to_read_and_try_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, gallery_site: Site
) -> None:
    monkeypatch.setattr(cli, "_built", lambda *_: gallery_site)
    out = tmp_path / "my guide"
    assert main(["gallery", "--out", str(out)]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.endswith(f" live examples: {out / 'index.html'}")
    assert rest == [
        f"Read it:       {(out / 'index.html').as_uri()}",
        f"Try it live:   python3 -m http.server -d '{out}'",
        "               and open http://localhost:8000",
    ]


def test_a_course_with_a_problem_leaves_the_last_site_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    test_the_course_in_the_readme_builds(tmp_path, capsys, monkeypatch)
    page = tmp_path / "course" / "phase-1" / "hello.md"
    page.write_text(page.read_text("utf-8").replace("right: true", "right: yes"), "utf-8")
    before = (tmp_path / "dist" / "phase-1" / "hello.html").read_bytes()
    assert main(["build"]) == 1
    printed = capsys.readouterr().err
    assert "course/phase-1/hello.md:9:" in printed
    assert "Traceback" not in printed
    assert (tmp_path / "dist" / "phase-1" / "hello.html").read_bytes() == before


def test_check_finds_what_the_theme_does_not_have(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    write_course(Path("course"), {"course.yaml": COURSE + "theme: plian\n"})
    assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith(
        "course/course.yaml:8:1: error: there is no theme 'plian' [theme]\n"
        "  8 | theme: plian\n"
        "    | ^\n"
        "  hint: did you mean 'plain'?\n"
    )
    page = "---\ntitle: Introduction\nlayout: wide\n---\nHello.\n"
    write_course(Path("course"), {"course.yaml": COURSE, "phase-1/intro.md": page})
    assert main(["check"]) == 1
    assert "the theme has no layout 'wide' [layout]" in capsys.readouterr().err


def test_files_that_nothing_names_are_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_course(tmp_path / "course", {"phase-1/draft.md": "Not yet.", "phase-1/old.yaml": "a: 1"})
    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr().out.endswith("\nNot in the course: phase-1/draft.md, phase-1/old.yaml\n")


def test_the_check_says_what_a_certificate_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The version, and a fingerprint that changes with anything that is judged."""
    said = []
    for changes in ({}, {}, {"phase-1/sum.yaml": SUM.replace("Well counted.", "Right.")}):
        main(["check", str(write_course(tmp_path / "course", changes))])
        said += re.findall(r"version (\S+) and fingerprint (\w{16})\.", capsys.readouterr().out)
    assert [version for version, _ in said] == ["1.0.0"] * 3
    assert said[0] == said[1] != said[2]
