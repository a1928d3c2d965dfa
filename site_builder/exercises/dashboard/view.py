"""What the page shows of figures: what the course's Python gave, in words and with the digits that an author wants.

The Python gives `{"tiles": [{"name", "value"}], "chart": {"title", "categories", "series": {name: [number]}}, "table":
{"columns": [name], "rows": [[cell]]}, "notes": [code]}`, of which anything may be left out. Without tiles there is
nothing to look at yet. A name or a cell that the exercise has words for is shown in them, any other as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_builder.grading.code import Unfit, ask
from site_builder.grading.contract import Data
from site_builder.grading.numbers import is_number
from site_builder.grading.outcome import Inputs

FUNCTION = "figures"
_MINUS = "\u2212"


def view(key: Data, metric: str, chosen: Mapping[str, str], inputs: Inputs) -> dict[str, Any]:
    """What is shown of a metric with these filters, as plain data with nothing left to compute. Raises `Unfit`."""
    found = ask(inputs, FUNCTION, inputs.exercises, {"metric": metric, **chosen})
    if not isinstance(found, Mapping):
        raise Unfit(FUNCTION, "it gives no mapping")
    named = next(one for one in key["metrics"] if one["name"] == metric)
    words = _Words(key, named)
    notes = _list(found.get("notes", ()), "notes")
    unknown = [note for note in notes if note not in key["notes"]]
    if unknown:
        raise Unfit(FUNCTION, f"the exercise has no words for its note '{unknown[0]}'")
    return {
        "metric": metric,
        "tiles": [_tile(words, tile) for tile in _list(found.get("tiles", ()), "tiles")],
        "chart": _chart(words, named, found["chart"]) if "chart" in found else None,
        "table": _table(words, found["table"]) if "table" in found else None,
        "notes": notes,
    }


def shows(key: Data, metric: str, inputs: Inputs) -> bool:
    """Whether there is anything to look at, before any filter is set."""
    return bool(view(key, metric, {one["name"]: one["values"][0] for one in key["filters"]}, inputs)["tiles"])


class _Words:
    """The words and digits of a metric."""

    def __init__(self, key: Data, metric: Data) -> None:
        self._words = key["words"]
        self._metric = metric
        self._own = {tile["name"]: tile for tile in key["tiles"]}

    def of(self, name: Any) -> str:
        """The words for a name; `{metric}` in them is the metric's own."""
        return str(self._words.get(name, name)).replace("{metric}", self._metric["label"])

    def unit(self, name: str) -> str:
        """What a figure of this name is measured in."""
        return str(self._own.get(name, {}).get("unit", self._metric["unit"]))

    def spelled(self, name: str, value: float) -> str:
        """A figure of this name with its digits; a difference always with its sign."""
        own = self._own.get(name, {})
        said = f"{value:.{own.get('decimals', self._metric['decimals'])}f}"
        if float(said) == 0.0:
            said = said.replace("-", "")
        elif own.get("signed") and value > 0:
            said = f"+{said}"
        return said.replace("-", _MINUS)


def _tile(words: _Words, tile: Any) -> dict[str, str]:
    if not isinstance(tile, Mapping) or not isinstance(tile.get("name"), str) or not is_number(tile.get("value")):
        raise Unfit(FUNCTION, "one of its tiles has no `name` with a number as its `value`")
    name = tile["name"]
    return {"label": words.of(name), "value": words.spelled(name, tile["value"]), "unit": words.unit(name)}


def _chart(words: _Words, metric: Data, chart: Any) -> dict[str, Any]:
    if not isinstance(chart, Mapping) or not isinstance(chart.get("series"), Mapping):
        raise Unfit(FUNCTION, "its chart has no `series`")
    categories = _list(chart.get("categories", ()), "categories")
    return {
        "title": words.of(str(chart.get("title", metric["label"]))),
        "unit": metric["unit"],
        "ends": [metric[end] for end in ("min", "max") if end in metric],
        "categories": [words.of(category) for category in categories],
        "series": [_series(words, name, values, len(categories)) for name, values in chart["series"].items()],
    }


def _series(words: _Words, name: str, values: Any, count: int) -> dict[str, Any]:
    numbers = _list(values, f"series '{name}'")
    if len(numbers) != count or not all(map(is_number, numbers)):
        raise Unfit(FUNCTION, f"its series '{name}' has not one number for each category")
    said = [words.spelled(name, value) for value in numbers]
    return {"label": words.of(name), "values": numbers, "said": said}


def _table(words: _Words, table: Any) -> dict[str, Any]:
    if not isinstance(table, Mapping):
        raise Unfit(FUNCTION, "its table is no mapping")
    columns, rows = _list(table.get("columns"), "columns"), _list(table.get("rows"), "rows")
    if not all(isinstance(row, list | tuple) and len(row) == len(columns) for row in rows):
        raise Unfit(FUNCTION, "a row of its table has not one cell for each column")
    return {
        "columns": [words.of(name) for name in columns],
        "numeric": [any(is_number(row[place]) for row in rows) for place in range(len(columns))],
        "rows": [list(_cells(words, columns, row)) for row in rows],
    }


def _cells(words: _Words, columns: Sequence[str], row: Sequence[Any]) -> Iterator[str]:
    for name, cell in zip(columns, row, strict=True):
        yield words.spelled(name, cell) if is_number(cell) else words.of(str(cell))


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise Unfit(FUNCTION, f"its `{name}` are no list")
    return list(value)
