"""The file `slots.lock.json` of a course: the permanent places of all that is packed for an LMS; see `grading/slots`.

It is written by site-builder and kept with the course. Whoever loses an entry gives its place to something else, and
then an LMS brings learners back what others have done; so it is looked over, and refused where it is not whole.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from site_builder.errors import Place, Problem, Problems
from site_builder.exercises.table import BY_NAME
from site_builder.grading.slots import EMPTY, grown, is_open, sizes_of
from site_builder.model import Course, Exercise
from site_builder.source import Folder

NAME = "slots.lock.json"
FORMAT = 1

_GROUPS = ("units", "exercises")
_HINT = (
    "bring the file back as it was, for example from your version control; "
    "if nobody has done this course in an LMS yet, delete it"
)
_OPEN, _CLOSED = 3, 4
"""The lengths of a span: see `grading/slots`."""


def read_slots(folder: Folder, problems: Problems) -> Mapping[str, Any]:
    """The spans in the file of a course; none where there is no file, or none that can be used."""
    if not folder.holds(NAME):
        return EMPTY
    place = Place(folder.label(NAME))
    raw = folder.read_bytes(PurePosixPath(NAME), problems)
    if raw is None:
        return EMPTY
    try:
        data = json.loads(raw.decode())
    except (ValueError, RecursionError):
        problems.add(Problem(place, "bad-slots", "this is no JSON", hint=_HINT))
        return EMPTY
    if isinstance(data, dict) and type(data.get("format")) is int and data["format"] > FORMAT:
        message = f"the file has format {data['format']}, and this site-builder knows format {FORMAT}"
        problems.add(
            Problem(place, "bad-slots", message, hint="install the site-builder that wrote it, or a newer one")
        )
        return EMPTY
    faults = list(_faults(data))
    for fault in faults:
        problems.add(Problem(place, "bad-slots", fault, hint=_HINT))
    return EMPTY if faults else {name: data[name] for name in EMPTY}


def slots_of(course: Course, lock: Mapping[str, Any]) -> Mapping[str, Any]:
    """The spans of a lock with those of all that the course holds now."""
    sizes = {exercise.id: _sizes(exercise) for _, exercise in course.exercises()}
    return grown(lock, [page.id for page in course.pages], sizes)


def _sizes(exercise: Exercise) -> dict[str, int]:
    grader = BY_NAME[exercise.type].grader
    return sizes_of(grader.ranges(exercise.public), grader.points(exercise.key), asdict(exercise.settings))


def lock_text(slots: Mapping[str, Any]) -> str:
    """The text of the file: an exercise a line, so that changes are easy to see."""
    counts = {"units": _count(slots["units"]), "exercises": _count(slots["exercises"])}
    head = {"format": FORMAT, "version": slots["version"], "count": counts}
    parts = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    for group in (*_GROUPS, "digits"):
        lines = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in slots[group].items()]
        parts.append(f' "{group}": {{\n' + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def is_saved(course_dir: Path, slots: Mapping[str, Any]) -> bool:
    """Whether the file of a course holds these spans."""
    path = course_dir / NAME
    return path.is_file() and path.read_bytes() == lock_text(slots).encode()


def save_slots(course_dir: Path, slots: Mapping[str, Any]) -> str:
    """Writes the file where anything has changed; says so, or that it could not be written."""
    if is_saved(course_dir, slots):
        return ""
    path = course_dir / NAME
    try:
        with tempfile.NamedTemporaryFile("wb", dir=course_dir, prefix=f".{NAME}-", delete=False) as scratch:
            scratch.write(lock_text(slots).encode())
        Path(scratch.name).chmod(0o644)
        Path(scratch.name).replace(path)
    except OSError as error:
        return f"{path} could not be written: {error.strerror or error}. An LMS needs it to stay as it is."
    return f"{path} has new places for what an LMS keeps: commit it with the course.{_gone(slots)}"


def _gone(slots: Mapping[str, Any]) -> str:
    """A note on exercises that the version before this one had, because an id that was changed costs learners theirs.

    The id alone brings nothing back: by now the file has given its place up, and what comes back gets a new one.
    """
    version = slots["version"]
    gone = [name for name, spans in slots["exercises"].items() if spans[-1][3:] == [version]]
    if not gone:
        return ""
    return (
        f"\nGone since version {version - 1}: {'exercise' if len(gone) == 1 else 'exercises'} {', '.join(gone)}. "
        "What learners did there is not taken over by another id.\n"
        f"If you only renamed it, change the id back, and bring {NAME} back as it was."
    )


def _count(group: Mapping[str, list[list[int]]]) -> int:
    return sum(len(spans) for spans in group.values())


def _faults(data: Any) -> Iterator[str]:
    """What is wrong with the data of a file."""
    if not _is_lock(data):
        yield "this is not what site-builder has written"
        return
    for group in _GROUPS:
        yield from _faults_in(f"the {group}", data[group], data["version"], data["count"][group])
    for exercise, digits in data["digits"].items():
        if exercise not in data["exercises"]:
            yield f"the entry of the exercise '{exercise}' is lost"
        yield from _faults_in(f"the digits of '{exercise}'", digits, data["version"], _count(digits))
    for exercise in data["exercises"]:
        if exercise not in data["digits"]:
            yield f"the digits of '{exercise}' are lost"


def _is_lock(data: Any) -> bool:
    if not isinstance(data, dict) or set(data) != {"format", "count", *EMPTY}:
        return False
    counts = data["count"]
    sound = isinstance(counts, dict) and all(type(counts.get(group)) is int for group in _GROUPS)
    groups = [
        *(data[group] for group in _GROUPS),
        *(data["digits"].values() if isinstance(data["digits"], dict) else [0]),
    ]
    return sound and type(data["version"]) is int and data["version"] > 0 and all(map(_is_group, groups))


def _is_group(group: Any) -> bool:
    return isinstance(group, dict) and all(
        isinstance(spans, list) and all(map(_is_span, spans)) for spans in group.values()
    )


def _is_span(span: Any) -> bool:
    return (
        isinstance(span, list)
        and len(span) in (_OPEN, _CLOSED)
        and all(type(part) is int and part >= 0 for part in span)
    )


def _faults_in(what: str, group: Mapping[str, list[list[int]]], version: int, count: int) -> Iterator[str]:
    names: dict[int, str] = {}
    for name, spans in group.items():
        for span in spans:
            if span[0] in names:
                yield f"among {what}, '{name}' and '{names[span[0]]}' have the same slot {span[0]}"
            names[span[0]] = name
            if not _is_in_time(span, version):
                yield f"among {what}, '{name}' has a span of versions that cannot be"
        if [span for span in spans[:-1] if is_open(span)]:
            yield f"among {what}, '{name}' is there twice"
    lost = sorted(set(range(max(count, 1 + max(names, default=-1)))) - set(names))
    if lost:
        yield f"among {what}, the entry with the slot {lost[0]} is lost"


def _is_in_time(span: list[int], version: int) -> bool:
    return span[1] > 0 and 0 < span[2] <= version and (is_open(span) or span[2] < span[3] <= version)
