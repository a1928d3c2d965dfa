"""What is offered where an exercise has no proofs yet is nearly always all that it needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from site_builder.check.proofs import prove
from site_builder.exercises.table import BY_NAME
from tests.support.examples import examples

FOUND = ("order", "sort_cards", "demonstration", "walkthrough", "jsonl")
"""Types whose proofs can all be found from the shape of their answers; goals of a simulation are found by trying."""
EXERCISES = {example.exercise.id: example.exercise for example in examples() if example.exercise.type in FOUND}
BY_AUTHOR = {"pirate-lines", "book-a-hall"}
"""What is left of them only another line, or a number far away, would show."""


@pytest.mark.parametrize("name", sorted(EXERCISES.keys() - BY_AUTHOR))
def test_no_proof_is_left_to_the_author(name: str) -> None:
    """Each that is missing is ready to paste."""
    exercise = EXERCISES[name]
    (problem,) = prove(replace(exercise, proofs=()), BY_NAME[exercise.type])
    assert problem.hint.startswith("add under `proofs`:")
    assert "write one yourself" not in problem.hint


def test_a_lab_shows_the_form_of_a_run() -> None:
    """Which settings reach a goal, only its author can know."""
    exercise = next(example.exercise for example in examples() if example.exercise.id == "throw-a-ball")
    (problem,) = prove(replace(exercise, proofs=()), BY_NAME["lab"])
    assert "- answer:\n    runs: []\n  invalid: unanswered\n" in problem.hint
    assert "runs[].params: The value of each field, by its id." in problem.hint
