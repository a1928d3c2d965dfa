"""How far a learner has come: gates, phases, score, next step, completion and status, from standings and visits.

This is the only source for the page, the certificate, an LMS and the teacher's report. The rules:
- A unit is done when it was visited and each of its required exercises is done or closed.
- With strict gates a unit is locked while an earlier unit is not done. Optional units and pages outside the phases
  (the start screen, further modules) never stand in the way; the first unit and whatever is done already are never
  locked. A locked unit that asks for nothing is not done by a look at it. Open gates lock nothing.
- The score counts the required exercises of the units that are not optional.
- Each phase is worth the same share of the percentage, and so is each phase that is only announced. While one is,
  the course cannot be completed.
- A completed course is passed when every exercise that counts is done; if one was closed instead, by the last attempt
  that its author allows, it is failed.
- It was completed at the time of the last thing that it asks for: when an exercise was first done, or else closed, or
  a unit first visited.
- Further modules count for none of this and are never locked. Each has a progress of its own: it is done when its
  units are, and tells how many of its required exercises are done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from site_builder.grading.contract import Data
from site_builder.grading.numbers import total
from site_builder.grading.results import last_of, results
from site_builder.grading.standing import Standing

FORMAT = 1


def progress(course: Data, standings: Mapping[str, Standing], visited: Mapping[str, str]) -> dict[str, Any]:
    """The progress as plain data, ready to be shown and stored; `visited`: page -> when it was first visited."""
    done = set(_done(course, standings, visited))
    units = _units(course, standings, done)
    phases = [_phase(course, phase, units, done) for phase in course["phases"]]
    counted = [standings[name] for unit in _gates(course) for name in _required(course, unit)]
    to_do = [unit for unit in _gates(course) if unit["id"] not in done]
    completed = not to_do and not course["planned"]
    status = _status(counted) if completed else "unknown"
    return {
        "format": FORMAT,
        "percent": _percent(phases, len(course["planned"]), completed=completed),
        "score": {"earned": total(one.earned for one in counted), "total": total(one.total for one in counted)},
        "next": to_do[0]["id"] if to_do else None,
        "completion": "completed" if completed else "incomplete",
        "completed_on": last_of(_times(course, standings, visited)) if completed else None,
        "status": status,
        "award": _award(status, to_do),
        "to_do": [_open(course, unit, standings) for unit in to_do],
        "closed": list(_closed(course, standings)),
        "results": results(course, _counted(course, standings)),
        "phases": phases,
        "extras": [_extra(course, extra, standings, done) for extra in course["extras"]],
        "units": units,
    }


def _open(course: Data, unit: Data, standings: Mapping[str, Standing]) -> dict[str, Any]:
    """A unit that stands in the way, with what is missing in it, whether it locks others or not."""
    missing = [_missing(course, unit, name) for name in _unfinished(course, unit, standings)]
    return {"unit": unit["id"], "title": unit["title"], "url": unit["url"], "missing": missing}


def _award(status: str, to_do: Collection[Data]) -> str:
    """What the page with the certificate shows: it, or what is in the way."""
    if to_do:
        return "open"
    return {"passed": "earned", "failed": "closed"}.get(status, "planned")


def _closed(course: Data, standings: Mapping[str, Standing]) -> Iterator[dict[str, str]]:
    """The exercises that count, were closed, and so keep the course from being passed."""
    for unit in _gates(course):
        for name in _required(course, unit):
            if standings[name].status == "closed":
                yield _missing(course, unit, name)


def _counted(course: Data, standings: Mapping[str, Standing]) -> dict[str, list[Standing]]:
    """Phase -> its exercises that count."""
    counted: dict[str, list[Standing]] = {phase["id"]: [] for phase in course["phases"]}
    for unit in _gates(course):
        counted[unit["phase"]] += [standings[name] for name in _required(course, unit)]
    return counted


def _times(course: Data, standings: Mapping[str, Standing], visited: Mapping[str, str]) -> Iterator[str]:
    """When each thing was done that the course asks for; it was completed with the last of them."""
    for unit in _gates(course):
        yield visited[unit["id"]]
        for name in _required(course, unit):
            yield standings[name].since


def _gates(course: Data) -> Iterator[Data]:
    """The units that stand in the way until they are done."""
    return (unit for unit in course["units"] if unit["phase"] and not unit["optional"])


def _required(course: Data, unit: Data) -> Iterator[str]:
    return (name for name in unit["exercises"] if course["exercises"][name]["settings"]["required"])


def _unfinished(course: Data, unit: Data, standings: Mapping[str, Standing]) -> list[str]:
    return [name for name in _required(course, unit) if standings[name].status not in ("done", "closed")]


def _done(course: Data, standings: Mapping[str, Standing], visited: Collection[str]) -> Iterator[str]:
    closing = _closing(course)
    locked = False
    for unit in course["units"]:
        name = unit["id"]
        finished = name in visited and not _unfinished(course, unit, standings)
        if finished and (not locked or not unit["phase"] or any(_required(course, unit))):
            yield name
        elif name in closing:
            locked = True


def _closing(course: Data) -> frozenset[str]:
    """The units that lock later ones until they are done."""
    return frozenset(unit["id"] for unit in _gates(course)) if course["gates"] == "strict" else frozenset()


def _units(course: Data, standings: Mapping[str, Standing], done: Collection[str]) -> dict[str, dict[str, Any]]:
    """Each unit's status, what is missing in it, and the earlier unit that locks it."""
    closing = _closing(course)
    blocker = None
    units = {}
    for unit in course["units"]:
        name = unit["id"]
        status = "done" if name in done else "locked" if blocker and unit["phase"] else "open"
        missing = _unfinished(course, unit, standings) if name in closing else []
        units[name] = {
            "status": status,
            "missing": [_missing(course, unit, exercise) for exercise in missing],
            "blocked_by": blocker if status == "locked" else None,
        }
        if blocker is None and name in closing and name not in done:
            blocker = name
    return units


