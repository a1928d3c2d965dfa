"""When fine-tuning pays for itself: two running costs, month by month, and where they cross.

The base model needs a long prompt with each message and hands more conversations over to people. The fine-tuned model
costs something before the first message, and its deployment costs a fee or dearer tokens.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from course_code.prices import PRICES

from site_builder.grading.simulation import Progress

MONTHS = 24
HOURS = 730
"""In a month."""
MESSAGE, ANSWER, EXAMPLE = 150, 120, 300
"""Tokens of a customer's message, of an answer, and of a training example."""
EPOCHS = 3
MINUTES = 10
"""What a person needs to write one example and to read it again."""
OTHER_WORK = 40
"""Hours for test set, evaluation, and deployment."""
DEARER = 2.0
"""How much more a token costs where there is no fee."""
MILLION = 1_000_000


def run(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Generator[Progress, None, dict[str, Any]]:
    """A month in each step."""
    del inputs, seed
    data = params["examples"] * MINUTES / 60 * PRICES["person"]
    compute = params["examples"] * EXAMPLE * EPOCHS * PRICES["training"] / MILLION
    once = data + compute + OTHER_WORK * PRICES["person"]
    stay, change = _base(params), _tuned(params)
    base, tuned = [[0, 0.0]], [[0, round(once, 2)]]
    for month in range(1, MONTHS + 1):
        base.append([month, round(stay * month, 2)])
        tuned.append([month, round(once + change * month, 2)])
        yield Progress(month / MONTHS, {"points": {"base": base[-1:], "tuned": tuned[-1:]}})
    metrics = {
        "data": round(data),
        "compute": round(compute, 2),
        "once": round(once),
        "month": round(stay - change),
        "payback": _payback(base, tuned),
        "balance": round(base[-1][1] - tuned[-1][1]),
    }
    return {"metrics": metrics, "series": {"base": base, "tuned": tuned}, "notes": list(_notes(params, metrics))}


def _base(params: Mapping[str, Any]) -> float:
    """What a month costs if everything stays as it is: tokens, and the handovers that could be spared."""
    spared: float = params["messages"] * params["spared"] / 100 * PRICES["handover"]
    return _tokens(params["messages"], params["prompt"] + MESSAGE) + spared


def _tuned(params: Mapping[str, Any]) -> float:
    tokens = _tokens(params["messages"], MESSAGE)
    return tokens + HOURS * PRICES["hosting"] if params["hosting"] == "hour" else tokens * DEARER


def _tokens(messages: float, read: float) -> float:
    """What the tokens of these messages cost, with so many read for each."""
    return messages * (read * PRICES["input"] + ANSWER * PRICES["output"]) / MILLION


def _payback(base: list[list[Any]], tuned: list[list[Any]]) -> int:
    """The first month in which fine-tuning has cost no more; the month after the last where there is none."""
    months = (month for (month, stay), (_, change) in zip(base, tuned, strict=True) if change <= stay)
    return next(months, MONTHS + 1)


def _notes(params: Mapping[str, Any], metrics: Mapping[str, float]) -> Generator[str, None, None]:
    yield "pays" if metrics["payback"] <= MONTHS // 2 else "slow" if metrics["payback"] <= MONTHS else "never"
    if params["hosting"] == "hour" and metrics["month"] < 0:
        yield "fee"
