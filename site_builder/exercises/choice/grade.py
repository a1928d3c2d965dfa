"""A question with options, of which one or several are right.

Scoring: one right option is worth 1 point. With several (`multiple`), the score is "net correct": right picks minus
wrong picks, never below 0, out of the number of right options; see `net_correct` for the sources. It is done when
exactly the right options are chosen. How many right options are missing is told, never which.

With `why` the exercise's code decides which options are right: see `decision`. Then one is chosen, for one point.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from site_builder.exercises.choice import decision
from site_builder.grading import items
from site_builder.grading.contract import Data
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets question and options; the key knows which are right, what wrong ones stand for, and the texts."""
    options = content["options"]
    why: Data | None = content.get("why")
    shown, written = items.shown(options, content["order"])
    public = {
        "id": content["id"],
        "prompt": content["question"],
        "multiple": content["multiple"],
        "order": content["order"],
        "options": shown,
        **written,
    }
    if why is not None:
        names = [option["id"] for option in options]
        return public, {"id": content["id"], "multiple": False, "options": names, "texts": decision.texts(why)}
    verdicts = {option["id"]: "right" if option["right"] else "wrong" for option in options}
    key = {
        "multiple": content["multiple"],
        "options": [option["id"] for option in options],
        "right": [option["id"] for option in options if option["right"]],
        "misconceptions": {option["id"]: option["misconception"] for option in options if not option["right"]},
        "texts": {f"{verdicts[option['id']]}:{option['id']}": option["feedback"] for option in options},
    }
    return public, key


def arrange(public: Data, seed: int) -> list[str]:
    """The options in the order that the author asked for."""
    return items.ordered(public, "options", seed)


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:
    """Judges `{"chosen": [option ids]}`."""
    chosen = items.read_picked(answer, "chosen", key["options"])
    if isinstance(chosen, Invalid):
        return chosen
    if len(chosen) > 1 and not key["multiple"]:
        return Invalid("malformed")
    if _is_decided_by_code(key):
        return decision.decided(key, chosen[0], inputs)
    right = key["right"]
    return Scored(
        earned=items.net_correct(chosen, right),
        total=points(key),
        done=set(chosen) == set(right),
        parts=tuple(Part(rule, (rule in chosen) == (rule in right)) for rule in rules(key)),
        feedback=tuple(_feedback(key, chosen)),
    )


def _is_decided_by_code(key: Data) -> bool:
    return "right" not in key


def _feedback(key: Data, chosen: list[str]) -> Iterator[Feedback]:
    for option in key["options"]:
        if option in chosen and option in key["right"]:
            yield Feedback("right", option, "good")
        elif option in chosen:
            yield Feedback("wrong", option, "bad", {"misconception": key["misconceptions"][option]})
    missed = len(set(key["right"]) - set(chosen))
    if missed and key["multiple"]:
        yield Feedback("missed", data={"n": missed})


def points(key: Data) -> int:
    """The right options, one point each; one where the code decides."""
    return 1 if _is_decided_by_code(key) else len(key["right"])


def rules(key: Data) -> list[str]:
    """Every option that can be wrong by itself."""
    if _is_decided_by_code(key):
        return list(key["options"])
    return items.own_rules(key["options"], key["right"])


def solution(key: Data) -> Any:
    """The right options; none where they follow from what the learner did before."""
    return None if _is_decided_by_code(key) else {"chosen": list(key["right"])}


def describe(public: Data, answer: Any) -> Interaction:
    """The chosen options."""
    texts = {option["id"]: items.plain(option["text"]) for option in public["options"]}
    chosen = items.read_picked(answer, "chosen", texts)
    picked = [] if isinstance(chosen, Invalid) else chosen
    return Interaction("choice", tuple(picked), "; ".join(texts[option] for option in picked))


def ranges(public: Data) -> dict[str, int]:
    """Each option is chosen or not."""
    return {option["id"]: 2 for option in public["options"]}


def pack(public: Data, answer: Any) -> Packed:
    """One digit for each option."""
    return items.pack_picked(ranges(public), answer, "chosen")


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """The chosen options, by id."""
    return items.unpack_picked(ranges(public), packed, "chosen")
