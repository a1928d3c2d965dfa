"""Proofs of an exercise with a simulation are completed by running it, and its faults are told at its own lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from site_builder.check import simulations
from site_builder.check.completion import Completion
from site_builder.check.own_python import Unrunnable
from site_builder.check.proofs import prove
from site_builder.check.simulations import Simulations, as_written
from site_builder.course_code import course_code
from site_builder.errors import Place, Problem
from site_builder.gallery import GUIDE
from site_builder.grading.seeds import fingerprint
from site_builder.grading.simulation import simulate
from site_builder.model import Exercise, Settings
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
        return prove(exercise, ROW, Completion(Simulations(files, "course/python", load), {}))


def test_metrics_are_computed() -> None:
    """Nobody types them; the proofs then say what the learner's answers would."""
    assert problems(lab(UNTOUCHED, MET, MISSED)) == []
    with course_code(FILES, "course/python") as load:
        runs = Simulations(FILES, "course/python", load)
        answer = Completion(runs, {}).exercise(lab(MET)).proofs[0].answer
        assert runs.complete(lab(), ["a", 1, None], {}) == ["a", 1, None]
    assert answer == {"runs": [{"params": {"steps": 5}, "seed": 0, "data": fingerprint({}), "metrics": {"count": 10}}]}


def test_outputs_are_completed_for_the_last_run_and_never_typed() -> None:
    """As in a learner's answer."""
    source = COUNTING.replace('"series":', '"outputs": {"said": str(seed)}, "series":')
    files = {**FILES, "counting.py": source.encode()}
    two = {"runs": [*one(5, seed=1)["runs"], *one(5, seed=2)["runs"]]}
    with course_code(files, "course/python") as load:
        answer = Simulations(files, "course/python", load).complete(lab(), two, {})
    assert [run.get("outputs") for run in answer["runs"]] == [None, {"said": "2"}]
    assert as_written(answer, 0) == two


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


def test_what_an_earlier_check_has_run_is_not_run_again() -> None:
    """But it is still held to what the exercise counts on."""
    kept: dict[str, str] = {}
    with course_code(FILES, "course/python") as load:
        first = Completion(Simulations(FILES, "course/python", load, kept), {}).exercise(lab(MET))
    assert len(kept) == 1
    runs = Simulations(FILES, "course/python", lambda _: pytest.fail("it is run again"), kept)
    assert Completion(runs, {}).exercise(lab(MET)) == first
    asking = replace(lab(MET), key={**lab().key, "gives": {"metrics": ["speed"]}})
    with pytest.raises(Unrunnable) as caught:
        Completion(runs, {}).exercise(asking)
    assert "it gives no metric 'speed'" in str(caught.value.problem)


UNUSABLE = "the simulation 'counting' cannot be used"
RAISES = "the simulation 'counting' raises an error"
RUN = 'range(params["steps"]):'
COUNT = 'twice(params["steps"]) + seed'
BAD = [
    ("raised", (RUN, "missing:"), (9, RAISES, "NameError: name 'missing' is not defined")),
    ("raised", (RUN, "exit(1):"), (9, RAISES, "SystemExit: 1")),
    ("raised", ("code.tools", "code.other"), (4, RAISES, "ModuleNotFoundError: No module named 'course_code.other'")),
    (
        "raised",
        ("def run", "def ran"),
        (1, RAISES, "AttributeError: module 'course_code.counting' has no attribute 'run'"),
    ),
    (
        "raised",
        (", seed: int", ""),
        (8, RAISES, "TypeError: run() takes 2 positional arguments but 3 were given"),
    ),
    ("nonsense", (COUNT, "'many'"), (8, f"{UNUSABLE}: a metric is no finite number", "")),
    (
        "impure",
        (COUNT, "len(SEEN.append(0) or SEEN)"),
        (8, f"{UNUSABLE}: it gives two results for one seed", ""),
    ),
    ("endless", (RUN, "iter(int, 1):"), (8, f"{UNUSABLE}: it does not end within 50 steps", "")),
    (
        "endless",
        (COUNT, "[0 for _ in iter(int, 1)]"),
        (8, f"{UNUSABLE}: one of its steps takes longer than 0.3 seconds", ""),
    ),
]


