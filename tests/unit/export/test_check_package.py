"""Packages of strangers: each danger and fault is named and refused; nothing is written, nothing takes for ever."""

from __future__ import annotations

import io
import re
import stat
import struct
import time
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from site_builder.errors import ContentError
from site_builder.export import safe_zip
from site_builder.export.check_package import check_package
from tests.support.packages import made, packed, unpacked

EXPORT = Path(safe_zip.__file__).parent
SCORM = made("scorm12")
CMI5 = made("cmi5")
XAPI = made("xapi")
M = "imsmanifest.xml"
UNREADABLE = "http://[x/index.html"
Spoil = Callable[[dict[str, bytes]], object]


def said(data: bytes) -> list[str]:
    """What is wrong with a package."""
    with pytest.raises(ContentError) as caught:
        check_package(data, label="p.zip")
    return [str(problem) for problem in caught.value.problems]


def changed(package: bytes, name: str, *pairs: tuple[str, str]) -> bytes:
    """A package with a text replaced in one of its files."""
    files = unpacked(package)
    text = files[name].decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return packed({**files, name: text.encode()})


def with_file(name: str, data: bytes = b"", **fields: int | bytes) -> bytes:
    """A package with one more file, and what its entry says of it."""
    buffer = io.BytesIO(SCORM)
    with zipfile.ZipFile(buffer, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there already
        entry = zipfile.ZipInfo("placeholder")
        entry.filename = name
        for field, value in fields.items():
            setattr(entry, field, value)
        archive.writestr(entry, data)
    return buffer.getvalue()


def with_flag(package: bytes, flag: int) -> bytes:
    """A package whose first entry in the directory carries a flag."""
    place = package.index(b"PK\x01\x02") + 8
    (flags,) = struct.unpack_from("<H", package, place)
    return package[:place] + struct.pack("<H", flags | flag) + package[place + 2 :]


def with_far_file() -> bytes:
    """A package whose last file lies at a place that no number of a file system can name."""
    package = with_file("far.txt", extra=struct.pack("<HHQ", 1, 8, 1 << 63))
    place = package.rindex(b"PK\x01\x02") + 42
    return package[:place] + b"\xff" * 4 + package[place + 4 :]


def damaged(package: bytes) -> bytes:
    """A package in whose content a byte is another one."""
    place = 200
    return package[:place] + bytes([package[place] ^ 0xFF]) + package[place + 1 :]


def without(package: bytes, *names: str) -> bytes:
    return packed({name: data for name, data in unpacked(package).items() if name not in names})


BAD: Mapping[str, bytes] = {
    "nothing": b"",
    "no zip": b"<html>" * 9,
    "HTML": b"<!DOCTYPE html>\n<title>A course</title>",
    "HTML after a mark of its encoding": b"\xef\xbb\xbf\r\n<!doctype HTML>",
    "truncated": SCORM[: len(SCORM) // 2],
    "damaged": damaged(SCORM),
    "far away": with_far_file(),
    "bomb": packed({"index.html": b"0" * 30_000_000}),
    "up": with_file("../../evil.html"),
    "root": with_file("/etc/x"),
    "drive": with_file("C:/x"),
    "backslash": with_file("a\\b"),
    "control": with_file("a\nb"),
    "dot": with_file("a/./b"),
    "link": with_file("link", b"/etc/passwd", create_system=3, external_attr=(stat.S_IFLNK | 0o777) << 16),
    "encrypted": with_flag(SCORM, 1),
    "method": with_file("a.txt", b"a" * 100, compress_type=zipfile.ZIP_LZMA),
    "name in another encoding": with_file("\N{LATIN SMALL LETTER E WITH ACUTE}.txt")
    .replace("é".encode(), b"\x82\x82")
    .replace(b"\x00\x08", b"\x00\x00"),
    "twice": with_file("index.html"),
    "case": with_file("INDEX.html"),
    "no manifest": packed({"readme.txt": b""}),
    "manifest in a folder": packed({f"course/{name}": data for name, data in unpacked(SCORM).items()}),
    "document type": changed(SCORM, M, ("<manifest", '<!DOCTYPE manifest [<!ENTITY a "b">]>\n<manifest')),
    "entity that nobody declared": changed(SCORM, M, ("A course", "&file;")),
    "not closed": changed(SCORM, M, ("</manifest>", "")),
    "deep": packed({M: b"<a>" * 5000 + b"</a>" * 5000}),
    "wrong encoding": packed({**unpacked(SCORM), M: unpacked(SCORM)[M].replace(b"A course", b"Caf\xe9")}),
    "unknown encoding": packed({M: b'<?xml version="1.0" encoding="klingon"?><manifest/>'}),
    "other root": packed({M: b"<package/>"}),
    "other version": changed(SCORM, M, (">1.2<", ">1.3<")),
    "no version": changed(SCORM, M, ("<schemaversion>1.2</schemaversion>", "")),
    "against the schema": changed(SCORM, M, ("<title>A course</title>", "<headline>A course</headline>")),
    "identifier twice": changed(SCORM, M, ('identifier="item"', 'identifier="organization"')),
    "no organization": changed(
        SCORM, M, ('<organizations default="organization">', "<organizations/><!--"), ("</organizations>", "-->")
    ),
    "other default": changed(SCORM, M, ('default="organization"', 'default="other"')),
    "reference into the void": changed(SCORM, M, ('identifierref="resource"', 'identifierref="other"')),
    "file that is not there": without(SCORM, "site/index.html"),
    "address that cannot be read": changed(SCORM, M, ('href="site/index.html"', f'href="{UNREADABLE}"')),
    "base that cannot be read": changed(SCORM, M, ("<resources>", f'<resources xml:base="{UNREADABLE}">')),
    "outer base that cannot be read": changed(SCORM, M, ("<manifest ", f'<manifest xml:base="{UNREADABLE}" ')),
    "no SCO": changed(SCORM, M, ('adlcp:scormtype="sco"', 'adlcp:scormtype="asset"')),
    "cmi5 against the schema": changed(CMI5, "cmi5.xml", ('moveOn="CompletedOrPassed"', 'moveOn="Sometimes"')),
    "cmi5 without IRI": changed(CMI5, "cmi5.xml", ("urn:uuid:", "")),
    "cmi5 mastery": changed(CMI5, "cmi5.xml", ("moveOn", 'masteryScore="0.33333" moveOn')),
    "cmi5 launches nothing": without(CMI5, "index.html"),
    "cmi5 launches what cannot be read": changed(CMI5, "cmi5.xml", (">index.html<", f">{UNREADABLE}<")),
    "xAPI without activities": packed({"tincan.xml": b"<tincan/>"}),
    "xAPI without IRI": changed(XAPI, "tincan.xml", ("urn:uuid:", "")),
    "xAPI without launch": changed(XAPI, "tincan.xml", ("<launch", "<!--"), ("</launch>", "-->")),
    "xAPI launches what cannot be read": changed(XAPI, "tincan.xml", (">index.html<", f">{UNREADABLE}<")),
}
WORDS: Mapping[str, Mapping[str, str]] = yaml.safe_load(
    Path(__file__).with_name("bad_packages.yaml").read_text("utf-8")
)
SAYS = WORDS["bad"]


def test_each_package_has_its_words() -> None:
    assert list(BAD) == list(SAYS)
    assert list(NOTED) == list(WORDS["noted"])


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words, at its place; and nothing is written anywhere near."""
    monkeypatch.chdir(tmp_path)
    heads = [problem.partition("\n  hint:")[0] for problem in said(BAD[name])]
    pattern = re.compile(".*".join(map(re.escape, SAYS[name].split("…"))))
    assert [head for head in heads if pattern.fullmatch(head)], heads
    assert list(tmp_path.iterdir()) == []


def test_every_code_has_a_case() -> None:
    """No fault of a package can be added without words that were looked at."""
    told = {found for wanted in SAYS.values() for found in re.findall(r"\[([a-z0-9-]+)\]$", wanted)}
    form = re.compile(r'"((?:package|manifest|cmi5|tincan)-[a-z-]+)"')
    used = {code for path in EXPORT.glob("*.py") for code in form.findall(path.read_text("utf-8"))}
    assert used - told == {"package-name", "package-kind"}, "these two are in test_package.py"
    assert told - used == set()


def notes(data: bytes) -> tuple[str, ...]:
    return check_package(data).notes


def added(name: str, data: bytes = b"") -> bytes:
    """The package with one more file, which its manifest lists."""
    files = {**unpacked(SCORM), name: data}
    listed = files[M].replace(b"</resource>", f'<file href="{name}"/></resource>'.encode())
    return packed({**files, M: listed})


NOTED: Mapping[str, bytes] = {
    "module": added("media/a.mjs"),
    "Python": added("media/a.py"),
    "not listed": packed({**unpacked(SCORM), "a.txt": b""}),
    "schema missing": without(SCORM, "ims_xml.xsd"),
    "schema changed": packed({**unpacked(SCORM), "ims_xml.xsd": b"<a/>"}),
    "pass mark": changed(SCORM, M, ("</item>", "<adlcp:masteryscore>80</adlcp:masteryscore></item>")),
    "link to a folder": added("a.html", b'<a href="phase-1/">Go</a>'),
    "another site": added("a.html", b'<script src="//example.org/a.js"></script>'),
    "unload": added("a.js", b'window.addEventListener("unload", () => api.LMSFinish(""));'),
    "done at once": changed(CMI5, "cmi5.xml", ('moveOn="CompletedOrPassed"', "")),
    "launched elsewhere": changed(CMI5, "cmi5.xml", (">index.html<", ">https://example.org/a<")),
}


@pytest.mark.parametrize("name", NOTED)
def test_what_goes_wrong_in_some_places_is_noted(name: str) -> None:
    assert notes(NOTED[name]) == (WORDS["noted"][name],)


def test_a_name_that_some_lms_does_not_take_is_noted() -> None:
    files = unpacked(SCORM)
    listed = files[M].replace(b"</resource>", b'<file href="two%20words.html"/></resource>')
    assert notes(packed({**files, "two words.html": b"", M: listed})) == (
        "two words.html: 1 name that not every LMS takes (spaces, letters beyond ASCII, hidden files)",
    )


def test_two_scos_are_noted() -> None:
    more = '<resource identifier="two" type="webcontent" adlcp:scormtype="sco" href="index.html"/></resources>'
    assert notes(changed(SCORM, M, ("</resources>", more))) == (
        "imsmanifest.xml: it has 2 SCOs; some LMSs show no way from one to the next",
    )


def test_a_base_is_taken_into_account() -> None:
    """Paths of a resource may begin in a folder that the manifest names once."""
    files = unpacked(SCORM)
    moved = {f"content/{name}" if name.startswith(("site/", "index")) else name: data for name, data in files.items()}
    manifest = files[M].replace(b"<resources>", b'<resources xml:base="content/">')
    manifest = manifest.replace(b'<file href="schema-notices.txt"/>', b'<file href="../schema-notices.txt"/>')
    assert notes(packed({**moved, M: manifest})) == ()


def test_help_for_what_is_no_zip_file() -> None:
    """Whoever has another kind of export is told what to do with it."""
    page = "it is one HTML file; check-package reads zip packages [package-zip]\n  hint: open it in a browser to try it"
    assert said(BAD["HTML"]) == [f"p.zip:1:1: error: {page}"]
    assert said(b"") == ["p.zip:1:1: error: it is empty [package-zip]\n  hint: make, upload or copy it once more"]


def test_letters_of_another_size_are_pointed_out() -> None:
    (problem,) = said(changed(SCORM, M, ('<file href="site/index.html"/>', '<file href="site/Index.html"/>')))
    assert "hint: the package holds site/index.html; many LMSs tell upper from lower case" in problem


@pytest.mark.parametrize(
    "content",
    [b"<a " * 300_000, b"<script " * 100_000, b'<a href="' * 100_000, b" LMSFinish " * 100_000, b"onunload" * 100_000],
)
def test_no_content_keeps_the_check_busy(content: bytes) -> None:
    """Patterns look at a bounded piece at a time: less than a second for these, where one that went on took minutes."""
    start = time.process_time()
    for ending in ("html", "js"):
        check_package(packed({"index.html": b"", f"a.{ending}": content + bytes(range(256)) * 100}))
    assert time.process_time() - start < 30


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(zipfile.ZipFile, "open", fail)
    assert said(BAD["bomb"])


def test_a_size_that_lies_is_found_out() -> None:
    """The directory says little, the data unpack to much: no more than was said is unpacked."""
    package = packed({"index.html": b"0" * 5_000_000})
    lying = package.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 5_000))
    assert ["package-damaged" in problem for problem in said(lying)] == [True]


def test_a_web_site_needs_no_manifest() -> None:
    assert check_package(made("web")).kind == "a web site"
