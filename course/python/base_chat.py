"""A chat with the base model, as a simulation: one message in, one answer out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course_code.base import base
from course_code.replies import reply

from site_builder.grading.simulation import Progress, Steps


def run(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Steps:
    """Takes the message `text`; the result has the `reply`."""
    del inputs, seed
    known = base()
    yield Progress(1.0)
    return {"metrics": {}, "reply": reply(known.model, known.vocabulary, message(params))}


def message(params: Any) -> str:
    """The text of a message; empty where there is none."""
    text = params.get("text") if isinstance(params, Mapping) else None
    return text if isinstance(text, str) else ""
