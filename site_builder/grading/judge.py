"""Calls the grader of an exercise and answers for it: whatever a grader raises becomes a result in words.

A fault in one exercise must not take the learner's other exercises with it, so every call is fenced, and only here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from site_builder.grading.contract import Data, ExerciseType
from site_builder.grading.outcome import Inputs, Invalid, Outcome, Scored, to_json
from site_builder.grading.text import dumps

T = TypeVar("T")


class Judge:
    """One compiled exercise with its grader."""

    def __init__(self, name: str, exercise: Data, row: ExerciseType) -> None:
        self.name = name
        self.exercise = exercise
        self._grader = row.grader
        self._responder = row.responder
        self._exporter = row.exporter
        self._key: Data = exercise["key"]
        self.points = self._points()

    def grade(self, answer: Any, inputs: Inputs) -> Outcome:
        """Judges an answer; a grader that fails, or gives what cannot be stored, judges nothing."""
        failed: Outcome = Invalid("grader_failed", {"exercise": self.name})
        return _fenced(lambda: _storable(self._grader.grade(self._key, answer, inputs)), failed)

    def export(self, answer: Any) -> Any:
        """The answer as other exercises read it; None, as if there were no answer, where the exporter fails."""
        exporter = self._exporter
        if exporter is None:
            return answer
        return _fenced(lambda: exporter.export(self._key, answer, self.exercise["names"]), None)

    def solution(self) -> Any:
        """A right answer, or None."""
        return _fenced(lambda: self._grader.solution(self._key), None)

    def arrange(self, seed: int) -> list[str]:
        """The order of the items for one learner; none means the order of the page."""
        return _fenced(lambda: list(self._grader.arrange(self.exercise["public"], seed)), [])

    def respond(self, state: Any, message: Any) -> tuple[Any, Any]:
        """The next state and reply of an exercise that talks back; the reply is None where it does not, or fails."""
        responder = self._responder
        silence: tuple[Any, Any] = (state, None)
        return silence if responder is None else _fenced(lambda: responder.respond(self._key, state, message), silence)

    def replies(self, turns: list[Any]) -> list[Any] | None:
        """The replies to a whole conversation; None where the exercise does not talk back."""
        if self._responder is None:
            return None
        replies = []
        state = None
        for turn in turns:
            state, reply = self.respond(state, turn)
            replies.append(reply)
        return replies

    def _points(self) -> int:
        """How many points the solution earns; 0 where there is none."""
        solution = self.solution()
        outcome = None if solution is None else self.grade(solution, Inputs())
        return outcome.total if isinstance(outcome, Scored) else 0


def _storable(outcome: Outcome) -> Outcome:
    dumps(to_json(outcome))
    return outcome


def _fenced(call: Callable[[], T], otherwise: T) -> T:
    try:
        return call()
    except Exception:  # noqa: BLE001 - a grader is anyone's code, and the learner must get an answer
        return otherwise
