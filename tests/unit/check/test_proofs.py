"""What `prove` finds in exercises and graders that are not as they should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from site_builder.check.proofs import prove
from site_builder.errors import Place, Problem
from site_builder.exercises.choice import grade as choice
from site_builder.grading.contract import ExerciseType, Grader
from site_builder.grading.outcome import Inputs, Invalid, Outcome, Packed, Scored
from site_builder.model import Exercise, Proof, Settings

NAMES = {"i0000000001": "north", "i0000000002": "south", "i0000000003": "west"}
NORTH, SOUTH, WEST = NAMES
CONTENT = {
    "id": "compass",
    "question": "Where does a compass point?",
    "multiple": False,
    "order": "hashed",
    "options": [
        {"id": NORTH, "text": "North", "right": True, "feedback": "Yes."},
        {"id": SOUTH, "text": "South", "right": False, "feedback": "The other end does.", "misconception": "ends"},
        {"id": WEST, "text": "West", "right": False, "feedback": "No.", "misconception": "guess"},
    ],
}
UNTOUCHED: tuple[Any, dict[str, Any]] = ({"chosen": []}, {"invalid": "unanswered"})
RIGHT = ({"chosen": [NORTH]}, {"score": "1/1", "feedback": ["right:north"]})
BAD_SOUTH = ({"chosen": [SOUTH]}, {"score": "0/1", "fails": ["south"], "feedback": ["wrong:south"]})
BAD_WEST = ({"chosen": [WEST]}, {"score": "0/1", "fails": ["west"], "feedback": ["wrong:west"]})
ALL = (UNTOUCHED, RIGHT, BAD_SOUTH, BAD_WEST)
ROW = ExerciseType("choice", choice)


def compass(*proofs: tuple[Any, Mapping[str, Any]], hints: int = 0) -> Exercise:
    """An exercise with these proofs, in lines 20, 21, ..."""
    public, key = choice.split(CONTENT)
    made = tuple(
        Proof("", answer, expected, hints, {}, Place("compass.yaml", line))
        for line, (answer, expected) in enumerate(proofs, start=20)
    )
    return Exercise("compass", "choice", "Compass", public, key, Settings(), NAMES, made, Place("compass.yaml", 3), "f")


def row_with(**functions: Any) -> ExerciseType:
    """The type `choice` with some functions replaced."""
    names = ("split", "arrange", "points", "rules", "grade", "solution", "describe", "ranges", "pack", "unpack")
    own = {name: getattr(choice, name) for name in names}
    return ExerciseType("odd", cast("Grader", SimpleNamespace(**{**own, **functions})))


def text(problems: list[Problem]) -> str:
    """The problems as the author reads them."""
    return "\n".join(map(str, problems))


def test_proven_exercise_has_no_problem() -> None:
    """Each rule, each text, all right, and untouched."""
    assert prove(compass(*ALL), ROW) == []


def test_other_outcome_is_told_with_the_proof_to_paste() -> None:
    """Only what differs is compared; the hint is in the author's ids."""
    wrong = ({"chosen": [SOUTH]}, {"score": "1/1", "fails": ["south"], "feedback": ["wrong:south"]})
    assert text(prove(compass(UNTOUCHED, RIGHT, wrong, BAD_WEST), ROW)) == (
        "compass.yaml:22:1: error: proof 3 has another outcome [proof-wrong]\n"
        "  expected: {score: 1/1, done: true}\n"
        "  found: {score: 0/1, done: false}\n"
        "  hint: mend the exercise, or, if this outcome is right, write the proof so:\n"
        "    - answer:\n"
        "        chosen: [south]\n"
        "      score: 0/1\n"
        "      fails: [south]\n"
        "      feedback: ['wrong:south']"
    )


def test_a_proof_to_paste_says_when_all_points_are_not_the_end() -> None:
    """Left out, `done` would be true there."""

    def unfinished(key: Any, answer: Any, inputs: Inputs) -> Outcome:
        outcome = choice.grade(key, answer, inputs)
        return replace(outcome, done=False) if isinstance(outcome, Scored) else outcome

    hint = prove(compass(RIGHT), row_with(grade=unfinished, solution=lambda _key: None))[0].hint
    assert "score: 1/1\n  done: false\n" in hint


def test_missing_proofs_are_found_and_offered() -> None:
    """All in one problem, at the exercise."""
    assert text(prove(compass(RIGHT, BAD_SOUTH), ROW)) == (
        "compass.yaml:3:1: error: the proofs of exercise 'compass' do not show everything [unproven]\n"
        "  expected: an untouched exercise that is `invalid: unanswered`\n"
        "    an answer that fails for 'west' alone\n"
        "    an answer that shows the text 'wrong:west'\n"
        "  hint: add under `proofs`:\n"
        "    - answer:\n"
        "        chosen: []\n"
        "      invalid: unanswered\n"
        "    - answer:\n"
        "        chosen: [west]\n"
        "      score: 0/1\n"
        "      fails: [west]\n"
        "      feedback: ['wrong:west']"
    )


