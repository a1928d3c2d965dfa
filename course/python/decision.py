"""What to do next, decided by what the learner's model really got: a table of findings, the first that holds counts.

The figures are those of the run that the learner chose to be judged (`your-model`). A figure that is missing meets no
condition that asks for it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from course_code.curves import DIVERGED, FAR, OVERFIT, UNDERFIT
from course_code.learner_data import FEW, MANY_BAD
from course_code.results import pairs, trained

from site_builder.grading.numbers import is_number

DEPLOY, DATA, ADJUST, BASE = "deploy", "more-data", "adjust", "keep-base"

GAIN = 1.0
"""Marks of politeness that the model has to gain, to be worth anything."""

ON_TOPIC = 85.0
"""Percent of the answers that have to be about what the customer wrote."""

LOST = 5.0
"""Percentage points on topic that may be lost against the base model."""


class Finding(NamedTuple):
    """A row of the table: what is defensible, and for each option the key of the text that says why or why not."""

    right: tuple[str, ...]
    why: Mapping[str, str]


def _why(deploy: str, data: str, adjust: str, base: str) -> Mapping[str, str]:
    return MappingProxyType({DEPLOY: deploy, DATA: data, ADJUST: adjust, BASE: base})


# The order is that of urgency: a run that went wrong tells nothing about the data, and bad data spoil any run.
FINDINGS = MappingProxyType(
    {
        "diverged": Finding((ADJUST, BASE), _why("broken", "not_the_data", "smaller_steps", "base_meanwhile")),
        "bad_data": Finding((DATA,), _why("taught_badly", "better_data", "settings_cannot_mend", "mendable")),
        "overfit": Finding((ADJUST, DATA), _why("by_heart", "more_variety", "fewer_rounds", "mendable")),
        "underfit": Finding((ADJUST,), _why("half_learned", "not_the_data", "more_rounds", "mendable")),
        "few_data": Finding((DATA,), _why("narrow", "more_cases", "settings_cannot_mend", "mendable")),
        "plateau": Finding((DATA, ADJUST), _why("narrow", "more_cases", "worth_a_try", "mendable")),
        "off_topic": Finding((DATA, ADJUST), _why("limit_missed", "more_cases", "worth_a_try", "mendable")),
        "no_gain": Finding((DATA, ADJUST), _why("limit_missed", "more_cases", "worth_a_try", "mendable")),
        "good": Finding((DEPLOY,), _why("ready", "good_enough", "nothing_to_mend", "worse_service")),
    }
)


def decide(inputs: Any) -> dict[str, Any]:
    """`{"right": [options], "why": {option: key}}`; nothing is right where no model was trained."""
    name = finding(inputs)
    if name is None:
        return {"right": [], "why": dict.fromkeys((DEPLOY, DATA, ADJUST, BASE), "no_model")}
    return {"right": list(FINDINGS[name].right), "why": dict(FINDINGS[name].why)}


def finding(inputs: Any) -> str | None:
    """The first row of the table whose condition holds."""
    figures = _figures(inputs)
    if not figures:
        return None
    examples = figures.get("examples", float(FEW))
    # As in `curves.note`: a high loss on new messages has another reason if the examples themselves are known.
    is_far = figures.get("val_loss", 0.0) >= FAR * figures.get("base_val_loss", math.inf)
    knows_examples = figures.get("train_loss", 0.0) < figures.get("val_loss", 0.0) / 2.0
    holds = {
        "diverged": figures.get("worst", 0.0) > 100.0 * DIVERGED,
        "bad_data": figures.get("bad", 0.0) >= max(MANY_BAD * examples, 1.0),
        "overfit": figures.get("rise", 0.0) >= 100.0 * OVERFIT,
        "underfit": figures.get("fall", 0.0) >= 100.0 * UNDERFIT or (is_far and not knows_examples),
        "few_data": examples < FEW,
        "plateau": is_far,
        "off_topic": _is_off_topic(figures),
        "no_gain": figures.get("politeness", 0.0) - figures.get("base_politeness", 0.0) < GAIN,
        "good": True,
    }
    return next(name for name in FINDINGS if holds[name])


def _is_off_topic(figures: Mapping[str, float]) -> bool:
    share = figures.get("on_topic", 100.0)
    return share < ON_TOPIC or share < figures.get("base_on_topic", 0.0) - LOST


def _figures(inputs: Any) -> dict[str, float]:
    """The figures of the run, and the share of its answers that are on topic where they are at hand."""
    metrics = trained(inputs).get("metrics")
    given = metrics if isinstance(metrics, Mapping) else {}
    figures = {name: float(value) for name, value in given.items() if is_number(value)}
    judged = pairs(inputs)
    if figures and judged:
        figures["on_topic"] = 100.0 * len([pair for pair in judged if pair.tuned.on_topic]) / len(judged)
        figures["base_on_topic"] = 100.0 * len([pair for pair in judged if pair.base.on_topic]) / len(judged)
    return figures