@pytest.mark.parametrize(("code", "change", "told"), BAD)
def test_faults_are_told_at_their_line(
    code: str, change: tuple[str, str], told: tuple[int, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, however many proofs meet the fault."""
    monkeypatch.setattr(simulations, "MAX_STEPS", 50)
    monkeypatch.setattr(simulations, "STEP_LIMIT", 0.3)
    source = COUNTING.replace(*change) + "\n\nSEEN = []\n"
    found = set(problems(lab(MET, MISSED), {**FILES, "counting.py": source.encode()}))
    line, message, what = told
    hint = "found in a proof of exercise 'lab'"
    (problem,) = found
    assert (problem.place.file, problem.place.line) == ("course/python/counting.py", line)
    assert (problem.code, problem.message) == (f"simulation-{code}", message)
    assert (problem.found, problem.hint) == (what, hint)


def test_the_caret_stands_at_what_raises() -> None:
    """And not where its line begins."""
    source = COUNTING.replace(RUN, 'range(params["step"]):')
    (problem,) = set(problems(lab(MET), {**FILES, "counting.py": source.encode()}))
    assert source.splitlines()[8][problem.place.column - 1 :].startswith('params["step"]')


EXPECTED = [
    (
        ("code.tools", "code.other"),
        "modules of Python's standard library, or files of this folder as `course_code.<name>`",
    ),
    (("def run", "def ran"), "a generator `def run(params, inputs, seed):`"),
]


@pytest.mark.parametrize(("change", "expected"), EXPECTED)
def test_what_a_simulation_has_to_be_like(change: tuple[str, str], expected: str) -> None:
    """Where the words of Python alone would not tell."""
    (problem,) = set(problems(lab(MET), {**FILES, "counting.py": COUNTING.replace(*change).encode()}))
    assert problem.expected == expected


def test_an_answer_that_is_not_there_is_explained() -> None:
    """A simulation that reads another exercise meets learners who have not done it, and proofs without its answer."""
    source = COUNTING.replace(RUN, "range(inputs['sort']):").encode()
    exercise = replace(lab(MET), settings=Settings(inputs=("sort",)))
    (problem,) = problems(exercise, {**FILES, "counting.py": source})
    assert problem.found == "KeyError: 'sort'"
    assert problem.hint == (
        "found in a proof of exercise 'lab'\n"
        "no answer to 'sort' is there, as with learners who did not do it; `inputs.get('sort')` is None then\n"
        "to have one in a proof, write in it `inputs: {sort: the name of one of its proofs}`"
    )


GIVES = [
    ({"metrics": ["count", "sum"]}, "it gives no metric 'sum', only 'count'"),
    ({"series": ["steps"]}, "it gives no series 'steps', only 'step'"),
    ({"series": ["step"]}, "its series 'step' is no list of [x, y]"),
    ({"notes": ["low"]}, "the exercise has no words for its note 'high'"),
]


@pytest.mark.parametrize(("gives", "message"), GIVES)
def test_what_an_exercise_counts_on_has_to_be_given(gives: dict[str, list[str]], message: str) -> None:
    """A figure without a number, a line without points, a note without words: its author hears of it."""
    source = COUNTING.replace('"series":', '"notes": ["high"], "series":').encode()
    exercise = lab(MET)
    exercise = replace(exercise, key={**exercise.key, "gives": gives})
    (problem,) = problems(exercise, {**FILES, "counting.py": source})
    assert (problem.code, problem.message) == ("simulation-nonsense", f"{UNUSABLE}: {message}")
    assert problem.place == Place("course/python/counting.py", 8)


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
