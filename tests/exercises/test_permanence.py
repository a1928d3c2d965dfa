"""A packed answer is the same answer after its author has put things into another order: states outlive edits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.examples import Example, examples

ALL = [pytest.param(example, id=f"{example.row.name}-{example.name}") for example in examples()]
ORDERED = ("groups", "parts", "options", "queries", "models", "scales", "form", "metrics")
"""Lists in the order that their author wants; others stand in the order of their ids."""


def turned(value: Any, within: str = "") -> Any:
    """The data with all lists the other way round whose order an author can change without asking anything else."""
    if isinstance(value, dict):
        return {name: turned(part, name) for name, part in value.items()}
    if isinstance(value, list):
        parts = [turned(part) for part in value]
        return (
            parts[::-1]
            if within in ORDERED and all(isinstance(part, dict) and "id" in part for part in parts)
            else parts
        )
    return value


def answers(example: Example) -> Iterator[Any]:
    """What the proofs and the states answer."""
    yield from (proof.answer for proof in example.exercise.proofs)
    yield from example.states.values()


@pytest.mark.parametrize("example", ALL)
def test_the_order_of_items_changes_no_packed_answer(example: Example) -> None:
    """The digits are those of ids, and their values do not follow from places in lists."""
    grader, public = example.row.grader, example.exercise.public
    other = turned(public)
    assert dict(grader.ranges(other)) == dict(grader.ranges(public))
    for answer in answers(example):
        packed = grader.pack(public, answer)
        assert grader.pack(other, answer).digits == packed.digits
        again = grader.pack(public, grader.unpack(other, packed))
        assert again.digits == packed.digits
