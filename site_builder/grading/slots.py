"""Permanent places for whatever is packed: units, exercises, and the digits of each exercise.

A state that an LMS keeps outlives the course that wrote it. So each thing has a slot, which is never given to anything
else, and each change of what there is makes a new version. A span says in which versions a thing was there:
`[slot, size, since]`, or `[slot, size, since, until]` when it is there no more. What comes back, or has another number
of values than before, gets a new slot. The spans of a course are kept in its `slots.lock.json`, and compiled into it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from site_builder.grading.contract import Data
from site_builder.grading.seeds import fingerprint

Group = Mapping[str, list[list[int]]]
"""Name -> its spans."""

EMPTY: Data = MappingProxyType({"version": 0, "units": {}, "exercises": {}, "digits": {}})

HINTS, ATTEMPTS, POINTS = ":hints", ":attempts", ":points"
"""Digits that every exercise has; no type names its digits so."""
_TOLD = 63
"""So many attempts are counted where there is no limit."""


def sizes_of(ranges: Mapping[str, int], points: int, settings: Data) -> dict[str, int]:
    """How many values each digit of an exercise has: those that all have, and those of its type."""
    counted = max(_TOLD, settings["attempts"], settings["reveal"])
    return {HINTS: len(settings["hints"]) + 1, ATTEMPTS: counted + 1, POINTS: points + 1, **ranges}


def grown(lock: Data, units: Iterable[str], exercises: Mapping[str, Mapping[str, int]]) -> Data:
    """The spans with those of what is there now; the same ones where nothing has changed."""
    version = lock["version"] + 1
    new = {
        "units": _grown(lock["units"], dict.fromkeys(units, 1), version),
        "exercises": _grown(lock["exercises"], dict.fromkeys(exercises, 1), version),
        "digits": {
            name: _grown(lock["digits"].get(name, {}), exercises.get(name, {}), version)
            for name in (*lock["digits"], *(name for name in exercises if name not in lock["digits"]))
        },
    }
    same = all(new[part] == lock[part] for part in new)
    return {"version": lock["version"] if same else version, **new}


def _grown(group: Group, sizes: Mapping[str, int], version: int) -> dict[str, list[list[int]]]:
    slot = len([span for spans in group.values() for span in spans])
    found = {}
    for name in (*group, *(name for name in sizes if name not in group)):
        spans = [list(span) for span in group.get(name, [])]
        last = spans[-1] if spans and is_open(spans[-1]) else None
        if last and last[1] != sizes.get(name):
            last.append(version)
            last = None
        if name in sizes and not last:
            spans.append([slot, sizes[name], version])
            slot += 1
        found[name] = spans
    return found


def is_open(span: list[int]) -> bool:
    """Whether it is of something that is still there."""
    return len(span) == len(("slot", "size", "since"))


class Slots:
    """What was there in each version, in the order of the slots."""

    def __init__(self, lock: Data) -> None:
        self._lock = lock
        self.version = int(lock["version"])
        self._marks: dict[int, str] = {}

    def units(self, version: int) -> list[str]:
        """The units of a version."""
        return list(_there(self._lock["units"], version))

    def exercises(self, version: int) -> list[str]:
        """The exercises of a version."""
        return list(_there(self._lock["exercises"], version))

    def digits(self, exercise: str, version: int) -> dict[str, int]:
        """The digits of an exercise in a version, with their sizes."""
        return {name: span[1] for name, span in _there(self._lock["digits"].get(exercise, {}), version).items()}

    def mark(self, version: int) -> str:
        """A short name for all places of a version, which two tables share only where these are the same."""
        if version not in self._marks:
            names = self.exercises(version)
            places = [[name, list(self.digits(name, version).items())] for name in names]
            self._marks[version] = fingerprint([self.units(version), places])
        return self._marks[version]

    def unchanged(self, exercise: str, version: int) -> set[str]:
        """The digits that mean in a version what they mean now."""
        group = self._lock["digits"].get(exercise, {})
        now = _there(group, self.version)
        return {name for name, span in _there(group, version).items() if now.get(name) == span}


def _there(group: Group, version: int) -> dict[str, list[int]]:
    found = [(span, name) for name, spans in group.items() for span in spans if _covers(span, version)]
    return {name: span for span, name in sorted(found)}


def _covers(span: list[int], version: int) -> bool:
    return span[2] <= version and (is_open(span) or version < span[3])
