"""The normal distribution, and what follows from it for two rates; made of + - * / and square roots alone.

The distribution function is Marsaglia's series (Evaluating the normal distribution, Journal of Statistical Software 11,
2004). The test of two rates, its interval and the sample that it needs are those of Fleiss, Levin and Paik (Statistical
methods for rates and proportions, 3rd edition, 2003): sections 3.1 and 4.2, without correction for continuity. The NIST
handbook of statistical methods has the same test (section 7.3.3).
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import NamedTuple

from site_builder.grading.numbers import exp

TWO_SIDED = MappingProxyType({90: 1.6448536269514722, 95: 1.959963984540054, 99: 2.5758293035489004})
"""Confidence in percent -> how many standard errors to both sides hold so much of the distribution."""

POWER_80 = 0.8416212335729143
"""So many standard errors to one side hold 80 % of it."""

LARGEST = 100_000
"""No needed sample is said to be larger."""

_ROOT_OF_TWO_PI = 2.5066282746310002
_FAR = 8.0
"""Beyond it, the distribution function is 1 but for less than the last bit."""


class Arm(NamedTuple):
    """One of the two versions: how many customers it had, and how many of them gave a thumbs up."""

    customers: int
    liked: int

    @property
    def rate(self) -> float:
        """The share of thumbs up."""
        return self.liked / self.customers


class Interval(NamedTuple):
    """A range for the true difference."""

    low: float
    high: float


def below(x: float) -> float:
    """The share of the standard normal distribution below `x`."""
    if abs(x) > _FAR:
        return 1.0 if x > 0 else 0.0
    term = series = x
    number = 1
    while abs(term) > abs(series) * 1e-17:
        number += 2
        term = term * x * x / number
        series += term
    return 0.5 + series * exp(-0.5 * x * x) / _ROOT_OF_TWO_PI


def p_value(a: Arm, b: Arm) -> float:
    """How often chance alone gives two rates that lie at least so far apart, if both versions are equally good.

    The two-sided z-test for two proportions, with the pooled rate in its standard error.
    """
    pooled = (a.liked + b.liked) / (a.customers + b.customers)
    error = math.sqrt(pooled * (1.0 - pooled) * (1.0 / a.customers + 1.0 / b.customers))
    return max(2.0 * below(-abs(b.rate - a.rate) / error), 0.0) if error else 1.0


def interval(a: Arm, b: Arm, confidence: int) -> Interval:
    """Between what the true difference of `b` to `a` lies, with so much confidence (in percent)."""
    error = math.sqrt(a.rate * (1.0 - a.rate) / a.customers + b.rate * (1.0 - b.rate) / b.customers)
    reach = TWO_SIDED[confidence] * error
    return Interval(max(b.rate - a.rate - reach, -1.0), min(b.rate - a.rate + reach, 1.0))


def needed(first: float, second: float, confidence: int) -> int:
    """How many customers each version needs, so that a test finds these true rates to differ in 80 of 100 cases."""
    if first == second:
        return LARGEST
    middle = (first + second) / 2.0
    chance = TWO_SIDED[confidence] * math.sqrt(2.0 * middle * (1.0 - middle))
    found = POWER_80 * math.sqrt(first * (1.0 - first) + second * (1.0 - second))
    root = (chance + found) / (second - first)
    return min(math.ceil(root * root), LARGEST)
