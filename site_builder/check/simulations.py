"""Runs the simulations of a course for its proofs, so that no author ever types a metric.

A proof of an exercise with a simulation writes a run as `{params, seed}`; here it becomes what the learner's answer
would hold. What a simulation does wrong is told at its own line.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from site_builder.course_code import course_code
from site_builder.errors import Place, Problem, did_you_mean
from site_builder.grading.simulation import Nonsense, run_answer, simulate
from site_builder.grading.text import dumps, loads

if TYPE_CHECKING:
    from site_builder.model import Course, Exercise

MAX_STEPS = 100_000
"""More progress than any learner waits for."""


class Unrunnable(Exception):  # noqa: N818 - it is the author's fault, not ours
    """A simulation cannot be run; `problem` says why, and is None where another check says it."""

    def __init__(self, problem: Problem | None) -> None:
        super().__init__(problem)
        self.problem = problem


def as_written(answer: Any) -> Any:
    """The answer as a proof writes it: without what follows from its runs."""
    if isinstance(answer, list):
        return [as_written(item) for item in answer]
    if not isinstance(answer, dict):
        return answer
    derived = ("data", "metrics") if isinstance(answer.get("params"), dict) else ()
    return {name: as_written(item) for name, item in answer.items() if name not in derived}


@contextmanager
def simulations(course: Course) -> Iterator[Simulations]:
    """Those of a course, until the end of the block."""
    folder = (PurePath(course.start.place.file).parent / "python").as_posix()
    with course_code(course.python, folder) as load:
        yield Simulations(course.python, folder, load)


class Simulations:
    """The simulations of a course. Each run is made once."""

    def __init__(self, files: Mapping[str, bytes], folder: str, load: Callable[[str], Any]) -> None:
        self._files = files
        self._folder = folder
        self._load = load
        self._results: dict[str, str] = {}
        self._pure: set[str] = set()

    def complete(self, exercise: Exercise, answer: Any, inputs: Mapping[str, Any]) -> Any:
        """The answer with all that follows from its runs. Raises `Unrunnable`."""
        if "simulation" not in exercise.key:
            return answer
        if isinstance(answer, list):
            return [self.complete(exercise, item, inputs) for item in answer]
        if not isinstance(answer, dict):
            return answer
        params, seed = answer.get("params"), answer.get("seed", exercise.key.get("seed", 0))
        if isinstance(params, dict) and isinstance(seed, int) and "metrics" not in answer:
            return {**run_answer(params, inputs, seed, self._result(exercise, params, inputs, seed)), **answer}
        return {name: self.complete(exercise, item, inputs) for name, item in answer.items()}

    def completed(self, exercise: Exercise) -> Exercise:
        """The exercise, its proofs' answers complete."""
        proofs = (
            replace(proof, answer=self.complete(exercise, proof.answer, proof.inputs)) for proof in exercise.proofs
        )
        return replace(exercise, proofs=tuple(proofs))

    def _result(self, exercise: Exercise, params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Any:
        name = exercise.key["simulation"]
        run = dumps([name, params, inputs, seed])
        if run not in self._results:
            result = self._run(exercise, run)
            # One run of each simulation is made twice.
            if name not in self._pure and self._run(exercise, run) != result:
                raise Unrunnable(self._problem(exercise, "simulation-impure", "it gives two results for one seed"))
            self._pure.add(name)
            self._results[run] = result
        return loads(self._results[run])

    def _run(self, exercise: Exercise, run: str) -> str:
        """The result as JSON, of fresh copies of all that a simulation gets."""
        name, params, inputs, seed = loads(run)
        if not self._file(name):
            raise Unrunnable(self._unknown(exercise))
        try:
            for number, step in enumerate(simulate(self._load, name, params, inputs, seed)):
                if "result" in step:
                    return dumps(step["result"])
                if number == MAX_STEPS:
                    break
        except SyntaxError:
            raise Unrunnable(None) from None  # the check of the course's code says it
        except Nonsense as nonsense:
            raise Unrunnable(self._problem(exercise, "simulation-nonsense", str(nonsense))) from None
        except Exception as error:  # noqa: BLE001 - simulations are anyone's code
            raise Unrunnable(self._raised(exercise, error)) from None
        raise Unrunnable(self._problem(exercise, "simulation-endless", f"it does not end within {MAX_STEPS} steps"))

    def _file(self, name: str) -> str:
        """The file of a module below `python/`; empty where there is none."""
        path = name.replace(".", "/")
        return next((file for file in (f"{path}.py", f"{path}/__init__.py") if file in self._files), "")

    def _unknown(self, exercise: Exercise) -> Problem:
        name = exercise.key["simulation"]
        message = f"there is no simulation '{name}'"
        known = {PurePath(path).stem for path in self._files if path.endswith(".py") and "/" not in path}
        hint = did_you_mean(name, known - {"__init__"})
        expected = f"a file python/{name.replace('.', '/')}.py with a generator `run`"
        return Problem(exercise.place, "unknown-simulation", message, expected, hint=hint)

    def _problem(self, exercise: Exercise, code: str, message: str) -> Problem:
        """A fault of a simulation as a whole, told at its `run`."""
        name = exercise.key["simulation"]
        file = self._file(name)
        lines = self._files[file].decode("utf-8", "replace").splitlines()
        line = next((number for number, text in enumerate(lines, 1) if text.startswith("def run(")), 1)
        place, hint = Place(f"{self._folder}/{file}", line), f"found in a proof of exercise '{exercise.id}'"
        return Problem(place, code, f"the simulation '{name}' cannot be used: {message}", hint=hint)

    def _raised(self, exercise: Exercise, error: Exception) -> Problem:
        name = exercise.key["simulation"]
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename.startswith(f"{self._folder}/")]
        place = Place(own[-1].filename, own[-1].lineno or 1) if own else Place(f"{self._folder}/{self._file(name)}")
        return Problem(
            place,
            "simulation-raised",
            f"the simulation '{name}' raises an error",
            found=f"{type(error).__name__}: {error}",
            hint=f"found in a proof of exercise '{exercise.id}'",
        )
