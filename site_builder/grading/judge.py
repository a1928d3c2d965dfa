"""Calls the grader of an exercise and answers for it: whatever a grader raises becomes a result in words.

A fault in one exercise must not take the learner's other exercises with it, so every call is fenced, and only here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, TypeVar

from site_builder.grading import items
from site_builder.grading.contract import Data, ExerciseType, Load
from site_builder.grading.outcome import Inputs, Interaction, Invalid, Outcome, Packed, to_json
from site_builder.grading.text import dumps

T = TypeVar("T")


class Judge:
    """One compiled exercise with its grader; `load` gives the course's own Python that it may name as its `code`."""

    def __init__(self, name: str, exercise: Data, row: ExerciseType, load: Load | None = None) -> None:
        self.name = name
        self.exercise = exercise
        self._grader = row.grader
        self._responder = row.responder
        self._row = row
        self._load = load
        self._key: Data = exercise["key"]
        self.points = self._points()

    def grade(self, answer: Any, inputs: Inputs) -> Outcome:
        """Judges an answer; a grader that fails, or gives what cannot be stored, judges nothing."""
        failed: Outcome = Invalid("grader_failed", {"exercise": self.name})
        return _fenced(lambda: _storable(self._grader.grade(self._key, answer, self._whole(inputs))), failed)

    def export(self, answer: Any) -> Any:
        """The answer as other exercises read it; None, as if there were no answer, where the exporter fails."""
        return _fenced(lambda: exported(self._row, self._key, answer, self.exercise["names"]), None)

    def solution(self) -> Any:
        """A right answer, or None."""
        return _fenced(lambda: self._grader.solution(self._key), None)

    def arrange(self, seed: int) -> list[str]:
        """The order of the items for one learner; none means the order of the page."""
        return _fenced(lambda: list(self._grader.arrange(self.exercise["public"], seed)), [])

    def describe(self, answer: Any) -> Interaction:
        """The answer for an LMS; an empty one where there is nothing to say."""
        nothing = Interaction("other", (), "")
        return _fenced(lambda: self._grader.describe(self.exercise["public"], answer), nothing)

    def ranges(self) -> dict[str, int]:
        """How many values each digit of a packed answer can take."""
        return _fenced(lambda: dict(self._grader.ranges(self.exercise["public"])), {})

    def pack(self, answer: Any) -> Packed:
        """The answer as small numbers and texts; nothing where it cannot be packed."""
        return _fenced(lambda: self._grader.pack(self.exercise["public"], answer), Packed())

    def unpack(self, packed: Packed) -> Any:
        """The answer that was packed; None where nothing can be made of it."""
        return _fenced(lambda: self._grader.unpack(self.exercise["public"], packed), None)

    @property
    def draws(self) -> bool:
        """Whether each attempt is asked something else."""
        return self._row.drawer is not None

    def seed_of(self, answer: Any) -> int | None:
        """The seed from which follows what a judged answer was asked; None where all are asked the same."""
        drawer = self._row.drawer
        return None if drawer is None else _fenced(lambda: drawer.seed_of(answer), None)

    def respond(self, state: Any, message: Any, inputs: Inputs) -> tuple[Any, Any]:
        """The next state and reply of an exercise that talks back; the reply is None where it does not, or fails."""
        responder = self._responder
        silence: tuple[Any, Any] = (state, None)
        if responder is None:
            return silence
        return _fenced(lambda: responder.respond(self._key, state, message, self._whole(inputs)), silence)

    def replies(self, turns: list[Any], inputs: Inputs) -> list[Any] | None:
        """The replies to a whole conversation; None where the exercise does not talk back."""
        if self._responder is None:
            return None
        replies = []
        state = None
        for turn in turns:
            state, reply = self.respond(state, turn, inputs)
            replies.append(reply)
        return replies

    def read_params(self, params: Data) -> Data | Invalid:
        """The parameters of a run, or why there is none; what a type without rules for them gets is taken as it is."""
        runner = self._row.runner
        failed: Data | Invalid = Invalid("grader_failed", {"exercise": self.name})
        return params if runner is None else _fenced(lambda: runner.read_params(self._key, params), failed)

    def _whole(self, inputs: Inputs) -> Inputs:
        """The inputs with the exercise's `code`. That is anyone's, so it gets a copy of what the record says."""
        code = self.exercise["settings"]["code"]
        if not code:
            return inputs
        if self._load is None:
            raise LookupError(code)
        return replace(inputs, exercises=deepcopy(dict(inputs.exercises)), code=self._load(code))

    def _points(self) -> int:
        """How many points there are to earn; none where the grader does not know."""
        return _fenced(lambda: self._grader.points(self._key), 0)


def exported(row: ExerciseType, key: Data, answer: Any, names: Mapping[str, str]) -> Any:
    """An answer as other exercises read it, in the author's ids: as its type exports it, or else as it is."""
    return items.named(answer, names) if row.exporter is None else row.exporter.export(key, answer, names)


def _storable(outcome: Outcome) -> Outcome:
    dumps(to_json(outcome))
    return outcome


def _fenced(call: Callable[[], T], otherwise: T) -> T:
    try:
        return call()
    except (Exception, SystemExit):  # noqa: BLE001 - a grader is anyone's code, and the learner must get an answer
        return otherwise
