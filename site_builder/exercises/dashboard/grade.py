"""Figures that the course's own Python computes: one metric after the other, filtered, with a chart and its table.

Scoring: none, for looking proves nothing. It is done when every metric was looked at. A metric that shows nothing,
because what it is computed from is not there, does not count; if that is so for all, there is nothing to judge.

The exercise's `code` has a function `figures(exercises, asked)`. `exercises` are the answers of the exercises that are
read, by their ids; `asked` is `{"metric": name, filter: value, ...}`. What it gives stands in `view`.
"""

from __future__ import annotations

from typing import Any

from site_builder.exercises.dashboard.view import shows, view
from site_builder.grading import items
from site_builder.grading.contract import Data
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored

RULE = "looked"

_METRIC = ("name", "unit", "decimals", "min", "max")
_TILE = ("name", "unit", "decimals", "signed")


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets metrics, filters and notes to show; the key has what the figures are read with."""
    metrics, filters = content["metrics"], content["filters"]
    public = {
        "id": content["id"],
        "prompt": content["prompt"],
        "board": {"metrics": metrics, "filters": filters, "notes": content["notes"]},
    }
    options = {option["value"]: option["label"] for one in filters for option in one["options"]}
    named = {entry["name"]: entry["label"] for entry in (*content["tiles"], *content["series"])}
    words = {**options, **named, **content["labels"]}
    key = {
        "metrics": [{**_kept(one, _METRIC), "label": items.plain(one["label"])} for one in metrics],
        "filters": [{"name": one["name"], "values": [option["value"] for option in one["options"]]} for one in filters],
        "tiles": [_kept(tile, _TILE) for tile in content["tiles"]],
        "words": {name: items.plain(text) for name, text in words.items()},
        "notes": list(content["notes"]),
        "texts": {},
    }
    return public, key


def _kept(entry: Data, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: entry[name] for name in names if name in entry}


def arrange(public: Data, seed: int) -> list[str]:  # noqa: ARG001
    """Nothing is mixed."""
    return []


def respond(key: Data, state: Any, message: Any, inputs: Inputs) -> tuple[Any, dict[str, Any]]:
    """Answers `{"metric", "filters": {name: value}, "looked": [names]}` with what is shown then.

    `complete` says whether all metrics were looked at; only one that shows something is.
    """
    if not _is_question(key, message):
        return state, {}
    shown = view(key, message["metric"], message["filters"], inputs)
    looked = [name for name in _names(key) if name in (*message["looked"], message["metric"])] if shown["tiles"] else []
    return state, {"view": shown, "complete": looked == _names(key)}


def _is_question(key: Data, message: Any) -> bool:
    if not items.has_keys(message, ("metric", "filters", "looked")) or message["metric"] not in _names(key):
        return False
    chosen = message["filters"]
    return (
        isinstance(message["looked"], list)
        and items.has_keys(chosen, [one["name"] for one in key["filters"]])
        and all(chosen[one["name"]] in one["values"] for one in key["filters"])
    )


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:
    """Judges `{"looked": [names of metrics]}`; what is left to look at is told under the code `to_see`."""
    looked = items.read_picked(answer, RULE, _names(key))
    if isinstance(looked, Invalid):
        return looked
    seen = [name for name in looked if shows(key, name, inputs)]
    if not seen:
        return Invalid("no_results")
    left = len(key["metrics"]) - len(seen)
    to_see = (Feedback("to_see", data={"n": left}),) if left else ()
    return Scored(0, points(key), done=not left, parts=(Part(RULE, not left),), feedback=to_see)


def _names(board: Data) -> list[str]:
    return [metric["name"] for metric in board["metrics"]]


def points(key: Data) -> int:  # noqa: ARG001
    """None."""
    return 0


def rules(key: Data) -> list[str]:  # noqa: ARG001
    """That every metric was looked at."""
    return [RULE]


def solution(key: Data) -> None:
    """There is none to show: looking is all."""


def describe(public: Data, answer: Any) -> Interaction:
    """What was looked at."""
    labels = {metric["name"]: items.plain(metric["label"]) for metric in public["board"]["metrics"]}
    looked = items.read_picked(answer, RULE, labels)
    seen = [] if isinstance(looked, Invalid) else looked
    return Interaction("other", tuple(seen), "; ".join(labels[name] for name in seen))


def ranges(public: Data) -> dict[str, int]:
    """Each metric was looked at or not."""
    return dict.fromkeys(_names(public["board"]), 2)


def pack(public: Data, answer: Any) -> Packed:
    """One digit for each metric."""
    return items.pack_picked(ranges(public), answer, RULE)


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """The metrics that were looked at."""
    return items.unpack_picked(ranges(public), packed, RULE)
