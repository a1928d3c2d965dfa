"""How a learner stands in each exercise: derived from the record alone, and recomputable at any time.

The rules:
- The best attempt counts. What was done stays done, whatever comes later.
- Hints and reveals are events. Showing the answer closes an exercise that is not done; so does the last allowed
  attempt. A closed exercise no longer stands in the way.
- After the author has edited an exercise, earlier attempts do not use up the new one's attempts. What was done
  stays done, and earlier answers are judged again with the present key, so that a mended key mends the score; where
  that is not possible (an option is gone), the outcome that was given stands.
- An attempt whose inputs (answers of other exercises) have changed since is stale: marked, never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from site_builder.grading.judge import Judge
from site_builder.grading.outcome import Inputs, Scored, to_json
from site_builder.grading.record import Attempt, Record, Row
from site_builder.grading.seeds import fingerprint

Status = Literal["new", "tried", "done", "closed"]


@dataclass(frozen=True)
class Standing:
    """How the learner stands in one exercise."""

    status: Status
    attempts: int
    """Judged attempts at the present version."""
    left: int | None
    """Attempts left; None: as many as the learner likes."""
    earned: int
    total: int
    hints: int
    revealed: bool
    last: Attempt | None
    """The last attempt, its outcome as of the present version."""
    inputs: Mapping[str, Any]
    """The latest answers of the exercises that this one reads, as those export them."""
    stale: bool


def standings(judges: Mapping[str, Judge], record: Record) -> dict[str, Standing]:
    """The standing in every exercise of the course."""
    attempts: dict[str, list[Attempt]] = {name: [] for name in judges}
    for attempt in record.attempts:
        attempts[attempt.row["exercise"]].append(attempt)
    events: dict[str, list[Row]] = {name: [] for name in judges}
    for event in record.events:
        if event["target"] in events:
            events[event["target"]].append(event)
    read = {name for judge in judges.values() for name in judge.exercise["settings"]["inputs"]}
    exported = {
        name: judges[name].export(attempts[name][-1].row["answer"]) for name in sorted(read) if attempts.get(name)
    }
    answers = {name: answer for name, answer in exported.items() if answer is not None}
    return {
        name: _standing(judge, _Tries(judge, attempts[name], answers), events[name]) for name, judge in judges.items()
    }


def input_marks(inputs: Mapping[str, Any]) -> dict[str, str]:
    """What an attempt stores of its inputs, to notice later that they changed."""
    return {name: fingerprint(answer) for name, answer in inputs.items()}


class _Tries:
    """The attempts at one exercise, earlier versions judged anew."""

    def __init__(self, judge: Judge, attempts: Sequence[Attempt], answers: Mapping[str, Any]) -> None:
        self._judge = judge
        wanted = judge.exercise["settings"]["inputs"]
        self.inputs = {name: answers[name] for name in wanted if name in answers}
        version = judge.exercise["fingerprint"]
        self.count = len([attempt for attempt in attempts if attempt.row["fingerprint"] == version])
        judged = [attempt if attempt.row["fingerprint"] == version else self._anew(attempt) for attempt in attempts]
        self.done = any(attempt.outcome["done"] for attempt in (*attempts, *judged))
        self.last = judged[-1] if judged else None
        self.best = max((attempt.outcome for attempt in judged), key=_worth, default=None)

    def _anew(self, attempt: Attempt) -> Attempt:
        inputs = Inputs(max(0, attempt.row["hints"]), self.inputs)
        outcome = self._judge.grade(attempt.row["answer"], inputs)
        return Attempt(attempt.row, to_json(outcome)) if isinstance(outcome, Scored) else attempt


def _worth(outcome: Row) -> float:
    return float(outcome["earned"] / outcome["total"]) if outcome["total"] else 0.0


def _standing(judge: Judge, tries: _Tries, events: Sequence[Row]) -> Standing:
    settings = judge.exercise["settings"]
    left = max(0, settings["attempts"] - tries.count) if settings["attempts"] else None
    revealed = any(event["kind"] == "reveal" for event in events)
    last, best = tries.last, tries.best
    status: Status = "tried" if last else "new"
    if tries.done:
        status = "done"
    elif revealed or left == 0:
        status = "closed"
    return Standing(
        status=status,
        attempts=tries.count,
        left=left,
        earned=best["earned"] if best else 0,
        total=best["total"] if best else judge.points,
        hints=_hints(events, len(settings["hints"])),
        revealed=revealed,
        last=last,
        inputs=tries.inputs,
        stale=last is not None and last.row["inputs"] != input_marks(tries.inputs),
    )


def _hints(events: Iterable[Row], available: int) -> int:
    """The highest hint asked for: two tabs may have asked for the same one."""
    asked = [event["data"].get("n") for event in events if event["kind"] == "hint"]
    return min(available, max((n for n in asked if type(n) is int and n > 0), default=0))
