"""cmi5 and xAPI packages: valid, and the same course under the same name in every version."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element

import pytest

from site_builder.errors import UsageError
from site_builder.export.check_package import check_package
from site_builder.export.options import ID, MOVE_ON, parse
from site_builder.export.safe_xml import read_xml
from site_builder.export.schemas import course_structure_errors
from site_builder.export.table import EXPORTERS, OFFERED
from site_builder.export.xapi import CMI5, TINCAN
from tests.support.packages import made, unpacked

NS = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"
TC = "{http://projecttincan.com/tincan.xsd}"
HARD = """Fish & "chips" <b>'n'</b> Zoë"""
FILES = {"cmi5": CMI5, "xapi": TINCAN}


def manifest(kind: str, version: str = "1.0.0", **options: str) -> Element:
    return read_xml(unpacked(made(kind, HARD, version, **options))[FILES[kind]]).root


@pytest.mark.parametrize(("kind", "said"), [("cmi5", "cmi5"), ("xapi", "xAPI (Tin Can)")])
def test_a_package_has_no_problem_and_nothing_to_note(kind: str, said: str) -> None:
    report = check_package(made(kind, HARD))
    assert (report.kind, report.notes) == (said, ())


def test_cmi5_names_course_and_unit_apart() -> None:
    root = manifest("cmi5")
    course, unit = root.find(f"{NS}course"), root.find(f"{NS}au")
    assert course is not None
    assert unit is not None
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", course.get("id", ""))
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", unit.get("id", ""))
    assert course.get("id") != unit.get("id")
    assert unit.findtext(f"{NS}url") == "index.html"
    assert unit.findtext(f"{NS}title/{NS}langstring") == HARD
    assert unit.get("masteryScore") is None, "Python decides on passed"


@pytest.mark.parametrize("kind", FILES)
def test_a_later_version_is_the_same_course(kind: str) -> None:
    first, second = (manifest(kind, version) for version in ("1.0.0", "2.0.0"))
    assert [element.attrib for element in first.iter()] == [element.attrib for element in second.iter()]


def test_an_author_may_choose_the_name_and_when_to_move_on() -> None:
    root = manifest("cmi5", id="https://example.org/fish", move_on="CompletedAndPassed")
    assert [element.get("id") for element in root] == ["https://example.org/fish", "https://example.org/fish/unit"]
    assert root[1].get("moveOn") == "CompletedAndPassed"
    assert manifest("xapi", id="https://example.org/fish")[0][0].get("id") == "https://example.org/fish"


def test_tincan_launches_the_page_that_holds_the_site() -> None:
    activity = manifest("xapi")[0][0]
    assert activity.findtext(f"{TC}launch") == "index.html"
    assert activity.findtext(f"{TC}name") == HARD


SPOIL: Mapping[str, Callable[[Element], object]] = {
    "no unit": lambda root: root.remove(root[1]),
    "no id": lambda root: root[1].attrib.pop("id"),
    "another word": lambda root: root[1].set("moveOn", "Sometimes"),
    "too high": lambda root: root[1].set("masteryScore", "1.5"),
    "no address": lambda root: root[1].remove(root[1][2]),
    "twice": lambda root: root.append(root[0]),
}


@pytest.mark.parametrize("name", SPOIL)
def test_the_schema_refuses_what_is_wrong(name: str) -> None:
    """The tests above are not about nothing."""
    root = manifest("cmi5")
    SPOIL[name](root)
    assert list(course_structure_errors(root))


HAS = "It has: failed, id, move_on, score_at_end."


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("edition=3", f"cmi5 has no option 'edition' (scorm2004 has). {HAS}"),
        ("mov_on=Passed", f"cmi5 has no option 'mov_on': did you mean 'move_on'? {HAS}"),
        ("status=completed", f"cmi5 has no option 'status' (scorm12, scorm2004 have). {HAS}"),
        ("colour=red", f"cmi5 has no option 'colour'. {HAS}"),
        ("id=fish", "The option 'id' cannot be 'fish': it must be an absolute IRI, such as https://example.org/courses/greetings."),
        ("id=https://a b", "The option 'id' cannot be 'https://a b': it must be an absolute IRI, such as https://example.org/courses/greetings."),
        ("failed=maybe", "The option 'failed' cannot be 'maybe': it may be no or yes."),
        ("failed", "The option 'failed' cannot be '': give it a value: --set KEY=VALUE."),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_is_refused_with_what_can(given: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse([given], "cmi5", OFFERED)
    assert str(caught.value) == says


def test_options_have_values_that_they_allow() -> None:
    options = {option for exporter in EXPORTERS.values() for option in exporter.options}
    assert {ID, MOVE_ON} <= options
    assert [option.name for option in options - {ID} if option.default not in option.values] == []
