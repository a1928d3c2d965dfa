"""How well two raters agree who mark the same things on a scale."""

from __future__ import annotations

from collections.abc import Sequence


def weighted_kappa(one: Sequence[float], other: Sequence[float]) -> float:
    """Cohen's kappa with quadratic weights: 1 for the same marks, 0 for what chance alone would give.

    J. Cohen, "Weighted kappa: Nominal scale agreement with provision for scaled disagreement or partial credit",
    Psychological Bulletin 70 (1968), 213-220: one minus the weighted disagreement that was observed, over the one that
    is expected when each rater keeps the own marks and deals them out by chance. The weight of a pair is the square of
    its difference, so marks need not be whole numbers: the mean of two readers is a rater as well.
    """
    observed = sum((mark - others) ** 2 for mark, others in zip(one, other, strict=True)) / len(one)
    expected = sum((mark - others) ** 2 for mark in one for others in other) / len(one) ** 2
    return 1 - observed / expected
