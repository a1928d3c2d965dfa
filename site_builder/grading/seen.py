"""What the types share that only show something, in a number of steps: the exercise is done when all were seen.

Scoring: no points, for looking proves nothing. `key["steps"]` is the number of steps; the answer is `{"seen": n}`.
"""

from __future__ import annotations

from typing import Any

from site_builder.grading.contract import Data
from site_builder.grading.items import has_keys
from site_builder.grading.outcome import Feedback, Inputs, Invalid, Outcome, Packed, Part, Scored

RULE = "seen"


def read_seen(answer: Any, steps: int) -> int | Invalid:
    """How many steps were seen, or why that cannot be told."""
    if not has_keys(answer, (RULE,)) or type(answer[RULE]) is not int or not 0 <= answer[RULE] <= steps:
        return Invalid("malformed")
    return int(answer[RULE]) or Invalid("unanswered")


def seen(key: Data, answer: Any, inputs: Inputs) -> Outcome:  # noqa: ARG001
    """Judges `{"seen": n}`; what is left to see is told under the code `to_see`."""
    count = read_seen(answer, key["steps"])
    if isinstance(count, Invalid):
        return count
    left = key["steps"] - count
    to_see = (Feedback("to_see", data={"n": left}),) if left else ()
    return Scored(0, points(key), done=not left, parts=(Part(RULE, not left),), feedback=to_see)


def points(key: Data) -> int:  # noqa: ARG001
    """None."""
    return 0


def rules(key: Data) -> list[str]:
    """That everything was seen; of a single step nothing can be left."""
    return [RULE] if key["steps"] > 1 else []


def solution(key: Data) -> dict[str, int]:
    """Everything."""
    return {RULE: key["steps"]}


def seen_ranges(steps: int) -> dict[str, int]:
    """One digit: how many steps were seen."""
    return {RULE: steps + 1}


def pack_seen(answer: Any, steps: int) -> Packed:
    """The number of steps."""
    count = read_seen(answer, steps)
    return Packed({RULE: 0 if isinstance(count, Invalid) else count})


def unpack_seen(packed: Packed) -> dict[str, int]:
    """The answer that `pack_seen` packed."""
    return {RULE: packed.digits.get(RULE, 0)}
