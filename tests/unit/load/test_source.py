"""Reading files: bytes to text, places, and the borders of the course's folder."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest

from site_builder.errors import Problems
from site_builder.source import Folder, Source, Span


@pytest.mark.parametrize(
    ("raw", "text"),
    [(b"\xef\xbb\xbfa: 1\r\n", "a: 1\n"), (b"a\rb", "a\nb"), ("é".encode(), "é"), (b"", "")],
)
def test_text(tmp_path: Path, raw: bytes, text: str) -> None:
    """A byte order mark is dropped, line ends are made equal."""
    (tmp_path / "a.md").write_bytes(raw)
    source = Folder(tmp_path).read(PurePosixPath("a.md"), Problems())
    assert source is not None
    assert source.text == text


@pytest.mark.parametrize(
    ("raw", "place", "code"),
    [
        (b"one\ntw\xff", (2, 3), "not-utf8"),
        ("é\n".encode() + b"\xed\xa0\x80", (2, 1), "not-utf8"),
        (b"one\n\x1b[31m", (2, 1), "control-character"),
        ("a\u2028b".encode(), (1, 2), "control-character"),
        (b"x" * 1_000_001, (1, 1), "file-too-large"),
    ],
)
def test_refused(tmp_path: Path, raw: bytes, place: tuple[int, int], code: str) -> None:
    """What cannot be text has a place all the same."""
    (tmp_path / "a.md").write_bytes(raw)
    problems = Problems()
    assert Folder(tmp_path).read(PurePosixPath("a.md"), problems) is None
    assert [(problem.place.line, problem.place.column, problem.code) for problem in problems] == [(*place, code)]


def test_the_border_of_the_course(tmp_path: Path) -> None:
    """Symbolic links within the course are followed, others are not."""
    course = tmp_path / "course"
    course.mkdir()
    (course / "a.md").write_text("a")
    (tmp_path / "out.md").write_text("b")
    (course / "in.md").symlink_to("a.md")
    (course / "out.md").symlink_to("../out.md")
    folder = Folder(course)
    assert [folder.inside(name) for name in ("a.md", "in.md", "out.md", "../out.md")] == [True, True, False, False]
    assert folder.holds("in.md")


def test_files_are_sorted_and_hidden_ones_left_out(tmp_path: Path) -> None:
    """The order of the file system does not matter."""
    for name in ("media/b.txt", "media/a/z.txt", "media/.DS_Store", "media/__pycache__/x.pyc", "media/.git/config"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    assert [path.as_posix() for path in Folder(tmp_path).files("media")] == ["media/a/z.txt", "media/b.txt"]
    assert Folder(tmp_path).files("nothing") == []


def test_what_is_no_ordinary_file_is_told(tmp_path: Path) -> None:
    """A pipe would be waited for without end; links can lead round in a circle."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "gone").symlink_to("nothing")
    folder, problems = Folder(tmp_path), Problems()
    found = folder.files(".")
    assert [folder.read_bytes(path, problems) for path in found] == [None] * 4
    assert [path.name for path in found] == ["circle", "gone", "link", "pipe"]
    codes = {Path(problem.place.file).name: problem.code for problem in problems}
    assert codes.pop("circle") in ("outside-course", "unreadable-file")  # Python 3.13 looks at it another way
    assert codes == dict.fromkeys(["gone", "link", "pipe"], "unreadable-file")


def test_a_snippet_is_found_within_its_lines() -> None:
    """The first time after the column; the beginning of the span where it is written otherwise."""
    span = Span(Source("a", PurePosixPath("a"), "x y\n  y x\ny"), 2, 3)
    assert span.find("y") == (2, 3)
    assert span.find("z") == (2, 3)
    assert Span(span.source, 1, 3, 2).find("x") == (2, 5)
    assert span.part(1, 2) == Span(span.source, 3, 3)


def test_a_line_without_end_is_not_shown() -> None:
    """Nobody finds a caret in it."""
    assert (
        str(Source("a", PurePosixPath("a"), "x" * 501).problem(1, 1, "code", "message"))
        == "a:1:1: error: message [code]"
    )
