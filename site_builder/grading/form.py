"""The fields of a form that a learner sets: which values each has, what is wrong with another, and the values' numbers.

A field is `{"id", "label", "kind": "number" | "choice", ...}`. A number has values from `min` to `max` with `step` in
between; on a logarithmic scale (`"scale": "log"`) it has all values with two significant digits. A choice has
`options`, each with a `value`. So the values of every field can be counted, and stored as small numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from site_builder.grading.contract import Data
from site_builder.grading.numbers import is_number
from site_builder.grading.outcome import Invalid
from site_builder.grading.text import dumps

_FINEST = 12
"""No step has more digits after the point."""
_DECADE = 90
"""How many numbers with two digits there are: 10 to 99."""
_STOPS = (10, 20, 50)
"""Where a slider with a logarithmic scale stops in each decade."""


def fault(field: Data, value: Any) -> Invalid | None:
    """Why the field does not have this value, if it has not."""
    name = {"name": field["label"]}
    if field["kind"] == "choice":
        return None if value in values(field) and not isinstance(value, bool) else Invalid("no_option", name)
    if not is_number(value):
        return Invalid("no_number", name)
    for code, outside in (("too_small", value < field["min"]), ("too_large", value > field["max"])):
        if outside:
            return Invalid(code, {**name, "min": spelled(field["min"]), "max": spelled(field["max"])})
    if at(field, place(field, value)) == value:
        return None
    if is_log(field):
        return Invalid("two_digits", name)
    return Invalid("between_steps", {**name, "min": spelled(field["min"]), "step": spelled(field["step"])})


def is_log(field: Data) -> bool:
    """Whether the field has a logarithmic scale."""
    return bool(field["scale"] == "log")


def values(field: Data) -> list[Any]:
    """The values of a choice."""
    return [option["value"] for option in field["options"]]


def count(field: Data) -> int:
    """How many values the field has."""
    return len(field["options"]) if field["kind"] == "choice" else place(field, field["max"]) + 1


def place(field: Data, value: Any) -> int:
    """The number of a value, from 0 on; of one in between that of a value near it."""
    if field["kind"] == "choice":
        return _numbered(field).index(value)
    if is_log(field):
        return _two_digits(value) - _two_digits(field["min"])
    steps: int = round((value - field["min"]) / field["step"])
    return steps


def at(field: Data, number: int) -> Any:
    """The value with this number."""
    if field["kind"] == "choice":
        return _numbered(field)[number]
    if is_log(field):
        power, rest = divmod(_two_digits(field["min"]) + number, _DECADE)
        return _whole(float(f"{rest + 10}e{power - 1}"))
    digits = max(_decimals(field["min"]), _decimals(field["step"]))
    return _whole(round(field["min"] + number * field["step"], digits))


def _numbered(field: Data) -> list[Any]:
    """The values of a choice as they are numbered: their author may put them into another order."""
    return sorted(values(field), key=dumps)


def stops(field: Data) -> list[Any]:
    """Where the slider of a logarithmic scale stops: at 1, 2 and 5 of each decade, and at both ends."""
    numbers = range(count(field))
    first = _two_digits(field["min"])
    round_ones = [number for number in numbers if (first + number) % _DECADE + 10 in _STOPS]
    return [at(field, number) for number in sorted({0, *round_ones, numbers[-1]})]


def spelled(number: float) -> str:
    """The number with all its digits and without an exponent."""
    return f"{number:.{_decimals(number)}f}"


def faults(form: list[Data], params: Any) -> Iterator[tuple[str, Invalid]]:
    """What is wrong with the values of a whole form, field by field."""
    for field in form:
        found = fault(field, params.get(field["id"]))
        if found:
            yield field["id"], found


def _two_digits(value: float) -> int:
    """The number of a value among all those with two digits; that of 1 is 0."""
    digits, _, power = f"{value:.1e}".partition("e")
    return int(power) * _DECADE + int(digits.replace(".", "")) - 10


def _decimals(number: float) -> int:
    return next((digits for digits in range(_FINEST) if round(number, digits) == number), _FINEST)


def _whole(number: float) -> float:
    """Whole numbers as such, as JavaScript has them."""
    return int(number) if number == int(number) else number
