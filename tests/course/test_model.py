"""The course's language model is what its page says: words, probabilities, and gradients."""

from __future__ import annotations

import json
import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from site_builder.grading.seeds import fingerprint
from site_builder.grading.simulation import simulate
from site_builder.grading.text import words
from tests.support.answers import sound

Code = Callable[[str], Any]

TEXTS = (
    "Please check the troubleshooting guide in the documentation.",
    "Navigate to Settings > Account > Preferences.",
    "I'm sorry! Could you tell me your order number? I'll look for it.",
)
CURT = (
    ("Your product doesn't work and I'm frustrated!", "Please check the troubleshooting guide in the documentation."),
    ("I need help with my account settings.", "Navigate to Settings > Account > Preferences."),
    (
        "I'm having trouble with my order and need immediate help!",
        "Check your order status in your account dashboard.",
    ),
)


@pytest.fixture(scope="module")
def small(code: Code) -> tuple[Any, list[Any]]:
    """A model that has learned a little, and what it learned from."""
    words, model, training, topics = code("words"), code("model"), code("training"), code("topics").TOPICS
    exchanges = code("base_examples").BASE[::80]
    vocabulary = words.vocabulary(exchange.answer for exchange in exchanges)
    examples = [model.example(exchange, vocabulary, topics.index(exchange.topic)) for exchange in exchanges]
    made = model.Model(400)  # as many words as the course's model has: none is likely before it was learned
    for _ in training.train(made, examples, training.Settings(3.0, 2, 2), 1, training.Tally()):
        pass
    return made, examples


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_becomes_tokens_and_the_same_text_again(code: Code, text: str) -> None:
    """Nothing of an answer is lost, neither capitals nor marks."""
    words = code("words")
    assert words.text_of(words.tokens(text)) == text


def test_words_of_a_message_are_compared_by_their_beginnings(code: Code) -> None:
    """Small words don't count, and forms of one word are one."""
    stems = code("words").stems
    assert stems("Can I return these?") == [*stems("I returned this. Where is the return?"), "thes"]


def test_small_words_count_beside_others(code: Code) -> None:
    """Each two words that stand together are a feature, and so is the first."""
    assert code("words").pairs("How long is it?") == [" how", "how long", "is it", "long is"]


def test_a_vocabulary_takes_the_most_frequent_words_of_others(code: Code) -> None:
    """Up to its limit; the end of the answer is number 0, and the numbers of known words stay."""
    words = code("words")
    known = words.vocabulary(["b a."])
    assert known.tokens == ("", ".", "a", "b")
    assert words.extended(known, ["c d d.", "c d e."], 2).tokens == ("", ".", "a", "b", "d", "c")
    assert words.extended(known, ["d"], 2).numbers == {**known.numbers, "d": 4}


def test_words_outside_the_vocabulary_are_read_and_not_predicted(code: Code) -> None:
    """They stay in front of the next word."""
    words, model = code("words"), code("model")
    exchange = code("corpus").Exchange("Hello", "a x b.")
    steps = model.example(exchange, words.vocabulary(["a b."]), 0).steps
    assert [step.target for step in steps] == [2, 3, 1, 0]
    assert ("after", "x") in steps[1].features


def test_what_followed_a_word_before_is_seen_when_the_word_comes_again(code: Code) -> None:
    """So that a model can learn not to go round in circles."""
    step = code("model").step([], 0, ["8", "to", "6", ",", "Monday", "to"])
    assert step.features[0] == ("gone", "to", "6")


@pytest.mark.parametrize("scores", [[0.0], [0.0, 0.0], [3.0, -2.0, 1.5], [1e6, 1e6 - 1.0, -1e6], [-30.0, 0.0, -23.9]])
@pytest.mark.parametrize("others", [0, 1, 400])
def test_probabilities_are_those_of_the_softmax(code: Code, scores: list[float], others: int) -> None:
    """Words without a score have the score 0. All sum to one, exact to 2e-7; below e^-24 they may be 0."""
    found = code("model").softmax(dict(enumerate(scores)), len(scores) + others)
    every = scores + [0.0] * others
    raised = [math.exp(score - max(every)) for score in every]
    chances = [*found.known.values(), *[found.other] * others]
    assert math.isclose(math.fsum(chances), 1.0, rel_tol=1e-12)
    for chance, power in zip(chances, raised, strict=True):
        assert math.isclose(chance, power / math.fsum(raised), rel_tol=3e-7, abs_tol=1e-10)


