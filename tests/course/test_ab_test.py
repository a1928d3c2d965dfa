"""The simulated A/B test: its statistics agree with the books, its chance with the seed, its size with the need."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from statistics import NormalDist
from typing import Any

import pytest

from site_builder.grading.seeds import fingerprint
from site_builder.grading.simulation import simulate
from site_builder.model import Course
from tests.support.fake_answers import answered, faked, model

Code = Callable[[str], Any]
BITS = "7c77cfc7f0df5bc1"


@pytest.fixture(scope="module")
def fake() -> Iterator[Code]:
    """The course's Python with answers whose marks are known: 60 of 100 customers like the base model's."""
    with faked() as load:
        yield load


def run(fake: Code, inputs: Any = None, seed: int = 1, **params: Any) -> dict[str, Any]:
    """The result of a test; at first 80 of 100 customers like the tuned model's answers."""
    given = {"customers": 200, "confidence": 95, "draw": 1, **params}
    *_, last = simulate(fake, "ab_test", given, model() if inputs is None else inputs, seed)
    result: dict[str, Any] = last["result"]
    return result


@pytest.mark.parametrize("x", [0.0, 0.5, -0.5, 1.0, 1.96, -1.96, 2.5758293035489004, -4.0, 6.0, -7.9, 8.5, -9.0])
def test_the_distribution_function_is_that_of_the_standard_library(fake: Code, x: float) -> None:
    """It is made of + - * /, and so equal everywhere."""
    assert fake("normal").below(x) == pytest.approx(NormalDist().cdf(x), abs=1e-15)


def test_the_quantiles_are_those_of_the_tables(fake: Code) -> None:
    """Two-sided for the confidence, one-sided for the power."""
    normal = fake("normal")
    for confidence, z in normal.TWO_SIDED.items():
        assert normal.below(z) - normal.below(-z) == pytest.approx(confidence / 100, abs=1e-15)
    assert normal.below(normal.POWER_80) == pytest.approx(0.8, abs=1e-15)


def test_the_test_of_two_rates_agrees_with_a_worked_example(fake: Code) -> None:
    """200 customers each, 120 and 150 thumbs up: z = 3.2026, worked by hand from the formula in the NIST handbook."""
    normal = fake("normal")
    a, b = normal.Arm(200, 120), normal.Arm(200, 150)
    z = 0.15 / math.sqrt(0.675 * 0.325 * 0.01)
    assert z == pytest.approx(3.2026, abs=1e-4)
    assert normal.p_value(a, b) == pytest.approx(2 * NormalDist().cdf(-z), rel=1e-9)
    low, high = normal.interval(a, b, 95)
    reach = 1.959964 * math.sqrt(0.6 * 0.4 / 200 + 0.75 * 0.25 / 200)
    assert (low, high) == pytest.approx((0.15 - reach, 0.15 + reach), abs=1e-7)


@pytest.mark.parametrize(
    ("first", "second", "confidence", "customers"),
    [(0.6, 0.75, 95, 152), (0.6, 0.8, 95, 82), (0.1, 0.15, 95, 686), (0.6, 0.75, 99, 227), (0.5, 0.5, 95, 100_000)],
)
def test_the_needed_sample_is_that_of_the_formula(
    fake: Code, first: float, second: float, confidence: int, customers: int
) -> None:
    """For 80 % power, without correction for continuity."""
    normal, exact = fake("normal"), NormalDist()
    assert normal.needed(first, second, confidence) == customers
    if first == second:
        return
    z, middle = exact.inv_cdf(0.5 + confidence / 200), (first + second) / 2
    wanted = z * math.sqrt(2 * middle * (1 - middle))
    wanted += exact.inv_cdf(0.8) * math.sqrt(first * (1 - first) + second * (1 - second))
    assert customers == math.ceil((wanted / (second - first)) ** 2)


def test_the_needed_sample_finds_the_difference_in_80_of_100_tests(fake: Code) -> None:
    """Measured: that is what it is for."""
    count = run(fake)["metrics"]["needed"]
    found = [run(fake, customers=count, draw=draw)["metrics"]["significant"] for draw in range(250)]
    assert 0.74 <= sum(found) / len(found) <= 0.86