def test_exercise_without_proofs_gets_all_of_them() -> None:
    """What is offered proves the exercise."""
    (problem,) = prove(compass(), ROW)
    assert problem.hint.count("- answer:") == len(ALL)


def test_what_cannot_be_found_is_left_to_the_author() -> None:
    """No answer can fail for a rule that the grader never applies."""
    (problem,) = prove(compass(*ALL), row_with(rules=lambda _key: [SOUTH, WEST, "never"]))
    assert problem.expected == "an answer that fails for 'never' alone"
    assert problem.hint == (
        "write one yourself: an answer that fails for 'never' alone\n"
        "where an answer has:\n"
        "chosen: The ids of the chosen options; none: unanswered."
    )


def test_an_answer_of_another_form_is_told_the_form() -> None:
    """Nobody means to write one that cannot be judged; who does, says so."""
    other = ([NORTH], {"score": "1/1", "feedback": ["right:north"]})
    (problem,) = prove(compass(*ALL, other), ROW)
    assert problem.found == "{invalid: malformed}"
    assert problem.hint == (
        "write the answer in the form of this type:\nchosen: The ids of the chosen options; none: unanswered."
    )


def test_wrong_code_of_an_answer_that_cannot_be_judged() -> None:
    """`malformed` is not `unanswered`."""
    (problem,) = prove(compass(*ALL, ({"chosen": 7}, {"invalid": "unanswered"})), ROW)
    assert (problem.code, problem.expected, problem.found) == (
        "proof-wrong",
        "{invalid: unanswered}",
        "{invalid: malformed}",
    )


def test_proofs_cannot_use_hints_that_do_not_exist() -> None:
    """Each proof that does is named."""
    problems = prove(compass(*ALL, hints=1), ROW)
    assert [(problem.place.line, problem.code, problem.expected) for problem in problems] == [
        (line, "proof-hints", "at most 0, the number of the exercise's hints") for line in (20, 21, 22, 23)
    ]


def test_declared_solution_must_be_right() -> None:
    """What "Show the answer" would show is graded as well."""
    (problem,) = prove(compass(*ALL), row_with(solution=lambda _key: {"chosen": [WEST]}))
    assert (problem.code, problem.place.line) == ("solution-wrong", 3)
    assert "fails: [west]" in problem.found


def _raises(*_: Any) -> Outcome:
    return Scored(1 // 0, 1, done=False)


def _changes(_key: Any, answer: Any, _inputs: Inputs) -> Outcome:
    answer["chosen"].append("more")
    return Invalid("unanswered")


def _counts() -> Callable[..., Outcome]:
    calls: list[int] = []

    def grade(*_: Any) -> Outcome:
        calls.append(1)
        return Scored(0, len(calls), done=False)

    return grade


def _keeps_a_set(*_: Any) -> Outcome:
    return Invalid("unanswered", {"n": {1, 2}})


@pytest.mark.parametrize(
    ("grade", "code", "found"),
    [
        (_raises, "grader-raised", "ZeroDivisionError: integer division or modulo by zero (unit/check/test_proofs.py"),
        (_changes, "grader-impure", ""),
        (_counts(), "grader-impure", '{"done":false'),
        (_keeps_a_set, "grader-raised", "TypeError: Object of type set is not JSON serializable"),
    ],
)
def test_grader_that_breaks_its_contract(grade: Any, code: str, found: str) -> None:
    """A problem at the proof, without a traceback; nothing else is asked then."""
    (problem,) = prove(compass(UNTOUCHED), row_with(grade=grade))
    assert (problem.code, problem.place.line) == (code, 20)
    assert problem.message.startswith("proof 1: the ")
    assert problem.found.startswith(found)


@pytest.mark.parametrize(
    ("functions", "code"),
    [
        ({"pack": lambda *_: Packed({NORTH: 2})}, "pack-range"),
        ({"pack": lambda *_: Packed({"other": 0})}, "pack-range"),
        ({"pack": lambda *_: Packed({WEST: 1})}, "pack-lossy"),
        ({"unpack": _raises}, "grader-raised"),
        ({"describe": _raises}, "grader-raised"),
    ],
)
def test_state_is_packed_within_its_bounds_and_back(functions: dict[str, Any], code: str) -> None:
    """An LMS gets the packed answer, and the learner gets it back."""
    problem = prove(compass(RIGHT), row_with(**functions))[0]
    assert (problem.code, problem.place.line) == (code, 20)


def test_rules_that_raise_are_a_problem_of_the_exercise() -> None:
    """Also outside of a proof there is no traceback."""
    (problem,) = prove(compass(*ALL), row_with(rules=_raises))
    assert (problem.code, problem.place.line) == ("grader-raised", 3)


def test_equal_texts_of_different_items_are_told_apart() -> None:
    """Each item's own text has to be shown."""
    exercise = compass(UNTOUCHED, RIGHT, BAD_SOUTH)
    same = replace(exercise, key={**exercise.key, "texts": dict.fromkeys(exercise.key["texts"], "Same.")})
    assert "an answer that shows the text 'wrong:west'" in prove(same, ROW)[0].expected
