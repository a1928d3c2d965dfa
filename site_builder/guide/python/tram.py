"""A desk that has read a few sentences about trams, and says what it has read, word by word.

It is a chain of pairs of words (see Claude Shannon, A mathematical theory of communication, 1948, section 3): after
each word comes one that has followed it. So it always sounds like its sentences, and knows nothing.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Mapping
from itertools import pairwise
from typing import Any

from site_builder.grading.simulation import Progress
from site_builder.grading.text import words

READ = (
    "The first tram leaves the harbor at five.",
    "The last tram leaves the market at midnight.",
    "A ticket to the market costs two coins.",
    "A ticket to the harbor costs three coins.",
    "Dogs ride without a ticket.",
    "The tram to the market is blue and the tram to the harbor is green.",
)
LONGEST = 16
"""In words."""
END = ""
"""What follows the last word of a sentence."""


def run(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Generator[Progress, None, dict[str, Any]]:
    """A word in each step; it begins with a word of the question, if there is one that it has read."""
    del inputs
    chance = random.Random(seed)
    pairs = _pairs()
    known = [word for word in words(params["text"]) if word in pairs]
    word = max(known, key=len, default="the")
    said: list[str] = []
    while word != END and len(said) < LONGEST:
        said.append(word)
        word = chance.choice(pairs[word])
        yield Progress(len(said) / LONGEST)
    return {"metrics": {"words": len(said)}, "reply": " ".join(said) + "."}


def _pairs() -> dict[str, list[str]]:
    """Word -> all words that have followed it."""
    pairs: dict[str, list[str]] = {}
    for sentence in READ:
        line = [*words(sentence), END]
        for word, after in pairwise(line):
            pairs.setdefault(word, []).append(after)
    return pairs
