"""What is remembered of the answers that an exercise reads, so that it is noticed later that one of them changed.

An exported answer may hold texts under `outputs`, which may be lost on the way to another device. They follow from the
rest of it, so the marks leave them out: an answer is the same with them and without.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from site_builder.grading.seeds import fingerprint

OUTPUTS = "outputs"


def marks(inputs: Mapping[str, Any]) -> dict[str, str]:
    """Exercise -> the mark of its exported answer."""
    return {name: fingerprint(_lasting(answer)) for name, answer in inputs.items()}


def mark(inputs: Mapping[str, Any]) -> str:
    """One mark of all."""
    return fingerprint({name: _lasting(answer) for name, answer in inputs.items()})


def _lasting(answer: Any) -> Any:
    if not isinstance(answer, Mapping) or OUTPUTS not in answer:
        return answer
    return {name: value for name, value in answer.items() if name != OUTPUTS}
