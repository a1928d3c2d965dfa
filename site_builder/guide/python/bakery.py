"""A week of a small bakery, for a dashboard: what the shelf brought in, and what was thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from site_builder.grading.numbers import total

BREADS = MappingProxyType(
    {"rye": (120, 20), "wheat": (180, 95), "spelt": (40, 72), "Grandmother's walnut bread": (66, 9)}
)
"""Of each bread, what was sold and what the rest had cost, in coins."""


def figures(exercises: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """Sales, waste, or what is left of the one after the other, for each bread."""
    del exercises
    chosen = [_value(asked["metric"], sold, wasted) for sold, wasted in BREADS.values()]
    return {
        "tiles": [{"name": "all", "value": total(chosen)}],
        "chart": {"categories": list(BREADS), "series": {"coins": chosen}},
        "table": {"columns": ["bread", "coins"], "rows": [list(row) for row in zip(BREADS, chosen, strict=True)]},
    }


def _value(metric: str, sold: float, wasted: float) -> float:
    return {"sales": sold, "waste": wasted, "left": sold - wasted}[metric]
