"""Packs what the worker reads: the zone, the course's own Python and the compiled course, as one archive.

The same course gives the same bytes everywhere: names are sorted, dates are fixed, nothing is deflated (a server's own
compression does better, and not every zlib gives the same bytes).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from site_builder.grading.compiled import FORMAT
from site_builder.grading.seeds import fingerprint
from site_builder.model import Course, Exercise, Page

PACKAGE = Path(__file__).parent
ZONE = ("grading", "exercises")
BUILD_ONLY = ("check.py",)
"""Files of exercise types that learners do not get."""
OLDEST_DATE = (1980, 1, 1, 0, 0, 0)

Texts = Mapping[str, Mapping[str, Any]]
"""`common` or the name of an exercise type -> message id -> message."""


def make_bundle(course: Course, texts: Texts, zone: Mapping[str, bytes]) -> bytes:
    """The archive. `texts` are the messages of the judge: the types' own, with the theme's in their place.

    `zone` is the judge: the modules that the runtime has compiled, or their sources.
    """
    files = dict(zone)
    if course.python:
        python = {"__init__.py": b"", **course.python}  # a package needs it when it is imported from an archive
        files |= {f"course_code/{path}": data for path, data in python.items()}
    files["course.json"] = course_json(course, texts).encode()
    return pack(files)


def pack(files: Mapping[str, bytes]) -> bytes:
    """An archive that is the same for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, OLDEST_DATE)
            entry.create_system = 3  # Unix, on every machine
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def course_json(course: Course, texts: Texts) -> str:
    """The course as the bridge reads it."""
    slots = {"slots": course.slots} if course.slots else {}
    data = {"format": FORMAT, "course": course_facts(course), "text": texts, **slots, **_content(course)}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def course_facts(course: Course) -> dict[str, str]:
    """Which course this is. The fingerprint changes with anything that is judged or counted."""
    return {
        "id": course.id,
        "version": course.version,
        "title": course.title,
        "fingerprint": fingerprint(_content(course)),
    }


def _content(course: Course) -> dict[str, Any]:
    phase_of = {page.id: phase.id for phase in course.phases for page in phase.pages}
    return {
        "gates": course.gates,
        "units": [_unit(page, phase_of.get(page.id, "")) for page in course.pages],
        "phases": [
            {"id": phase.id, "title": phase.title, "label": phase.label, "number": phase.number}
            for phase in course.phases
        ],
        "extras": [{"id": extra.id, "units": [page.id for page in extra.pages]} for extra in course.extras],
        "planned": list(course.planned),
        "exercises": {exercise.id: _exercise(course, page, exercise) for page, exercise in course.exercises()},
    }


def zone_sources() -> dict[str, bytes]:
    """The modules of the judge: path in the archive -> source."""
    inside = (path for folder in ZONE for path in (PACKAGE / folder).rglob("*.py") if path.name not in BUILD_ONLY)
    paths = (PACKAGE / "__init__.py", *inside)
    return {f"site_builder/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes() for path in paths}


def _unit(page: Page, phase: str) -> dict[str, Any]:
    return {
        "id": page.id,
        "url": page.url,
        "title": page.title,
        "phase": phase,
        "optional": page.optional or page.certificate,
        "exercises": [exercise.id for exercise in page.exercises],
    }


def _exercise(course: Course, page: Page, exercise: Exercise) -> dict[str, Any]:
    return {
        "type": exercise.type,
        "title": exercise.title,
        "unit": page.id,
        "public": exercise.public,
        "key": exercise.key,
        "settings": asdict(exercise.settings),
        "names": exercise.names,
        "fingerprint": _version(course, exercise),
    }


def _version(course: Course, exercise: Exercise) -> str:
    """The fingerprint of an exercise; whatever of the course's Python changes may judge otherwise, if it judges."""
    if not exercise.settings.code:
        return exercise.fingerprint
    python = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(course.python.items())}
    return fingerprint([exercise.fingerprint, exercise.settings.code, python])
