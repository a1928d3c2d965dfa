"""Learners who go through the whole course with the judge in Python: they open every page and answer what is required.

What one of them leaves open, or answers badly, is up to the test; the rest earns all points.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from itertools import takewhile
from typing import Any

from site_builder.build import THEMES
from site_builder.bundle import course_json
from site_builder.check.completion import completion
from site_builder.check.prepared import prepared
from site_builder.course_code import PACKAGE, course_code
from site_builder.exercises.table import TYPES
from site_builder.grading.bridge import Bridge
from site_builder.model import Course, Exercise, Proof
from site_builder.theme import load_theme, type_texts

NOW = "2026-01-02T03:04:05Z"


class School:
    """A course with its judge, and the answers that its proofs know."""

    def __init__(self, course: Course) -> None:
        course = prepared(course)
        messages = {name: words["messages"] for name, words in type_texts(load_theme(THEMES / course.theme)).items()}
        self._course = course
        self._modules: dict[str, Any] = {}
        self._bridge = Bridge(course_json(course, messages), TYPES, lambda name: import_module(f"{PACKAGE}.{name}"))
        self._required = {exercise.id: exercise for exercise in required(course)}
        self._answers: dict[tuple[str, bool], Any] = {}

    def answer(self, name: str, *, right: bool) -> Any:
        """A right answer to a required exercise, or a poor one; runs of a simulation in it are run once."""
        if (name, right) not in self._answers:
            exercise = self._required[name]
            with completion(self._course) as proofs:
                self._answers[name, right] = proofs.proof(exercise, _proof(exercise, done=right)).answer
        return self._answers[name, right]

    def progress(self, *, open_: Collection[str] = (), poor: Collection[str] = ()) -> Any:
        """How far a learner is who leaves some exercises open and answers others badly."""
        return self._ask(self.record(open_=open_, poor=poor), do="progress")["progress"]

    def record(
        self, *, open_: Collection[str] = (), poor: Collection[str] = (), before: str | None = None
    ) -> dict[str, list[Any]]:
        """What is kept of such a learner, who stopped `before` a page, or else came to the end."""
        begin = {"id": "begin", "kind": "begin", "target": self._course.id, "time": NOW, "data": {"seed": 5}}
        rows: dict[str, list[Any]] = {"attempts": [], "events": [begin]}
        shaky = {*open_, *poor}
        for page in takewhile(lambda page: page.id != before, self._course.pages):
            rows["events"].append(self._ask(rows, do="visit", page=page.id)["event"])
            for exercise in page.exercises:
                if exercise.id in self._required and exercise.id not in open_:
                    right = exercise.id not in poor
                    answer = self.answer(exercise.id, right=right)
                    reply = self._ask(rows, do="grade", exercise=exercise.id, answer=answer, seed=7, duration=1500)
                    # What was right with all its inputs need not be so without them, nor what reads it in turn.
                    if shaky.isdisjoint(exercise.settings.inputs):
                        assert reply["reply"]["done"] == right, exercise.id
                    else:
                        shaky.add(exercise.id)
                    rows["attempts"].append(reply["attempt"])
        return rows

    def phases(self, **options: Collection[str]) -> dict[str, str]:
        """The phases' statuses for such a learner, by id."""
        return {phase["id"]: phase["status"] for phase in self.progress(**options)["phases"]}

    @contextmanager
    def _python(self) -> Iterator[None]:
        """The course's own Python can be imported, late as well; what was imported before is still there."""
        with course_code(self._course.python, "python"):
            sys.modules.update(self._modules)
            yield
            self._modules = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == PACKAGE}

    def _ask(self, rows: Mapping[str, list[Any]], **request: Any) -> Any:
        number = len(rows["attempts"]) + len(rows["events"])
        asked = {"id": f"row-{number}", "now": NOW, "record": rows, **request}
        with self._python():
            reply = json.loads(self._bridge.call(json.dumps(asked)))
        assert "error" not in reply, reply
        return reply


def required(course: Course) -> Iterator[Exercise]:
    """The exercises that stand in the way."""
    return (found for page, found in course.exercises() if found.settings.required and not page.optional)


def _proof(exercise: Exercise, *, done: bool) -> Proof:
    """A proof that is done with all points; or one that is judged and not done, best for a single broken rule."""
    found = [
        proof
        for proof in exercise.proofs
        if "score" in proof.expected and _is_done(proof) == done and (_is_full(proof) or not done)
    ]
    if done:
        return found[0]
    return min(found, key=lambda proof: (_is_full(proof), len(proof.expected.get("fails", ())) or len(found)))


def _is_full(proof: Proof) -> bool:
    earned, _, total = proof.expected["score"].partition("/")
    return bool(earned == total)


def _is_done(proof: Proof) -> bool:
    return bool(proof.expected.get("done", _is_full(proof)))
