"""A simulation that the learner runs again and again with other settings, to reach goals.

Scoring: one point for each goal that is met, out of all goals; it is done when all are met. A goal is met when one run
meets all its conditions: bounds on the simulation's figures, and on what was set. A run counts when it was made with
the present answers of the exercises that it reads and with settings that the form still has; the others are counted
aloud and earn nothing.

The answer holds the learner's latest runs, `runs_kept` of them. One that meets a goal stays until a later run meets it
as well (`respond` decides that, for the page cannot judge), so that experimenting on never loses what was reached.

A figure is judged as it is stored: with its stated digits, and not outside its stated range.

The last run of an answer also holds the simulation's `outputs`, for other exercises. They are not judged, and may be
gone after the answer came from another device; running again with the same settings brings them back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_builder.exercises.lab.runs import DATA_LENGTH, is_run, judged, ranged, read_runs, scale, units
from site_builder.grading import form, items
from site_builder.grading.contract import Data
from site_builder.grading.marks import OUTPUTS, mark
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored

_DATA = 0x1_0000_0000_0000_0000
"""How many fingerprints there are."""
_SEEDS = 0x20_0000_0000_0000
"""How many seeds JavaScript can carry."""
_NO_RUN, _RUN, _OTHER_FORM = range(3)
_FIELD = ("id", "kind", "min", "max", "step", "scale", "unit", "default")
_METRIC = ("name", "decimals", "min", "max", "unit")


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets all but what the goals ask for in numbers, and what is said of them."""
    setup = {
        "form": [_field(field) for field in content["form"]],
        "metrics": [_metric(metric) for metric in content["metrics"]],
        "runs_kept": content["runs_kept"],
    }
    shown = ("presets", "charts", "metrics", "samples", "notes")
    goals = [{"id": goal["id"], "text": goal["text"]} for goal in content["goals"]]
    public = {
        "id": content["id"],
        "prompt": content["prompt"],
        "setup": setup,
        "lab": {"form": list(map(_shown, content["form"])), **{name: content[name] for name in shown}, "goals": goals},
    }
    texts = {f"missed:{goal['id']}": goal["feedback"] for goal in content["goals"]}
    texts |= {f"met:{goal['id']}": goal["met"] for goal in content["goals"] if goal["met"]}
    key = {
        "simulation": content["simulation"],
        "gives": {
            "metrics": [metric["name"] for metric in content["metrics"]],
            "series": [line["name"] for chart in content["charts"] for line in chart["series"]],
            "notes": list(content["notes"]),
        },
        "setup": setup,
        "goals": [{"id": goal["id"], "where": goal["where"]} for goal in content["goals"]],
        "texts": texts,
    }
    return public, {**key, "seed": content["seed"]} if "seed" in content else key


def _field(field: Data) -> dict[str, Any]:
    """What is needed to set and to read a field, its texts without HTML."""
    kept = {name: field[name] for name in _FIELD if name in field}
    options = [{**option, "label": items.plain(option["label"])} for option in field["options"]]
    kept |= {"label": items.plain(field["label"]), "options": options}
    return {**kept, "stops": form.stops(kept)} if field["kind"] == "number" and form.is_log(field) else kept


def _shown(field: Data) -> dict[str, Any]:
    """A field as its template needs it, its numbers with all their digits."""
    if field["kind"] == "choice":
        return dict(field)
    said = {name: form.spelled(field[name]) for name in ("min", "max", "step", "default")}
    return {**field, "said": said, "stops": len(form.stops(field)) if form.is_log(field) else 0}


def _metric(metric: Data) -> dict[str, Any]:
    """What is needed to read and to show a figure."""
    words = [items.plain(word) for word in metric["words"]]
    return {**{name: ranged(metric)[name] for name in _METRIC}, "label": items.plain(metric["label"]), "words": words}


def arrange(public: Data, seed: int) -> list[str]:  # noqa: ARG001
    """Nothing to arrange."""
    return []


def read_params(key: Data, params: Data) -> Data | Invalid:
    """What the learner has set, or the first thing that is wrong with it."""
    fields = key["setup"]["form"]
    if not items.has_keys(params, [field["id"] for field in fields]):
        return Invalid("other_form")
    return next((found for _, found in form.faults(fields, params)), params)