def _missing(course: Data, unit: Data, exercise: str) -> dict[str, str]:
    title = course["exercises"][exercise]["title"]
    return {"exercise": exercise, "title": title, "unit": unit["id"], "url": unit["url"]}


def _phase(course: Data, phase: Data, units: Mapping[str, Data], done: Collection[str]) -> dict[str, Any]:
    own = [unit["id"] for unit in course["units"] if unit["phase"] == phase["id"]]
    counted = [unit["id"] for unit in _gates(course) if unit["phase"] == phase["id"]] or own
    finished = [name for name in counted if name in done]
    status = "open"
    if len(finished) == len(counted):
        status = "done"
    elif all(units[name]["status"] == "locked" for name in own):
        status = "locked"
    return {
        "id": phase["id"],
        "number": phase["number"],
        "status": status,
        "done": len(finished),
        "total": len(counted),
    }


def _extra(course: Data, extra: Data, standings: Mapping[str, Standing], done: Collection[str]) -> dict[str, Any]:
    """A further module's own progress, in exercises."""
    own = [unit for unit in course["units"] if unit["id"] in extra["units"]]
    asked = [standings[name].status == "done" for unit in own for name in _required(course, unit)]
    return {
        "id": extra["id"],
        "status": "done" if all(unit["id"] in done for unit in own) else "open",
        "done": asked.count(True),
        "total": len(asked),
    }


def _percent(phases: Sequence[Data], planned: int, *, completed: bool) -> int:
    """The mean share of the phases, rounded down, so that 100 means completed."""
    shares: list[int] = [100_00 * phase["done"] // phase["total"] for phase in phases if phase["total"]]
    if completed or not shares:
        return 100 if completed else 0
    return total(shares) // (100 * (len(shares) + planned))


def _status(counted: Sequence[Standing]) -> str:
    return "passed" if all(one.status == "done" for one in counted) else "failed"
