"""`form`: the values of a field can be counted, and every other value is refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.grading import form
from site_builder.grading.outcome import Invalid

LINEAR = {"id": "x", "label": "X", "kind": "number", "scale": "linear", "min": 0.1, "max": 0.7, "step": 0.2}
WHOLE = {**LINEAR, "min": -10, "max": 10, "step": 5}
LOG = {**LINEAR, "scale": "log", "min": 0.001, "max": 30}
CHOICE = {"id": "c", "label": "C", "kind": "choice", "options": [{"value": "a"}, {"value": 8}, {"value": 0.5}]}


@pytest.mark.parametrize("field", [LINEAR, WHOLE, LOG, CHOICE], ids=["linear", "whole", "log", "choice"])
def test_every_value_has_a_number_and_every_number_a_value(field: dict[str, Any]) -> None:
    """In order, without gaps; each is a value of the field."""
    values = [form.at(field, number) for number in range(form.count(field))]
    assert [form.place(field, value) for value in values] == list(range(len(values)))
    assert [form.fault(field, value) for value in values] == [None] * len(values)
    assert field is CHOICE or values == sorted(values)


def test_the_values_are_those_that_are_typed() -> None:
    """Decimal fractions are the numbers that JSON gives, whole numbers are whole."""
    assert [form.at(LINEAR, number) for number in range(form.count(LINEAR))] == [0.1, 0.3, 0.5, 0.7]
    assert [form.at(WHOLE, number) for number in range(form.count(WHOLE))] == [-10, -5, 0, 5, 10]
    decade = [form.at(LOG, number) for number in range(form.count(LOG))]
    assert decade[:3] == [0.001, 0.0011, 0.0012]
    assert (decade[90], decade[270], decade[-1], len(decade)) == (0.01, 1, 30, 381)
    assert [type(value) for value in (decade[270], decade[269], form.at(WHOLE, 2))] == [int, float, int]


def test_a_logarithmic_slider_stops_at_round_numbers() -> None:
    """At 1, 2 and 5 of each power of ten, and at both ends."""
    assert form.stops({**LOG, "min": 0.03, "max": 30}) == [0.03, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        (LINEAR, 0.05, "too_small"),
        (LINEAR, 0.9, "too_large"),
        (LINEAR, 0.4, "between_steps"),
        (LINEAR, 0.30000001, "between_steps"),
        (LINEAR, None, "no_number"),
        (LINEAR, "0.3", "no_number"),
        (LINEAR, True, "no_number"),
        (LINEAR, float("inf"), "no_number"),
        (LOG, 0.0001, "too_small"),
        (LOG, 10**30, "too_large"),
        (LINEAR, 10**400, "no_number"),
        (LOG, 0.0123, "two_digits"),
        (CHOICE, "b", "no_option"),
        (CHOICE, None, "no_option"),
        (CHOICE, [], "no_option"),
        (CHOICE, True, "no_option"),
    ],
)
def test_other_values_are_refused_with_a_reason(field: dict[str, Any], value: Any, code: str) -> None:
    """The reason names the field and what it takes."""
    found = form.fault(field, value)
    assert isinstance(found, Invalid)
    assert (found.code, found.data["name"]) == (code, field["label"])


def test_numbers_are_spelled_without_an_exponent() -> None:
    """As a learner would write them."""
    assert [form.spelled(number) for number in (0.00001, 1000000, 0.1, 2.5, 3.0)] == [
        "0.00001",
        "1000000",
        "0.1",
        "2.5",
        "3",
    ]
