"""How a scorer reads an answer: sentences, whole phrases, and what went wrong with the text as such.

Phrases are looked for in small letters and as whole words, and are given back as they stand in the answer. Nothing here
takes more than a few passes over the text, however long it is and whatever it is written in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from site_builder.grading.text import fold, words

END_MARKS = ".!?\u2026\u3002\uff01\uff1f\u061f\u0964"
"""Full stop, exclamation and question mark, the ellipsis, and those of Chinese, Japanese, Arabic and Hindi."""

LONGEST_LOOP = 8
"""A loop is looked for up to so many words."""

_SAME = 3
"""Shorter sentences may be said twice ("Thank you."), and shorter runs of words too ("very, very good")."""

_LETTER = r"0-9a-z\u00c0-\u024f\u0370-\u052f"
_BREAK = re.compile(rf"(?<=[{END_MARKS}])[\"')\]]*[ \t]+|[\r\n]+", re.ASCII)
_LIST_NUMBER = re.compile(r"[ \t(]*[0-9]{1,2}[.)]", re.ASCII)

# What can't be the last word: a text that stops there was cut off.
_HANGING = frozenset(
    words(
        "a about an and are as at because but by for from if in into is my of on or our so that the their to us "
        "when where which while with your"
    )
)


class Text(NamedTuple):
    """An answer, or a part of it: as it is written, and in small letters, of the same length."""

    written: str
    folded: str

    def part(self, start: int, end: int) -> Text:
        """What stands between two places."""
        return Text(self.written[start:end], self.folded[start:end])

    def parts(self, breaks: re.Pattern[str]) -> list[Text]:
        """What stands between the breaks."""
        gaps = [(gap.start(), gap.end()) for gap in breaks.finditer(self.folded)]
        starts = [0, *(end for _, end in gaps)]
        ends = [*(start for start, _ in gaps), len(self.folded)]
        return [self.part(start, end) for start, end in zip(starts, ends, strict=True)]

    @property
    def words(self) -> list[str]:
        """Its words, folded."""
        return words(self.folded)

    @property
    def sentences(self) -> list[Text]:
        """Its sentences and lines; a number in front of a list's entry is none."""
        return [part for part in self.parts(_BREAK) if part.words and not _LIST_NUMBER.fullmatch(part.folded)]


def read(answer: str) -> Text:
    """An answer as a text."""
    return Text(answer, fold(answer))


class Phrases:
    """A list of phrases to be found in folded text. A star stands for any ending of a word: `frustrat*`."""

    def __init__(
        self, phrases: Iterable[str], *, not_after: Iterable[str] = (), not_before: Iterable[str] = ()
    ) -> None:
        # The longest of those that begin alike is tried first, so that it is the one which is told.
        listed = "|".join(_pattern(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
        before = "".join(f"(?<!{re.escape(word)} )" for word in not_after)
        after = "".join(f"(?![ ]{re.escape(word)}(?![{_LETTER}]))" for word in not_before)
        self._found = re.compile(rf"(?<![{_LETTER}'-]){before}(?:{listed})(?![{_LETTER}']){after}", re.ASCII)

    def first(self, text: Text) -> str:
        """The first of them that the text holds, as it is written there; empty if it holds none."""
        match = self._found.search(text.folded)
        return text.written[match.start() : match.end()] if match else ""

    def begins(self, text: Text) -> bool:
        """Whether the text begins with one of them."""
        return self._found.match(text.folded) is not None


def _pattern(phrase: str) -> str:
    return re.escape(phrase).replace(r"\*", "[a-z]*").replace(r"\ ", "[ \t,]+")


def unfinished(text: Text) -> str:
    """The last words of a text that stops in the middle; empty for one that comes to its end.

    A text without any mark may be finished ("9 to 5"), unless it stops on a word like "the". Where sentences end with
    a mark, the last one must, too; the lines of a list need none.
    """
    sentences = text.sentences
    if not sentences:
        return ""
    last = sentences[-1]
    word = last.words[-1]
    rest = last.folded[last.folded.rfind(word) + len(word) :]
    if any(mark in rest for mark in END_MARKS):
        return ""
    is_open = word in _HANGING or any(mark in rest for mark in ",:;>(-")
    return last.written.strip(" \t") if is_open or not _stands_alone(text, last) else ""


def _stands_alone(text: Text, last: Text) -> bool:
    """Whether the last sentence has a line to itself."""
    before = text.written[: text.written.rfind(last.written)]
    line = before.replace("\r", "\n").rpartition("\n")[2].rstrip(" \t")
    return not line or _LIST_NUMBER.fullmatch(line) is not None


def repeated(text: Text) -> str:
    """What a text says again for no reason: a whole sentence, or words right after themselves; empty if nothing."""
    seen = set()
    for sentence in text.sentences:
        said = tuple(sentence.words)
        if len(said) >= _SAME and said in seen:
            return sentence.written.strip(" \t")
        seen.add(said)
    return next(_loops(text.words), "")


def _loops(said: list[str]) -> Iterator[str]:
    """Runs of one or two words said three times on end, and longer ones said twice."""
    for length in range(1, LONGEST_LOOP + 1):
        needed = length if length >= _SAME else 2 * length
        equal = 0
        for place in range(length, len(said)):
            equal = equal + 1 if said[place] == said[place - length] else 0
            if equal == needed:
                yield " ".join(said[place - length + 1 : place + 1])
                break
