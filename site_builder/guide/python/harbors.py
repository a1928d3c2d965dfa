"""The weather of a year in two harbors that do not exist, for a dashboard: two figures measured, one simulated."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from site_builder.grading.numbers import total

SEASONS = MappingProxyType(
    {
        "winter": ("december", "january", "february"),
        "spring": ("march", "april", "may"),
        "summer": ("june", "july", "august"),
        "autumn": ("september", "october", "november"),
    }
)
MONTHS = tuple(month for months in SEASONS.values() for month in months)
RAIN = MappingProxyType(
    {
        "north": (92, 84, 71, 66, 52, 48, 55, 61, 74, 88, 101, 97),
        "south": (61, 58, 49, 40, 33, 22, 9, 4, 6, 31, 57, 66),
    }
)
SUN = MappingProxyType(
    {
        "north": (28, 36, 61, 105, 152, 204, 211, 198, 176, 118, 72, 40),
        "south": (110, 122, 141, 178, 214, 268, 305, 338, 322, 251, 187, 128),
    }
)
WET = 90
"""A month with so much rain, in millimetres, is called wet."""


def figures(exercises: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """A metric of both harbors over all months, or over those of a season."""
    del exercises
    months = SEASONS.get(asked["season"], MONTHS)
    values = {harbor: [_value(asked["metric"], harbor, MONTHS.index(month)) for month in months] for harbor in RAIN}
    north, south = values["north"], values["south"]
    means = {harbor: total(column) / len(column) for harbor, column in values.items()}
    return {
        "tiles": [{"name": name, "value": mean} for name, mean in [*means.items(), ("months", len(months))]],
        "chart": {"title": "by_month", "categories": months, "series": values},
        "table": {
            "columns": ["month", "north", "south", "difference"],
            "rows": [[name, a, b, b - a] for name, a, b in zip(months, north, south, strict=True)],
        },
        "notes": ["wet"] if asked["metric"] == "rain" and max(north) > WET else [],
    }


def _value(metric: str, harbor: str, place: int) -> float:
    rain, sun = RAIN[harbor][place], SUN[harbor][place]
    return {"rain": rain, "sun": sun, "laundry": max(sun - 2 * rain, 0) / 4}[metric]
