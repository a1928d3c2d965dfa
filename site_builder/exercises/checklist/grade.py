"""A list of which the learner ticks all that is needed and nothing else.

Scoring: "net correct", needed ticks minus other ticks, never below 0, out of the number of needed items; see
`net_correct` for the sources. It is done when exactly the needed items are ticked. A wrong tick is explained at once.
Of the missing items only the number is told; each used hint names one of them. When it is done, every item is
explained.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from site_builder.grading import items
from site_builder.grading.contract import Data
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets prompt and items; the key knows which are needed, and why."""
    entries = content["items"]
    shown, written = items.shown(entries, content["order"])
    public = {"id": content["id"], "prompt": content["prompt"], "order": content["order"], "items": shown, **written}
    texts = {}
    for item in entries:
        for code in ("needed", "missing") if item["needed"] else ("wrong", "not_needed"):
            texts[f"{code}:{item['id']}"] = item["feedback"]
    key = {
        "items": [item["id"] for item in entries],
        "needed": [item["id"] for item in entries if item["needed"]],
        "texts": texts,
    }
    return public, key


def arrange(public: Data, seed: int) -> list[str]:
    """The items in the order that the author asked for."""
    return items.ordered(public, "items", seed)


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:
    """Judges `{"checked": [item ids]}`."""
    checked = items.read_picked(answer, "checked", key["items"])
    if isinstance(checked, Invalid):
        return checked
    needed = key["needed"]
    done = set(checked) == set(needed)
    return Scored(
        earned=items.net_correct(checked, needed),
        total=points(key),
        done=done,
        parts=tuple(Part(rule, (rule in checked) == (rule in needed)) for rule in rules(key)),
        feedback=tuple(_explanations(key) if done else _corrections(key, checked, inputs.hints)),
    )


def _explanations(key: Data) -> Iterator[Feedback]:
    for item in key["items"]:
        yield Feedback("needed", item, "good") if item in key["needed"] else Feedback("not_needed", item)


def _corrections(key: Data, checked: list[str], hints: int) -> Iterator[Feedback]:
    for item in key["items"]:
        if item in checked and item not in key["needed"]:
            yield Feedback("wrong", item, "bad")
    missing = sorted(set(key["needed"]) - set(checked))
    if missing:
        yield Feedback("missing", data={"n": len(missing)})
    for item in missing[:hints]:
        yield Feedback("missing", item)


def points(key: Data) -> int:
    """The needed items, one point each."""
    return len(key["needed"])


def rules(key: Data) -> list[str]:
    """Every item that can be wrong by itself."""
    return items.own_rules(key["items"], key["needed"])


def solution(key: Data) -> dict[str, Any]:
    """The needed items."""
    return {"checked": list(key["needed"])}


def describe(public: Data, answer: Any) -> Interaction:
    """The ticked items."""
    texts = {item["id"]: items.plain(item["text"]) for item in public["items"]}
    checked = items.read_picked(answer, "checked", texts)
    picked = [] if isinstance(checked, Invalid) else checked
    return Interaction("choice", tuple(picked), "; ".join(texts[item] for item in picked))


def ranges(public: Data) -> dict[str, int]:
    """Each item is ticked or not."""
    return {item["id"]: 2 for item in public["items"]}


def pack(public: Data, answer: Any) -> Packed:
    """One digit for each item."""
    return items.pack_picked(ranges(public), answer, "checked")


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """The ticked items, by id."""
    return items.unpack_picked(ranges(public), packed, "checked")
