"""Simulations: what a course's own Python offers as `run`, and a run that is stepped while other things go on.

A simulation is a generator. Each `Progress` that it yields is shown, and nobody waits longer than one step for
anything else; so a step should take some milliseconds. What it returns is the result: `metrics` (name -> number,
rounded by the simulation, for `grade` to judge), and if it likes `series` (name -> list, for charts) and `notes`
(codes). Further keys go to the page as they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from site_builder.grading.contract import Data
from site_builder.grading.seeds import fingerprint
from site_builder.grading.text import dumps

MAX_RESULT = 1_000_000
KEPT_POINTS = 100
"""How many points of a series are kept with a run in the record."""


@dataclass(frozen=True)
class Progress:
    """How far a run has come, from 0 to 1, and plain data to show meanwhile."""

    fraction: float
    data: Mapping[str, Any] = field(default_factory=dict)


Steps = Generator[Progress, None, Mapping[str, Any]]


class Simulation(Protocol):
    """A module of the course's own Python that an exercise names as its simulation."""

    def run(self, params: Data, inputs: Data, seed: int) -> Steps:
        """Runs with parameters from the page, what other exercises export, and a seed for all chance."""


Load = Callable[[str], Simulation]
"""Name of a module of the course -> the module."""


class Nonsense(Exception):  # noqa: N818 - it names what the simulation gave
    """A simulation breaks its contract; `args[0]` says to its author how."""


def simulate(load: Load, name: str, params: Data, inputs: Data, seed: int) -> Iterator[dict[str, Any]]:
    """Each step of a simulation as plain data: `{"progress": ...}` again and again, then one `{"result": ...}`.

    What the simulation raises comes through.
    """
    steps = load(name).run(params, inputs, seed)
    if not isinstance(steps, Generator):
        raise Nonsense("`run` is no generator: it has to yield `Progress`")
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            yield {"result": _result(end.value)}
            return
        yield {"progress": _progress(progress)}


def run_answer(params: Data, inputs: Data, seed: int, result: Data) -> dict[str, Any]:
    """A run as an answer holds it: what it followed from, and the metrics that are judged."""
    return {"params": params, "seed": seed, "data": fingerprint(inputs), "metrics": result["metrics"]}


def run_data(answer: Data, result: Data) -> dict[str, Any]:
    """A run as the record keeps it, to be compared with later ones; long series are thinned."""
    series = {name: thinned(values) for name, values in result["series"].items()}
    return {**answer, "series": series, "notes": result["notes"]}


def thinned(values: Sequence[Any], count: int = KEPT_POINTS) -> list[Any]:
    """At most so many of the values, evenly spaced, the first and the last among them."""
    last = len(values) - 1
    if last < count:
        return list(values)
    return [values[place * last // (count - 1)] for place in range(count)]


class Run:
    """A run under way. `finish` makes of its result what the page gets at the end."""

    def __init__(self, steps: Iterator[Data], finish: Callable[[Data], Data]) -> None:
        self._steps = steps
        self._finish = finish

    def step(self) -> str:
        """JSON: `{"progress": ...}`, or at the end what `finish` gives, or `{"error": {"code": ...}}`; never raises."""
        try:
            return dumps(self._step())
        except Exception:  # noqa: BLE001 - a simulation is anyone's code, and nothing may be raised into JavaScript
            return run_error("failed")

    def _step(self) -> Data:
        step = next(self._steps, None)
        if step is None:
            raise Nonsense("the run is over")
        return self._finish(step["result"]) if "result" in step else step


def run_error(code: str) -> str:
    """The last thing that a run says when it ends without a result."""
    return dumps({"error": {"code": code}})


def _progress(progress: Any) -> dict[str, Any]:
    if not isinstance(progress, Progress):
        raise Nonsense("`run` yields something that is no `Progress`")
    if not isinstance(progress.data, Mapping):
        raise Nonsense("the data of a `Progress` is no mapping")
    if not _is_number(progress.fraction) or not 0 <= progress.fraction <= 1:
        raise Nonsense("the fraction of a `Progress` is not between 0 and 1")
    return _plain({"fraction": progress.fraction, "data": dict(progress.data)}, "a `Progress`")


def _result(result: Any) -> dict[str, Any]:
    if not isinstance(result, Mapping) or not isinstance(result.get("metrics"), Mapping):
        raise Nonsense("`run` returns no mapping with `metrics`")
    if not all(isinstance(name, str) and _is_number(value) for name, value in result["metrics"].items()):
        raise Nonsense("a metric is no finite number")
    whole = {"series": {}, "notes": [], **result}
    if not isinstance(whole["series"], Mapping) or not all(
        isinstance(values, list | tuple) for values in whole["series"].values()
    ):
        raise Nonsense("`series` is no mapping of names to lists")
    if not isinstance(whole["notes"], list | tuple) or not all(isinstance(note, str) for note in whole["notes"]):
        raise Nonsense("`notes` is no list of codes")
    return _plain(whole, "the result")


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)


def _plain(data: dict[str, Any], what: str) -> dict[str, Any]:
    try:
        size = len(dumps(data))
    except (TypeError, ValueError, RecursionError):
        raise Nonsense(f"{what} holds what JSON cannot hold") from None
    if size > MAX_RESULT:
        raise Nonsense(f"{what} is larger than {MAX_RESULT} characters")
    return data
