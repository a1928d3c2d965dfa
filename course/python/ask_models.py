"""Asks both models, the base model and the learner's own, the same question: a simulation.

The learner's model is a cache. Where it is gone, it is trained again first, from what its run followed from: the same
parameters, data, and seed give the same bits.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from course_code import fine_tuning
from course_code.base import base
from course_code.base_chat import message
from course_code.job import prepare
from course_code.replies import reply
from course_code.trained_models import TRAINED, Trained

from site_builder.grading.simulation import Progress, Steps

MODEL = "your-model"
"""The exercise in which the learner's model was trained."""


def run(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Steps:
    """Takes the message `text`; the result has `outputs`, of `base` and, where a model was trained, of `tuned`."""
    del seed
    text, known = message(params), base()
    answers = {"base": reply(known.model, known.vocabulary, text)}
    notes = ["not_trained"]
    exported = inputs.get(MODEL) if isinstance(inputs, Mapping) else None
    if isinstance(exported, Mapping) and isinstance(exported.get("params"), Mapping):
        own = yield from _model(exported["params"], inputs, _seed(exported))
        answers["tuned"], notes = reply(own.model, own.vocabulary, text), []
    yield Progress(1.0)
    return {"metrics": {}, "notes": notes, "outputs": answers}


def _model(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Generator[Progress, None, Trained]:
    """The learner's model, from the cache or trained anew."""
    found = TRAINED.kept(fine_tuning.key(prepare(params, inputs), seed))
    if found is not None:
        return found
    trained, _ = yield from fine_tuning.train_and_measure(params, inputs, seed)
    return trained


def _seed(exported: Mapping[str, Any]) -> int:
    seed = exported.get("seed")
    return seed if type(seed) is int else 0
