"""The course's own Python under check: loads its modules, and tells what goes wrong in them at their own lines."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import ModuleType
from typing import TYPE_CHECKING, Any

from site_builder.check.deadline import TooLong, deadline
from site_builder.errors import Place, Problem, did_you_mean
from site_builder.grading.code import Unfit

if TYPE_CHECKING:
    from site_builder.model import Course, Exercise

IMPORTS = "modules of Python's standard library, or files of this folder as `course_code.<name>`"

CALL_LIMIT = 20.0
"""Seconds for one call of an exercise's `code`. In the browser it is stopped after 5."""


class Unrunnable(Exception):  # noqa: N818 - it is the author's fault, not ours
    """Python of the course cannot be run; `problem` says why, and is None where another check says it."""

    def __init__(self, problem: Problem | None) -> None:
        super().__init__(problem)
        self.problem = problem


def python_folder(course: Course) -> str:
    """Where its author finds the course's own Python."""
    return (PurePath(course.start.place.file).parent / "python").as_posix()


class OwnPython:
    """The files of `Course.python`, where they stand, and how their modules are imported."""

    def __init__(self, files: Mapping[str, bytes], folder: str, load: Callable[[str], Any]) -> None:
        self.load = load
        self._files = files
        self._folder = folder

    def file(self, name: str) -> str:
        """The file of a module below `python/`; empty where there is none."""
        path = name.replace(".", "/")
        return next((file for file in (f"{path}.py", f"{path}/__init__.py") if file in self._files), "")

    def near(self, name: str) -> str:
        """A hint that names the module that may be meant."""
        known = {PurePath(path).stem for path in self._files if path.endswith(".py") and "/" not in path}
        return did_you_mean(name, known - {"__init__"})

    def start(self, name: str, function: str) -> Place:
        """Where a function of a module begins; or else the module."""
        file = self.file(name)
        lines = self._files[file].decode("utf-8", "replace").splitlines()
        line = next((number for number, text in enumerate(lines, 1) if text.startswith(f"def {function}(")), 1)
        return Place(f"{self._folder}/{file}", line)

    def raised_at(self, error: BaseException) -> Place | None:
        """The last place in the course's own Python that an error came through."""
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename.startswith(f"{self._folder}/")]
        return Place(own[-1].filename, own[-1].lineno or 1, (own[-1].colno or 0) + 1) if own else None

    def code(self, exercise: Exercise) -> Code | None:
        """The module that an exercise names as its `code`, if it does. Raises `Unrunnable`."""
        name = exercise.settings.code
        return Code(exercise, self, Code(exercise, self).run(lambda: self.load(name), {})) if name else None


@dataclass(frozen=True)
class Code:
    """The `code` of an exercise."""

    exercise: Exercise
    python: OwnPython
    module: ModuleType | None = None

    def run(self, call: Callable[[], Any], inputs: Collection[str]) -> Any:
        """Makes a call in which the code may run. Raises `Unrunnable` where the code is at fault.

        What else is raised comes through. `inputs`: the other exercises that are answered.
        """
        try:
            with deadline(CALL_LIMIT):
                return call()
        except TooLong:
            raise self._unfit("code-endless", f"it takes longer than {CALL_LIMIT:g} seconds") from None
        except SyntaxError:
            raise Unrunnable(None) from None  # the check of the course's code says it
        except Unfit as unfit:
            raise self._unfit("code-unfit", str(unfit), unfit.function) from None
        except (Exception, SystemExit) as error:
            place = self.python.raised_at(error)
            if place is None:
                raise
            raise Unrunnable(self._raised(error, place, inputs)) from None

    def _unfit(self, code: str, message: str, function: str = "") -> Unrunnable:
        name = self.exercise.settings.code
        message = f"the code '{name}' cannot be used: {message}"
        return Unrunnable(Problem(self.python.start(name, function), code, message, hint=self._found))

    def _raised(self, error: BaseException, place: Place, inputs: Collection[str]) -> Problem:
        missing = [other for other in self.exercise.settings.inputs if other not in inputs]
        return Problem(
            place,
            "code-raised",
            f"the code '{self.exercise.settings.code}' raises an error",
            expected=IMPORTS if isinstance(error, ModuleNotFoundError) else "",
            found=in_words(error),
            hint="\n".join([self._found, *about_input(error, missing)]),
        )

    @property
    def _found(self) -> str:
        return f"found in a proof of exercise '{self.exercise.id}'"


def in_words(error: BaseException) -> str:
    """An error as Python tells it last."""
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def about_input(error: BaseException, missing: Sequence[str]) -> list[str]:
    """What to do about an answer that the course's Python counts on and does not get."""
    name = error.args[0] if isinstance(error, KeyError) and error.args else None
    if name not in missing:
        return []
    return [
        f"no answer to '{name}' is there, as with learners who did not do it; `inputs.get('{name}')` is None then",
        f"to have one in a proof, write in it `inputs: {{{name}: the name of one of its proofs}}`",
    ]
