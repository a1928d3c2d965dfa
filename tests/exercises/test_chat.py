"""`chat` with a simulation: who replies to what, what is kept of it, and what the simulation gets."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.exercises.chat import grade as chat
from site_builder.grading.outcome import Inputs, Invalid, Scored
from tests.support.examples import Example, examples, simulations

TYPED = {"text": "What does a ticket cost?"}
SAID = {**TYPED, "reply": "ticket to the market is green."}


def _example(name: str) -> Example:
    return next(example for example in examples() if example.name == name)


@pytest.fixture
def tram() -> Example:
    """The example whose partner is a simulation."""
    return _example("tram")


def _respond(example: Example, message: Any) -> Any:
    return chat.respond(example.exercise.key, None, message, Inputs())[1]


def test_what_is_not_prepared_is_for_the_simulation(tram: Example) -> None:
    """Until it has replied, and with the fallback at hand in case that it cannot."""
    said = {"message": None, "text": "The desk is silent.", "fallback": True}
    assert _respond(tram, TYPED) == {**said, "simulate": True}
    assert _respond(tram, SAID) == {**said, "text": SAID["reply"]}


def test_a_prepared_message_has_its_reply(tram: Example) -> None:
    """Typed or picked, and whatever an answer from elsewhere claims that was replied."""
    reply = _respond(tram, {"text": "which tram is BLUE", "reply": "None of them."})
    assert reply["text"] == "The tram to the market is blue and the tram to the harbor is green."
    assert (reply["fallback"], "simulate" in reply) == (False, False)


def test_without_a_simulation_nothing_is_simulated() -> None:
    """The partner says the fallback."""
    reply = {"message": None, "text": "I can only answer questions about the ferry.", "fallback": True}
    assert _respond(_example("ferry"), TYPED) == reply


@pytest.mark.parametrize("params", [{}, {"text": 1}, {"text": " \n"}, {"text": "x" * 501}, {"text": "a", "b": 1}])
def test_the_simulation_gets_only_what_a_learner_can_type(tram: Example, params: Any) -> None:
    """Words, and not more of them than the field takes."""
    assert chat.read_params(tram.exercise.key, params) == Invalid("malformed")
    assert chat.read_params(tram.exercise.key, TYPED) == TYPED


def test_a_simulated_reply_is_neither_judged_nor_counted(tram: Example) -> None:
    """An answer of such turns alone earns nothing, even judged."""
    judgement = tram.exercise.key["judgements"][0]
    outcome = chat.grade(tram.exercise.key, {"turns": [SAID, {**SAID, "judgement": judgement}]}, Inputs())
    assert isinstance(outcome, Scored)
    assert (outcome.earned, outcome.parts, outcome.done) == (0, (), False)


@pytest.mark.parametrize("turn", [{**TYPED, "reply": 1}, {"message": "i1", "reply": "x"}, {"reply": "x"}])
def test_a_reply_that_nobody_can_have_given(tram: Example, turn: Any) -> None:
    """Not as an answer holds it."""
    assert chat.grade(tram.exercise.key, {"turns": [turn]}, Inputs()) == Invalid("malformed")


@pytest.mark.parametrize("texts", [{"typed", "replied"}, {"typed"}, {"replied"}, set()])
def test_replies_are_packed_among_the_texts(tram: Example, texts: set[str]) -> None:
    """Each stays with its words; where texts were dropped for space, what is left makes sense."""
    turns = [SAID, {"text": "And when?"}, {"text": "And where?", "reply": "the market."}]
    packed = chat.pack(tram.exercise.public, {"turns": turns})
    kept = {name: text for name, text in packed.texts.items() if name in texts}
    whole = chat.unpack(tram.exercise.public, type(packed)(packed.digits, kept))["turns"]
    if "typed" not in texts:
        assert whole == []
    else:
        assert whole == (turns if "replied" in texts else [{"text": turn["text"]} for turn in turns])


def test_the_same_words_get_the_same_reply(tram: Example) -> None:
    """With a seed in the exercise; the reply begins with a word of the question."""
    with simulations() as runs:
        steps = runs.python.load("tram").run(TYPED, {}, tram.exercise.key["seed"])
        *_, last = iter(lambda: _next(steps), None)
    assert last["reply"].startswith("ticket to the ")
    assert last["metrics"]["words"] == len(last["reply"].split())


def _next(steps: Any) -> Any:
    """The next step, then the result, then nothing."""
    try:
        return next(steps)
    except StopIteration as end:
        return end.value
