"""cmi5 and the older xAPI packages: the same course, for an LMS that launches it with the address of an LRS."""

from __future__ import annotations

import uuid

from site_builder.build import Site
from site_builder.export.options import ID, MOVE_ON, Options
from site_builder.export.package import zipped
from site_builder.export.shell import LAUNCH, in_frame
from site_builder.export.templates import fill

CMI5 = "cmi5.xml"
TINCAN = "tincan.xml"
_OURS = uuid.UUID("2b5ab4eb-82ae-401f-ba65-f78406c02608")
"""What all names made from ids of courses have in common, so that they are no other program's."""


def cmi5(site: Site, options: Options) -> bytes:
    """A package of cmi5: a course of one assignable unit."""
    course, unit = _names(site, options)
    return _package(site, CMI5, course=course, unit=unit, move_on=options.get(MOVE_ON))


def tincan(site: Site, options: Options) -> bytes:
    """A package with `tincan.xml`, for an LMS that knows xAPI and not cmi5."""
    course, _ = _names(site, options)
    return _package(site, TINCAN, course=course)


def _names(site: Site, options: Options) -> tuple[str, str]:
    """IRIs of the course and of its unit: always the same for one course, whatever its version."""
    chosen = options.get(ID)
    if chosen:
        return chosen, f"{chosen.rstrip('/')}/unit"
    course, unit = (uuid.uuid5(_OURS, f"{part}:{site.facts.id}") for part in ("course", "unit"))
    return course.urn, unit.urn


def _package(site: Site, name: str, **values: str) -> bytes:
    facts = site.facts
    description = facts.description or facts.title
    manifest = fill(name, title=facts.title, description=description, language=facts.language, launch=LAUNCH, **values)
    return zipped({**in_frame(site), name: manifest})
