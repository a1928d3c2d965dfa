"""Cards that belong into no group, and more cards asked for than there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.faults import Fault


def check(content: Mapping[str, Any]) -> Iterator[Fault]:
    """A card whose `group` is the id of something else; an `at_least` that nobody can reach."""
    if content["at_least"] > len(content["cards"]):
        message = f"there are {len(content['cards'])} cards, and {content['at_least']} have to be sorted"
        yield Fault(("at_least",), "too-few-cards", message)
    groups = [group["id"] for group in content["groups"]]
    for place, card in enumerate(content["cards"]):
        if card["group"] not in groups:
            message = f"'{card['group']}' is a card, not a group"
            yield Fault(("cards", place, "group"), "not-a-group", message, expected=" or ".join(groups))
