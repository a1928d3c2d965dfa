"""Names that are given twice, or taken; charts without a range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_builder.faults import Fault

Content = Mapping[str, Any]
Place = tuple[str | int, ...]


def check(content: Content) -> Iterator[Fault]:
    """Metrics, filters and their options, tiles, series: each name once; no filter called `metric`; ranges."""
    for kind in ("metrics", "filters", "tiles", "series"):
        yield from _twice(content[kind], "name", (kind,))
    for number, one in enumerate(content["filters"]):
        yield from _twice(one["options"], "value", ("filters", number, "options"))
        if one["name"] == "metric":
            message = "a filter cannot be called 'metric': that is how `figures` gets the metric"
            yield Fault(("filters", number, "name"), "name-taken", message)
    for number, metric in enumerate(content["metrics"]):
        if "max" in metric and metric.get("min", 0) >= metric["max"]:
            message = f"the chart of '{metric['name']}' has no range: its 'min' is not below its 'max'"
            yield Fault(("metrics", number, "max"), "empty-range", message)


def _twice(entries: Sequence[Content], key: str, path: Place) -> Iterator[Fault]:
    names = [entry[key] for entry in entries]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Fault((*path, number, key), "named-twice", f"the name '{name}' is given twice in '{path[-1]}'")