def respond(key: Data, state: Any, message: Any, inputs: Inputs) -> tuple[Any, dict[str, Any]]:  # noqa: ARG001
    """Says what is wrong with `{"params": ...}`, or which of `{"runs": ...}` the answer is to hold."""
    if items.has_keys(message, ("params",)) and isinstance(message["params"], dict):
        found = form.faults(key["setup"]["form"], message["params"])
        return state, {"feedback": [Feedback(fault.code, part, "bad", fault.data) for part, fault in found]}
    if not items.has_keys(message, ("runs",)) or not isinstance(message["runs"], list):
        return state, {}
    # They come from the learner's record, where some may be damaged.
    runs = [judged(key["setup"], run) for run in message["runs"] if is_run(run)]
    kept = [run["whole"] for run in _kept(key, runs)]
    return state, {"runs": [*map(_bare, kept[:-1]), *kept[-1:]]}


def _bare(run: Data) -> dict[str, Any]:
    """A run without its outputs, which only the last one keeps."""
    return {name: value for name, value in run.items() if name != OUTPUTS}


def _kept(key: Data, runs: Sequence[Data]) -> list[Data]:
    """For each goal the last run that meets it, and beyond that the latest, in their order."""
    usable = [run for run in runs if run["fits"]]
    current = [run for run in usable if run["data"] == usable[-1]["data"]]
    wanted = [found[-1] for goal in key["goals"] if (found := [run for run in current if _meets(run, goal)])]
    latest = [run for run in reversed(usable) if run not in wanted]
    room = key["setup"]["runs_kept"] - len([run for run in usable if run in wanted])
    return [run for run in usable if run in wanted or run in latest[:room]]


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:
    """Judges `{"runs": [{"params", "seed", "data", "metrics"}]}`; the last run may have `outputs`."""
    runs = read_runs(key["setup"], answer)
    if isinstance(runs, Invalid):
        return runs
    data = mark(inputs.exercises)
    counting = {place: run for place, run in enumerate(runs) if run["fits"] and run["data"] == data}
    if not counting:
        return Invalid("runs_outdated", {"n": len(runs)})
    # Of several runs that meet a goal the last one is named.
    met = {goal["id"]: place for goal in key["goals"] for place, run in counting.items() if _meets(run, goal)}
    feedback = [
        Feedback("met", goal, "good", {"place": met[goal]}) if goal in met else Feedback("missed", goal, "bad")
        for goal in rules(key)
    ]
    if len(counting) < len(runs):
        left = [place for place in range(len(runs)) if place not in counting]
        feedback.append(Feedback("not_counted", data={"n": len(left), "places": left}))
    return Scored(
        earned=len(met),
        total=points(key),
        done=len(met) == points(key),
        parts=tuple(Part(goal, goal in met) for goal in rules(key)),
        feedback=tuple(feedback),
    )


def _meets(run: Data, goal: Data) -> bool:
    return all(_holds(run, condition) for condition in goal["where"])


def _holds(run: Data, condition: Data) -> bool:
    value = run["params"][condition["param"]] if "param" in condition else run["figures"].get(condition["metric"])
    if value is None or "is" in condition:
        return value is not None and bool(value == condition["is"])
    return bool(condition.get("min", value) <= value <= condition.get("max", value))


def points(key: Data) -> int:
    """The goals, one point each."""
    return len(key["goals"])


def rules(key: Data) -> list[str]:
    """Every goal."""
    return [goal["id"] for goal in key["goals"]]


def solution(key: Data) -> None:
    """There is none to show: settings are found by trying."""


def export(key: Data, answer: Any, names: Mapping[str, str]) -> dict[str, Any]:  # noqa: ARG001
    """The last run, with the figures as they are judged, and under `runs` all that the form still has."""
    runs = read_runs(key["setup"], answer)
    usable = [] if isinstance(runs, Invalid) else [run for run in runs if run["fits"]]
    told = [{**{name: run[name] for name in ("params", "seed", "data")}, "metrics": run["figures"]} for run in usable]
    return {**told[-1], OUTPUTS: usable[-1].get(OUTPUTS, {}), "runs": told} if told else {"runs": []}


def describe(public: Data, answer: Any) -> Interaction:
    """What was set in each run, and its figures; in words, those of the last one."""
    runs = read_runs(public["setup"], answer)
    usable = [] if isinstance(runs, Invalid) else [run for run in runs if run["fits"]]
    response = (",".join(f"{name}={value}" for name, value in _values(public["setup"], run)) for run in usable)
    last = "; ".join(_words(public["setup"], usable[-1])) if usable else ""
    return Interaction("performance", tuple(response), last)


