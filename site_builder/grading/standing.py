"""How a learner stands in each exercise: derived from the record alone, and recomputable at any time.

The rules:
- The best attempt counts. What was done stays done, whatever comes later.
- Hints and reveals are events. Once the answer was shown, learners can still give it themselves: that makes the
  exercise done, but for the score the best attempt before that counts.
- The last allowed attempt closes an exercise that is not done. A closed one no longer stands in the way.
- After the author has edited an exercise, earlier attempts do not use up the new one's attempts. What was done
  stays done, and earlier answers are judged again with the present key, so that a mended key mends the score; where
  that is not possible (an option is gone), the outcome that was given stands.
- What came back from an LMS beyond the attempts that were counted there uses up none, and its outcome stands.
- An attempt whose inputs (answers of other exercises) have changed since is stale: marked, never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from site_builder.grading.judge import Judge
from site_builder.grading.marks import marks
from site_builder.grading.numbers import is_number, total
from site_builder.grading.outcome import Inputs, Scored, to_json
from site_builder.grading.record import Attempt, Record, Row

UNCOUNTED = ""
"""The version of an attempt that a state has brought, and that is one of those that are counted already."""

_DAY = 86_400_000
"""In milliseconds."""

Status = Literal["new", "tried", "done", "closed"]


@dataclass(frozen=True)
class Standing:
    """How the learner stands in one exercise."""

    status: Status
    attempts: int
    """Judged attempts at the present version."""
    tries: int
    """Judged attempts at any version."""
    spent: int
    """Milliseconds that the learner took for them."""
    since: str
    """When it was first done, or else closed; empty as long as it is neither."""
    left: int | None
    """Attempts left; None: as many as the learner likes."""
    earned: int
    total: int
    hints: int
    revealed: bool
    last: Attempt | None
    """The last attempt, its outcome as of the present version."""
    late: bool
    """Whether the answer had been shown before the last attempt, so that its points do not count."""
    inputs: Mapping[str, Any]
    """The latest answers of the exercises that this one reads, as those export them."""
    stale: bool

    @property
    def known(self) -> Inputs:
        """What a grader may know besides an answer that is given now."""
        return Inputs(self.hints, self.inputs)


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


class _Tries:
    """The attempts at one exercise, earlier versions judged anew."""

    def __init__(self, judge: Judge, attempts: Sequence[Attempt], answers: Mapping[str, Any]) -> None:
        self._judge = judge
        wanted = judge.exercise["settings"]["inputs"]
        self.inputs = {name: answers[name] for name in wanted if name in answers}
        version = judge.exercise["fingerprint"]
        self.current = [attempt for attempt in attempts if attempt.row["fingerprint"] == version]
        settled = (version, UNCOUNTED)
        judged = [attempt if attempt.row["fingerprint"] in settled else self._anew(attempt) for attempt in attempts]
        # What was done stays done, and what a mended key accepts is done as well.
        both = zip(attempts, judged, strict=True)
        done = (old.row["time"] for old, new in both if old.outcome["done"] or new.outcome["done"])
        self.done_at = min(done, default=None)
        self.number = len(attempts)
        self.spent = total(_milliseconds(attempt.row["duration"]) for attempt in attempts)
        self.last = judged[-1] if judged else None
        self.late = self.last is not None and _is_late(self.last)
        counted = (attempt.outcome for attempt in judged if not _is_late(attempt))
        self.best = max(counted, key=_worth, default=None)

    def _anew(self, attempt: Attempt) -> Attempt:
        inputs = Inputs(max(0, attempt.row["hints"]), self.inputs)
        outcome = self._judge.grade(attempt.row["answer"], inputs)
        return Attempt(attempt.row, to_json(outcome)) if isinstance(outcome, Scored) else attempt


def _is_late(attempt: Attempt) -> bool:
    """Whether the answer had been shown before, as the attempt itself says: times of two devices tell nothing."""
    return attempt.row.get("revealed") is True


def _worth(outcome: Row) -> float:
    return float(outcome["earned"] / outcome["total"]) if outcome["total"] else 0.0


def _standing(judge: Judge, tries: _Tries, events: Sequence[Row]) -> Standing:
    settings = judge.exercise["settings"]
    count, allowed = len(tries.current), settings["attempts"]
    left = max(0, allowed - count) if allowed else None
    used_up = [attempt.row["time"] for attempt in tries.current[allowed - 1 : allowed]] if allowed else []
    last, best = tries.last, tries.best
    status: Status = "tried" if last else "new"
    if tries.done_at is not None:
        status = "done"
    elif used_up:
        status = "closed"
    return Standing(
        status=status,
        attempts=count,
        tries=tries.number,
        spent=tries.spent,
        since=min(used_up, default="") if tries.done_at is None else tries.done_at,
        left=left,
        earned=best["earned"] if best else 0,
        total=best["total"] if best else judge.points,
        hints=_hints(events, len(settings["hints"])),
        revealed=any(event["kind"] == "reveal" for event in events),
        last=last,
        late=tries.late,
        inputs=tries.inputs,
        stale=last is not None and last.row["inputs"] != marks(tries.inputs),
    )


def _milliseconds(duration: float) -> int:
    """A duration as whole numbers count it; one that no clock gives counts for nothing."""
    return int(duration) if is_number(duration) and 0 < duration < _DAY else 0


def _hints(events: Iterable[Row], available: int) -> int:
    """The highest hint asked for: two tabs may have asked for the same one."""
    asked = [event["data"].get("n") for event in events if event["kind"] == "hint"]
    return min(available, max((n for n in asked if type(n) is int and n > 0), default=0))
