"""The measure of agreement that other tests rely on."""

from __future__ import annotations

import pytest

from tests.support.agreement import weighted_kappa


def test_equal_marks_agree_fully_and_opposite_ones_not_at_all() -> None:
    """The ends of the measure."""
    assert weighted_kappa([0, 1, 2], [0, 1, 2]) == 1
    assert weighted_kappa([0, 2], [2, 0]) == -1


def test_marks_dealt_out_by_chance_agree_as_chance_does() -> None:
    """Each mark of one meets each mark of the other equally often."""
    assert weighted_kappa([0, 0, 2, 2], [0, 2, 0, 2]) == 0


def test_an_example_by_hand() -> None:
    """Observed: 1 of 4 pairs differs by 1, so 1/4. Expected: of 16 pairs, 8 differ by 1 and 3 by 2, so 20/16."""
    assert weighted_kappa([0, 1, 1, 2], [0, 1, 2, 2]) == pytest.approx(1 - (1 / 4) / (20 / 16))