def _values(setup: Data, run: Data) -> Iterator[tuple[str, Any]]:
    yield from run["params"].items()
    for metric in setup["metrics"]:
        if metric["name"] in run["figures"]:
            yield metric["name"], _with_digits(metric, run)


def _with_digits(metric: Data, run: Data) -> str:
    return f"{run['figures'][metric['name']]:.{metric['decimals']}f}"


def _in_words(metric: Data, run: Data) -> str:
    said = _with_digits(metric, run)
    return str(metric["words"][int(said)]) if metric["words"] else said


def _words(setup: Data, run: Data) -> Iterator[str]:
    for field in setup["form"]:
        value = run["params"][field["id"]]
        names = {option["value"]: option["label"] for option in field["options"]}
        yield f"{field['label']}: {names[value] if names else form.spelled(value)}"
    for metric in setup["metrics"]:
        if metric["name"] in run["figures"]:
            yield f"{metric['label']}: {_in_words(metric, run)}"


def ranges(public: Data) -> dict[str, int]:
    """The seed, and of each run what was set, with which data, and the figures; a figure may be missing."""
    setup = public["setup"]
    each = {"state": _OTHER_FORM + 1, "data": _DATA}
    each |= {f"param.{field['id']}": form.count(field) for field in setup["form"]}
    each |= {f"metric.{metric['name']}": _count(metric) + 1 for metric in setup["metrics"]}
    slots = range(setup["runs_kept"])
    return {"seed": _SEEDS, **{f"{slot}.{name}": size for slot in slots for name, size in each.items()}}


def _count(metric: Data) -> int:
    return units(metric, metric["max"]) - units(metric, metric["min"]) + 1


def pack(public: Data, answer: Any) -> Packed:
    """The seed of the last run, which is that of all, and the runs; what does not fit the form is only counted."""
    digits = dict.fromkeys(ranges(public), 0)
    runs = read_runs(public["setup"], answer)
    if isinstance(runs, Invalid):
        return Packed(digits)
    digits["seed"] = runs[-1]["seed"] % _SEEDS
    for slot, run in enumerate(runs):
        digits |= {f"{slot}.{name}": digit for name, digit in _digits(public["setup"], run).items()}
    return Packed(digits, {f"{OUTPUTS}.{name}": text for name, text in runs[-1].get(OUTPUTS, {}).items()})


def _digits(setup: Data, run: Data) -> dict[str, int]:
    if not run["fits"]:
        return {"state": _OTHER_FORM}
    digits = {"state": _RUN, "data": int(run["data"], 16)}
    digits |= {f"param.{field['id']}": form.place(field, run["params"][field["id"]]) for field in setup["form"]}
    for metric in setup["metrics"]:
        if metric["name"] in run["figures"]:
            above = units(metric, run["figures"][metric["name"]]) - units(metric, metric["min"])
            digits[f"metric.{metric['name']}"] = above + 1
    return digits


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """The runs, their figures with the digits that are judged; outputs of the last one, unless they were dropped."""
    setup = public["setup"]
    seed = packed.digits.get("seed", 0)
    slots = [slot for slot in range(setup["runs_kept"]) if packed.digits.get(f"{slot}.state", _NO_RUN) != _NO_RUN]
    runs = [_unpacked(setup, packed.digits, slot, seed) for slot in slots]
    outputs = {name.removeprefix(f"{OUTPUTS}."): text for name, text in packed.texts.items()}
    if runs and outputs:
        runs[-1][OUTPUTS] = outputs
    return {"runs": runs}


def _unpacked(setup: Data, digits: Mapping[str, int], slot: int, seed: int) -> dict[str, Any]:
    data = f"{digits.get(f'{slot}.data', 0):0{DATA_LENGTH}x}"
    if digits[f"{slot}.state"] == _OTHER_FORM:
        return {"params": {}, "seed": seed, "data": data, "metrics": {}}
    params = {field["id"]: form.at(field, digits.get(f"{slot}.param.{field['id']}", 0)) for field in setup["form"]}
    metrics = {}
    for metric in setup["metrics"]:
        digit = digits.get(f"{slot}.metric.{metric['name']}", 0)
        if digit:
            metrics[metric["name"]] = (units(metric, metric["min"]) + digit - 1) / scale(metric)
    return {"params": params, "seed": seed, "data": data, "metrics": metrics}
