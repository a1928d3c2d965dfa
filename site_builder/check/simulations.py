"""Runs the simulations of a course for its proofs, so that no author ever types a metric.

A proof of an exercise with a simulation writes a run as `{params, seed}`; here it becomes what the learner's answer
would hold. What a simulation does wrong is told at its own line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from site_builder.cache import cache_folder
from site_builder.check.deadline import TooLong, deadline
from site_builder.check.kept_runs import kept_runs
from site_builder.check.own_python import IMPORTS, OwnPython, Unrunnable, about_input, in_words, python_folder
from site_builder.course_code import course_code
from site_builder.errors import Place, Problem
from site_builder.grading.marks import OUTPUTS
from site_builder.grading.simulation import Nonsense, is_curve, run_answer, simulate
from site_builder.grading.text import dumps, loads

if TYPE_CHECKING:
    from site_builder.model import Course, Exercise

MAX_STEPS = 100_000
"""More progress than any learner waits for."""

STEP_LIMIT = 20.0
"""Seconds for one step. In the browser it is stopped after 5."""


def as_written(answer: Any, seed: int) -> Any:
    """The answer as a proof writes it: without what follows from its runs, and the seed that they have anyway."""
    if isinstance(answer, list):
        return [as_written(item, seed) for item in answer]
    if not isinstance(answer, dict):
        return answer
    derived = ("data", "metrics", OUTPUTS) if isinstance(answer.get("params"), dict) else ()
    return {
        name: as_written(item, seed)
        for name, item in answer.items()
        if name not in derived and not (derived and name == "seed" and item == seed)
    }


@contextmanager
def simulations(course: Course) -> Iterator[Simulations]:
    """Those of a course, until the end of the block."""
    folder = python_folder(course)
    with course_code(course.python, folder) as load, kept_runs(course.python, cache_folder()) as kept:
        yield Simulations(course.python, folder, load, kept)


def _expect(gives: Mapping[str, list[str]], result: Mapping[str, Any]) -> None:
    """Raises where an exercise counts on something that the simulation does not give, or has no words for a note."""
    for kind, one in (("metrics", "metric"), ("series", "series")):
        missing = [name for name in gives.get(kind, ()) if name not in result[kind]]
        if missing:
            others = ", ".join(f"'{name}'" for name in result[kind])
            raise Nonsense(f"it gives no {one} '{missing[0]}'" + (f", only {others}" if others else ""))
    for name in gives.get("texts", ()):
        if not isinstance(result.get(name), str) or not result[name]:
            raise Nonsense(f"it gives no text '{name}'")
    for name in gives.get("series", ()):
        if not is_curve(result["series"][name]):
            raise Nonsense(f"its series '{name}' is no list of [x, y]")
    unknown = [note for note in result["notes"] if note not in gives.get("notes", result["notes"])]
    if unknown:
        raise Nonsense(f"the exercise has no words for its note '{unknown[0]}'")


def _last_with_outputs(runs: list[Any]) -> list[Any]:
    """As an answer holds them: of several runs only the last one keeps its outputs."""
    bare = [{**run} if isinstance(run, dict) else run for run in runs]
    for run in bare[:-1]:
        if isinstance(run, dict):
            run.pop(OUTPUTS, None)
    return bare


def _wanted(error: BaseException, place: Place | None) -> str:
    """What a simulation has to be like, where its error alone would not tell."""
    if place is None:
        return "a generator `def run(params, inputs, seed):`"
    return IMPORTS if isinstance(error, ModuleNotFoundError) else ""


class Simulations:
    """The simulations of a course. Each run is made once; `kept` holds what was run before."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        folder: str,
        load: Callable[[str], Any],
        kept: MutableMapping[str, str] | None = None,
    ) -> None:
        self.python = OwnPython(files, folder, load)
        self._results = {} if kept is None else kept
        self._pure: set[str] = set()

    def complete(self, exercise: Exercise, answer: Any, inputs: Mapping[str, Any]) -> Any:
        """The answer with all that follows from its runs. Raises `Unrunnable`."""
        if "simulation" not in exercise.key:
            return answer
        if isinstance(answer, list):
            return _last_with_outputs([self.complete(exercise, item, inputs) for item in answer])
        if not isinstance(answer, dict):
            return answer
        params, seed = answer.get("params"), answer.get("seed", exercise.key.get("seed", 0))
        if isinstance(params, dict) and isinstance(seed, int) and "metrics" not in answer:
            return {**run_answer(params, inputs, seed, self._result(exercise, params, inputs, seed)), **answer}
        return {name: self.complete(exercise, item, inputs) for name, item in answer.items()}

    def try_out(self, exercise: Exercise) -> None:
        """Runs a simulation that no proof runs, with what its type tries it with. Raises `Unrunnable`."""
        if "trial" in exercise.key:
            self._result(exercise, exercise.key["trial"], {}, exercise.key.get("seed", 0))

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
        made = loads(self._results[run])
        try:
            _expect(exercise.key.get("gives", {}), made)
        except Nonsense as nonsense:
            raise Unrunnable(self._problem(exercise, "simulation-nonsense", str(nonsense))) from None
        return made

    def _run(self, exercise: Exercise, run: str) -> str:
        """The result as JSON, of fresh copies of all that a simulation gets."""
        name, params, inputs, seed = loads(run)
        if not self.python.file(name):
            raise Unrunnable(self._unknown(exercise))
        try:
            steps = simulate(self.python.load, name, params, inputs, seed)
            for _ in range(MAX_STEPS):
                with deadline(STEP_LIMIT):
                    step = next(steps)
                if "result" in step:
                    return dumps(step["result"])
        except TooLong:
            endless = f"one of its steps takes longer than {STEP_LIMIT:g} seconds"
            raise Unrunnable(self._problem(exercise, "simulation-endless", endless)) from None
        except SyntaxError:
            raise Unrunnable(None) from None  # the check of the course's code says it
        except Nonsense as nonsense:
            raise Unrunnable(self._problem(exercise, "simulation-nonsense", str(nonsense))) from None
        except (Exception, SystemExit) as error:  # noqa: BLE001 - simulations are anyone's code
            raise Unrunnable(self._raised(exercise, error, inputs)) from None
        raise Unrunnable(self._problem(exercise, "simulation-endless", f"it does not end within {MAX_STEPS} steps"))

    def _unknown(self, exercise: Exercise) -> Problem:
        name = exercise.key["simulation"]
        message = f"there is no simulation '{name}'"
        module = name.removesuffix(".py")
        expected = f"a file python/{module.replace('.', '/')}.py with a generator `run`"
        hint = self.python.near(name) if module == name else f"write '{module}', without .py"
        return Problem(exercise.place, "unknown-simulation", message, expected, hint=hint)

    def _problem(self, exercise: Exercise, code: str, message: str) -> Problem:
        """A fault of a simulation as a whole, told at its `run`."""
        name = exercise.key["simulation"]
        hint = f"found in a proof of exercise '{exercise.id}'"
        message = f"the simulation '{name}' cannot be used: {message}"
        return Problem(self.python.start(name, "run"), code, message, hint=hint)

    def _raised(self, exercise: Exercise, error: BaseException, inputs: Mapping[str, Any]) -> Problem:
        name = exercise.key["simulation"]
        place = self.python.raised_at(error)
        hint = [f"found in a proof of exercise '{exercise.id}'"]
        hint += about_input(error, [other for other in exercise.settings.inputs if other not in inputs])
        return Problem(
            place or self.python.start(name, "run"),
            "simulation-raised",
            f"the simulation '{name}' raises an error",
            expected=_wanted(error, place),
            found=in_words(error),
            hint="\n".join(hint),
        )
