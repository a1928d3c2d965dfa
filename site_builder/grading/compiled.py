"""A compiled course (`course.json` of the bundle) together with its judge: what every request is answered from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from site_builder.grading.contract import Data, ExerciseType
from site_builder.grading.judge import Judge
from site_builder.grading.outcome import Outcome
from site_builder.grading.progress import progress
from site_builder.grading.record import Record, sift
from site_builder.grading.standing import Standing, standings
from site_builder.grading.text import loads
from site_builder.grading.views import reply, spoken, view

FORMAT = 1
MAX_COURSE = 100_000_000


@dataclass(frozen=True)
class Situation:
    """A learner's record and what follows from it for every exercise."""

    record: Record
    standings: Mapping[str, Standing]


class CompiledCourse:
    """The course, its judge, and what follows from a learner's record. Nothing in it changes."""

    def __init__(self, course_json: str, types: Iterable[ExerciseType]) -> None:
        self._data: Data = loads(course_json, MAX_COURSE)
        if self._data["format"] > FORMAT:
            raise ValueError("The course has a newer format than the judge: the files come from different builds.")
        rows = {row.name: row for row in types}
        self.judges = {name: Judge(name, data, rows[data["type"]]) for name, data in self._data["exercises"].items()}
        self.pages = frozenset(unit["id"] for unit in self._data["units"])
        self._targets = self.pages | frozenset(self.judges) | {self._data["course"]["id"]}

    def read(self, rows: Any) -> Situation:
        """The situation that follows from a stored record."""
        return self.situation(sift(rows, self.judges, self._targets))

    def situation(self, record: Record) -> Situation:
        """The situation that follows from usable rows."""
        return Situation(record, standings(self.judges, record))

    def progress(self, situation: Situation) -> Data:
        """How far the learner has come."""
        visited = {event["target"] for event in situation.record.events if event["kind"] == "visit"}
        return progress(self._data, situation.standings, visited)

    def reply(self, exercise: str, outcome: Outcome) -> Data:
        """An outcome in words."""
        return reply(self._data["text"], self.judges[exercise].exercise, outcome)

    def spoken(self, exercise: str, reply: Any) -> Any:
        """What an exercise says back, in words."""
        return spoken(self._data["text"], self.judges[exercise].exercise, reply)

    def view(self, exercise: str, situation: Situation) -> Data:
        """An exercise as its page shows it."""
        standing = situation.standings[exercise]
        return view(self._data["text"], self.judges[exercise], standing, _learner_seed(situation.record))


def _learner_seed(record: Record) -> int:
    """The seed that the browser drew when the learner began; the same for all until then."""
    seeds = [event["data"].get("seed") for event in record.events if event["kind"] == "begin"]
    return next((seed for seed in seeds if isinstance(seed, int)), 0)
