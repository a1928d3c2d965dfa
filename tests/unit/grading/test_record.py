"""`record` keeps what can be used of a stored record and says what cannot."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.grading.outcome import Feedback, Part, Scored, to_json
from site_builder.grading.record import fits, is_scored, read_scored, sift

OUTCOME: dict[str, Any] = {"kind": "scored", "earned": 1, "total": 2, "done": False, "parts": [], "feedback": []}
ATTEMPT: dict[str, Any] = {
    "id": "1",
    "exercise": "a",
    "fingerprint": "v1",
    "seed": 5,
    "inputs": {},
    "time": "2026-05-04T09:30:00Z",
    "answer": None,
    "outcome": OUTCOME,
    "hints": 0,
    "duration": 2.5,
}
EVENT: dict[str, Any] = {"id": "2", "kind": "draft", "target": "a", "time": "2026-05-04T09:30:00Z", "data": {}}


def test_good_rows_are_kept_as_they_are() -> None:
    """In their order, with fields that this version does not know."""
    rows = {"attempts": [{**ATTEMPT, "new": 1}, {**ATTEMPT, "id": "3"}], "events": [EVENT]}
    record = sift(rows, {"a"}, {"a"})
    assert record.to_json() == rows
    assert [attempt.id for attempt in record.attempts] == ["1", "3"]
    assert record.dropped == ()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (None, ("malformed", "")),
        ([], ("malformed", "")),
        ({**ATTEMPT, "id": 1}, ("malformed", "")),
        ({}, ("malformed", "")),
        ({**ATTEMPT, "exercise": "zzz"}, ("unknown", "1")),
        ({**ATTEMPT, "exercise": ["a"]}, ("malformed", "1")),
        ({**ATTEMPT, "seed": 1.5}, ("malformed", "1")),
        ({**ATTEMPT, "seed": False}, ("malformed", "1")),
        ({**ATTEMPT, "hints": "2"}, ("malformed", "1")),
        ({**ATTEMPT, "outcome": None}, ("malformed", "1")),
        ({**ATTEMPT, "outcome": {"kind": "invalid", "code": "unanswered"}}, ("malformed", "1")),
        ({name: value for name, value in ATTEMPT.items() if name != "answer"}, ("malformed", "1")),
    ],
)
def test_bad_attempts_are_left_out_with_a_reason(row: Any, reason: tuple[str, str]) -> None:
    """And the others stay."""
    record = sift({"attempts": [row, {**ATTEMPT, "id": "9"}]}, {"a"}, {"a"})
    assert [attempt.id for attempt in record.attempts] == ["9"]
    assert record.dropped == ({"reason": reason[0], "id": reason[1]},)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (7, ("malformed", "")),
        ({**EVENT, "kind": "dance"}, ("malformed", "2")),
        ({**EVENT, "data": []}, ("malformed", "2")),
        ({**EVENT, "target": "zzz"}, ("unknown", "2")),
    ],
)
def test_bad_events_are_left_out_with_a_reason(row: Any, reason: tuple[str, str]) -> None:
    """And the others stay."""
    record = sift({"events": [row, {**EVENT, "id": "9"}]}, {"a"}, {"a"})
    assert [event["id"] for event in record.events] == ["9"]
    assert record.dropped == ({"reason": reason[0], "id": reason[1]},)


def test_a_row_counts_once() -> None:
    """Two tabs or an imported file may bring it again."""
    record = sift({"attempts": [ATTEMPT, ATTEMPT], "events": [EVENT, EVENT]}, {"a"}, {"a"})
    assert (len(record.attempts), len(record.events)) == (1, 1)
    assert record.dropped == ({"reason": "duplicate", "id": "1"}, {"reason": "duplicate", "id": "2"})


def test_a_stored_outcome_is_read_back() -> None:
    """The inverse of `to_json`."""
    scored = Scored(1, 2, done=True, parts=(Part("a", met=False),), feedback=(Feedback("c", "a", "bad", {"n": 1}),))
    assert is_scored(to_json(scored))
    assert read_scored(to_json(scored)) == scored


@pytest.mark.parametrize(
    "change",
    [
        {"earned": 3},
        {"earned": -1},
        {"earned": True},
        {"total": None},
        {"done": 1},
        {"parts": [{"id": "a"}]},
        {"parts": {}},
        {"feedback": [{"code": "c", "part": "", "tone": "loud", "data": {}}]},
        {"feedback": ["c"]},
    ],
)
def test_a_damaged_outcome_is_seen(change: dict[str, Any]) -> None:
    """Each field is looked at."""
    assert is_scored(OUTCOME)
    assert not is_scored({**OUTCOME, **change})


def test_true_is_not_a_number() -> None:
    """JSON tells them apart, and so do we."""
    assert fits({"n": 1}, {"n": (int,)})
    assert not fits({"n": True}, {"n": (int,)})
    assert not fits([], {})
