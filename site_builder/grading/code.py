"""The course's own Python that an exercise names as its `code`: how a type asks it.

A type documents which functions it calls. They are pure, as graders are; what they raise is fenced as with graders.
"""

from __future__ import annotations

from typing import Any

from site_builder.grading.outcome import Inputs


class Unfit(Exception):  # noqa: N818 - it names what the code is
    """The code is not what the type asks for: `function` says where, and `args[0]` says how, to its author."""

    def __init__(self, function: str, message: str) -> None:
        super().__init__(message)
        self.function = function


def ask(inputs: Inputs, function: str, *given: Any) -> Any:
    """What a function of the exercise's code gives. Raises `Unfit` where there is none that takes this."""
    found = getattr(inputs.code, function, None)
    if not callable(found):
        raise Unfit(function, f"it has no function `{function}`")
    try:
        return found(*given)
    except TypeError as error:
        if error.__traceback__ is None or error.__traceback__.tb_next is None:  # it came no further than the call
            raise Unfit(function, f"`{function}` has to take {len(given)} argument{'s' * (len(given) != 1)}") from None
        raise
