"""Queries, models, scales and answers that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from site_builder.errors import did_you_mean
from site_builder.faults import Fault

Content = Mapping[str, Any]
Place = tuple[str | int, ...]


def check(content: Content) -> Iterator[Fault]:
    """Names given twice, answers of models that there are not, marks that no scale has, and what nothing gives."""
    for name in ("queries", "models", "scales"):
        yield from _twice(content[name], (name,))
    yield from _parts(content)
    for number, query in enumerate(content["queries"]):
        yield from _answers(content, query, ("queries", number))
    count = len(content["queries"]) * len(content["models"])
    if content["needed"] > count:
        message = f"{content['needed']} answers are needed, and there are only {count}"
        yield Fault(("needed",), "too-many-needed", message, expected=f"at most {count}: queries times models")
    if content["own"] and "simulation" not in content:
        message = "nothing answers what learners ask themselves"
        yield Fault(("own",), "own-without-simulation", message, expected="'simulation' beside it", key=True)


def _twice(entries: Sequence[Content], path: Place) -> Iterator[Fault]:
    names = [entry["id"] for entry in entries]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Fault((*path, number, "id"), "named-twice", f"the name '{name}' is given twice in '{path[-1]}'")


def _parts(content: Content) -> Iterator[Fault]:
    """Feedback and proofs call an answer by its query and its model, joined."""
    models = [model["id"] for model in content["models"]]
    taken: dict[str, str] = {}
    for number, query in enumerate(content["queries"]):
        for model in models:
            part = f"{query['id']}-{model}"
            if taken.setdefault(part, query["id"]) != query["id"]:
                message = f"the answers to '{query['id']}' and to '{taken[part]}' would have one name, '{part}'"
                yield Fault(("queries", number, "id"), "ambiguous-id", message, hint="give one of them another id")


def _answers(content: Content, query: Content, path: Place) -> Iterator[Fault]:
    models = [model["id"] for model in content["models"]]
    for name, answer in query["answers"].items():
        if name not in models:
            message = f"there is no model '{name}'"
            yield Fault((*path, "answers", name), "unknown-model", message, did_you_mean(name, models), key=True)
        else:
            yield from _marks(content, answer.get("marks", {}), (*path, "answers", name, "marks"))
    for model in models:
        answer = query["answers"].get(model, {})
        lacks = [f"'{key}'" for key in ("text", "marks") if not content["code"] and key not in answer]
        if lacks:
            message = f"the answer by '{model}' has no {' and no '.join(lacks)}"
            expected = "them here, or a module as 'code' that gives them"
            yield Fault((*path, "id"), "nothing-to-score", message, expected=expected)


def _marks(content: Content, marks: Content, path: Place) -> Iterator[Fault]:
    scales = {scale["id"]: scale for scale in content["scales"]}
    for name, mark in marks.items():
        if name not in scales:
            message = f"there is no scale '{name}'"
            yield Fault((*path, name), "unknown-scale", message, did_you_mean(name, scales), key=True)
        elif mark["points"] > scales[name]["points"]:
            message = f"the scale '{name}' has no mark {mark['points']}"
            expected = f"from 0 to {scales[name]['points']}"
            yield Fault((*path, name, "points"), "no-such-mark", message, expected=expected)
        yield from _reasons(content["reasons"], mark["reasons"], (*path, name, "reasons"))
    for name in scales:
        if marks and name not in marks:
            yield Fault(path, "mark-missing", f"there is no mark on the scale '{name}'", key=True)


def _reasons(known: Content, reasons: Sequence[Content], path: Place) -> Iterator[Fault]:
    for number, reason in enumerate(reasons):
        if reason["code"] not in known:
            message = f"there are no words for the reason '{reason['code']}'"
            hint = did_you_mean(reason["code"], known) or "write them under 'reasons'"
            yield Fault((*path, number, "code"), "unknown-reason", message, hint)
