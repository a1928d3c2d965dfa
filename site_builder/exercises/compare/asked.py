"""What an exercise's `code` says of answers and marks, looked over: it is anyone's code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from site_builder.grading import items
from site_builder.grading.code import Unfit, ask
from site_builder.grading.outcome import Inputs


def answers(inputs: Inputs) -> Mapping[str, Mapping[str, str]]:
    """Query id -> model id -> text, as far as the code has answers."""
    found = ask(inputs, "answers", inputs.exercises)
    if not isinstance(found, Mapping) or not all(isinstance(by_model, Mapping) for by_model in found.values()):
        raise Unfit("answers", "it gives no mapping of query ids to mappings of model ids to texts")
    if not all(isinstance(text, str) for by_model in found.values() for text in by_model.values()):
        raise Unfit("answers", "it gives an answer that is no text")
    return found


def marks(inputs: Inputs, text: str, query: str, scales: Mapping[str, int]) -> dict[str, Any]:
    """The marks of a text: scale id -> points and reasons; `scales` has the best mark of each."""
    found = ask(inputs, "marks", text, query)
    return {scale: _mark(found, scale, most) for scale, most in scales.items()}


def _mark(found: Any, scale: str, most: int) -> dict[str, Any]:
    mark: Any = found.get(scale) if isinstance(found, Mapping) else None
    if not items.has_keys(mark, ("points", "reasons")) or type(mark["points"]) is not int:
        raise Unfit("marks", f"it gives no `points` and `reasons` for '{scale}'")
    if not 0 <= mark["points"] <= most:
        raise Unfit("marks", f"it gives {mark['points']} points for '{scale}', which go from 0 to {most}")
    if not isinstance(mark["reasons"], list | tuple) or not all(map(_is_reason, mark["reasons"])):
        raise Unfit("marks", f"a reason for '{scale}' is no mapping with `code`, `points` and `words`")
    return {"points": mark["points"], "reasons": [dict(reason) for reason in mark["reasons"]]}


def _is_reason(reason: Any) -> bool:
    return (
        items.has_keys(reason, ("code", "points", "words"))
        and isinstance(reason["code"], str)
        and type(reason["points"]) is int
        and isinstance(reason["words"], str)
    )
