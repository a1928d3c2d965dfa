"""What the types share whose learner picks items from a list: reading the answer, scoring, ordering, packing.

Everything here works on opaque ids and plain data.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from site_builder.grading.outcome import Invalid, Packed
from site_builder.grading.seeds import shuffled

_TAG = re.compile(r"<[^<>]*>", re.ASCII)
_SPACE = re.compile("[ \t\r\n]+", re.ASCII)


def one_line(text: str) -> str:
    """The text with single spaces for all that separates, and none around it."""
    return _SPACE.sub(" ", text).strip(" ")


def plain(line: str) -> str:
    """The text of HTML that this project made, as one line."""
    return one_line(html.unescape(_TAG.sub("", line)))


def has_keys(value: Any, needed: Collection[str], optional: Collection[str] = ()) -> bool:
    """Whether the value is an object with exactly these keys; the optional ones may be absent."""
    return isinstance(value, dict) and set(needed) <= set(value) <= {*needed, *optional}


def read_picked(answer: Any, field: str, known: Collection[str]) -> list[str] | Invalid:
    """The ids in `{field: [ids]}`, or why it cannot be judged."""
    if not has_keys(answer, (field,)) or not isinstance(answer[field], list):
        return Invalid("malformed")
    picked: list[Any] = answer[field]
    if not all(isinstance(item, str) and item in known for item in picked) or len(set(picked)) < len(picked):
        return Invalid("malformed")
    return picked or Invalid("unanswered")


def net_correct(picked: Collection[str], right: Collection[str]) -> int:
    """Right picks minus wrong picks, never below 0, out of the number of right items.

    The rule is called "net correct" in PrairieLearn (`pl-checkbox`); in QTI 3 it is a `mapping` of +1 and -1 with a
    lower bound of 0. Ticking everything earns nothing unless most of it is right.
    """
    hits = len([item for item in picked if item in right])
    return max(0, hits - (len(picked) - hits))


def own_rules(items: Sequence[str], right: Collection[str]) -> list[str]:
    """The items that an answer can get wrong alone: a sole right item cannot be missed without picking another."""
    return [item for item in items if item not in right or len(right) > 1]


def ordered(public: Mapping[str, Any], items: str, seed: int) -> list[str]:
    """The items of the public half in the order that the author chose for them."""
    if public["order"] == "written":
        return list(public["written"])
    ids = [item["id"] for item in public[items]]
    return shuffled(ids, seed) if public["order"] == "learner" else ids


def shown(items: Iterable[Mapping[str, Any]], order: str) -> tuple[list[dict[str, str]], dict[str, list[str]]]:
    """The items as a page may hold them, by opaque id, and the author's order only where the author shows it."""
    public = [{"id": item["id"], "text": item["text"]} for item in items]
    written = {"written": [item["id"] for item in public]} if order == "written" else {}
    return sorted(public, key=lambda item: item["id"]), written


def named(value: Any, names: Mapping[str, str]) -> Any:
    """Plain data with the author's ids in the place of opaque ones, also where they are keys."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [named(item, names) for item in value]
    if isinstance(value, dict):
        return {names.get(name, name): named(item, names) for name, item in value.items()}
    return value


def pack_picked(ids: Iterable[str], answer: Any, field: str) -> Packed:
    """One digit of 0 or 1 for each item."""
    picked = read_picked(answer, field, ids := list(ids))
    return Packed({item: int(not isinstance(picked, Invalid) and item in picked) for item in ids})


def unpack_picked(ids: Iterable[str], packed: Packed, field: str) -> dict[str, list[str]]:
    """The answer that `pack_picked` packed, in the order of the ids."""
    return {field: [item for item in ids if packed.digits.get(item) == 1]}
