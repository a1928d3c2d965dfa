"""`numbers` is as exact as the C library and, unlike it, the same everywhere."""

# ruff: noqa: S311 - drawn numbers test, they hide nothing

from __future__ import annotations

import math
import random

import pytest

from site_builder.grading.numbers import exp, is_number, log, total

LARGEST = 709.782712893384
# Argument -> bits of the result, made with Python 3.11; every interpreter that runs the zone must give the same.
EXP_BITS = {
    -745.0: "0x0.0000000000001p-1022",
    -708.5: "0x0.e6cf6d08897acp-1022",
    -20.0: "0x1.1b48655f37267p-29",
    -1.0: "0x1.78b56362cef38p-2",
    -1e-10: "0x1.ffffffff24190p-1",
    0.1: "0x1.1aec7b35a00d4p+0",
    0.5: "0x1.a61298e1e069cp+0",
    1.0: "0x1.5bf0a8b14576ap+1",
    3.7: "0x1.4394144eeec81p+5",
    100.0: "0x1.3494a9b171bf5p+144",
    LARGEST: "0x1.fffffffffff2ap+1023",
}
LOG_BITS = {
    5e-324: "-0x1.74385446d71c3p+9",
    1e-10: "-0x1.7069e2aa2aa5bp+4",
    0.1: "-0x1.26bb1bbb55515p+1",
    0.999: "-0x1.064670d979b73p-10",
    1.5: "0x1.9f323ecbf984cp-2",
    2.0: "0x1.62e42fefa39efp-1",
    10.0: "0x1.26bb1bbb55516p+1",
    12345.678: "0x1.2d79559791e31p+3",
    1.7976931348623157e308: "0x1.62e42fefa39efp+9",
}


def test_exp_is_within_a_unit_of_the_last_place() -> None:
    """Over the whole range, and close to 0, where arguments of logistic functions lie."""
    draw = random.Random(1)
    arguments = [draw.uniform(-708.0, LARGEST) for _ in range(20_000)] + [
        draw.uniform(-2.0, 2.0) for _ in range(20_000)
    ]
    assert max(_units(exp(x), math.exp(x)) for x in arguments) <= 2.0


def test_log_is_within_a_unit_of_the_last_place() -> None:
    """Over the whole range, and close to 1, where results are small."""
    draw = random.Random(2)
    arguments = [math.ldexp(draw.uniform(0.5, 1.0), draw.randint(-1073, 1024)) for _ in range(20_000)]
    arguments += [draw.uniform(0.5, 2.0) for _ in range(10_000)] + [
        1.0 + draw.uniform(-1e-6, 1e-6) for _ in range(10_000)
    ]
    assert max(_units(log(x), math.log(x)) for x in arguments) <= 2.0


@pytest.mark.parametrize("x", EXP_BITS)
def test_exp_gives_these_bits(x: float) -> None:
    """Golden bits."""
    assert exp(x).hex() == EXP_BITS[x]


@pytest.mark.parametrize("x", LOG_BITS)
def test_log_gives_these_bits(x: float) -> None:
    """Golden bits."""
    assert log(x).hex() == LOG_BITS[x]


def test_exp_at_the_ends() -> None:
    """Too large is infinity, too small is 0, and not a number stays so."""
    assert exp(LARGEST + 1e-10) == math.inf
    assert exp(math.inf) == math.inf
    assert exp(-745.2) == 0.0
    assert exp(-1e300) == 0.0
    assert exp(-math.inf) == 0.0
    assert exp(0.0) == exp(-0.0) == 1.0
    assert math.isnan(exp(math.nan))


def test_log_at_the_ends() -> None:
    """Of 1 it is exactly 0; of infinity infinity; and not a number stays so."""
    assert log(1.0) == 0.0
    assert log(math.inf) == math.inf
    assert math.isnan(log(math.nan))


@pytest.mark.parametrize("x", [0.0, -0.0, -1.0, -math.inf])
def test_only_positive_numbers_have_a_logarithm(x: float) -> None:
    """The error says so in our words."""
    with pytest.raises(ValueError, match=r"^only a positive number has a logarithm$"):
        log(x)


def test_total_keeps_the_digits_that_adding_loses() -> None:
    """The sum does not depend on what large numbers come in between."""
    assert total([0.1] * 10) == 1.0
    assert total([1.0, 1e100, 1.0, -1e100]) == 2.0
    assert total([1e100, 1.0, -1e100]) == 1.0
    draw = random.Random(3)
    values = [draw.uniform(-1e6, 1e6) for _ in range(10_000)]
    assert total(values) == math.fsum(values)


def test_total_of_whole_numbers_is_whole() -> None:
    """Points are counted exactly, however many."""
    assert total([]) == 0
    assert total([1, 2, 10**30]) == 10**30 + 3
    assert isinstance(total(part for part in (1, 2)), int)


def test_total_with_infinity_is_infinite() -> None:
    """The correction is left out where it would be no number."""
    assert total([1.0, math.inf]) == math.inf
    assert total([1e308, 1e308]) == math.inf
    assert math.isnan(total([math.inf, -math.inf]))


def test_a_number_can_be_reckoned_with() -> None:
    """Also where JSON holds a whole number that no fraction reaches."""
    assert all(map(is_number, [0, -0.0, 0.5, 10**308, -1e308, 5e-324]))
    assert not any(map(is_number, [True, None, "1", math.inf, -math.inf, math.nan, 10**309, -(10**400), [1]]))


def _units(found: float, expected: float) -> float:
    return abs(found - expected) / math.ulp(expected)
