"""Proofs get what follows from other exercises' proofs, and from running simulations."""

from __future__ import annotations

from dataclasses import replace

from site_builder.check.completion import Completion
from site_builder.check.proofs import prove
from site_builder.check.simulations import Simulations
from site_builder.course_code import course_code
from site_builder.errors import Place
from site_builder.grading.seeds import fingerprint
from site_builder.model import Exercise, Proof, Settings
from tests.support.fake_lab import FILES, ROW, lab

OTHER = Exercise(
    "compass",
    "choice",
    "Compass",
    {},
    {},
    Settings(),
    {"i0000000001": "north"},
    (Proof("to the north", {"chosen": ["i0000000001"]}, {}, 0, {}, Place("compass.yaml")),),
    Place("compass.yaml"),
    "f",
)
PROOF = Proof("", {"runs": [{"params": {"steps": 2}}]}, {}, 0, {"compass": "to the north"}, Place("lab.yaml", 20))


def test_a_proof_takes_what_another_exercises_proof_answers() -> None:
    """In the author's ids, and a run is made from it."""
    with course_code(FILES, "course/python") as load:
        proof = Completion(Simulations(FILES, "course/python", load), {"compass": OTHER}).proof(lab(), PROOF)
    assert dict(proof.inputs) == {"compass": {"chosen": ["north"]}}
    assert proof.answer["runs"][0]["data"] == fingerprint(proof.inputs)
    assert proof.answer["runs"][0]["metrics"] == {"count": 4}


def test_a_missing_proof_is_offered_with_its_inputs_as_they_are_written() -> None:
    """Nobody wants to paste what another exercise exports."""
    exercise = replace(lab(), proofs=(replace(PROOF, expected={"score": "1/1"}),))
    with course_code(FILES, "course/python") as load:
        completion = Completion(Simulations(FILES, "course/python", load), {"compass": OTHER})
        problem, *_ = prove(exercise, ROW, completion)
    assert "inputs: {compass: to the north}" in problem.hint