def test_equal_models_seldom_differ_significantly(fake: Code) -> None:
    """In five of a hundred tests at 95 % confidence; that is what the confidence means."""
    same = model(answered("p2 h3"))
    found = [run(fake, same, draw=draw)["metrics"]["significant"] for draw in range(250)]
    assert 0.01 <= sum(found) / len(found) <= 0.1
    assert run(fake, same)["metrics"]["needed"] == 100_000


def test_same_settings_same_test_and_another_draw_another(fake: Code) -> None:
    """Chance comes from the seed and from the number of the draw alone."""
    assert run(fake) == run(fake)
    assert run(fake) != run(fake, draw=2)
    assert run(fake) != run(fake, seed=2)


def test_curves_grow_with_the_customers_and_end_at_the_figures(fake: Code) -> None:
    """Rates of both versions, the difference with its interval; not more than a hundred points and a few."""
    result = run(fake, customers=1234)
    series, metrics = result["series"], result["metrics"]
    assert set(series) == {"base", "tuned", "difference", "low", "high"}
    assert 90 <= len(series["base"]) <= 110
    ends = {name: round(points[-1][1], 1) for name, points in series.items()}
    assert {points[-1][0] for points in series.values()} == {1234}
    assert ends["base"] == metrics["base_rate"]
    assert (ends["low"], ends["high"]) == pytest.approx((metrics["low"], metrics["high"]), abs=0.11)


@pytest.mark.parametrize(
    ("customers", "draw", "outputs", "notes"),
    [
        (20, 2, answered(), ["unclear", "too_small"]),
        (2000, 1, answered(), ["better"]),
        (2000, 1, answered("p0 h0"), ["worse"]),
        (2000, 1, answered("p2 h3"), ["unclear", "hardly_differ"]),
    ],
)
def test_notes_tell_what_the_test_tells(
    fake: Code, customers: int, draw: int, outputs: dict[str, str], notes: list[str]
) -> None:
    """Too few customers find nothing; many find what is there, in both directions."""
    assert run(fake, model(outputs), customers=customers, draw=draw)["notes"] == notes


@pytest.mark.parametrize(
    ("customers", "outputs", "tells"),
    [
        (20, answered(), 0),
        (81, answered(), 0),
        (300, answered(), 1),
        (300, answered("p0 h0"), 1),
        (300, answered("p2 h3"), 0),
        (2000, answered("p2 h3"), 1),
    ],
)
def test_a_large_test_with_the_true_result_tells(
    fake: Code, customers: int, outputs: dict[str, str], tells: int
) -> None:
    """Whichever version is better; where both are equal, a large test that finds nothing is right."""
    metrics = run(fake, model(outputs), customers=customers)["metrics"]
    assert metrics["tells"] == tells, metrics
    assert not run(fake, model(outputs), customers=customers, confidence=90)["metrics"]["tells"]


@pytest.mark.parametrize("inputs", [{}, {"your-model": {"outputs": {}}}, {"your-model": 5}])
def test_without_answers_there_are_no_figures(fake: Code, inputs: Any) -> None:
    """So no goal is met by them; the note says what to do."""
    assert run(fake, inputs)["metrics"] == {}
    assert run(fake, inputs)["notes"] == ["train_again"]


@pytest.mark.parametrize("params", [{"customers": "many"}, {"customers": -3}, {"confidence": 50}, {"draw": None}])
def test_settings_of_any_kind_run(fake: Code, params: dict[str, Any]) -> None:
    """The form has checked them; a damaged record may hold others."""
    assert run(fake, **params)["metrics"]["needed"] > 0


def test_rates_of_none_and_of_all_are_no_trouble(fake: Code) -> None:
    """No error divides by nothing."""
    normal = fake("normal")
    assert normal.p_value(normal.Arm(5, 0), normal.Arm(5, 0)) == 1.0
    assert normal.interval(normal.Arm(5, 5), normal.Arm(5, 5), 90) == (0.0, 0.0)


def test_the_same_bits_everywhere(fake: Code) -> None:
    """A fingerprint of a whole run; the Python versions and Pyodide have to come to the same."""
    assert fingerprint(run(fake, customers=777, confidence=99, draw=5)) == BITS


def test_what_is_so_or_not_is_said_in_words(course: Course) -> None:
    """No tile shows a 0 or a 1 for yes and no."""
    found = next(exercise for _, exercise in course.exercises() if exercise.id == "ab-test")
    metrics = {metric["name"]: metric for metric in found.public["setup"]["metrics"]}
    for name in ("significant", "tells"):
        assert metrics[name]["words"] == ["no", "yes"]
