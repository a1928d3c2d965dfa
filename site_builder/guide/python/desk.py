"""Two clerks of a lost property office: the first says the least that will do, the second has learned manners.

It offers all that an exercise of the type `compare` can ask for: `answers` and `marks` as its `code`, and `run` as its
`simulation`.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from types import MappingProxyType
from typing import Any

from site_builder.grading.simulation import Progress
from site_builder.grading.text import words

SHELVES = MappingProxyType({"umbrella": 3, "glove": 5, "key": 1, "hat": 7})
QUERIES = MappingProxyType({"umbrella": "I have lost my blue umbrella.", "violin": "Has anyone found a violin?"})
KINDNESS = (("sorry", "sorry"), ("offer", "may i"), ("question", "could you"), ("news", "good news"))
"""The code of a reason, and the words that it looks for."""
BEST = 3


def curt(query: str) -> str:
    """The first clerk."""
    thing = _thing(query)
    return f"Shelf {SHELVES[thing]}." if thing else "Not here."


def kind(query: str) -> str:
    """The second one."""
    thing = _thing(query)
    if not thing:
        return "I'm sorry, I don't see it on my shelves. Could you tell me more about it?"
    return f"Good news! Your {thing} is on shelf {SHELVES[thing]}. May I bring it to you?"


def _thing(query: str) -> str:
    return next((word for word in words(query) if word in SHELVES), "")


def answers(exercises: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What both say to each query."""
    del exercises
    return {name: {"curt": curt(query), "kind": kind(query)} for name, query in QUERIES.items()}


def marks(text: str, query: str) -> dict[str, Any]:
    """One for any answer, and one more for each kind phrase, up to the best mark."""
    del query
    said = f" {' '.join(words(text))} "
    reasons = [{"code": "answers", "points": 1, "words": ""}]
    reasons += [{"code": code, "points": 1, "words": phrase} for code, phrase in KINDNESS if f" {phrase} " in said]
    return {"kindness": {"points": min(len(reasons), BEST), "reasons": reasons}}


def run(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Generator[Progress, None, dict[str, Any]]:
    """Asks both something else."""
    del inputs, seed
    outputs = {}
    for place, (name, clerk) in enumerate((("curt", curt), ("kind", kind))):
        yield Progress(place / 2)
        outputs[name] = clerk(params["text"])
    return {"metrics": {}, "outputs": outputs}
