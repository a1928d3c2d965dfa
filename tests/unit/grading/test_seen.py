"""`seen`: exercises that only show something."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.grading import seen
from site_builder.grading.outcome import Feedback, Inputs, Invalid, Packed, Part, Scored

KEY = {"steps": 3}


def test_it_is_done_when_all_was_seen() -> None:
    """Without points; what is left is counted."""
    assert seen.seen(KEY, seen.solution(KEY), Inputs()) == Scored(0, 0, done=True, parts=(Part("seen", met=True),))
    assert seen.seen(KEY, {"seen": 1}, Inputs()) == Scored(
        0, 0, done=False, parts=(Part("seen", met=False),), feedback=(Feedback("to_see", data={"n": 2}),)
    )


@pytest.mark.parametrize(
    ("answer", "code"),
    [({"seen": 0}, "unanswered")]
    + [
        (odd, "malformed")
        for odd in (None, {}, {"seen": 4}, {"seen": -1}, {"seen": True}, {"seen": "1"}, {"seen": 1.0})
    ],
)
def test_what_cannot_be_judged(answer: Any, code: str) -> None:
    """Nothing seen is no answer; other shapes are malformed."""
    assert seen.seen(KEY, answer, Inputs()) == Invalid(code)


def test_its_one_rule_is_left_out_where_no_answer_can_fail_it() -> None:
    """Of a single step nothing can be left."""
    assert (seen.rules(KEY), seen.rules({"steps": 1})) == (["seen"], [])


def test_an_answer_is_one_small_number() -> None:
    """Packed within its range, and back; an answer of another shape is none."""
    assert seen.seen_ranges(3) == {"seen": 4}
    assert seen.pack_seen({"seen": 2}, 3) == Packed({"seen": 2})
    assert seen.unpack_seen(Packed({"seen": 2})) == {"seen": 2}
    assert seen.unpack_seen(seen.pack_seen(None, 3)) == {"seen": 0}
