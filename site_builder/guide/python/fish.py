"""Fish in a lake: their number grows by the logistic map, the weather helps or harms, and some are caught every year.

The map is x + r x (1 - x / K) (see Robert May, Simple mathematical models with very complicated dynamics, 1976): with a
small r it settles, above 2 it swings, and above 2.57 it never finds a rhythm.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Mapping
from typing import Any

from site_builder.grading.numbers import total
from site_builder.grading.simulation import Progress

ROOM = 1000.0
"""How many fish the lake feeds."""
WINDOW = 20
"""The last years, by which a run is judged: what happens at first says little."""
STEADY = 100.0
"""A smaller difference between good and bad years is the weather's."""


def run(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Generator[Progress, None, dict[str, Any]]:
    """A year in each step."""
    del inputs
    weather = random.Random(seed)
    fish = 100.0
    lake, nets = [[0, fish]], []
    for year in range(1, params["years"] + 1):
        luck = 1.0 + 0.05 * (weather.random() - 0.5)
        fish = max(fish + luck * params["growth"] * fish * (1.0 - fish / ROOM), 0.0)
        caught = fish * params["fishing"] / 100.0
        fish -= caught
        lake.append([year, round(fish, 1)])
        nets.append([year, round(caught, 1)])
        yield Progress(year / params["years"], {"points": {"fish": lake[-1:], "caught": nets[-1:]}})
    metrics = _metrics([count for _, count in lake[-WINDOW:]], [count for _, count in nets[-WINDOW:]])
    return {"metrics": metrics, "series": {"fish": lake, "caught": nets}, "notes": [_note(metrics)]}


def _metrics(lake: list[float], nets: list[float]) -> dict[str, float]:
    return {
        "fish": round(total(lake) / len(lake)),
        "caught": round(total(nets) / len(nets), 1),
        "swing": round(max(lake) - min(lake)),
    }


def _note(metrics: Mapping[str, float]) -> str:
    if metrics["fish"] < 1.0:
        return "died_out"
    return "steady" if metrics["swing"] < STEADY else "swings"
