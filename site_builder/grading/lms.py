"""What an LMS is told of a learner: completion, success, score, and each answered exercise.

All of it follows from progress and from how the types describe answers. How it is written is in `lms_scorm` and
`lms_answers`. The rules:
- The course is incomplete until progress says that it is completed, and passed only then. Whoever has completed it with
  exercises that were closed has failed by our own rules; an LMS is told so only where it asks for that (`failed`),
  because some lock a course then.
- The score is the share of the points that count, in percent, from the beginning on, or with `score_at_end` when the
  course is completed.
- What the LMS holds already is never lowered.
- In another mode than `normal` there is nothing to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from site_builder.grading.compiled import CompiledCourse, Situation
from site_builder.grading.contract import Data
from site_builder.grading.items import plain
from site_builder.grading.judge import Judge
from site_builder.grading.numbers import is_number
from site_builder.grading.outcome import Interaction
from site_builder.grading.record import Attempt, Row

FULL = 100_00
"""The highest score, in hundredths of a percent."""
_DECIMAL = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,9}))?", re.ASCII)
_CENTISECOND = 10
_DAY = 86_400_000


@dataclass(frozen=True)
class Result:
    """How far the learner is; `score` is in hundredths of a percent, or None where no points count."""

    completion: str
    success: str
    score: int | None
    percent: int


@dataclass(frozen=True)
class Answered:
    """An exercise with its last answer."""

    judge: Judge
    said: Interaction
    outcome: Row
    time: str
    duration: int
    """In hundredths of a second."""

    @property
    def title(self) -> str:
        """Its title in plain text."""
        return plain(self.judge.exercise["title"])


def result(progress: Data, options: Data) -> Result:
    """The result as an LMS is told it."""
    done = progress["completion"] == "completed"
    success = {"passed": "passed", "failed": "failed" if options.get("failed") is True else "unknown"}
    late = options.get("score_at_end") is True and not done
    score = None if late else share(progress["score"]["earned"], progress["score"]["total"])
    return Result(progress["completion"], success.get(progress["status"], "unknown"), score, progress["percent"])


def share(earned: int, total: int) -> int | None:
    """Points in hundredths of a percent, rounded down; None where there are none to earn."""
    return earned * FULL // total if total else None


def fixed(text: Any, places: int) -> int | None:
    """A decimal number that an LMS holds, as a whole number of its last place; None for anything else."""
    found = _DECIMAL.fullmatch(text) if isinstance(text, str) else None
    return int(found[1] + (found[2] or "").ljust(places, "0")[:places]) if found else None


def decimal(number: int, places: int) -> str:
    """A whole number of the last place, with the point in its place and without needless zeros."""
    text = str(number).rjust(places + 1, "0")
    return f"{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".")


def answered(course: CompiledCourse, situation: Situation) -> list[Answered]:
    """The exercises that were tried, those first that were tried last the longest ago."""
    found = [(name, one.last) for name, one in situation.standings.items() if one.last]
    found.sort(key=lambda pair: (str(pair[1].row["time"]), pair[0]))
    return [_answered(course.judges[name], last) for name, last in found]


def _answered(judge: Judge, last: Attempt) -> Answered:
    duration = last.row["duration"]
    known = is_number(duration) and 0 < duration < _DAY
    said = judge.describe(last.row["answer"])
    return Answered(judge, said, last.outcome, str(last.row["time"]), int(duration) // _CENTISECOND if known else 0)


def phases(progress: Data) -> Iterator[tuple[str, str, str, int | None, bool]]:
    """Each phase with its id, title, completion and score, and whether all its exercises that count are done."""
    for phase, results in zip(progress["phases"], progress["results"]["phases"], strict=True):
        completion = "completed" if phase["status"] == "done" else "incomplete"
        score = share(results["earned"], results["total"])
        yield phase["id"], plain(results["title"]), completion, score, results["done"] == results["exercises"]


def place(course: CompiledCourse, situation: Situation) -> str:
    """The page where the learner was last; empty before the first."""
    rows = [
        (str(attempt.row["time"]), course.judges[attempt.row["exercise"]].exercise["unit"])
        for attempt in situation.record.attempts
    ]
    rows += [(str(event["time"]), event["target"]) for event in situation.record.events if event["kind"] == "visit"]
    return max(rows, default=("", ""))[1]
