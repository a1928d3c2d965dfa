"""A compiled course (`course.json` of the bundle) together with its judge: what every request is answered from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.grading.contract import Data, ExerciseType, Load
from site_builder.grading.judge import Judge
from site_builder.grading.outcome import Outcome
from site_builder.grading.progress import progress
from site_builder.grading.record import NOTHING, Record, Row, sift
from site_builder.grading.slots import EMPTY, Slots, grown, sizes_of
from site_builder.grading.standing import Standing, standings
from site_builder.grading.text import loads
from site_builder.grading.views import reply, revealed, spoken, view

FORMAT = 1
MAX_COURSE = 100_000_000


@dataclass(frozen=True)
class Situation:
    """A learner's record and what follows from it for every exercise."""

    record: Record
    standings: Mapping[str, Standing]


class CompiledCourse:
    """The course, its judge, and what follows from a learner's record. Nothing in it changes."""

    def __init__(self, course_json: str, types: Iterable[ExerciseType], load: Load | None = None) -> None:
        self._data: Data = loads(course_json, MAX_COURSE)
        if self._data["format"] > FORMAT:
            raise ValueError("The course has a newer format than the judge: the files come from different builds.")
        rows = {row.name: row for row in types}
        exercises = self._data["exercises"].items()
        self.judges = {name: Judge(name, data, rows[data["type"]], load) for name, data in exercises}
        self.pages = frozenset(unit["id"] for unit in self._data["units"])
        self.id: str = self._data["course"]["id"]
        self.slots = Slots(self._data.get("slots") or self._first_slots())
        self._targets = self.pages | frozenset(self.judges) | {self._data["course"]["id"]}

    def read(self, rows: Any, before: Record = NOTHING) -> Situation:
        """The situation that follows from stored rows that come after those of the record `before`."""
        return self.situation(sift(rows, self.judges, self._targets, before))

    def situation(self, record: Record) -> Situation:
        """The situation that follows from usable rows."""
        return Situation(record, standings(self.judges, record))

    def progress(self, situation: Situation) -> Data:
        """How far the learner has come."""
        return progress(self._data, situation.standings, self.visited(situation))

    def visited(self, situation: Situation) -> dict[str, str]:
        """Page -> when it was first visited."""
        visits = [event for event in situation.record.events if event["kind"] == "visit"]
        # Of several visits the first one counts; rows from a file may come in any order.
        return {event["target"]: event["time"] for event in sorted(visits, key=_time, reverse=True)}

    def beginning(self, situation: Situation) -> tuple[str, int]:
        """When the learner began, and the seed that the browser drew then; nothing and 0 before that."""
        begins = [event for event in situation.record.events if event["kind"] == "begin"]
        found = ((str(event["time"]), event["data"].get("seed")) for event in begins)
        return next(((time, seed) for time, seed in found if isinstance(seed, int)), ("", 0))

    def reply(self, exercise: str, outcome: Outcome, *, late: bool = False) -> Data:
        """An outcome in words; `late`: the answer had been shown before."""
        return reply(self._data["text"], self.judges[exercise].exercise, outcome, late=late)

    def revealed(self, exercise: str, outcome: Outcome, situation: Situation) -> Data:
        """The outcome of the answer that is shown, in words."""
        standing = situation.standings[exercise]
        return revealed(self._data["text"], self.judges[exercise].exercise, outcome, standing)

    def spoken(self, exercise: str, reply: Any) -> Any:
        """What an exercise says back, in words."""
        return spoken(self._data["text"], self.judges[exercise].exercise, reply)

    def view(self, exercise: str, situation: Situation) -> Data:
        """An exercise as its page shows it."""
        standing = situation.standings[exercise]
        return view(self._data["text"], self.judges[exercise], standing, self.beginning(situation)[1])

    def _first_slots(self) -> Data:
        """Those of a course without a lock file, which keep their places as long as nothing changes."""
        units = [unit["id"] for unit in self._data["units"]]
        sizes = {
            name: sizes_of(judge.ranges(), judge.points, judge.exercise["settings"])
            for name, judge in self.judges.items()
        }
        return grown(EMPTY, units, sizes)


def _time(event: Row) -> str:
    return str(event["time"])
