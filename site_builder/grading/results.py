"""What a learner did in each phase, and when the course was completed: for the certificate and for whoever looks back.

Counted are the required exercises of the units that are not optional: those of the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from site_builder.grading.contract import Data
from site_builder.grading.numbers import total
from site_builder.grading.standing import Standing

_MINUTE = 60_000
"""In milliseconds, as the browser measures."""


def results(course: Data, counted: Mapping[str, Iterable[Standing]]) -> dict[str, Any]:
    """The results of each phase and of all together; `counted`: phase -> its exercises that count."""
    phases = [
        {"id": phase["id"], "number": phase["number"], "title": phase["title"], **_result(counted[phase["id"]])}
        for phase in course["phases"]
    ]
    names = _result(()).keys()
    return {"phases": phases, "all": {name: total(phase[name] for phase in phases) for name in names}}


def _result(standings: Iterable[Standing]) -> dict[str, int]:
    own = list(standings)
    return {
        "done": len([one for one in own if one.status == "done"]),
        "exercises": len(own),
        "earned": total(one.earned for one in own),
        "total": total(one.total for one in own),
        "attempts": total(one.tries for one in own),
        "hints": total(one.hints for one in own),
        # To the nearest minute.
        "minutes": (total(one.spent for one in own) + _MINUTE // 2) // _MINUTE,
    }


def last_of(times: Iterable[str]) -> str | None:
    """The latest of some times in UTC; a fraction of a second makes no difference."""
    return max(times, key=lambda time: time.rstrip("Z").partition(".")[0], default=None)
