"""Proofs of an exercise with a simulation are completed by running it, and its faults are told at its own lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from site_builder.check import simulations
from site_builder.check.proofs import prove
from site_builder.check.simulations import Simulations
from site_builder.course_code import course_code
from site_builder.errors import Place, Problem
from site_builder.gallery import GUIDE
from site_builder.grading.seeds import fingerprint
from site_builder.grading.simulation import simulate
from site_builder.model import Exercise
from tests.support.bit_lint import faults
from tests.support.fake_lab import COUNTING, FILES, ROW, lab


def one(steps: int, **more: Any) -> dict[str, Any]:
    """An answer with one run, as a proof writes it."""
    return {"runs": [{"params": {"steps": steps}, **more}]}


UNTOUCHED: Any = ({"runs": []}, {"invalid": "unanswered"})
MET: Any = (one(5, seed=0), {"score": "1/1"})
MISSED: Any = (one(2, seed=0), {"score": "0/1", "fails": ["goal"]})


def problems(exercise: Exercise, files: Mapping[str, bytes] = FILES) -> list[Problem]:
    """What is said about it in a course with this Python."""
    with course_code(files, "course/python") as load:
        return prove(exercise, ROW, Simulations(files, "course/python", load))


def test_metrics_are_computed() -> None:
    """Nobody types them; the proofs then say what the learner's answers would."""
    assert problems(lab(UNTOUCHED, MET, MISSED)) == []
    with course_code(FILES, "course/python") as load:
        runs = Simulations(FILES, "course/python", load)
        answer = runs.completed(lab(MET)).proofs[0].answer
        assert runs.complete(lab(), ["a", 1, None], {}) == ["a", 1, None]
    assert answer == {"runs": [{"params": {"steps": 5}, "seed": 0, "data": fingerprint({}), "metrics": {"count": 10}}]}


def test_other_outcomes_are_told_without_metrics() -> None:
    """What is offered to be pasted is what an author writes."""
    (problem,) = problems(lab(UNTOUCHED, MET, MISSED, (one(3, seed=4), {"score": "0/1"})))
    assert problem.code == "proof-wrong"
    assert problem.hint.endswith("- answer:\n    runs:\n    - params: {steps: 3}\n      seed: 4\n  score: 1/1")


def test_each_run_is_made_once_and_the_first_twice() -> None:
    """A course may hold many proofs with the same run."""
    made = []

    def load(name: str) -> Any:
        made.append(name)
        return module(name)

    with course_code(FILES, "course/python") as module:
        runs = Simulations(FILES, "course/python", load)
        for _ in range(3):
            for proof in (MET, MISSED):
                runs.complete(lab(), proof[0], {})
    assert len(made) == 3


UNUSABLE = "the simulation 'counting' cannot be used"
RAISES = "the simulation 'counting' raises an error"
RUN = 'range(params["steps"]):'
COUNT = 'twice(params["steps"]) + seed'
BAD = [
    ("raised", (RUN, "missing:"), (9, RAISES, "NameError: name 'missing' is not defined")),
    ("raised", ("code.tools", "code.other"), (4, RAISES, "ModuleNotFoundError: No module named 'course_code.other'")),
    (
        "raised",
        ("def run", "def ran"),
        (1, RAISES, "AttributeError: module 'course_code.counting' has no attribute 'run'"),
    ),
    ("nonsense", (COUNT, "'many'"), (8, f"{UNUSABLE}: a metric is no finite number", "")),
    (
        "impure",
        (COUNT, "len(SEEN.append(0) or SEEN)"),
        (8, f"{UNUSABLE}: it gives two results for one seed", ""),
    ),
    ("endless", (RUN, "iter(int, 1):"), (8, f"{UNUSABLE}: it does not end within 50 steps", "")),
]


@pytest.mark.parametrize(("code", "change", "told"), BAD)
def test_faults_are_told_at_their_line(
    code: str, change: tuple[str, str], told: tuple[int, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, however many proofs meet the fault."""
    monkeypatch.setattr(simulations, "MAX_STEPS", 50)
    source = COUNTING.replace(*change) + "\n\nSEEN = []\n"
    found = set(problems(lab(MET, MISSED), {**FILES, "counting.py": source.encode()}))
    line, message, what = told
    place = Place("course/python/counting.py", line)
    hint = "found in a proof of exercise 'lab'"
    assert found == {Problem(place, f"simulation-{code}", message, found=what, hint=hint)}


def test_python_that_does_not_compile_is_told_by_another_check() -> None:
    """And its proofs prove nothing."""
    assert problems(lab(MET, MISSED), {**FILES, "counting.py": b"def run(:"}) == []


def test_an_unknown_simulation_is_told_at_the_exercise() -> None:
    """With the name that may be meant."""
    (problem, *_) = problems(lab(MET, simulation="countin"))
    assert str(problem) == (
        "lab.yaml:3:1: error: there is no simulation 'countin' [unknown-simulation]\n"
        "  expected: a file python/countin.py with a generator `run`\n"
        "  hint: did you mean 'counting'?"
    )


def test_the_simulation_of_the_guide_keeps_the_contract() -> None:
    """What authors copy works, and gives the same bits everywhere."""
    source = (GUIDE / "writing" / "simulations.md").read_text("utf-8").split("```python\n")[1].split("```")[0]
    assert faults(source) == []
    with course_code({"savings.py": source.encode()}, "python") as load:
        *progress, last = simulate(load, "savings", {"years": 2, "saved": 100, "interest": 10}, {}, 0)
    assert [step["progress"]["fraction"] for step in progress] == [0.5, 1.0]
    assert last["result"]["metrics"] == {"money": 231.0}
