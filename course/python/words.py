"""Words: how a text becomes a list of tokens and back, and the numbers that stand for tokens inside a model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from site_builder.grading.text import fold
from site_builder.grading.text import words as folded_words

END = 0
"""The token that ends an answer."""

MAX_TOKENS = 60
"""An answer is cut off after so many tokens."""

STEM = 4
"""Words of a message count as equal when they begin with the same letters: `return`, `returns` and `returned`."""

MAX_WORDS = 40
"""So many words of a message are read."""

_ENDS = (".", "!", "?")
_MARKS = (*_ENDS, ",")
_APOSTROPHES = MappingProxyType({ord("\u2018"): "'", ord("\u2019"): "'"})
_TOKEN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]+(?:['@.-][0-9A-Za-z\u00c0-\u024f]+)*|[.,!?>]", re.ASCII)

# Words that say little about what a message is about.
_SMALL = frozenset(
    folded_words(
        "a about an and are at be been but by can did do does for from get has have how i i'd i'm in is it me my of "
        "on or our please so still that the there this to us was we what when where which why will with you your"
    )
)


def tokens(text: str) -> list[str]:
    """The words and marks of a text. A sentence's first word loses its capital, unless it is "I" or the like."""
    found: list[str] = []
    for token in _TOKEN.findall(text.translate(_APOSTROPHES)):
        starts = not found or found[-1] in _ENDS
        found.append(fold(token[0]) + token[1:] if starts and token.split("'")[0] != "I" else token)
    return found


def text_of(written: Iterable[str]) -> str:
    """The text that tokens stand for."""
    text = ""
    starts = True
    for token in written:
        word = _capital(token) if starts else token
        text += word if not text or token in _MARKS else f" {word}"
        starts = token in _ENDS
    return text


def stems(message: str) -> list[str]:
    """What a message is about: the beginnings of its words, each once, in alphabetical order."""
    return sorted({word[:STEM] for word in folded_words(message)[:MAX_WORDS] if word not in _SMALL})


def pairs(message: str) -> list[str]:
    """The beginnings of each two words that stand side by side, small words too, in alphabetical order."""
    said = ["", *(word[:STEM] for word in folded_words(message)[:MAX_WORDS])]
    return sorted({f"{first} {second}" for first, second in pairwise(said)})


def ends_sentence(token: str) -> bool:
    """Whether a new sentence begins after it."""
    return token in _ENDS


def _capital(word: str) -> str:
    return chr(ord(word[0]) - 32) + word[1:] if "a" <= word[0] <= "z" else word


@dataclass(frozen=True)
class Vocabulary:
    """The tokens that a model can say. Number 0 is the end of the answer."""

    tokens: tuple[str, ...]
    numbers: Mapping[str, int]


def vocabulary(answers: Iterable[str]) -> Vocabulary:
    """All tokens of these answers."""
    return _numbered(("", *sorted({token for answer in answers for token in tokens(answer)})))


def extended(known: Vocabulary, answers: Iterable[str], limit: int) -> Vocabulary:
    """The vocabulary with the most frequent tokens that these answers have besides, up to a limit."""
    counts = Counter(token for answer in answers for token in tokens(answer)[:MAX_TOKENS])
    others = sorted(set(counts) - set(known.numbers), key=lambda token: (-counts[token], token))
    return _numbered((*known.tokens, *others[:limit]))


def _numbered(listed: tuple[str, ...]) -> Vocabulary:
    return Vocabulary(listed, {token: number for number, token in enumerate(listed) if number != END})
