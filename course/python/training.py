"""Training: stochastic gradient descent on the cross-entropy, batch by batch, and what it measures on the way.

The loss of a word is -log p(word), and that of an answer the mean over its words (cross-entropy). Its gradient by the
score of word w is p(w) - 1 for the word that came and p(w) for all others (Bishop 2006, equation 4.109), so each row of
a feature that was present moves against it:

    weight[f][w] <- weight[f][w] - rate * mean over the words of the batch of value[f] * (p(w) - [w came])

One such update follows each batch (Robbins and Monro, A stochastic approximation method, 1951); an epoch is one pass
through all examples, in an order drawn anew. Words whose error is at most `SMALL` stay as they are: there are many of
them, they would hardly move, and a word that was never wrong by more than that needs no weight at all.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from course_code.model import Chances, Example, Model, Row, Step, chances
from course_code.topics import TOPICS

from site_builder.grading.numbers import log

SMALL = 0.004
"""Errors up to this much are left alone."""

_LEAST = 3e-11
"""Probabilities below it, about e^-24, count as this much, so that no loss is infinite."""


@dataclass
class Tally:
    """Losses and right guesses, summed up over words."""

    loss: float = 0.0
    right: int = 0
    words: int = 0

    def add(self, found: Chances, target: int) -> None:
        """Counts one word; it was guessed if no other was more likely."""
        chance = found.known.get(target, found.other)
        self.loss -= log(max(chance, _LEAST))
        self.right += chance >= max(found.known.values(), default=0.0)
        self.words += 1

    def clear(self) -> None:
        """Begins anew."""
        self.loss, self.right, self.words = 0.0, 0, 0

    @property
    def mean_loss(self) -> float:
        """The loss per word."""
        return self.loss / max(self.words, 1)

    @property
    def accuracy(self) -> float:
        """The share of words that were guessed."""
        return self.right / max(self.words, 1)


class Passed(NamedTuple):
    """How far training has come."""

    epochs: float
    updates: int


class Error(NamedTuple):
    """Probabilities minus what came, where they differ, and the step whose features are to mend it."""

    step: Step
    row: Row


@dataclass(frozen=True)
class Settings:
    """How to train. With `guessing`, the model learns the topics of messages too.

    The rate falls evenly to this `rest` of what it was: then the last examples don't outweigh the others.
    """

    rate: float
    batch: int
    epochs: int
    guessing: bool = False
    rest: float = 1.0


def train(model: Model, examples: Sequence[Example], settings: Settings, seed: int, tally: Tally) -> Iterator[Passed]:
    """Trains the model, and tells after each example how far it is; a whole batch makes an update.

    `tally` counts the losses as they were when each example came, before its update.
    """
    chance = random.Random(seed)
    order = list(range(len(examples)))
    updates = 0
    for epoch in range(settings.epochs):
        chance.shuffle(order)
        errors: list[Error] = []
        words = 0
        for place, number in enumerate(order, start=1):
            one = examples[number]
            errors += mistakes(model, one, tally)
            words += len(one.steps)
            if settings.guessing:
                errors.append(mistake(model, one.guess, len(TOPICS), Tally()))
            if place % settings.batch == 0 or place == len(order):
                done = (epoch + place / len(order)) / settings.epochs
                update(model, errors, settings.rate * (1.0 - (1.0 - settings.rest) * done) / max(words, 1))
                updates += 1
                errors, words = [], 0
            yield Passed(epoch + place / len(order), updates)


def mistakes(model: Model, example: Example, tally: Tally) -> list[Error]:
    """The gradient of the loss of each word of an answer, by the scores; the model stays as it is."""
    return [mistake(model, step, model.size, tally) for step in example.steps]


def mistake(model: Model, step: Step, size: int, tally: Tally) -> Error:
    """The gradient of one step's loss, by the scores of the words that are wrong by more than `SMALL`."""
    found = chances(model, step, size)
    tally.add(found, step.target)
    row = {word: chance for word, chance in found.known.items() if chance > SMALL}
    row[step.target] = found.known.get(step.target, found.other) - 1.0
    return Error(step, row)


def update(model: Model, errors: Sequence[Error], rate: float) -> None:
    """One step against the errors' sum; `rate` is for one of them."""
    for step, row in errors:
        pulls = [(word, rate * error) for word, error in row.items()]
        for feature in step.features:
            _pull(model, feature, pulls)
        pulls = [(word, step.value * pull) for word, pull in pulls]
        for feature in step.about:
            _pull(model, feature, pulls)


def _pull(model: Model, feature: tuple[str | int, ...], pulls: Sequence[tuple[int, float]]) -> None:
    row = model.rows.get(feature)
    if row is None:
        row = model.rows[feature] = {}
    for word, pull in pulls:
        row[word] = row.get(word, 0.0) - pull


def measure(model: Model, example: Example, tally: Tally) -> None:
    """Counts how well the model predicts an answer, without learning from it."""
    for step in example.steps:
        tally.add(chances(model, step, model.size), step.target)