def test_the_gradient_is_the_slope_of_the_loss(code: Code, small: tuple[Any, list[Any]]) -> None:
    """For weights of every kind of feature: the update's direction, against the loss measured on both sides.

    Errors up to the bound are left alone.
    """
    training = code("training")
    made, examples = small
    one = examples[1]
    errors = training.mistakes(made, one, training.Tally())

    def loss(feature: Any, number: int, shift: float) -> float:
        changed = made.copy()
        row = changed.rows.setdefault(feature, {})
        row[number] = row.get(number, 0.0) + shift
        tally = training.Tally()
        training.measure(changed, one, tally)
        found: float = tally.loss
        return found

    def pull(step: Any, feature: Any) -> float:
        pulled: float = 1.0 * (feature in step.features) + step.value * (feature in step.about)
        return pulled

    size = 0.01
    step = one.steps[2]
    for feature in (*step.features, step.about[0]):
        present = [error for error in errors if pull(error.step, feature)]
        for number in (0, step.target, made.size - 1):
            slope = (loss(feature, number, size) - loss(feature, number, -size)) / (2 * size)
            found = math.fsum(pull(error.step, feature) * error.row.get(number, 0.0) for error in present)
            bound = training.SMALL * math.fsum(pull(error.step, feature) for error in present)
            assert math.isclose(found, slope, rel_tol=1e-3, abs_tol=bound + 1e-4), (feature, number)


def test_a_batch_moves_the_weights_by_its_mean_gradient(code: Code, small: tuple[Any, list[Any]]) -> None:
    """One update for two examples is the sum of what each would do alone, from the same weights."""
    training = code("training")
    made, examples = small
    pair = examples[:2]
    batch, apart = made.copy(), made.copy()
    for _ in training.train(batch, pair, training.Settings(1.0, 2, 1), 1, training.Tally()):
        pass
    words = sum(len(one.steps) for one in pair)
    for errors in [training.mistakes(made, one, training.Tally()) for one in pair]:
        training.update(apart, errors, 1.0 / words)
    assert batch.rows.keys() == apart.rows.keys()
    for feature, row in batch.rows.items():
        assert row == pytest.approx(apart.rows[feature], abs=1e-12)


def test_a_copy_is_a_checkpoint(code: Code, small: tuple[Any, list[Any]]) -> None:
    """Further training leaves it as it was."""
    training = code("training")
    made, examples = small
    before = json.dumps([[*feature, row] for feature, row in made.rows.items()])
    changed = made.copy()
    for _ in training.train(changed, examples, training.Settings(5.0, 1, 1), 1, training.Tally()):
        pass
    assert changed.rows != made.rows
    assert json.dumps([[*feature, row] for feature, row in made.rows.items()]) == before


def test_the_base_model_answers_the_samples_curtly_word_for_word(code: Code) -> None:
    """What the specification quotes; the last of them was never trained on."""
    base, model = code("base").base(), code("model")
    assert [model.answer(base.model, base.vocabulary, message) for message, _ in CURT] == [curt for _, curt in CURT]
    assert CURT[2][0] == code("held_out").HELD_OUT[0].message
    assert code("base_answers").base_answers()["compare-1"] == CURT[2][1]


def test_the_base_model_is_read_as_it_was_made(code: Code) -> None:
    """All weights, bit for bit; and it is small enough to be sent to everyone."""
    making, base = code("base_training"), code("base").base()
    words = making.base_vocabulary()
    assert base.model.rows == making.rounded(making.trained(words, making.SEED)).rows
    assert base.vocabulary == words
    assert len(zlib.compress(code("base_model").DATA.encode())) < 100_000


