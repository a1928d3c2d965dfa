"""Looks at `cmi5.xml` and `tincan.xml`: form, names, and what is launched."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from site_builder.export.findings import Findings, Spot
from site_builder.export.safe_xml import Document
from site_builder.export.safe_zip import Package
from site_builder.export.schemas import course_structure_errors

CMI5 = "cmi5.xml"
TINCAN = "tincan.xml"
_CMI5 = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"
_TINCAN = "{http://projecttincan.com/tincan.xsd}"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", re.ASCII)
_MOST_DIGITS = 4
_SUCH_AS = "such as https://example.org/courses/greetings"


def check_cmi5(package: Package, findings: Findings, schemas: Path | None = None) -> str:
    """Looks at `cmi5.xml`."""
    del schemas
    document = findings.read_xml(package, CMI5)
    if document is not None:
        for error in course_structure_errors(document.root):
            spot = _spot(CMI5, document, error.elem)
            findings.problem("cmi5-schema", spot, f"it is not as cmi5 wants it: {error.reason}")
        _check_names(document, findings)
        for unit in document.root.iter(f"{_CMI5}au"):
            _check_unit(unit, package, document, findings)
    return "cmi5"


def _spot(name: str, document: Document, element: Element | None) -> Spot:
    return Spot(name, document.lines.get(element, 1) if element is not None else 1)


def _check_names(document: Document, findings: Findings) -> None:
    """Ids are absolute and stand for one thing."""
    named = [element for element in document.root.iter() if "id" in element.attrib]
    counts = Counter(element.get("id", "").strip() for element in named)
    for element in named:
        name, spot = element.get("id", "").strip(), _spot(CMI5, document, element)
        if not _ABSOLUTE.fullmatch(name):
            findings.problem("cmi5-id", spot, f"the id '{name}' is no absolute IRI", _SUCH_AS)
        elif counts[name] > 1:
            findings.problem("cmi5-id", spot, f"the id '{name}' is used {counts[name]} times")


def _check_unit(unit: Element, package: Package, document: Document, findings: Findings) -> None:
    spot = _spot(CMI5, document, unit)
    _check_launch(spot, (unit.findtext(f"{_CMI5}url") or "").strip(), package, findings)
    if unit.get("moveOn", "NotApplicable") == "NotApplicable":
        findings.note(CMI5, "moveOn is NotApplicable: the LMS counts the unit as done before anybody opened it")
    if len(unit.get("masteryScore", "").partition(".")[2]) > _MOST_DIGITS:
        message = f"a masteryScore has at most {_MOST_DIGITS} digits after the point"
        findings.problem("cmi5-mastery", spot, message)


def check_tincan(package: Package, findings: Findings, schemas: Path | None = None) -> str:
    """Looks at `tincan.xml`, for which no schema is published any more."""
    del schemas
    document = findings.read_xml(package, TINCAN)
    if document is not None:
        activities = document.root.findall(f"{_TINCAN}activities/{_TINCAN}activity")
        if document.root.tag != f"{_TINCAN}tincan" or not activities:
            hint = "tincan > activities > activity, in their namespace"
            findings.problem("tincan-form", TINCAN, "it holds no activities", hint)
        for activity in activities:
            _check_activity(activity, _spot(TINCAN, document, activity), findings)
        _check_launches(activities, package, document, findings)
    return "xAPI (Tin Can)"


def _check_activity(activity: Element, spot: Spot, findings: Findings) -> None:
    name = activity.get("id", "")
    if not _ABSOLUTE.fullmatch(name):
        findings.problem("tincan-id", spot, f"the id '{name}' is no absolute IRI", _SUCH_AS)
    if not _ABSOLUTE.fullmatch(activity.get("type", "")) or not (activity.findtext(f"{_TINCAN}name") or "").strip():
        findings.problem("tincan-form", spot, "an activity needs a type (an IRI) and a name")


def _check_launches(activities: list[Element], package: Package, document: Document, findings: Findings) -> None:
    """One activity is launched."""
    launched = [activity for activity in activities if activity.find(f"{_TINCAN}launch") is not None]
    if activities and not launched:
        hint = '<launch lang="en">index.html</launch>'
        findings.problem("tincan-launch", TINCAN, "no activity says what is launched", hint)
    if len(launched) > 1:
        findings.problem("tincan-launch", TINCAN, "only one activity of a package may be launched")
    for launch in (found for activity in launched for found in activity.findall(f"{_TINCAN}launch")):
        _check_launch(_spot(TINCAN, document, launch), (launch.text or "").strip(), package, findings)


def _check_launch(spot: Spot, address: str, package: Package, findings: Findings) -> None:
    """What is launched is in the package, or elsewhere and said so."""
    parts = findings.address(spot, address)
    if parts is None:
        return
    if parts.scheme or parts.netloc:
        findings.note(spot.file, f"what is launched is not in the package: {address}")
    elif unquote(parts.path) not in package.members:
        findings.problem("package-launch", spot, f"it launches '{address}', which is not in the package")
