"""The examples of the exercise types, loaded by the code that loads a course."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from site_builder.check.proofs import prove
from site_builder.check.simulations import Simulations
from site_builder.course_code import course_code
from site_builder.errors import Problems
from site_builder.exercise_loader import build_exercise, exercise_schema
from site_builder.exercises.table import BY_NAME
from site_builder.gallery import GUIDE
from site_builder.grading.contract import ExerciseType
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


@cache
def read(kind: str) -> dict[str, Any]:
    """The file `examples.yaml` of a type."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / kind / "examples.yaml").read_text("utf-8"))
    return found


def load(content: Mapping[str, Any]) -> tuple[Exercise | None, Problems]:
    """An exercise from the data of its YAML file, and what is wrong with it, its proofs included."""
    problems = Problems()
    text = yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True)
    source = Source("example.yaml", PurePosixPath("example.yaml"), text)
    document = read_yaml(Span(source, 1, len(source.lines)), text, problems)
    assert document is not None, list(problems)
    scope = Scope(CourseScope(Folder(FOLDER)), problems, PurePosixPath(), "example.html", "example")
    exercise = build_exercise(document, scope)
    with simulations() as runs:
        for problem in prove(exercise, BY_NAME[exercise.type], runs) if exercise else []:
            problems.add(problem)
    return exercise, problems


@contextmanager
def simulations() -> Iterator[Simulations]:
    """The simulations that examples name: they stand in the guide."""
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
    with simulations() as runs:
        exercise = runs.completed(exercise)
        states = {name: runs.complete(exercise, answer, {}) for name, answer in states.items()}
    return Example(entry["name"], entry["content"], exercise, BY_NAME[exercise.type], states)


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
