"""What a state keeps of one exercise, as digits.

It is what follows from the attempts, not the attempts: how many there were, the best result, and the last answer with
its own result, because pages show it and other exercises read it. Texts lie elsewhere: there may be no room for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from site_builder.grading.digits import Carrier
from site_builder.grading.instants import seconds
from site_builder.grading.judge import Judge
from site_builder.grading.outcome import Packed
from site_builder.grading.seeds import fingerprint
from site_builder.grading.slots import ATTEMPTS, HINTS, POINTS
from site_builder.grading.standing import Standing, Status

SPAN = 1 << 27
"""Seconds between the first and the last thing that is told apart: four years."""
NO_TEXTS, TEXTS, TEXTS_LEFT = range(3)
"""Whether the last answer had texts, and whether they are in the state."""

_STATUSES: tuple[Status, ...] = ("new", "tried", "done", "closed")
_OLDER = 16
_MARK_LENGTH = 3
_MARKS = 0x1000
_DAY = 86_400
_SECOND = 1000


@dataclass(frozen=True)
class Facts:
    """What is kept of an exercise. Times are seconds since 1970."""

    status: Status = "new"
    hints: int = 0
    revealed: bool = False
    attempts: int = 0
    """Attempts at the version that `mark` names."""
    older: int = 0
    """Attempts at earlier versions."""
    since: int = 0
    """When it was first done, or else closed."""
    mark: int = 0
    last: int = 0
    """When the last attempt was made."""
    best: int = 0
    """The points of the best attempt."""
    earned: int = 0
    done: bool = False
    """The points of the last attempt, and whether it was done."""
    late: bool = False
    """Whether the answer had been shown before the last attempt."""
    spent: int = 0
    """How many seconds all attempts took."""
    stale: bool = False
    texts: int = NO_TEXTS
    digits: Mapping[str, int] = field(default_factory=dict)

    @property
    def tried(self) -> bool:
        """Whether there was an attempt."""
        return self.attempts + self.older > 0

    @property
    def times(self) -> tuple[int, int]:
        """When something happened; 0: never."""
        return self.since, self.last


BLANK = Facts()


def facts_of(judge: Judge, standing: Standing, packed: Packed) -> Facts:
    """The facts; `packed` is the last answer."""
    common: dict[str, Any] = {"status": standing.status, "hints": standing.hints, "revealed": standing.revealed}
    last = standing.last
    if last is None:
        return Facts(**common, since=seconds(standing.since))
    return Facts(
        **common,
        attempts=standing.attempts,
        older=standing.tries - standing.attempts,
        since=seconds(standing.since),
        mark=mark_of(judge),
        last=seconds(str(last.row["time"])),
        best=_of(judge.points, standing.earned, standing.total),
        earned=_of(judge.points, last.outcome["earned"], last.outcome["total"]),
        done=last.outcome["done"],
        late=standing.late,
        spent=(standing.spent + _SECOND // 2) // _SECOND,
        stale=standing.stale,
        texts=TEXTS_LEFT if any(packed.texts.values()) else NO_TEXTS,
        digits=packed.digits,
    )


def mark_of(judge: Judge) -> int:
    """A short mark of the present version of an exercise."""
    return int(fingerprint(judge.exercise["fingerprint"])[:_MARK_LENGTH], 16)


def _of(points: int, earned: int, total: int) -> int:
    """Points out of those that there are now; an older version may have had others."""
    return earned * points // total if total else 0


def carry(carrier: Carrier, facts: Facts, sizes: Mapping[str, int], base: int) -> Facts:
    """Passes the facts of an exercise through; `base` is the time from which seconds are counted."""
    if not carrier.digit(int(facts != BLANK), 2):
        return BLANK

    def flag(value: Any) -> bool:
        return bool(carrier.digit(int(value), 2))

    def moment(time: int) -> int:
        return base + carrier.digit(time - base, SPAN)

    found: dict[str, Any] = {
        "status": _STATUSES[carrier.digit(_STATUSES.index(facts.status), len(_STATUSES))],
        "hints": carrier.digit(facts.hints, sizes[HINTS]),
        "revealed": flag(facts.revealed),
        "attempts": carrier.digit(facts.attempts, sizes[ATTEMPTS]),
        "older": carrier.digit(facts.older, _OLDER),
    }
    if found["status"] in ("done", "closed"):
        found["since"] = moment(facts.since)
    if not found["attempts"] + found["older"]:
        return Facts(**found)
    return Facts(
        **found,
        mark=carrier.digit(facts.mark, _MARKS),
        last=moment(facts.last),
        best=carrier.digit(facts.best, sizes[POINTS]),
        earned=carrier.digit(facts.earned, sizes[POINTS]),
        done=flag(facts.done),
        late=flag(facts.late),
        spent=carrier.digit(facts.spent, _DAY),
        stale=flag(facts.stale),
        texts=carrier.digit(facts.texts, len((NO_TEXTS, TEXTS, TEXTS_LEFT))),
        digits=_carry_answer(carrier, facts.digits, sizes),
    )


def _carry_answer(carrier: Carrier, digits: Mapping[str, int], sizes: Mapping[str, int]) -> dict[str, int]:
    """The digits of the answer, up to the last that is not 0."""
    names = [name for name in sizes if name not in (HINTS, ATTEMPTS, POINTS)]
    used = [place for place, name in enumerate(names, 1) if digits.get(name, 0)]
    count = carrier.digit(max(used, default=0), len(names) + 1)
    return {name: carrier.digit(digits.get(name, 0), sizes[name]) for name in names[:count]}
