"""The `code` of an exercise: what it gives is proven, and what it raises or lacks is told at its own lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from site_builder.check import own_python
from site_builder.check.completion import Completion
from site_builder.check.proofs import prove
from site_builder.check.simulations import Simulations
from site_builder.course_code import course_code
from site_builder.errors import Problem
from site_builder.exercises.choice import grade as choice
from site_builder.grading.code import Unfit, ask
from site_builder.grading.outcome import Inputs, Outcome
from tests.unit.check.test_proofs import ALL, RIGHT, compass, row_with

ADVICE = """\
from course_code.tools import same


def right(inputs):
    return same(["i0000000001"])
"""
TOOLS = "def same(thing):\n    return thing\n"


def by_code(key: Any, answer: Any, inputs: Inputs) -> Outcome:
    """What `right` of the code gives is right."""
    right = ask(inputs, "right", inputs.exercises)
    if not isinstance(right, list):
        raise Unfit("right", "it gives no list of options")
    return choice.grade({**key, "right": right, "misconceptions": dict.fromkeys(key["options"])}, answer, inputs)


ROW = row_with(grade=by_code, solution=lambda _key: None)


def problems(change: tuple[str, str] = ("", ""), inputs: tuple[str, ...] = (), tools: str = TOOLS) -> list[Problem]:
    """What is said of an exercise whose code has a part exchanged."""
    python = {"advice.py": ADVICE.replace(*change), "tools.py": tools}
    course = {name: text.encode() for name, text in python.items()}
    exercise = compass(*ALL)
    exercise = replace(exercise, settings=replace(exercise.settings, code="advice", inputs=inputs))
    with course_code(course, "course/python") as load:
        return prove(exercise, ROW, Completion(Simulations(course, "course/python", load), {}))


def test_the_code_judges_with_the_type() -> None:
    """What it gives is held to the proofs like all else; without `code` there is none."""
    assert problems() == []
    assert {problem.code for problem in problems(("i0000000001", "i0000000002"))} == {"proof-wrong", "unproven"}
    assert prove(compass(RIGHT), ROW)[0].found.startswith("Unfit: it has no function `right`")


CANNOT = "the code 'advice' cannot be used"
RAISES = "the code 'advice' raises an error"
BAD = [
    (("same([", "some(["), ("raised", 5, 12, RAISES, "NameError: name 'some' is not defined")),
    (("return same", "exit(1)  #"), ("raised", 5, 5, RAISES, "SystemExit: 1")),
    (("code.tools", "code.tool"), ("raised", 1, 1, RAISES, "ModuleNotFoundError: No module named 'course_code.tool'")),
    (
        ("def right(inputs)", "def right()"),
        ("unfit", 4, 1, f"{CANNOT}: `right` has to take 1 argument", ""),
    ),
    (("def right", "def rihgt"), ("unfit", 1, 1, f"{CANNOT}: it has no function `right`", "")),
    (('["i0000000001"]', "7"), ("unfit", 4, 1, f"{CANNOT}: it gives no list of options", "")),
    (("return same", "while True: same"), ("endless", 1, 1, f"{CANNOT}: it takes longer than 0.3 seconds", "")),
]


@pytest.mark.parametrize(("change", "told"), BAD)
def test_faults_are_told_at_their_line(
    change: tuple[str, str], told: tuple[str, int, int, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, however many proofs meet the fault."""
    monkeypatch.setattr(own_python, "CALL_LIMIT", 0.3)
    code, line, column, message, found = told
    (problem,) = set(problems(change))
    assert (problem.place.file, problem.place.line, problem.place.column) == ("course/python/advice.py", line, column)
    assert (problem.code, problem.message, problem.found) == (f"code-{code}", message, found)
    assert problem.hint == "found in a proof of exercise 'compass'"


def test_another_check_tells_of_what_is_no_python() -> None:
    """Its own words would only repeat that."""
    assert problems(("def right(", "def right")) == []


def test_code_that_changes_what_it_gets_is_told() -> None:
    """It might spoil the learner's record."""
    found = problems(("return same", "inputs['seen'] = 1; return same"))
    assert {problem.message.partition(": ")[2] for problem in found} == {
        "the grader of 'odd' with 'advice' changes its arguments"
    }


def test_an_answer_that_is_not_there_is_explained() -> None:
    """A learner may come without having done the other exercise."""
    (problem,) = set(problems(("return same", "inputs['other']; return same"), inputs=("other",)))
    assert problem.hint.splitlines()[1].startswith("no answer to 'other' is there")


def test_faults_of_a_module_that_it_imports_are_told_there() -> None:
    """With the line of that file."""
    (problem,) = set(problems(tools="def same(thing):\n    return thing[7]\n"))
    assert (problem.place.file, problem.place.line) == ("course/python/tools.py", 2)
