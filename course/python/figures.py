"""The figures of the dashboard: a metric of both models, over all held-out messages or over those of one topic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from course_code.results import Answer, Pair, pairs

from site_builder.grading.numbers import total

ALL = "all"
"""The choice of the filter that leaves nothing out."""

FEW = 10
"""A mean of fewer answers is told to be one of few."""


class Metric(NamedTuple):
    """What is measured of an answer; the figure of a model is the mean over its answers."""

    of: Callable[[Answer], float]
    least: float
    """A smaller difference between the two models is none."""
    best: int = 1
    """1 where more is better, -1 where less is."""


METRICS = MappingProxyType(
    {
        "politeness": Metric(lambda answer: answer.politeness, 0.25),
        "helpfulness": Metric(lambda answer: answer.helpfulness, 0.25),
        "accuracy": Metric(lambda answer: 100.0 if answer.on_topic else 0.0, 2.0),
        "response_time": Metric(lambda answer: answer.seconds, 0.1, best=-1),
        "satisfaction": Metric(lambda answer: answer.satisfied, 2.0),
    }
)


class Row(NamedTuple):
    """The figures of both models for one message or for one topic, and of how many answers they are the means."""

    base: float
    tuned: float
    count: int = 1


def figures(inputs: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the dashboard shows of `{"metric": name, "topic": a topic or "all"}`."""
    metric, about = METRICS[asked["metric"]], asked["topic"]
    judged = pairs(inputs)
    if not judged:
        return {"notes": ["train_again"]}
    chosen = [pair for pair in judged if about in (ALL, pair.topic)]
    rows = [Row(metric.of(pair.base), metric.of(pair.tuned)) for pair in chosen]
    whole = _mean(rows)
    topics = _by_topic(chosen, rows) if about == ALL else {}
    return {
        "tiles": [
            {"name": "base", "value": whole.base},
            {"name": "tuned", "value": whole.tuned},
            {"name": "change", "value": whole.tuned - whole.base},
            {"name": "answers", "value": whole.count},
        ],
        **(_of_topics(topics) if about == ALL else _of_messages(chosen, rows)),
        "notes": list(_notes(metric, whole, topics.values())),
    }


def _mean(rows: Sequence[Row]) -> Row:
    """The means; 0 where there is nothing."""
    count = max(len(rows), 1)
    return Row(total([row.base for row in rows]) / count, total([row.tuned for row in rows]) / count, len(rows))


def _by_topic(chosen: Sequence[Pair], rows: Sequence[Row]) -> dict[str, Row]:
    """The means of each topic, in the order in which the topics come."""
    groups: dict[str, list[Row]] = {}
    for pair, row in zip(chosen, rows, strict=True):
        groups.setdefault(pair.topic, []).append(row)
    return {name: _mean(group) for name, group in groups.items()}


def _of_topics(topics: Mapping[str, Row]) -> dict[str, Any]:
    """A bar for each topic and model; the table has the same numbers."""
    cells = [(name, row.count, row.base, row.tuned, row.tuned - row.base) for name, row in topics.items()]
    return _shown("by_topic", ("topic", "answers", "base", "tuned", "change"), cells)


def _of_messages(chosen: Sequence[Pair], rows: Sequence[Row]) -> dict[str, Any]:
    """A bar for each message and model; the table has the answers as well."""
    cells = [
        (pair.message, pair.base.text, row.base, pair.tuned.text, row.tuned)
        for pair, row in zip(chosen, rows, strict=True)
    ]
    return _shown("by_message", ("message", "base_answer", "base", "tuned_answer", "tuned"), cells)


def _shown(title: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """The table, and the chart of its columns `base` and `tuned`."""
    series = {name: [row[columns.index(name)] for row in rows] for name in ("base", "tuned")}
    return {
        "chart": {"title": title, "categories": [row[0] for row in rows], "series": series},
        "table": {"columns": list(columns), "rows": [list(row) for row in rows]},
    }


def _notes(metric: Metric, whole: Row, topics: Iterable[Row]) -> Iterator[str]:
    """What to say of the figures, by codes."""
    found = _compared(metric, whole)
    yield found
    if found != "worse" and any(_compared(metric, row) == "worse" for row in topics):
        yield "worse_topics"
    if whole.count < FEW:
        yield "few"


def _compared(metric: Metric, row: Row) -> str:
    """Whether the tuned model is better, worse, or neither."""
    gain = (row.tuned - row.base) * metric.best
    return "same" if abs(gain) < metric.least else "better" if gain > 0 else "worse"
