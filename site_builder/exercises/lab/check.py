"""A form, figures and goals that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_builder.errors import did_you_mean
from site_builder.exercises.lab.runs import ranged
from site_builder.faults import Fault
from site_builder.grading import form

Content = Mapping[str, Any]
Place = tuple[str | int, ...]


def check(content: Content) -> Iterator[Fault]:
    """Names given twice, fields without values, presets outside the form, goals that ask for what there is not."""
    yield from _twice(content["form"], "id", ("form",))
    yield from _twice(content["metrics"], "name", ("metrics",))
    for number, chart in enumerate(content["charts"]):
        yield from _twice(chart["series"], "name", ("charts", number, "series"))
    broken = list(_fields(content["form"]))
    yield from broken
    for number, metric in enumerate(map(ranged, content["metrics"])):
        if metric["min"] >= metric["max"]:
            message = f"the figure '{metric['name']}' has no range: its 'min' is not below its 'max'"
            yield Fault(("metrics", number), "empty-range", message)
    if broken:
        return
    for number, preset in enumerate(content["presets"]):
        yield from _params(content["form"], preset["params"], "preset", ("presets", number, "params"))
    yield from _runs(content)
    for number, goal in enumerate(content["goals"]):
        for row, condition in enumerate(goal["where"]):
            yield from _condition(content, condition, ("goals", number, "where", row))
    if content["runs_kept"] < len(content["goals"]):
        message = "fewer runs are kept than there are goals, and each goal may need a run of its own"
        yield Fault(("runs_kept",), "too-few-runs", message, expected=f"at least {len(content['goals'])}")


def _twice(entries: Sequence[Content], key: str, path: Place) -> Iterator[Fault]:
    names = [entry[key] for entry in entries]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Fault((*path, number, key), "named-twice", f"the name '{name}' is given twice in '{path[-1]}'")


def _fields(fields: Sequence[Content]) -> Iterator[Fault]:
    for number, field in enumerate(fields):
        path = ("form", number)
        wanted = ("options",) if field["kind"] == "choice" else ("min", "max")
        missing = [f"'{key}'" for key in wanted if field.get(key, []) == []]
        if missing:
            message = f"the {field['kind']} '{field['id']}' needs {' and '.join(missing)}"
            yield Fault(path, "incomplete-field", message)
        else:
            yield from _choice(field, path) if field["kind"] == "choice" else _number(field, path)


def _choice(field: Content, path: Place) -> Iterator[Fault]:
    yield from _twice(field["options"], "value", (*path, "options"))
    if form.fault(field, field["default"]):
        yield _outside(field, field["default"], (*path, "default"))


def _number(field: Content, path: Place) -> Iterator[Fault]:
    if field["min"] >= field["max"] or (form.is_log(field) and field["min"] <= 0):
        also = " and above 0" if form.is_log(field) else ""
        message = f"the number '{field['id']}' has no range: its 'min' has to be below its 'max'{also}"
        yield Fault(path, "empty-range", message)
        return
    for key in ("min", "max", "default"):
        if form.fault(field, field[key]):
            yield _outside(field, field[key], (*path, key))


def _outside(field: Content, value: Any, path: Place) -> Fault:
    return Fault(path, "no-such-value", f"'{field['id']}' cannot be {value}", expected=_expected(field))


def _expected(field: Content) -> str:
    if field["kind"] == "choice":
        return " or ".join(str(value) for value in form.values(field))
    bounds = f"from {form.spelled(field['min'])} to {form.spelled(field['max'])}"
    return f"{bounds}, two digits" if form.is_log(field) else f"{bounds} in steps of {form.spelled(field['step'])}"


def _runs(content: Content) -> Iterator[Fault]:
    """The runs of proofs that can be judged: the simulation would only stumble over other settings."""
    for number, proof in enumerate(content["proofs"]):
        runs = proof["answer"].get("runs") if isinstance(proof["answer"], dict) and "invalid" not in proof else None
        for row, run in enumerate(runs if isinstance(runs, list) else ()):
            params = run.get("params") if isinstance(run, dict) else None
            if isinstance(params, dict):
                yield from _params(content["form"], params, "run", ("proofs", number, "answer", "runs", row, "params"))


def _params(fields: Sequence[Content], params: Content, whose: str, path: Place) -> Iterator[Fault]:
    known = {field["id"]: field for field in fields}
    for name, value in params.items():
        if name not in known:
            message = f"the form has no field '{name}'"
            yield Fault((*path, name), "unknown-field", message, did_you_mean(name, known), key=True)
        elif form.fault(known[name], value):
            yield _outside(known[name], value, (*path, name))
    for name in known:
        if name not in params:
            yield Fault(path, "value-missing", f"the {whose} has no value for '{name}'", key=True)


def _condition(content: Content, condition: Content, path: Place) -> Iterator[Fault]:
    subjects = [key for key in ("metric", "param") if key in condition]
    if len(subjects) != 1 or not {"min", "max", "is"} & {*condition}:
        message = "a condition names one figure or one setting, and what it has to be"
        yield Fault(path, "odd-condition", message, expected="'metric' or 'param', with 'min', 'max' or 'is'")
        return
    (subject,) = subjects
    of_metric = subject == "metric"
    entries, key = (list(map(ranged, content["metrics"])), "name") if of_metric else (content["form"], "id")
    found = next((entry for entry in entries if entry[key] == condition[subject]), None)
    if found is None:
        message = f"there is no {subject} '{condition[subject]}'"
        hint = did_you_mean(condition[subject], [entry[key] for entry in entries])
        yield Fault((*path, subject), "unknown-subject", message, hint)
    elif not _can_hold(subject, found, condition):
        message = f"'{condition[subject]}' can never be like this"
        yield Fault(path, "impossible-condition", message, expected=_range(subject, found))


def _range(subject: str, entry: Content) -> str:
    """What a setting or a figure can be."""
    if subject == "param":
        return _expected(entry)
    return f"from {form.spelled(entry['min'])} to {form.spelled(entry['max'])}: the 'min' and 'max' of the figure"


def _can_hold(subject: str, entry: Content, condition: Content) -> bool:
    """Whether some value meets the condition: bounds that overlap, or a value that there is."""
    if "is" in condition and subject == "param":
        return form.fault(entry, condition["is"]) is None
    if entry.get("kind") == "choice" or isinstance(condition.get("is"), str):
        return False  # what is chosen has no order, and a figure is no text
    low, high = (condition.get("is", condition.get(end, entry[end])) for end in ("min", "max"))
    return bool(max(low, entry["min"]) <= min(high, entry["max"]))
