"""A build that would change nothing says so, and one that would is made: nothing old is ever taken for new."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder import cli, unchanged
from site_builder.cli import main
from tests.support.courses import COURSE, write_course

PAGE = "---\ntitle: Hello\n---\n\nGood morning.\n"


@pytest.fixture(autouse=True)
def _course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A course of one page that was built, and the compiled runtime where it always is."""
    monkeypatch.chdir(tmp_path)
    write_course(Path("course"), {"course.yaml": COURSE, "index.md": PAGE})
    assert main(["build"]) == 0


def built_again(capsys: pytest.CaptureFixture[str], *arguments: str) -> bool:
    """Whether the next build builds."""
    capsys.readouterr()
    assert main(["build", *arguments]) == 0
    said = capsys.readouterr().out
    assert said.startswith(("Built ", "Nothing has changed since "))
    return said.startswith("Built ")


def test_nothing_is_done_where_nothing_has_changed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("it builds")

    capsys.readouterr()
    before = {path: path.stat().st_mtime_ns for path in Path("dist").rglob("*")}
    monkeypatch.setattr(cli, "_built", refuse)
    assert main(["build"]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("Nothing has changed since dist was built: 3 pages, 1 exercise, 3 proofs held, ")
    assert [line.split(":")[0] for line in rest] == ["Read it", "Try it", "Publish it"]
    assert {path: path.stat().st_mtime_ns for path in Path("dist").rglob("*")} == before


def test_a_change_of_the_course_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    Path("course", "index.md").write_text(PAGE.replace("morning", "evening"))
    assert built_again(capsys)
    assert "Good evening." in Path("dist", "index.html").read_text("utf-8")
    assert not built_again(capsys)


def test_a_file_more_or_less_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    more = Path("course", "more.md")
    more.write_text(PAGE)
    assert built_again(capsys)
    more.unlink()
    assert built_again(capsys)


def test_another_theme_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    assert built_again(capsys, "--theme", "plain")
    assert not built_again(capsys, "--theme", "plain")
    assert built_again(capsys)


def test_another_version_of_a_library_is_built(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "version", lambda name: f"{name} of tomorrow")
    assert built_again(capsys)


@pytest.mark.parametrize("name", ["index.html", ".site-builder", "THIRD_PARTY_NOTICES.txt"])
def test_a_site_that_somebody_changed_is_built(capsys: pytest.CaptureFixture[str], name: str) -> None:
    file = Path("dist", name)
    whole = file.read_bytes()
    file.write_bytes(whole + b"\n")
    assert built_again(capsys)
    assert file.read_bytes() == whole


def test_a_file_that_is_gone_from_the_site_comes_back(capsys: pytest.CaptureFixture[str]) -> None:
    Path("dist", "index.html").unlink()
    assert built_again(capsys)
    assert Path("dist", "index.html").is_file()


def test_another_folder_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    assert built_again(capsys, "--out", "elsewhere")
    assert not built_again(capsys, "--out", "elsewhere")


def test_a_site_that_is_gone_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    Path("dist").rename("away")
    assert built_again(capsys)
