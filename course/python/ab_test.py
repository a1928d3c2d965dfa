"""An A/B test, simulated: customers come by chance, half of them get the base model and half the learner's.

Each customer writes one of the held-out messages, reads what the model really answers, and gives a thumbs up with the
chance that `results` states for the marks of that answer. So the true rates are known, which they never are in life.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from course_code.normal import Arm, interval, needed, p_value
from course_code.results import pairs

from site_builder.grading.numbers import is_number, total
from site_builder.grading.seeds import derive
from site_builder.grading.simulation import Progress, Steps

POINTS = 100
"""How often the rates are noted."""

FIRST = 5
"""Before so many customers have come, the rates leap too far to be drawn."""

SURE = 95
"""Less confidence (in percent) raises so many false alarms that a test with it tells nothing."""

LARGE = 1000
"""A test with so many customers of each version is large, where no test that can be set finds anything."""

_MOST = 5000
_CONFIDENCE = (90, 95, 99)


def run(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Steps:
    """One test, with `customers` for each version; `draw` is the number of the throw of the dice."""
    chances = [(pair.base.satisfied, pair.tuned.satisfied) for pair in pairs(inputs)]
    if not chances:
        yield Progress(1.0)
        return {"metrics": {}, "notes": ["train_again"]}
    count, confidence = _customers(params), _confidence(params)
    curves: dict[str, list[list[float]]] = {name: [] for name in ("base", "tuned", "difference", "low", "high")}
    base = tuned = Arm(0, 0)
    for base, tuned in _arrivals(chances, count, derive(seed, "ab-test", str(params.get("draw")))):
        if not _is_noted(base.customers, count):
            continue
        found = interval(base, tuned, confidence)
        now = {"base": base.rate, "tuned": tuned.rate, "difference": tuned.rate - base.rate}
        points = {
            name: [[base.customers, round(100.0 * value, 2)]] for name, value in {**now, **found._asdict()}.items()
        }
        for name, point in points.items():
            curves[name] += point
        yield Progress(base.customers / count, {"points": points})
    metrics = _figures(base, tuned, _true(chances), confidence)
    return {"metrics": metrics, "series": curves, "notes": list(_notes(metrics, count))}


def _customers(params: Mapping[str, Any]) -> int:
    value = params.get("customers")
    return int(min(max(value, FIRST), _MOST)) if is_number(value) else FIRST


def _confidence(params: Mapping[str, Any]) -> int:
    value = params.get("confidence")
    return int(value) if value in _CONFIDENCE else _CONFIDENCE[1]


def _arrivals(chances: Sequence[tuple[int, int]], count: int, seed: int) -> Iterator[tuple[Arm, Arm]]:
    """Both versions after each pair of customers."""
    chance = random.Random(seed)
    liked = [0, 0]
    for come in range(1, count + 1):
        for version in (0, 1):
            satisfied = chances[int(chance.random() * len(chances))][version]
            liked[version] += chance.random() * 100.0 < satisfied
        yield Arm(come, liked[0]), Arm(come, liked[1])


def _is_noted(come: int, count: int) -> bool:
    return come == count or (come >= FIRST and come % max(count // POINTS, 1) == 0)


def _true(chances: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The rates of both versions if all customers of the world came."""
    first, second = (total(column) / (100.0 * len(chances)) for column in zip(*chances, strict=True))
    return first, second


def _figures(base: Arm, tuned: Arm, true: tuple[float, float], confidence: int) -> dict[str, float]:
    """What the test found, and what it would have found without chance. Rates and differences are in percent."""
    low, high = interval(base, tuned, confidence)
    p, needs = p_value(base, tuned), needed(*true, confidence)
    significant = p < 1.0 - confidence / 100
    is_true = significant and (tuned.rate > base.rate) == (true[1] > true[0])
    shares = {
        "base_rate": base.rate,
        "tuned_rate": tuned.rate,
        "difference": tuned.rate - base.rate,
        "low": low,
        "high": high,
        "true_difference": true[1] - true[0],
        "off": abs((tuned.rate - base.rate) - (true[1] - true[0])),
    }
    return {
        **{name: round(100.0 * value, 1) for name, value in shares.items()},
        "p_value": round(p, 4),
        "significant": int(significant),
        "needed": needs,
        "tells": int(confidence >= SURE and _tells(base.customers, needs, found=is_true)),
    }


def _tells(count: int, needs: int, *, found: bool) -> bool:
    """Whether a test was large enough, and right: where the versions hardly differ, right is to find nothing."""
    return found and count >= needs if needs <= _MOST else not found and count >= LARGE


def _notes(metrics: Mapping[str, float], count: int) -> Iterator[str]:
    if not metrics["significant"]:
        yield "unclear"
    else:
        yield "better" if metrics["difference"] > 0 else "worse"
    if metrics["needed"] > _MOST:
        yield "hardly_differ"
    elif count < metrics["needed"]:
        yield "lucky" if metrics["significant"] else "too_small"
