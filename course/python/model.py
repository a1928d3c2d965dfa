"""A conditional word model: how likely each word is to come next in an answer, given the customer's message.

The model is log-linear (softmax regression; Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4; for
language models Rosenfeld, A maximum entropy approach to adaptive statistical language modelling, 1996). Each feature f
of the situation has a row of weights, one for each word w. A word's score is the sum over the features that are
present, and the softmax makes probabilities of the scores:

    score(w) = sum over f of value[f] * weight[f][w]
    p(w) = exp(score(w)) / sum over v of exp(score(v))

Before its first word the model says to itself what the message is about, one of the topics (a control code: Keskar et
al., CTRL, 2019). It takes it from the words of the message alone, and writes what follows with it in mind.

Nearly all weights are 0, so a row holds only those that are not. A word without any weight in the rows of a situation
has the score 0, and all such words are reckoned with at once: the probabilities are those of the whole vocabulary, and
a step costs only as much as its rows are long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from course_code.corpus import Exchange
from course_code.topics import TOPICS
from course_code.words import END, MAX_TOKENS, Vocabulary, ends_sentence, pairs, stems, text_of, tokens

from site_builder.grading.numbers import exp

Feature = tuple[str | int, ...]
Row = dict[int, float]

LATER = 3
"""Sentences from this one on (counted from 0) share their features."""

SHARE = 2.0
"""The value of all words of a message together, beside each word of the answer."""

_FINE = 1024
_DEPTH = 24
# e^-x in the middle of each of 1024 steps between two whole numbers: 0.5/1024, 1.5/1024, ...
_POWERS = tuple(
    whole * part
    for whole in [exp(-number) for number in range(_DEPTH)]
    for part in [exp(-(number + 0.5) / _FINE) for number in range(_FINE)]
)
_NONE = MappingProxyType[int, float]({})


class Step(NamedTuple):
    """One thing to be predicted: the features of what stands before it, and its number.

    `value` is that of each of the features `about` the message; the others have the value 1.
    """

    features: tuple[Feature, ...]
    about: tuple[Feature, ...]
    value: float
    target: int


class Example(NamedTuple):
    """An exchange as a model sees it: what it is about, to be guessed first, and the words of its answer."""

    guess: Step
    steps: tuple[Step, ...]


class Chances(NamedTuple):
    """Probabilities: of the words that some row knows, and of each other one."""

    known: dict[int, float]
    other: float


@dataclass
class Model:
    """The weights: a row for each feature that was ever trained. `size` is the number of words."""

    size: int
    rows: dict[Feature, Row] = field(default_factory=dict)

    def copy(self) -> Model:
        """A model of its own with the same weights: a checkpoint."""
        return Model(self.size, {feature: dict(row) for feature, row in self.rows.items()})


def example(exchange: Exchange, vocabulary: Vocabulary, topic: int) -> Example:
    """The steps of an answer, up to its end. Words outside the vocabulary are read and not predicted."""
    written = tokens(exchange.answer)[:MAX_TOKENS]
    said = stems(exchange.message)
    steps = [
        step(said, topic, written[:place], vocabulary.numbers[token])
        for place, token in enumerate(written)
        if token in vocabulary.numbers
    ]
    if written:
        steps.append(step(said, topic, written, END))
    return Example(guess(exchange.message, topic), tuple(steps))


def guess(message: str, topic: int = 0) -> Step:
    """The step before the first word: the topic, by the words of the message and by each two that stand together."""
    words = tuple(("word", stem) for stem in stems(message))
    return Step((*words, *(("pair", pair) for pair in pairs(message))), (), 1.0, topic)


def step(said: Sequence[str], topic: int, written: Sequence[str], target: int = END) -> Step:
    """The features of what was written so far, by the last words, the number of the sentence, topic, and message."""
    further, before, last = ("", "", "", *written)[-3:]
    sentence = min(len([token for token in written if ends_sentence(token)]), LATER)
    gone = sorted({after for word, after in pairwise(written) if word == last})
    features = (
        *(("gone", last, word) for word in gone),
        ("after", last),
        ("after", before, last),
        ("after", further, before, last),
        ("sentence", sentence, last),
        ("topic", topic, last),
        ("topic", topic, before, last),
        ("topic", topic, sentence, last, 0),
    )
    return Step(features, tuple(("said", stem, last) for stem in said), SHARE / max(len(said), 1), target)


def chances(model: Model, step: Step, size: int) -> Chances:
    """How likely each of `size` words is to come next."""
    rows = model.rows
    scores: Row = {}
    for feature in step.features:
        for word, weight in rows.get(feature, _NONE).items():
            scores[word] = scores.get(word, 0.0) + weight
    value = step.value
    for feature in step.about:
        for word, weight in rows.get(feature, _NONE).items():
            scores[word] = scores.get(word, 0.0) + value * weight
    return softmax(scores, size)


def softmax(scores: Row, size: int) -> Chances:
    """The scores' exponentials, divided by the sum over all words; those without a score have the score 0.

    The largest score is subtracted first, so that no exponential is too large. An exponential comes from a table,
    corrected by 1 - rest for the distance to the middle of its step (relative error below 2e-7), and one below e^-24
    counts as 0.
    """
    others = size - len(scores)
    top = max(scores.values(), default=0.0)
    if others and top < 0.0:
        top = 0.0
    whole = 0.0
    raised: Row = {}
    # `far` is the distance in steps. The literals are 1024 * 24, 1 + 0.5 / 1024, and 1 / 1024.
    for word, score in scores.items():
        far = (top - score) * 1024.0
        if far < 24576.0:  # noqa: PLR2004 - in the innermost loop
            near = int(far)
            power = _POWERS[near] * (1.00048828125 + (near - far) * 0.0009765625)
            raised[word] = power
            whole += power
        else:
            raised[word] = 0.0
    far = top * 1024.0
    other = 0.0
    if others and far < 24576.0:  # noqa: PLR2004 - likewise
        near = int(far)
        other = _POWERS[near] * (1.00048828125 + (near - far) * 0.0009765625)
        whole += others * other
    return Chances({word: power / whole for word, power in raised.items()}, other / whole)


def likeliest(found: Chances, size: int) -> int:
    """The most likely of `size` words; of equally likely ones the first that was learned, or the first in the list."""
    best = max(found.known, key=found.known.__getitem__, default=None)
    if best is not None and (found.known[best] >= found.other or len(found.known) >= size):
        return best
    return next(word for word in range(size) if word not in found.known)


def topic_of(model: Model, message: str) -> int:
    """The number of the topic that the model takes a message to be about."""
    return likeliest(chances(model, guess(message), len(TOPICS)), len(TOPICS))


def answer(model: Model, vocabulary: Vocabulary, message: str) -> str:
    """What the model answers: at each place the most likely word (greedy decoding), until it ends or grows too long."""
    said, topic = stems(message), topic_of(model, message)
    written: list[str] = []
    while len(written) < MAX_TOKENS:
        best = likeliest(chances(model, step(said, topic, written), model.size), model.size)
        if best == END:
            break
        written.append(vocabulary.tokens[best])
    return text_of(written)
