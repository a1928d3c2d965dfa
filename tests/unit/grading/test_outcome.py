"""`outcome`: what a grader can say."""

from __future__ import annotations

import pytest

from site_builder.grading.outcome import Invalid, Scored, to_json


@pytest.mark.parametrize(("earned", "total"), [(-1, 2), (3, 2)])
def test_points_lie_between_none_and_all(earned: int, total: int) -> None:
    """A grader cannot give more than there is."""
    with pytest.raises(ValueError, match=f"^{earned} of {total} points$"):
        Scored(earned, total, done=False)


def test_an_invalid_outcome_as_data() -> None:
    """The code and what fills its text."""
    assert to_json(Invalid("too_short", {"n": 2})) == {"kind": "invalid", "code": "too_short", "data": {"n": 2}}
