"""Exponential, logarithm and sum, equal to the bit wherever Python runs.

`math.exp` and `math.log` come from the C library and `sum` changed in Python 3.12, so their last bits differ between
machines and versions. Here only + - * / (which IEEE 754 fixes) and the exact `ldexp` and `frexp` are used.

Method: the argument reductions of Sun's fdlibm (e_exp.c and e_log.c, 1993) with plain Taylor series, long enough for
double precision, in the place of its fitted polynomials; Neumaier's compensated summation (1974) for `total`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, overload

# ln 2 in two pieces: the first has 21 zero bits at its end, so that a multiple of it by an exponent is exact.
_LN2_HIGH = float.fromhex("0x1.62e42feep-1")
_LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
_LARGEST = float.fromhex("0x1.62e42fefa39efp+9")  # the logarithm of the largest number
_SMALLEST = -745.2  # below it, exp is nearer to 0 than to the smallest number
_ROOT_HALF = float.fromhex("0x1.6a09e667f3bcdp-1")

_MOST = float.fromhex("0x1.fffffffffffffp+1023")

_EXP_TERMS = range(13, 1, -1)
_LOG_TERMS = range(23, 1, -2)


def exp(x: float) -> float:
    """The number e to the power of x; infinity where that is too large, 0 where it is too small."""
    if math.isnan(x):
        return x
    if x > _LARGEST:
        return math.inf
    if x < _SMALLEST:
        return 0.0
    power = math.floor(x / (_LN2_HIGH + _LN2_LOW) + 0.5)
    high = x - power * _LN2_HIGH
    low = power * _LN2_LOW
    rest = high - low
    lost = (high - rest) - low
    series = 0.0
    for n in _EXP_TERMS:
        series = (1.0 + series * rest) / n
    # `series` is 1/2! + rest/3! + ...; the largest terms are added last, which keeps the error small.
    return math.ldexp(1.0 + (rest + (rest * rest * series + lost)), power)


def log(x: float) -> float:
    """The natural logarithm. Zero and negative numbers have none and raise a ValueError."""
    if x <= 0.0:
        raise ValueError("only a positive number has a logarithm")
    if math.isnan(x) or math.isinf(x):
        return x
    fraction, power = math.frexp(x)
    if fraction < _ROOT_HALF:
        fraction, power = fraction * 2.0, power - 1
    rest = fraction - 1.0
    # log(1 + rest) is 2 artanh(ratio), written so that the largest term is the exact `rest`.
    ratio = rest / (2.0 + rest)
    square = ratio * ratio
    series = 0.0
    for n in _LOG_TERMS:
        series = square * (series + 2.0 / n)
    half = 0.5 * rest * rest
    return power * _LN2_HIGH - ((half - (ratio * (half + series) + power * _LN2_LOW)) - rest)


def is_number(value: Any) -> bool:
    """Whether it is a whole number or a fraction, and not too large to be reckoned with; `True` is none."""
    return type(value) in (int, float) and bool(-_MOST <= value <= _MOST)


@overload
def total(values: Iterable[int]) -> int: ...
@overload
def total(values: Iterable[float]) -> float: ...
def total(values: Iterable[float]) -> float:
    """The sum of numbers, with the digits that plain adding loses; whole numbers stay whole."""
    result: float = 0
    lost: float = 0
    for value in values:
        new = result + value
        lost += (result - new) + value if abs(result) >= abs(value) else (value - new) + result
        result = new
    return result + lost if math.isfinite(lost) else result
