"""The base model, trained when the course is built: `build` makes the text that `base` reads.

Weights are rounded to a fraction of a power of two, so the text says them exactly, and the model that is read from it
has the same bits everywhere. What is rounded to 0 is left out. The text is JSON, which packs to a quarter on its way.
"""

from __future__ import annotations

from course_code.base_examples import BASE
from course_code.good_examples import GOOD
from course_code.held_out import HELD_OUT
from course_code.model import Model, answer, example
from course_code.topics import TOPICS
from course_code.training import Settings, Tally, train
from course_code.words import Vocabulary, vocabulary

from site_builder.grading.text import dumps

SETTINGS = Settings(rate=8.0, batch=1, epochs=8, guessing=True, rest=0.1)
"""How the base model is trained. A fine-tuning job multiplies this rate."""

SEED = 1

PARTS = 16
"""Weights are multiples of 1/16."""


def build() -> str:
    """The base model and its answers to the held-out messages, as ASCII text."""
    words = base_vocabulary()
    model = rounded(trained(words, SEED))
    data = {
        "tokens": words.tokens,
        "rows": [
            [list(feature), [number for pair in row.items() for number in (pair[0], int(pair[1] * PARTS))]]
            for feature, row in model.rows.items()
        ],
        "answers": {one.id: answer(model, words, one.message) for one in HELD_OUT},
    }
    return dumps(data)


def base_vocabulary() -> Vocabulary:
    """What the base model can say: the words of all answers here, so that each loss is that of the same words."""
    return vocabulary(one.answer for one in (*BASE, *GOOD, *HELD_OUT))


def trained(words: Vocabulary, seed: int) -> Model:
    """A model that has learned the base examples."""
    model = Model(len(words.tokens))
    examples = [example(exchange, words, TOPICS.index(exchange.topic)) for exchange in BASE]
    for _ in train(model, examples, SETTINGS, seed, Tally()):
        pass
    return model


def rounded(model: Model) -> Model:
    """The model with all weights as multiples of `1 / PARTS`, and none that are 0."""
    rows = {
        feature: {word: round(weight * PARTS) / PARTS for word, weight in row.items() if round(weight * PARTS)}
        for feature, row in model.rows.items()
    }
    return Model(model.size, {feature: row for feature, row in rows.items() if row})
