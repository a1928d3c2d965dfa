"""Zip files: the same for the same files, readable for a web server, with names that every LMS takes."""

from __future__ import annotations

import io
import zipfile

import pytest

from site_builder.errors import ContentError
from site_builder.export.package import framed, zipped

FILES = {"b/c.html": b"<p>Hello</p>" * 100, "a.js": b"1", ".nojekyll": b""}


def entries(package: bytes) -> list[zipfile.ZipInfo]:
    return zipfile.ZipFile(io.BytesIO(package)).infolist()


def test_the_order_of_files_makes_no_difference() -> None:
    assert zipped(FILES) == zipped(dict(reversed(FILES.items())))


def test_nothing_of_the_machine_is_inside() -> None:
    for entry in entries(zipped(FILES)):
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.create_system == 3
        assert entry.external_attr >> 16 == 0o644, "a web server may read what is unpacked"
        assert entry.compress_type == zipfile.ZIP_DEFLATED


def test_a_frame_has_the_site_below_it_without_what_only_web_servers_need() -> None:
    assert set(framed(FILES)) == {"site/a.js", "site/b/c.html"}


@pytest.mark.parametrize(
    "name", ["a b.html", "ü.html", "a#b.html", "a%20b.html", ".hidden", "a/.hidden/b", "x" * 201, "a//b", "/a"]
)
def test_a_name_that_some_server_does_not_take_is_refused(name: str) -> None:
    with pytest.raises(ContentError) as caught:
        zipped({f"site/{name}": b""})
    (problem,) = caught.value.problems
    assert str(problem) == (
        f"{name}:1:1: error: not every LMS and server takes this name [package-name]\n"
        "  hint: use letters of English, digits, '.', '_' and '-', at most 200 characters in all"
    )


@pytest.mark.parametrize("ending", ["mjs", "py", "php", "sh", "PY", "exe", "cgi", "jsp"])
def test_a_kind_of_file_that_some_lms_refuses_is_refused(ending: str) -> None:
    with pytest.raises(ContentError) as caught:
        zipped({"index.html": b"", f"site/media/tool.{ending}": b""})
    (problem,) = caught.value.problems
    assert str(problem) == (
        f"media/tool.{ending}:1:1: error: some LMSs refuse packages with files of the kind .{ending.lower()} "
        "[package-kind]\n"
        f"  hint: name it media/tool.{ending}.txt, or put it into a zip file"
    )
