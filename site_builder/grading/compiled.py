"""A compiled course (`course.json` of the bundle) together with its judge: what every request is answered from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from site_builder.grading.contract import Data, ExerciseType
from site_builder.grading.judge import Judge
from site_builder.grading.outcome import Outcome
from site_builder.grading.progress import progress
from site_builder.grading.record import Record, sift
from site_builder.grading.standing import Standing, standings
from site_builder.grading.text import loads
from site_builder.grading.views import reply, view

MAX_COURSE = 100_000_000


class CompiledCourse:
    """The course, its judge, and what follows from a learner's record. Nothing in it changes."""

    def __init__(self, course_json: str, types: Iterable[ExerciseType]) -> None:
        self._data: Data = loads(course_json, MAX_COURSE)
        rows = {row.name: row for row in types}
        self.judges = {name: Judge(name, data, rows[data["type"]]) for name, data in self._data["exercises"].items()}
        self.pages = frozenset(unit["id"] for unit in self._data["units"])
        self._targets = self.pages | frozenset(self.judges) | {self._data["course"]["id"]}

    def sift(self, rows: Any) -> Record:
        """The rows of a stored record that belong to this course."""
        return sift(rows, self.judges, self._targets)

    def standings(self, record: Record) -> dict[str, Standing]:
        """How the learner stands in every exercise."""
        return standings(self.judges, record)

    def progress(self, record: Record) -> Data:
        """How far the learner has come."""
        visited = {event["target"] for event in record.events if event["kind"] == "visit"}
        return progress(self._data, self.standings(record), visited)

    def reply(self, exercise: str, outcome: Outcome) -> Data:
        """An outcome in words."""
        return reply(self._data["text"], self.judges[exercise].exercise, outcome)

    def views(self, record: Record) -> dict[str, Data]:
        """Every exercise as its page shows it."""
        return {name: self._view(name, record, standing) for name, standing in self.standings(record).items()}

    def view(self, exercise: str, record: Record) -> Data:
        """One exercise as its page shows it."""
        return self._view(exercise, record, self.standings(record)[exercise])

    def _view(self, exercise: str, record: Record, standing: Standing) -> Data:
        return view(self._data["text"], self.judges[exercise], standing, _learner_seed(record))


def _learner_seed(record: Record) -> int:
    """The seed that the browser drew when the learner began; the same for all until then."""
    seeds = [event["data"].get("seed") for event in record.events if event["kind"] == "begin"]
    return next((seed for seed in seeds if isinstance(seed, int)), 0)
