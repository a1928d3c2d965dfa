"""A choice whose right options follow from what the learner did before: the exercise's code says which, and why.

`decide(inputs) -> {"right": [options], "why": {option: text}}` gets the answers that the exercise reads, by the names
of their exercises, and names options and texts as the author does. Every option has its `why`, the right ones and the
wrong ones. Where nothing is right there is nothing to decide yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from site_builder.grading.code import Unfit, ask
from site_builder.grading.contract import Data
from site_builder.grading.outcome import Feedback, Inputs, Invalid, Outcome, Part, Scored
from site_builder.grading.seeds import opaque

_NAME = "decide"


def texts(why: Mapping[str, str]) -> dict[str, str]:
    """The author's reasons by the codes of the feedback that shows them."""
    return {_code(name): text for name, text in why.items()}


def decided(key: Data, option: str, inputs: Inputs) -> Outcome:
    """One point for an option that is right now; whatever was chosen, its reason is told."""
    right, why = _verdict(key, ask(inputs, _NAME, inputs.exercises))
    if not right:
        return Invalid("undecided")
    met = option in right
    return Scored(
        earned=int(met),
        total=1,
        done=met,
        parts=tuple(Part(other, met or other != option) for other in key["options"]),
        feedback=(Feedback(why[option], option, "good" if met else "bad"),),
    )


def _verdict(key: Data, found: Any) -> tuple[list[str], dict[str, str]]:
    """The right options, and the code of the reason for each option."""
    if not isinstance(found, Mapping) or not {"right", "why"} <= {*found}:
        raise Unfit(_NAME, "it gives no mapping with `right` and `why`")
    right, why = found["right"], found["why"]
    if not isinstance(right, list | tuple) or not isinstance(why, Mapping):
        raise Unfit(_NAME, "`right` is no list, or `why` is no mapping")
    if not all(isinstance(name, str) for name in (*right, *why, *why.values())):
        raise Unfit(_NAME, "`right` and `why` hold names of options and of texts alone")
    ids = {name: opaque(key["id"], name) for name in (*right, *why)}
    unknown = [name for name, option in ids.items() if option not in key["options"]]
    if unknown:
        raise Unfit(_NAME, f"the exercise has no option `{unknown[0]}`")
    return [ids[name] for name in right], _reasons(
        key, {ids[name]: text for name, text in why.items()}
    ) if right else {}


def _reasons(key: Data, why: Mapping[str, str]) -> dict[str, str]:
    if set(why) != set(key["options"]):
        raise Unfit(_NAME, "`why` has no text for some of the options")
    unknown = [name for name in why.values() if _code(name) not in key["texts"]]
    if unknown:
        raise Unfit(_NAME, f"the exercise has no text `{unknown[0]}` under `why`")
    return {option: _code(name) for option, name in why.items()}


def _code(name: str) -> str:
    return f"why_{name}"
