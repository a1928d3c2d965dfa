"""Runs as an answer holds them: whether they have the right form, and their figures as they are judged."""

from __future__ import annotations

from typing import Any

from site_builder.grading import form, items
from site_builder.grading.contract import Data
from site_builder.grading.marks import OUTPUTS
from site_builder.grading.numbers import is_number
from site_builder.grading.outcome import Invalid
from site_builder.grading.simulation import is_named_texts

DATA_LENGTH = 16
"""How many digits the fingerprint of a run's data has."""
_HEX = "0123456789abcdef"


def read_runs(setup: Data, answer: Any) -> list[dict[str, Any]] | Invalid:
    """The last runs, each with its figures as they are judged, or why the answer cannot be."""
    if not items.has_keys(answer, ("runs",)) or not isinstance(answer["runs"], list):
        return Invalid("malformed")
    runs = answer["runs"][-setup["runs_kept"] :]
    if not all(map(is_run, runs)):
        return Invalid("malformed")
    return [judged(setup, run) for run in runs] or Invalid("unanswered")


def is_run(run: Any) -> bool:
    """Whether it has the form of a run, whatever the form of the exercise is."""
    if not items.has_keys(run, ("params", "seed", "data", "metrics"), (OUTPUTS,)):
        return False
    params, seed, data, metrics = run["params"], run["seed"], run["data"], run["metrics"]
    return (
        isinstance(params, dict)
        and type(seed) is int
        and isinstance(data, str)
        and len(data) == DATA_LENGTH
        and all(sign in _HEX for sign in data)
        and isinstance(metrics, dict)
        and all(map(is_number, metrics.values()))
        and is_named_texts(run.get(OUTPUTS, {}))
    )


def judged(setup: Data, run: Data) -> dict[str, Any]:
    """The run with its figures as they are judged, and whether its settings fit the form."""
    fields = setup["form"]
    fits = items.has_keys(run["params"], [field["id"] for field in fields])
    figures = {
        metric["name"]: units(metric, run["metrics"][metric["name"]]) / scale(metric)
        for metric in setup["metrics"]
        if metric["name"] in run["metrics"]
    }
    return {**run, "whole": run, "fits": fits and not any(form.faults(fields, run["params"])), "figures": figures}


def ranged(metric: Data) -> dict[str, Any]:
    """The metric with its digits and range, which follow from its words where it has any."""
    words = metric["words"]
    return {**metric, "decimals": 0, "min": 0, "max": len(words) - 1} if words else dict(metric)


def scale(metric: Data) -> int:
    """How many units of its last digit make one."""
    return int("1" + "0" * metric["decimals"])


def units(metric: Data, value: float) -> int:
    """A figure as a whole number of its last digit, not outside its range."""
    within = min(max(value, metric["min"]), metric["max"])
    found: int = round(round(within, metric["decimals"]) * scale(metric))
    return found
