"""Completes proofs: an author writes what a learner does, and what follows from it is found out here.

What a proof takes from another exercise is written as the name of one of that exercise's proofs; it becomes what that
proof's answer exports. A run of a simulation is written without its metrics; it is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from site_builder.check.own_python import Code
from site_builder.check.prepared import prepared
from site_builder.check.simulations import Simulations, simulations
from site_builder.exercises.table import BY_NAME
from site_builder.grading.judge import exported
from site_builder.model import Course, Exercise, Proof


@contextmanager
def completion(course: Course) -> Iterator[Completion]:
    """For the proofs of a course, until the end of the block. Raises `Unrunnable` where its Python is not whole."""
    with simulations(prepared(course)) as runs:
        yield Completion(runs, {exercise.id: exercise for _, exercise in course.exercises()})


class Completion:
    """Completes the proofs of some exercises; those that they read are among them, and earlier."""

    def __init__(self, runs: Simulations, exercises: Mapping[str, Exercise]) -> None:
        self.runs = runs
        self._exercises = exercises
        self._exported: dict[tuple[str, str], Any] = {}

    def exercise(self, exercise: Exercise) -> Exercise:
        """The exercise with complete proofs. Raises `Unrunnable`."""
        return replace(exercise, proofs=tuple(self.proof(exercise, proof) for proof in exercise.proofs))

    def proof(self, exercise: Exercise, proof: Proof) -> Proof:
        """The proof with all that follows from it. Raises `Unrunnable`."""
        inputs = {name: self._export(name, other) for name, other in proof.inputs.items()}
        return replace(proof, inputs=inputs, answer=self.runs.complete(exercise, proof.answer, inputs))

    def try_out(self, exercise: Exercise) -> None:
        """Runs what no proof runs. Raises `Unrunnable`."""
        self.runs.try_out(exercise)

    def answer(self, name: str, proof: str) -> Any:
        """The complete answer of a proof, by the name of its exercise and its own. Raises `Unrunnable`."""
        exercise = self._exercises[name]
        return self.proof(exercise, next(each for each in exercise.proofs if each.name == proof)).answer

    def code(self, exercise: Exercise) -> Code | None:
        """What the exercise is judged with besides its type. Raises `Unrunnable`."""
        return self.runs.python.code(exercise)

    def _export(self, name: str, proof: str) -> Any:
        if (name, proof) not in self._exported:
            exercise = self._exercises[name]
            row, answer = BY_NAME[exercise.type], self.answer(name, proof)
            self._exported[name, proof] = exported(row, exercise.key, answer, exercise.names)
        return self._exported[name, proof]
