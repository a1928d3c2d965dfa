"""Cards that the learner sorts into named groups.

Scoring: one point for each card in its group, out of all cards. A card that is not sorted yet earns nothing and counts
as missing, never as wrong. It is done when every card is sorted and the share of right cards reaches the pass mark
(`pass_mark`, in percent of the sorted cards; 100 unless the author says otherwise). After a check each sorted card gets
its verdict and the author's explanation; of the others only the number is told.

Where the author asks for some cards only (`at_least`), these are the points. Whoever sorts more earns the share of them
that is right of the sorted cards, rounded down: to go on sorting is neither asked for nor a loss.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from site_builder.grading import items
from site_builder.grading.contract import Data
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets groups and cards; the key knows where each card belongs, why, and what is on it."""
    cards = content["cards"]
    public = {
        "id": content["id"],
        "prompt": content["prompt"],
        "groups": [{name: group[name] for name in ("id", "label", "about")} for group in content["groups"]],
        "cards": sorted(map(_shown, cards), key=lambda card: card["id"]),
        "at_least": content["at_least"],
        "pass_mark": content["pass_mark"],
        "filter": content["filter"],
    }
    texts = {}
    for card in cards:
        for code in ("right", "wrong"):
            texts[f"{code}:{card['id']}"] = card["feedback"]
    key = {
        "groups": [group["id"] for group in content["groups"]],
        "cards": [card["id"] for card in cards],
        "right": {card["id"]: card["group"] for card in cards},
        "contents": {card["id"]: {**_said(card), "tags": list(card["tags"])} for card in cards},
        "at_least": content["at_least"] or len(cards),
        "pass_mark": content["pass_mark"],
        "texts": texts,
    }
    return public, key


def _shown(card: Data) -> dict[str, Any]:
    """A card as a page may hold it."""
    text, dialogue = card.get("text", ""), card.get("dialogue", [])
    return {"id": card["id"], "title": card["title"], "text": text, "dialogue": dialogue}


def _said(card: Data) -> dict[str, Any]:
    """What stands on a card, without HTML."""
    if "dialogue" in card:
        return {"dialogue": [dict(turn) for turn in card["dialogue"]]}
    return {"text": items.plain(card["text"])}


def arrange(public: Data, seed: int) -> list[str]:  # noqa: ARG001
    """The cards, in the same order for all."""
    return [card["id"] for card in public["cards"]]


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:  # noqa: ARG001
    """Judges `{"groups": {card id: group id}}`."""
    groups = _read(answer, key["cards"], key["groups"])
    if isinstance(groups, Invalid):
        return groups
    total = points(key)
    right = [card for card in key["cards"] if groups.get(card) == key["right"][card]]
    enough = len(groups) >= total
    return Scored(
        earned=len(right) * total // len(groups) if enough else len(right),
        total=total,
        done=enough and len(right) * 100 >= key["pass_mark"] * len(groups),
        parts=tuple(Part(card, card in right) for card in rules(key)),
        feedback=tuple(_feedback(key, groups)),
    )


def _read(answer: Any, cards: Collection[str], groups: list[str]) -> dict[str, str] | Invalid:
    """The groups by card, or why it cannot be judged."""
    if not items.has_keys(answer, ("groups",)) or not isinstance(answer["groups"], dict):
        return Invalid("malformed")
    given: dict[Any, Any] = answer["groups"]
    if not all(card in cards and isinstance(group, str) and group in groups for card, group in given.items()):
        return Invalid("malformed")
    return given or Invalid("unanswered")


def _feedback(key: Data, groups: Mapping[str, str]) -> Iterator[Feedback]:
    for card in key["cards"]:
        if card in groups:
            is_right = groups[card] == key["right"][card]
            yield Feedback("right", card, "good") if is_right else Feedback("wrong", card, "bad")
    missing = points(key) - len(groups)
    if missing > 0:
        yield Feedback("missing", data={"n": missing})


def points(key: Data) -> int:
    """One for each card that has to be sorted."""
    return int(key["at_least"])


def rules(key: Data) -> list[str]:
    """Every card."""
    return list(key["cards"])


def solution(key: Data) -> dict[str, Any]:
    """Every card in its group."""
    return {"groups": dict(key["right"])}


def export(key: Data, answer: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """What lies in each group, by the author's ids: what the cards say, and their tags."""
    groups = _read(answer, key["cards"], key["groups"])
    given = {} if isinstance(groups, Invalid) else groups
    return {
        "groups": {
            names[group]: [
                {"id": names[card], **key["contents"][card]} for card in key["cards"] if given.get(card) == group
            ]
            for group in key["groups"]
        }
    }


def describe(public: Data, answer: Any) -> Interaction:
    """Pairs of card and group; in words, how many cards lie in each group."""
    labels = {group["id"]: items.plain(group["label"]) for group in public["groups"]}
    given = _read(answer, ranges(public), list(labels))
    groups = {} if isinstance(given, Invalid) else given
    counts = {group: len([card for card in groups if groups[card] == group]) for group in labels}
    return Interaction(
        "matching",
        tuple(f"{card}.{groups[card]}" for card in ranges(public) if card in groups),
        "; ".join(f"{labels[group]}: {count}" for group, count in counts.items() if count),
    )


def ranges(public: Data) -> dict[str, int]:
    """Each card lies in one of the groups or in none."""
    return {card["id"]: len(public["groups"]) + 1 for card in public["cards"]}


def pack(public: Data, answer: Any) -> Packed:
    """For each card the number of its group, from 1 on; 0 for none."""
    order = _numbered(public)
    given = _read(answer, ranges(public), order)
    groups = {} if isinstance(given, Invalid) else given
    return Packed({card: order.index(groups[card]) + 1 if card in groups else 0 for card in ranges(public)})


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """The cards that lie in a group."""
    order = _numbered(public)
    sorted_cards = [card for card in ranges(public) if 0 < packed.digits.get(card, 0) <= len(order)]
    return {"groups": {card: order[packed.digits[card] - 1] for card in sorted_cards}}


def _numbered(public: Data) -> list[str]:
    """The groups as they are numbered: their author may put them into another order."""
    return sorted(group["id"] for group in public["groups"])
