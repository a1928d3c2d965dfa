"""What is particular to a `choice` whose right options the course's own Python names."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from site_builder.exercises.choice import grade as choice
from site_builder.grading.code import Unfit
from site_builder.grading.outcome import Feedback, Inputs, Invalid, Part, Scored
from site_builder.grading.seeds import opaque

GO, WAIT, STOP = IDS = tuple(opaque("next", name) for name in ("go", "wait", "stop"))
PUBLIC, KEY = choice.split(
    {
        "id": "next",
        "question": "?",
        "multiple": False,
        "order": "hashed",
        "options": [{"id": option, "text": "A", "right": False} for option in IDS],
        "why": {"fine": "All is well.", "odd": "Something is odd."},
    }
)
WHY = {"go": "fine", "wait": "odd", "stop": "odd"}


def judged(option: str, found: Any, exercises: Any = None) -> Any:
    """The outcome where `decide` gives this."""
    code = SimpleNamespace(decide=lambda inputs: found(inputs) if callable(found) else found)
    return choice.grade(KEY, {"chosen": [option]}, Inputs(0, exercises or {}, code))


def test_what_the_code_names_right_is_a_point() -> None:
    """Any of several right options; the reason of the chosen one is told, of the others none."""
    two = {"right": ["go", "wait"], "why": WHY}
    assert judged(GO, two) == Scored(
        1, 1, True, tuple(Part(option, True) for option in IDS), (Feedback("why_fine", GO, "good"),)
    )
    assert judged(WAIT, two).feedback == (Feedback("why_odd", WAIT, "good"),)
    assert judged(STOP, two) == Scored(
        0, 1, False, (Part(GO, True), Part(WAIT, True), Part(STOP, False)), (Feedback("why_odd", STOP, "bad"),)
    )


def test_the_code_gets_the_answers_that_are_read() -> None:
    """So that what is right can follow from them."""

    def found(inputs: Any) -> Any:
        return {"right": [inputs["before"]], "why": WHY}

    assert judged(STOP, found, {"before": "stop"}).done
    assert not judged(STOP, found, {"before": "go"}).done


def test_where_nothing_is_right_the_answer_waits() -> None:
    """It is neither right nor wrong, and its reasons need no words."""
    assert judged(GO, {"right": [], "why": {}}) == Invalid("undecided")
    assert judged(GO, {"right": (), "why": {"go": "unheard_of"}}) == Invalid("undecided")


BAD = [
    (None, "no mapping with `right` and `why`"),
    ({"right": ["go"]}, "no mapping with `right` and `why`"),
    ({"right": "go", "why": WHY}, "`right` is no list, or `why` is no mapping"),
    ({"right": ["go"], "why": ["fine"]}, "`right` is no list, or `why` is no mapping"),
    ({"right": [1], "why": WHY}, "hold names of options and of texts alone"),
    ({"right": ["go"], "why": {**WHY, "go": 7}}, "hold names of options and of texts alone"),
    ({"right": ["run"], "why": WHY}, "the exercise has no option `run`"),
    ({"right": ["go"], "why": {**WHY, "run": "odd"}}, "the exercise has no option `run`"),
    ({"right": ["go"], "why": {"go": "fine"}}, "`why` has no text for some of the options"),
    ({"right": ["go"], "why": {**WHY, "go": "grand"}}, "the exercise has no text `grand` under `why`"),
]


@pytest.mark.parametrize(("found", "message"), BAD)
def test_what_fits_no_decision_is_told_to_the_author(found: Any, message: str) -> None:
    """Also what no chosen option would show."""
    with pytest.raises(Unfit, match=message) as caught:
        judged(STOP, found)
    assert caught.value.function == "decide"


def test_the_page_knows_nothing_of_the_reasons() -> None:
    """Nor is there an answer to show: it depends on who asks."""
    assert set(PUBLIC) == {"id", "prompt", "multiple", "order", "options"}
    assert choice.solution(KEY) is None
    assert (choice.points(KEY), choice.rules(KEY)) == (1, list(IDS))


@pytest.mark.parametrize(
    ("chosen", "outcome"), [([], "unanswered"), ([GO, WAIT], "malformed"), (["x"], "malformed"), (None, "malformed")]
)
def test_other_answers_do_not_come_to_the_code(chosen: Any, outcome: str) -> None:
    """It would be asked in vain."""
    assert choice.grade(KEY, {"chosen": chosen}, Inputs()) == Invalid(outcome)
