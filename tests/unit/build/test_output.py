"""Writing a site: in one step, and never over what somebody else made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_builder import output
from site_builder.errors import UsageError
from site_builder.output import MARKER, recover, write

OLD = {"index.html": b"old", "phase-1/a.html": b"old"}
NEW = {"index.html": b"new", "assets/1/a.js": b"new"}


def content(folder: Path) -> dict[str, bytes]:
    """The files of a written site, without the marker."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(MARKER, None)
    return found


def test_writes_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "dist"
    write(NEW, out)
    assert content(out) == NEW


def test_replaces_an_earlier_site_with_all_its_files(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    write(OLD, out)
    write(NEW, out)
    assert content(out) == NEW
    assert os.listdir(tmp_path) == ["dist"]  # noqa: PTH208 - nothing is left beside it


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    out.mkdir()
    write(NEW, out)
    assert content(out) == NEW


def test_leaves_the_files_of_others_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError) as refused:
        write(NEW, tmp_path)
    assert str(refused.value) == (
        f"{tmp_path} holds files that site-builder did not make, so it is left as it is.\n"
        "Name a new or empty folder with --out, or delete this one yourself."
    )
    assert content(tmp_path) == {"thesis.txt": b"years of work"}


def test_the_folder_that_one_stands_in_is_left_alone_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dot names it."""
    (tmp_path / "thesis.txt").write_text("years of work")
    monkeypatch.chdir(tmp_path)
    recover(Path())
    with pytest.raises(UsageError, match="holds files that site-builder did not make"):
        write(NEW, Path())
    assert content(tmp_path) == {"thesis.txt": b"years of work"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    out.write_text("a file")
    with pytest.raises(UsageError) as refused:
        write(NEW, out)
    assert str(refused.value) == f"{out} is not a folder. Name another one with --out."


def test_says_what_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    out = tmp_path / "file" / "dist"
    with pytest.raises(UsageError) as refused:
        write(NEW, out)
    assert str(refused.value) == (
        f"Cannot write the folder {out}: File exists.\nMake it writable, or name another folder with --out."
    )


@pytest.mark.parametrize("failing", ["_write_all", "_swap"])
def test_a_failure_in_the_middle_leaves_the_old_site(
    failing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "dist"
    write(OLD, out)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output, failing, fail)
    with pytest.raises(UsageError, match="No space left on device"):
        write(NEW, out)
    assert content(out) == OLD
    assert os.listdir(tmp_path) == ["dist"]  # noqa: PTH208


def test_the_old_site_comes_back_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "dist"
    write(OLD, out)
    rename = Path.rename

    def fail_for_the_new_one(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new_one)
    with pytest.raises(UsageError, match="Device or resource busy"):
        write(NEW, out)
    assert content(out) == OLD


def test_a_build_that_was_killed_in_between_has_lost_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "dist"
    write(OLD, out)
    rename = Path.rename

    def die_after_the_first(path: Path, target: Path) -> Path:
        rename(path, target)
        os._exit(9)

    if not (child := os.fork()):
        monkeypatch.setattr(Path, "rename", die_after_the_first)
        write(NEW, out)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert not out.exists()
    recover(out)
    assert content(out) == OLD
    recover(out)
    assert content(out) == OLD


def test_another_build_may_come_between_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "dist"
    write(OLD, out)
    rename = Path.rename
    others = iter([{"index.html": b"of the other"}])

    def come_between(path: Path, target: Path) -> Path:
        if path.name == "new" and (files := next(others, None)):
            monkeypatch.setattr(Path, "rename", rename)
            write(files, out)
            monkeypatch.setattr(Path, "rename", come_between)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", come_between)
    write(NEW, out)
    assert content(out) == NEW
    assert os.listdir(tmp_path) == ["dist"]  # noqa: PTH208


def test_another_build_that_keeps_coming_between_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "dist"
    write(OLD, out)
    rename = Path.rename

    def always(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(39, "Directory not empty")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", always)
    with pytest.raises(UsageError) as refused:
        write(NEW, out)
    assert str(refused.value) == (f"Another build is writing the folder {out}. Wait for it, then run this one again.")
    assert content(out) == OLD
