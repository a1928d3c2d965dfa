"""An exercise type with a simulation, as small as can be, and a simulation for it: for tests of what is around."""

from __future__ import annotations

from typing import Any

from site_builder.errors import Place
from site_builder.grading.contract import Data, ExerciseType
from site_builder.grading.outcome import Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored
from site_builder.model import Exercise, Proof, Settings

COUNTING = """\
from collections.abc import Generator, Mapping
from typing import Any

from course_code.tools import twice
from site_builder.grading.simulation import Progress


def run(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Generator[Progress, None, dict[str, Any]]:
    for step in range(params["steps"]):
        yield Progress(step / params["steps"], {"step": step})
    return {"metrics": {"count": twice(params["steps"]) + seed}, "series": {"step": list(range(params["steps"]))}}
"""
FILES = {"counting.py": COUNTING.encode(), "tools.py": b"def twice(n):\n    return 2 * n\n"}


class Lab:
    """One point for a last run whose count is at least the goal."""

    def split(self, content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
        """Nothing is hidden but the goal."""
        return {"id": content["id"]}, {**content, "texts": {}}

    def arrange(self, public: Data, seed: int) -> list[str]:
        """Nothing to arrange."""
        del public, seed
        return []

    def grade(self, key: Data, answer: Any, inputs: Inputs) -> Outcome:
        """Judges `{"runs": [{"params", "seed", "data", "metrics"}]}`."""
        del inputs
        runs = answer.get("runs") if isinstance(answer, dict) else None
        if not runs:
            return Invalid("unanswered")
        if not all(isinstance(run, dict) and "metrics" in run and "data" in run for run in runs):
            return Invalid("malformed")
        met = runs[-1]["metrics"]["count"] >= key["goal"]
        return Scored(int(met), 1, met, (Part("goal", met),))

    def points(self, key: Data) -> int:
        """One."""
        del key
        return 1

    def rules(self, key: Data) -> list[str]:
        """The goal."""
        del key
        return ["goal"]

    def solution(self, key: Data) -> Any:
        """There is none to show."""
        del key

    def describe(self, public: Data, answer: Any) -> Interaction:
        """Nothing to tell."""
        del public, answer
        return Interaction("other", (), "")

    def ranges(self, public: Data) -> dict[str, int]:
        """A count, up to 100."""
        del public
        return {"count": 101}

    def pack(self, public: Data, answer: Any) -> Packed:
        """The last count."""
        del public
        runs = answer.get("runs") if isinstance(answer, dict) else None
        return Packed({"count": runs[-1]["metrics"]["count"] if runs else 0})

    def unpack(self, public: Data, packed: Packed) -> Any:
        """A run with that count."""
        del public
        return {"runs": [{"params": {}, "seed": 0, "data": "", "metrics": dict(packed.digits)}]}


ROW = ExerciseType("lab", Lab())


def lab(*proofs: tuple[Any, dict[str, Any]], simulation: str = "counting") -> Exercise:
    """An exercise with these proofs, in lines 20, 21, ..."""
    public, key = Lab().split({"id": "lab", "simulation": simulation, "goal": 10})
    made = tuple(
        Proof("", answer, expected, 0, {}, Place("lab.yaml", line))
        for line, (answer, expected) in enumerate(proofs, start=20)
    )
    return Exercise("lab", "lab", "Lab", public, key, Settings(), {}, made, Place("lab.yaml", 3), "f")
