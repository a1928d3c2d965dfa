"""What a held-out curve tells about a training run. Each judgement looks at windows of the curve, not at single points.

Prechelt (Early stopping - but when?, 1998) calls the rise above the best value so far generalization loss; here both
are means over a window, because single points are noisy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from site_builder.grading.numbers import total

OVERFIT = 0.02
"""The held-out loss rose by this share above its best window: the model learns its examples by heart."""

UNDERFIT = 0.03
"""The held-out loss still falls by this share from one window to the next: training stopped too early."""

FAR = 0.55
"""A held-out loss above this share of the loss before training is far from what good examples can reach."""

UNSTEADY = 0.1
"""Steps upward on the way to the best point, as a share of the best: updates overshoot."""

DIVERGED = 1.0
"""Two points in a row above this share of the loss before training: it made the model worse than it was."""


@dataclass(frozen=True)
class Shape:
    """A held-out curve in figures; all but `last` and `best` are shares."""

    last: float
    """The mean of the last window."""
    best: float
    """The least mean of a window."""
    rise: float
    """How far the last window lies above the best."""
    fall: float
    """How far the last window lies below the one before it."""
    ups: float
    """All steps upward before the lowest point, of that point."""
    worst: float
    """The highest loss that two points in a row reach, of the loss before training."""
    way: float
    """The last window, of the loss before training."""


def width(points: int) -> int:
    """How many points make a window."""
    return max(points // 5, 2)


def mean(values: Sequence[float]) -> float:
    """The mean."""
    return total(values) / len(values)


def shape(start: float, curve: Sequence[float]) -> Shape:
    """The figures of a curve that has at least one point; `start` is the loss before training."""
    size = min(width(len(curve)), len(curve))
    means = [mean(curve[end - size : end]) for end in range(size, len(curve) + 1)]
    last, best = means[-1], min(means)
    before = means[-1 - size] if len(means) > size else start
    lowest = curve.index(min(curve))
    ups = total([max(after - now, 0.0) for now, after in pairwise((start, *curve[: lowest + 1]))])
    return Shape(
        last=last,
        best=best,
        rise=last / best - 1.0,
        fall=1.0 - last / before,
        ups=ups / curve[lowest],
        worst=max(min(pair) for pair in pairwise((start, *curve))) / start,
        way=last / start,
    )


def is_diverged(start: float, curve: Sequence[float]) -> bool:
    """Whether the last two points are both worse than the start."""
    return len(curve) > 1 and min(curve[-2:]) > start * DIVERGED


def note(found: Shape, train_loss: float) -> str:
    """The code of what happened: the first that fits.

    Where the held-out loss stays high, the training loss tells why: it is high too if training was too little
    (`underfit`), and low if there is nothing more to learn from these examples (`plateau`).
    """
    if found.worst > DIVERGED:
        return "diverged"
    if found.ups >= UNSTEADY:
        return "unsteady"
    if found.fall >= UNDERFIT:
        return "underfit"
    if found.rise >= OVERFIT:
        return "overfit"
    if found.way < FAR:
        return "good"
    return "plateau" if train_loss < found.last / 2 else "underfit"
