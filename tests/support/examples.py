"""The examples of the exercise types, loaded by the code that loads a course."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import yaml

from site_builder.check.completion import Completion
from site_builder.check.proofs import prove
from site_builder.check.simulations import Simulations
from site_builder.course_code import course_code
from site_builder.errors import Problems
from site_builder.exercise_loader import build_exercise, exercise_schema
from site_builder.exercises.table import BY_NAME
from site_builder.gallery import GUIDE
from site_builder.grading.contract import ExerciseType
from site_builder.grading.outcome import Inputs
from site_builder.markdown.scope import CourseScope, Scope
from site_builder.model import Exercise
from site_builder.source import Folder, Source, Span
from site_builder.yaml_source import read_yaml

FOLDER = Path(__file__).parents[2] / "site_builder" / "exercises"


@dataclass(frozen=True)
class Example:
    """A good example: its content as it is written, and as the course holds it."""

    name: str
    content: Mapping[str, Any]
    exercise: Exercise
    row: ExerciseType
    states: Mapping[str, Any]
    """Name of a state -> the answer with opaque ids."""
    code: Any
    """The module that the exercise names as its `code`, or None."""

    def known(self, hints: int = 0, exercises: Mapping[str, Any] = MappingProxyType({})) -> Inputs:
        """What its grader knows besides an answer."""
        return Inputs(hints, exercises, self.code)


@cache
def read(kind: str) -> dict[str, Any]:
    """The file `examples.yaml` of a type."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / kind / "examples.yaml").read_text("utf-8"))
    return found


def load(content: Mapping[str, Any]) -> tuple[Exercise | None, Problems]:
    """An exercise from the data of its YAML file, and what is wrong with it, its proofs included."""
    problems = Problems()
    exercise = _built(content, problems)
    with completion(content) as proofs:
        for problem in prove(exercise, BY_NAME[exercise.type], proofs) if exercise else []:
            problems.add(problem)
    return exercise, problems


def _built(content: Mapping[str, Any], problems: Problems) -> Exercise | None:
    text = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True)
    source = Source("example.yaml", PurePosixPath("example.yaml"), text)
    document = read_yaml(Span(source, 1, len(source.lines)), text, problems)
    assert document is not None, list(problems)
    scope = Scope(CourseScope(Folder(GUIDE)), problems, PurePosixPath("types"), "types/example.html", "example")
    return build_exercise(document, scope)


@contextmanager
def completion(content: Mapping[str, Any]) -> Iterator[Completion]:
    """For the proofs of an example. Python that it names stands in the guide; what it reads are other examples."""
    wanted = content.get("inputs", ())
    entries = [entry["content"] for kind in sorted(BY_NAME) for entry in read(kind)["examples"]] if wanted else []
    others = {entry["id"]: _built(entry, Problems()) for entry in entries if entry["id"] in wanted}
    with simulations() as runs:
        yield Completion(runs, {name: other for name, other in others.items() if other})


@contextmanager
def simulations() -> Iterator[Simulations]:
    """The Python that examples name: it stands in the guide."""
    folder = GUIDE / "python"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.py")}
    with course_code(files, "guide/python") as load_module:
        yield Simulations(files, "guide/python", load_module)


@cache
def examples() -> tuple[Example, ...]:
    """All good examples of all types."""
    return tuple(_example(entry) for kind in sorted(BY_NAME) for entry in read(kind)["examples"])


def _example(entry: Mapping[str, Any]) -> Example:
    exercise, problems = load(entry["content"])
    assert exercise is not None, "\n".join(map(str, problems))
    states = {name: opaque_answer(exercise, answer) for name, answer in entry["states"].items()}
    with completion(entry["content"]) as proofs:
        exercise = proofs.exercise(exercise)
        states = {name: proofs.runs.complete(exercise, answer, {}) for name, answer in states.items()}
        code = proofs.code(exercise)
    module = code.module if code else None
    return Example(entry["name"], entry["content"], exercise, BY_NAME[exercise.type], states, module)


def opaque_answer(exercise: Exercise, answer: Any) -> Any:
    """An answer in the author's ids, with opaque ids."""
    opaque = {name: item for item, name in exercise.names.items()}

    def visit(schema: Mapping[str, Any], value: Any, _path: Any) -> Any:
        return opaque.get(value, value) if schema.get("x-ref") else value

    return exercise_schema(exercise.type, named=True).walk(answer, visit, defaults=False, part="answer")


def bad_examples() -> Iterator[tuple[str, dict[str, Any]]]:
    """(type and name, the entry) of each bad example."""
    for kind in sorted(BY_NAME):
        for entry in read(kind)["bad"]:
            yield f"{kind}-{entry['name']}", {"type": kind, **entry}


def spoiled(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a bad example: that of a good one, with its changes."""
    good = next(example for example in read(entry["type"])["examples"] if example["name"] == entry["of"])
    content: dict[str, Any] = copy.deepcopy(good["content"])
    for path, value in entry.get("set", {}).items():
        holder, last = _holder(content, path)
        holder[last] = value
    for path in entry.get("drop", ()):
        holder, last = _holder(content, path)
        del holder[last]
    return content


def _holder(content: Any, path: str) -> tuple[Any, Any]:
    *steps, last = (int(step) if step.isdecimal() else step for step in path.split("/"))
    for step in steps:
        content = content[step]
    return content, last


def schema(kind: str) -> dict[str, Any]:
    """The schema of a type as it stands in its folder."""
    found: dict[str, Any] = json.loads((FOLDER / kind / "schema.json").read_text("utf-8"))
    return found
