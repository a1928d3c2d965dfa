"""Simulations: what a course's own Python offers as `run`, and a run that is stepped while other things go on.

A simulation is a generator. What it yields as `Progress` is shown, and nobody waits longer than one step for anything
else; so a step should take some milliseconds. Its data are shown as they are at last, but for `points` (series -> list
of new `[x, y]`): those of all steps are collected until they are shown. What it returns is the result: `metrics` (name
-> number, rounded by the simulation, for `grade` to judge), and if it likes `series` (name -> list, for charts),
`notes` (codes), `samples` (what goes in and what comes out, as texts) and `outputs` (name -> text, for exercises that
read the answer). Further keys go to the page as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from site_builder.grading.contract import Data, Load
from site_builder.grading.marks import OUTPUTS, mark
from site_builder.grading.numbers import is_number
from site_builder.grading.text import dumps

MAX_RESULT = 1_000_000
KEPT_POINTS = 100
"""How many points of a series are kept with a run in the record."""
KEPT_SAMPLES = 4_000
"""How many characters of samples are kept with it; longer ones are shown once."""
MAX_OUTPUTS = 20_000
"""How many characters the outputs of a run may have together: they are kept with an answer."""


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


class Nonsense(Exception):  # noqa: N818 - it names what the simulation gave
    """A simulation breaks its contract; `args[0]` says to its author how."""


def simulate(load: Load, name: str, params: Data, inputs: Data, seed: int) -> Iterator[dict[str, Any]]:
    """Each step of a simulation as plain data: `{"progress": ...}` again and again, then one `{"result": ...}`.

    What the simulation raises comes through.
    """
    simulation: Simulation = load(name)
    steps = simulation.run(params, inputs, seed)
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
    """A run as an answer holds it: what it followed from, the metrics that are judged, and what it put out."""
    answer = {"params": params, "seed": seed, "data": mark(inputs), "metrics": result["metrics"]}
    return {**answer, OUTPUTS: result[OUTPUTS]} if result.get(OUTPUTS) else answer


def run_data(answer: Data, result: Data) -> dict[str, Any]:
    """A run as the record keeps it, to be compared with later ones: what is long is thinned, or left out."""
    series = {name: thinned(values) for name, values in result["series"].items()}
    samples = result["samples"] if len(dumps(result["samples"])) <= KEPT_SAMPLES else []
    kept = {name: value for name, value in answer.items() if name != OUTPUTS}
    return {**kept, "series": series, "notes": result["notes"], "samples": samples}


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
        self._progress: dict[str, Any] = {"fraction": 0, "data": {}}
        self._points: dict[str, list[Any]] = {}

    def step(self) -> str:
        """Empty, or at the end as JSON what `finish` gives, or `{"error": {"code": ...}}`; never raises."""
        try:
            return self._step()
        except Exception:  # noqa: BLE001 - a simulation is anyone's code, and nothing may be raised into JavaScript
            return run_error("failed")

    def progress(self) -> str:
        """JSON: `{"progress": ...}` of the last step, with the points of all steps since this was asked before."""
        progress = {**self._progress, "data": {**self._progress["data"], "points": self._points}}
        self._points = {}
        return dumps({"progress": progress})

    def _step(self) -> str:
        step = next(self._steps, None)
        if step is None:
            raise Nonsense("the run is over")
        if "result" in step:
            return dumps(self._finish(step["result"]))
        self._progress = step["progress"]
        for name, points in self._progress["data"].get("points", {}).items():
            self._points.setdefault(name, []).extend(points)
        return ""


def run_error(code: str) -> str:
    """The last thing that a run says when it ends without a result."""
    return dumps({"error": {"code": code}})


def _progress(progress: Any) -> dict[str, Any]:
    if not isinstance(progress, Progress):
        raise Nonsense("`run` yields something that is no `Progress`")
    if not isinstance(progress.data, Mapping):
        raise Nonsense("the data of a `Progress` is no mapping")
    if not is_number(progress.fraction) or not 0 <= progress.fraction <= 1:
        raise Nonsense("the fraction of a `Progress` is not between 0 and 1")
    points = progress.data.get("points", {})
    if not _is_named(points) or not all(map(is_curve, points.values())):
        raise Nonsense("`points` of a `Progress` is no mapping of names to lists of [x, y]")
    return _plain({"fraction": progress.fraction, "data": dict(progress.data)}, "a `Progress`")


def _result(result: Any) -> dict[str, Any]:
    if not isinstance(result, Mapping) or not _is_named(result.get("metrics")):
        raise Nonsense("`run` returns no mapping with `metrics`")
    if not all(map(is_number, result["metrics"].values())):
        raise Nonsense("a metric is no finite number")
    whole = {"series": {}, "notes": [], "samples": [], **result}
    series = whole["series"]
    if not _is_named(series) or not all(isinstance(values, list | tuple) for values in series.values()):
        raise Nonsense("`series` is no mapping of names to lists")
    if not isinstance(whole["notes"], list | tuple) or not all(isinstance(note, str) for note in whole["notes"]):
        raise Nonsense("`notes` is no list of codes")
    if not isinstance(whole["samples"], list | tuple) or not all(map(_is_sample, whole["samples"])):
        raise Nonsense("`samples` is no list of mappings with the texts `input` and `output`")
    if not is_named_texts(whole.get(OUTPUTS, {})):
        raise Nonsense(f"`outputs` is no mapping of names to texts, or has more than {MAX_OUTPUTS} characters")
    return _plain(whole, "the result")


def _is_named(values: Any) -> bool:
    return isinstance(values, Mapping) and all(isinstance(name, str) for name in values)


def is_named_texts(values: Any) -> bool:
    """Whether it can be the outputs of a run: texts by name, not too long together."""
    if not _is_named(values) or not all(isinstance(text, str) for text in values.values()):
        return False
    return len("".join(values.values())) <= MAX_OUTPUTS


def is_curve(values: Any) -> bool:
    """Whether it is a list of points `[x, y]`."""
    return isinstance(values, list | tuple) and all(
        isinstance(point, list | tuple) and len(point) == len("xy") and all(map(is_number, point)) for point in values
    )


def _is_sample(sample: Any) -> bool:
    return isinstance(sample, Mapping) and all(isinstance(sample.get(name), str) for name in ("input", "output"))


def _plain(data: dict[str, Any], what: str) -> dict[str, Any]:
    try:
        size = len(dumps(data))
    except (TypeError, ValueError, RecursionError):
        raise Nonsense(f"{what} holds what JSON cannot hold") from None
    if size > MAX_RESULT:
        raise Nonsense(f"{what} is larger than {MAX_RESULT} characters")
    return data
