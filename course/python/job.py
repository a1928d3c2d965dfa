"""A fine-tuning job: its settings and its data, from what the page and the learner's earlier work give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from course_code.base import Base, base
from course_code.base_training import SETTINGS
from course_code.corpus import Exchange
from course_code.good_examples import GOOD
from course_code.held_out import HELD_OUT
from course_code.learner_data import FEW, MANY_BAD, MOST, Brought, brought
from course_code.model import Example, Model, example, topic_of
from course_code.training import Settings
from course_code.words import Vocabulary, extended, tokens

from site_builder.grading.numbers import is_number
from site_builder.grading.seeds import fingerprint

REPEATED = 0.5
"""Repetition is told where fewer than this share of the examples differ from each other."""

LAST, BEST = "last", "best"
"""Which model a job keeps: that after the last epoch, or the checkpoint with the lowest validation loss."""

_OWN_WORDS = 300
"""So many words that only the learner's examples have are added to the vocabulary, the most frequent first."""

# Smallest and largest value of each parameter, and what stands for one that is missing or no number.
_RATE = (0.01, 100.0, 1.0)
_BATCH = (1, 64, 1)
_EPOCHS = (1, 25, 6)
_EXAMPLES = (0, 80, 60)


@dataclass(frozen=True)
class Job:
    """All that a run works with. `own` of the training examples are the learner's, and `bad` of them are bad.

    `key` stands for everything that the trained model follows from, but for the seed.
    """

    settings: Settings
    keep: str
    vocabulary: Vocabulary
    training: tuple[Example, ...]
    held_out: tuple[Example, ...]
    own: int
    bad: int
    warnings: tuple[str, ...]
    key: str

    def model(self) -> Model:
        """The base model, to be trained further; a copy, and large enough for the learner's words."""
        copy = base().model.copy()
        copy.size = len(self.vocabulary.tokens)
        return copy


def prepare(params: Any, inputs: Any) -> Job:
    """The job for these parameters: the learner's own examples first, then good ones up to the wanted number.

    A parameter outside its range is taken to the range's end.
    """
    given = params if isinstance(params, Mapping) else {}
    settings = Settings(
        SETTINGS.rate * _number(given, "rate", _RATE),
        int(_number(given, "batch", _BATCH)),
        int(_number(given, "epochs", _EPOCHS)),
    )
    keep = BEST if given.get("keep") == BEST else LAST
    count = int(_number(given, "examples", _EXAMPLES))
    brings = brought(inputs)
    own = brings[:count]
    chosen = (*(one.exchange for one in own), *GOOD)[:count]
    known = base()
    words = extended(known.vocabulary, [one.exchange.answer for one in own], _OWN_WORDS)
    return Job(
        settings,
        keep,
        words,
        _examples(chosen, words, known),
        _examples([Exchange(one.message, one.answer) for one in HELD_OUT], words, known),
        len(own),
        len([one for one in own if not one.good]),
        tuple(_warnings(chosen, own, len(brings))),
        fingerprint([settings.rate, settings.batch, settings.epochs, keep, [list(one[:2]) for one in chosen]]),
    )


def _examples(exchanges: Iterable[Exchange], words: Vocabulary, known: Base) -> tuple[Example, ...]:
    """Exchanges as the model sees them, about what the base model takes them to be about."""
    return tuple(example(one, words, topic_of(known.model, one.message)) for one in exchanges)


def _warnings(chosen: tuple[Exchange, ...], own: tuple[Brought, ...], brings: int) -> Iterable[str]:
    """The codes of what is wrong with the training set."""
    if not any(tokens(one.answer) for one in chosen):
        yield "empty"
        return
    if not own:
        yield "none_chosen"
    if brings >= MOST:
        yield "cut"
    if len(chosen) < FEW:
        yield "few_examples"
    if len({one[:2] for one in chosen}) < REPEATED * len(chosen):
        yield "repeated"
    if len([one for one in own if not one.good]) >= MANY_BAD * len(chosen):
        yield "bad_examples"


def _number(params: Mapping[str, Any], name: str, bounds: tuple[float, float, float]) -> float:
    least, most, usual = bounds
    value: Any = params.get(name)
    return min(max(value, least), most) if is_number(value) else usual