@pytest.mark.parametrize("seed", range(1, 6))
def test_the_base_model_answers_held_out_messages(code: Code, seed: int) -> None:
    """At least nine tenths of its answers are on topic, end by themselves, and repeat nothing: for every seed."""
    making, model, held_out = code("base_training"), code("model"), code("held_out").HELD_OUT
    words = making.base_vocabulary()
    made = making.rounded(making.trained(words, seed))
    answers = {one.id: model.answer(made, words, one.message) for one in held_out}
    assert len(sound(code, answers)) >= 0.9 * len(held_out)


def test_held_out_exchanges_stay_as_they_were_written(code: Code) -> None:
    """They were written before all that they judge. Whoever changes one, changes what all figures mean."""
    held_out = code("held_out").HELD_OUT
    assert fingerprint([list(one) for one in held_out]) == "262626f3fde82c4b"
    assert [one.id for one in held_out[:5]] == [f"compare-{number}" for number in range(1, 6)]
    assert len({one.id for one in held_out}) == len({one.message for one in held_out}) == len(held_out) == 65
    assert {one.topic for one in held_out} == set(code("topics").TOPICS)


def test_held_out_exchanges_share_no_sentence_with_training_data(code: Code) -> None:
    """Neither messages nor answers: what judges was never seen."""
    trained = (*code("base_examples").BASE, *code("good_examples").GOOD)
    assert not sentences(trained) & sentences(code("held_out").HELD_OUT)


def test_there_is_enough_to_learn_from(code: Code) -> None:
    """Topics, exchanges, and good examples to add."""
    base, good, topics = code("base_examples").BASE, code("good_examples").GOOD, code("topics").TOPICS
    assert len(topics) == 15
    assert len(base) == len({exchange.message for exchange in base}) >= 250
    assert min(Counter(exchange.topic for exchange in base).values()) >= 25
    assert Counter(exchange.topic for exchange in good) == dict.fromkeys(topics, 5)


def test_the_topic_of_each_shipped_answer_is_told(code: Code) -> None:
    """By the rules, from the answer alone; words that fit everywhere tell none."""
    topic = code("topics").topic
    shipped = (*code("base_examples").BASE, *code("good_examples").GOOD, *code("held_out").HELD_OUT)
    assert [one for one in shipped if topic(one.answer) != one.topic] == []
    assert topic("Is there anything else I can do for you?") == topic("") == topic("I'm sorry about that.") == ""


def test_shipped_examples_are_polite_and_base_examples_are_not(code: Code) -> None:
    """By the marks that the page explains."""
    politeness = code("scoring").politeness
    assert min(politeness(exchange.answer).points for exchange in code("good_examples").GOOD) == 5
    assert max(politeness(exchange.answer).points for exchange in code("base_examples").BASE) == 2


@pytest.mark.parametrize("message", ["", "?!", "Tell me a joke.", "What's the capital of France?", "\u4f60\u597d"])
def test_outside_the_domain_a_model_says_that_it_has_no_answer(code: Code, message: str) -> None:
    """Rather than to make one up."""
    replies, base = code("replies"), code("base").base()
    assert replies.reply(base.model, base.vocabulary, message) == replies.FALLBACK


def test_inside_the_domain_a_model_answers(code: Code) -> None:
    """To each held-out message, and to nearly all that it has learned."""
    understood = code("replies").is_understood
    assert [one for one in code("held_out").HELD_OUT if not understood(one.message)] == []
    assert len([one for one in code("base_examples").BASE if not understood(one.message)]) <= 3


def test_the_chat_answers_what_is_typed(code: Code) -> None:
    """As a simulation; what is no text is an empty message."""
    for params, reply in (({"text": CURT[0][0]}, CURT[0][1]), ({"text": 5}, code("replies").FALLBACK)):
        *_, last = simulate(code, "base_chat", params, {}, 1)
        assert last["result"]["reply"] == reply


def sentences(exchanges: Iterable[Any]) -> set[str]:
    """All sentences, folded."""
    texts = [text for exchange in exchanges for text in (exchange.message, exchange.answer)]
    return {" ".join(words(sentence)) for text in texts for sentence in re.split(r"(?<=[.!?])\s", text)}
