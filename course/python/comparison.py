"""What both models answered to the queries of the comparison, and the scorer's marks, with reasons.

The base model's answers are made when the course is built; those of the learner's model come with the last run of
its training, and may have stayed on another device.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from course_code.base_answers import base_answers
from course_code.held_out import HELD_OUT
from course_code.results import trained
from course_code.scoring import Mark, helpfulness, politeness

QUERIES = tuple(one.id for one in HELD_OUT[:5])
"""The first of the held-out messages; they stand in the exercise as well."""

_TOPICS = MappingProxyType({one.id: one.topic for one in HELD_OUT})


def answers(exercises: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Query -> model -> answer; the learner's model says nothing where its answers are not here."""
    outputs = trained(exercises).get("outputs")
    tuned = outputs if isinstance(outputs, Mapping) else {}
    base = base_answers()
    return {
        name: {
            model: said[name] for model, said in (("base", base), ("tuned", tuned)) if isinstance(said.get(name), str)
        }
        for name in QUERIES
    }


def marks(text: str, query: str) -> dict[str, Any]:
    """The marks of an answer; a query of the learner's own has no topic that is known."""
    found = {"politeness": politeness(text), "helpfulness": helpfulness(text, _TOPICS.get(query))}
    return {scale: _plain(mark) for scale, mark in found.items()}


def _plain(mark: Mark) -> dict[str, Any]:
    return {"points": mark.points, "reasons": [reason._asdict() for reason in mark.reasons]}
