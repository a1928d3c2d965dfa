"""Every course here in every format: no LMS has anything to complain of, and nothing is inside that must not be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

import pytest

from site_builder.build import Site
from site_builder.export.check_package import check_package
from site_builder.export.options import Options
from site_builder.export.table import EXPORTERS
from site_builder.targets import TARGETS
from tests.support.packages import unpacked

KINDS = [name for name, exporter in EXPORTERS.items() if exporter.ending == ".zip"]
FORBIDDEN = {".mjs", ".py", ".php", ".sh"}


@dataclass(frozen=True)
class Package:
    """A course in a format. Pages and their policy are those of the web; the files are the same."""

    data: bytes
    files: Mapping[str, bytes]
    site: Site


@pytest.fixture(scope="session", params=[(name, kind) for name in ("course_site", "gallery_site") for kind in KINDS])
def package(request: pytest.FixtureRequest) -> Package:
    """Each course in each format."""
    name, kind = request.param
    site: Site = request.getfixturevalue(name)
    data = EXPORTERS[kind].make(replace(site, target=TARGETS[kind]), Options())
    return Package(data, unpacked(data), site)


def test_nothing_is_wrong_and_nothing_to_be_noted(package: Package) -> None:
    assert check_package(package.data).notes == ()


def test_no_file_that_an_lms_refuses(package: Package) -> None:
    assert not FORBIDDEN & {PurePosixPath(name).suffix for name in package.files}


def test_brings_its_licences(package: Package) -> None:
    (notices,) = (data for name, data in package.files.items() if name.endswith("THIRD_PARTY_NOTICES.txt"))
    assert b"Pyodide" in notices


def test_holds_the_site_and_adds_no_place_for_a_key(package: Package) -> None:
    """What is not the site is launch page, manifest, schemas and notices; the site is tested for keys elsewhere."""
    framed = "site/index.html" in package.files
    inside = {name.removeprefix("site/"): data for name, data in package.files.items() if _of_site(name, framed)}
    assert inside == {name: data for name, data in package.site.files.items() if not (framed and name.startswith("."))}
    own = {PurePosixPath(name).suffix for name in package.files if not _of_site(name, framed)}
    assert own <= {".html", ".xml", ".xsd", ".dtd", ".txt"}


def _of_site(name: str, framed: bool) -> bool:
    return name.startswith("site/") or not framed
