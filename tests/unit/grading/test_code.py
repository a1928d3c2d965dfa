"""An exercise that names a module of the course's own Python is judged with it, and what that raises harms nothing."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from site_builder.grading.code import Unfit, ask
from site_builder.grading.outcome import Inputs
from tests.support.fake_course import Learner, course, exercise, unit


def learner(right: Callable[..., Any], **settings: Any) -> Learner:
    """A learner with an exercise to pick from, and one that is judged by this function of its module."""
    exercises = {"first": exercise(kind="tell"), "next": exercise(kind="advise", inputs=["first"], code="advice")}
    exercises["next"]["settings"] |= settings
    modules = {"advice": SimpleNamespace(right=right)}
    return Learner(course([unit("p1/one", "first", "next")], exercises), load=lambda name: modules[name])


def test_the_code_gets_the_answers_that_the_exercise_reads() -> None:
    """As they are exported; and a responder gets them too."""
    seen = []

    def right(inputs: Any) -> str:
        seen.append(inputs)
        return "wrong" if inputs else "near"

    one = learner(right)
    assert one.pick("next", "near")["reply"]["done"]
    one.pick("first", "right")
    assert one.ask("respond", exercise="next", message="?")["reply"] == {"said": "wrong"}
    assert one.pick("next", "wrong")["reply"]["done"]
    assert seen[0] == {}
    assert seen[-1] == {"first": {"picked": "the-right-one", "right": True}}


def test_the_code_cannot_change_the_record() -> None:
    """It gets a copy: the record that is kept between two requests stays as it was."""

    def right(inputs: Any) -> str:
        return "wrong" if inputs.pop("first", None) else "near"

    one = learner(right)
    one.pick("first", "right")
    for _ in range(2):
        assert one.pick("next", "wrong")["reply"]["earned"] == 1 + 1
    assert not one.view("next")["stale"]


def refuse(inputs: Any) -> str:
    """Raises what every fault may raise."""
    raise ValueError(inputs)


@pytest.mark.parametrize("right", [refuse, exit, None, lambda: "right", lambda inputs: inputs["first"]])
def test_what_the_code_raises_or_lacks_is_no_attempt(right: Any) -> None:
    """The learner reads that the exercise is at fault, and the other exercises go on."""
    one = learner(right)
    assert one.pick("next", "near")["attempt"] is None
    assert one.record["attempts"] == []
    assert one.ask("respond", exercise="next", message="?")["reply"] is None
    assert one.pick("first", "right")["reply"]["done"]


def add(first: Any, second: Any) -> Any:
    """Raises a `TypeError` of its own for what cannot be added."""
    return first + second


def test_who_is_at_fault_for_a_type_error_is_told_apart() -> None:
    """The call, which does not fit the function; or something inside of it, which its author has to see as it is."""
    inputs = Inputs(code=SimpleNamespace(add=add))
    assert ask(inputs, "add", 1, 2) == 3
    with pytest.raises(Unfit, match=r"`add` has to take 1 argument$"):
        ask(inputs, "add", 1)
    with pytest.raises(TypeError):
        ask(inputs, "add", 1, "2")


def test_a_module_that_cannot_be_loaded_is_no_attempt() -> None:
    """Nor is one that nobody can load."""
    one = learner(refuse, code="other")
    assert one.pick("next", "near")["attempt"] is None
    one = learner(refuse)
    one.bridge = Learner(course([unit("p1/one", "a")], {"a": exercise(kind="advise", code="advice")})).bridge
    assert one.pick("a", "near")["attempt"] is None
