"""SCORM packages: valid against the official schemas, complete, and the same course in every version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest

from site_builder.errors import UsageError
from site_builder.export.check_package import check_package
from site_builder.export.safe_xml import read_xml
from site_builder.export.schemas import EDITIONS, SCORM_12, manifest_errors, patched, schema_files
from site_builder.export.scorm import MANIFEST
from tests.support.packages import made, unpacked

KINDS = {
    "1.2": ("scorm12", {}),
    "2004 4th Edition": ("scorm2004", {}),
    "2004 3rd Edition": ("scorm2004", {"edition": "3"}),
}
HARD = """Fish & "chips" <b>'n'</b> Zoë \N{HEAVY BLACK HEART}"""


def package(version: str, title: str = "A course") -> bytes:
    kind, options = KINDS[version]
    return made(kind, title, **options)


def manifest(version: str) -> Element:
    return read_xml(unpacked(package(version, HARD))[MANIFEST]).root


def named(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)


@pytest.mark.parametrize("version", EDITIONS)
def test_a_package_has_no_problem_and_nothing_to_note(version: str) -> None:
    report = check_package(package(version, HARD))
    assert report.kind == EDITIONS[version].name
    assert report.notes == ()


@pytest.mark.parametrize("version", EDITIONS)
def test_a_title_arrives_as_it_was_written(version: str) -> None:
    assert {element.text for element in named(manifest(version), "title")} == {HARD}


@pytest.mark.parametrize("version", EDITIONS)
def test_every_file_is_listed_once(version: str) -> None:
    listed = [element.get("href") for element in named(manifest(version), "file")]
    others = {MANIFEST, *schema_files(EDITIONS[version])}
    assert sorted(map(str, listed)) == sorted(set(unpacked(package(version))) - others)
    assert "index.html" in listed


@pytest.mark.parametrize("version", EDITIONS)
def test_the_schemas_lie_unchanged_at_the_root(version: str) -> None:
    files = unpacked(package(version))
    assert {name: files[name] for name in schema_files(EDITIONS[version])} == schema_files(EDITIONS[version])
    assert b"IMS Global Learning Consortium" in files["schema-notices.txt"]


@pytest.mark.parametrize("version", EDITIONS)
def test_a_later_version_is_the_same_course(version: str) -> None:
    kind, options = KINDS[version]
    first, second = (unpacked(made(kind, "A course", number, **options))[MANIFEST] for number in ("1.0.0", "2.0.0"))
    assert first == second


@pytest.mark.parametrize("version", EDITIONS)
def test_the_edition_and_its_mark_of_a_sco_are_spelled_exactly(version: str) -> None:
    root = manifest(version)
    assert [element.text for element in named(root, "schemaversion")] == [version]
    (resource,) = named(root, "resource")
    spelled = "scormtype" if version == "1.2" else "scormType"
    assert [value for key, value in resource.attrib.items() if key.endswith(f"}}{spelled}")] == ["sco"]


@pytest.mark.parametrize("version", EDITIONS)
def test_no_pass_mark_that_could_fail_an_unfinished_course(version: str) -> None:
    tags = {element.tag.rpartition("}")[2] for element in manifest(version).iter()}
    assert not tags & {"masteryscore", "minNormalizedMeasure"}


def test_in_2004_content_alone_says_what_is_done() -> None:
    (controls,) = named(manifest("2004 4th Edition"), "deliveryControls")
    assert controls.attrib == {"completionSetByContent": "true", "objectiveSetByContent": "true"}


@pytest.mark.parametrize("version", EDITIONS)
def test_the_schemas_refuse_what_is_wrong(version: str) -> None:
    """The tests above are not about nothing."""
    root = manifest(version)
    (resources,) = named(root, "resources")
    resources.append(resources.makeelement(resources.tag.replace("resources", "surprise"), {}))
    assert list(manifest_errors(root, EDITIONS[version]))


def test_without_its_patches_the_schemas_of_1_2_cannot_be_used() -> None:
    """Each listed fault is one: the schema as it was published does not work."""
    for left in SCORM_12.patches:
        others = tuple(patch for patch in SCORM_12.patches if patch is not left)
        with pytest.raises(Exception, match=r"."):
            list(manifest_errors(manifest("1.2"), replace(SCORM_12, patches=others)))


def test_a_patch_that_fits_nowhere_is_a_fault() -> None:
    files = {**schema_files(SCORM_12), "ims_xml.xsd": b"<other/>"}
    with pytest.raises(UsageError, match=r"ims_xml\.xsd does not hold .* exactly once"):
        patched(files, SCORM_12)
