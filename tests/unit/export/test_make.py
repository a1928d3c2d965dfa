"""Writing a package: the old file or the new one, never half of one; and what a format is asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from site_builder.errors import UsageError
from site_builder.export.make import check_out, write_file
from site_builder.export.options import FAILED, STATUS, Options
from site_builder.export.precompress import with_packed_copies
from site_builder.export.table import EXPORTERS


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    out = tmp_path / "new" / "course.zip"
    write_file(b"old", out)
    write_file(b"new", out)
    assert out.read_bytes() == b"new"
    assert names(out.parent) == ["course.zip"]


def test_an_older_file_stays_until_the_new_one_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "course.zip"
    out.write_bytes(b"old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UsageError) as caught:
        write_file(b"new", out)
    assert str(caught.value) == (
        f"Cannot write the file {out}: No space left on device.\n"
        "Make its folder writable, or name another file with --out."
    )
    assert out.read_bytes() == b"old"
    assert names(tmp_path) == ["course.zip"]


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        check_out(tmp_path, EXPORTERS["web"])


@pytest.mark.parametrize(
    ("kind", "content", "may"),
    [
        ("web", b"PK\x03\x04", True),
        ("web", b"<!doctype html>", False),
        ("single-file", b"\n<!DOCTYPE HTML>", True),
        ("single-file", b"PK\x03\x04", True),
        ("scorm12", b"format: 1\nid: tiny\n", False),
        ("single-file", b"<p>Notes", False),
        ("scorm12", b"", False),
    ],
)
def test_only_what_can_be_a_package_is_replaced(kind: str, content: bytes, may: bool, tmp_path: Path) -> None:
    out = tmp_path / "course.yaml"
    check_out(out, EXPORTERS[kind])
    out.write_bytes(content)
    if may:
        return check_out(out, EXPORTERS[kind])
    with pytest.raises(UsageError) as caught:
        check_out(out, EXPORTERS[kind])
    assert str(caught.value) == (
        f"{out} exists and is no package that site-builder made, so it is left as it is.\nName another file with --out."
    )
    return None


def test_the_scripts_hear_of_choices_that_are_theirs() -> None:
    told = Options({"failed": "yes", "edition": "3"}).settings(EXPORTERS["scorm2004"].options)
    assert told == {"failed": True, "score_at_end": False, "status": "passed"}
    assert Options().settings((FAILED, STATUS)) == {"failed": False, "status": "passed"}


@pytest.mark.parametrize("kind", [name for name, exporter in EXPORTERS.items() if not exporter.web])
def test_what_makes_sense_on_a_web_server_alone_is_refused_elsewhere(kind: str) -> None:
    for options in (Options(offline=True), Options(precompress=True)):
        with pytest.raises(UsageError, match=f"for web servers; the format '{kind}' is for none"):
            EXPORTERS[kind].check(options)


def test_what_the_host_must_do_follows_from_what_was_chosen() -> None:
    web = EXPORTERS["web"]
    assert web.asks(Options()) == web.host
    assert web.asks(Options(offline=True, precompress=True)) == (
        f"{web.host}. It must use https: without it, browsers keep nothing to be used without a network. "
        "It must send the .br or .gz copy of a file in place of the file to browsers that take it, "
        "or the copies have no use"
    )


def test_packed_copies_stand_beside_files_that_shrink() -> None:
    files = {"a.html": b"<p>Hello</p>" * 1000, "tiny.html": b"<p>", "a.png": b"0" * 5000, "noise.js": os.urandom(5000)}
    made = with_packed_copies(files)
    assert set(made) - set(files) == {"a.html.br", "a.html.gz"}
    assert made["a.html.br"] < made["a.html"]
    assert with_packed_copies(files) == made
