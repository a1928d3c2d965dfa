"""Reads the learner record as it comes from the browser: keeps the rows that can be used and says which cannot.

A record is `{"attempts": [rows], "events": [rows]}`, oldest first. It may come from an older course, another
course, a file or a damaged store, so nothing in it is taken on trust. What is left out here stays in the browser's
store: nothing is deleted.

A stored outcome is looked over here, but made into a `Scored` only where it is shown: records are long.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from site_builder.grading.outcome import Feedback, Part, Scored

Row = Mapping[str, Any]
Shape = Mapping[str, tuple[type, ...]]

_TONES = ("good", "bad", "info")
_KINDS = ("visit", "draft", "hint", "reveal", "rating", "run", "begin")

_ATTEMPT: Shape = MappingProxyType(
    {
        "id": (str,),
        "exercise": (str,),
        "fingerprint": (str,),
        "seed": (int,),
        "inputs": (dict,),
        "time": (str,),
        "outcome": (dict,),
        "hints": (int,),
        "duration": (int, float),
    }
)
_EVENT: Shape = MappingProxyType({"id": (str,), "kind": (str,), "target": (str,), "time": (str,), "data": (dict,)})
_SCORED: Shape = MappingProxyType(
    {"earned": (int,), "total": (int,), "done": (bool,), "parts": (list,), "feedback": (list,)}
)
_PART: Shape = MappingProxyType({"id": (str,), "met": (bool,)})
_FEEDBACK: Shape = MappingProxyType({"code": (str,), "part": (str,), "tone": (str,), "data": (dict,)})


class Attempt(NamedTuple):
    """A judged attempt: the stored row, and its outcome as plain data, which may be newer than that of the row."""

    row: Row
    outcome: Row

    @property
    def id(self) -> str:
        """The id that the browser gave it."""
        return str(self.row["id"])


@dataclass(frozen=True)
class Record:
    """The usable rows, oldest first, and the reasons why others were left out."""

    attempts: tuple[Attempt, ...] = ()
    events: tuple[Row, ...] = ()
    dropped: tuple[Row, ...] = ()
    ids: frozenset[tuple[str, str]] = frozenset()
    """Kind and id of every row that was read, usable or not."""

    def with_attempt(self, attempt: Attempt) -> Record:
        """The record with one more attempt."""
        return replace(self, attempts=(*self.attempts, attempt))

    def with_event(self, event: Row) -> Record:
        """The record with one more event."""
        return replace(self, events=(*self.events, event))

    def to_json(self) -> dict[str, list[Row]]:
        """The usable rows as they were stored."""
        return {"attempts": [attempt.row for attempt in self.attempts], "events": list(self.events)}


NOTHING = Record()


def fits(data: Any, shape: Shape) -> bool:
    """Whether data is an object whose fields have these types; `True` is not a number here."""
    if not isinstance(data, dict):
        return False
    for name, kinds in shape.items():  # noqa: SIM110 - `all` takes half as long again, thousands of times for a record
        if type(data.get(name)) not in kinds:
            return False
    return True


def is_scored(data: Any) -> bool:
    """Whether data is what `to_json` makes of a judged answer."""
    return (
        fits(data, _SCORED)
        and 0 <= data["earned"] <= data["total"]
        and all(fits(part, _PART) for part in data["parts"])
        and all(fits(item, _FEEDBACK) and item["tone"] in _TONES for item in data["feedback"])
    )


def read_scored(data: Row) -> Scored:
    """The inverse of `to_json` for judged answers."""
    return Scored(
        data["earned"],
        data["total"],
        data["done"],
        tuple(Part(part["id"], part["met"]) for part in data["parts"]),
        tuple(Feedback(item["code"], item["part"], item["tone"], item["data"]) for item in data["feedback"]),
    )


def sift(data: Any, exercises: Collection[str], targets: Collection[str], before: Record = NOTHING) -> Record:
    """The rows of a stored record that are well formed, each once, and about these exercises and event targets.

    They follow those that were read `before`, as if all had come at once.
    """
    dropped = list(before.dropped)
    ids = set(before.ids)
    attempts = tuple(_attempts(_unique(data, "attempts", ids, dropped), exercises, dropped))
    events = tuple(_events(_unique(data, "events", ids, dropped), targets, dropped))
    return Record((*before.attempts, *attempts), (*before.events, *events), tuple(dropped), frozenset(ids))


def _unique(data: Any, kind: str, ids: set[tuple[str, str]], dropped: list[Row]) -> Iterator[Row]:
    rows = data.get(kind) if isinstance(data, dict) else None
    for row in rows if isinstance(rows, list) else ():
        name = row.get("id") if isinstance(row, dict) else None
        if not isinstance(name, str):
            dropped.append({"reason": "malformed", "id": ""})
        elif (kind, name) in ids:
            dropped.append({"reason": "duplicate", "id": name})
        else:
            ids.add((kind, name))
            yield row


def _attempts(rows: Iterable[Row], exercises: Collection[str], dropped: list[Row]) -> Iterator[Attempt]:
    for row in rows:
        if not is_scored(row.get("outcome")) or "answer" not in row or not fits(row, _ATTEMPT):
            dropped.append({"reason": "malformed", "id": row["id"]})
        elif row["exercise"] not in exercises:
            dropped.append({"reason": "unknown", "id": row["id"]})
        else:
            yield Attempt(row, row["outcome"])


def _events(rows: Iterable[Row], targets: Collection[str], dropped: list[Row]) -> Iterator[Row]:
    for row in rows:
        if not fits(row, _EVENT) or row["kind"] not in _KINDS:
            dropped.append({"reason": "malformed", "id": row["id"]})
        elif row["target"] not in targets:
            dropped.append({"reason": "unknown", "id": row["id"]})
        else:
            yield row
