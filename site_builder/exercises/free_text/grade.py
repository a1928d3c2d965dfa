"""A text question with a rubric of concepts.

Scoring: 1 of 2 points for a text that is long enough, 2 of 2 when the learner has also compared it, concept by concept,
with the model answer. The rubric never blocks: a program that looks for phrases cannot know whether a text is good, so
what it finds is feedback, and the learner's own comparison is the gate.

A concept is found by whole-word phrases or by patterns, both matched against the words of the text (see `words`) joined
by single spaces. A text that is little more than a list of such phrases is told so, and its concepts do not count as
found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from site_builder.grading.contract import Data
from site_builder.grading.items import has_keys, one_line, plain
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored
from site_builder.grading.text import words

_VERDICTS = ("no", "yes")
_SHORT = 100
"""How much of a text a report shows in its short form."""


def split(content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
    """The page gets the question; even the names of the concepts would give away part of the answer."""
    concepts = content["concepts"]
    public = {
        "id": content["id"],
        "prompt": content["question"],
        "min_words": content["min_words"],
        "max_chars": content["max_chars"],
        "placeholder": content["placeholder"],
        "concepts": sorted(concept["id"] for concept in concepts),
    }
    texts = {"model_answer": content["model_answer"]}
    for concept in concepts:
        for code, field in (("found", "found"), ("missing", "missing"), ("compare", "label")):
            texts[f"{code}:{concept['id']}"] = concept[field]
    key = {
        "min_words": content["min_words"],
        "max_chars": content["max_chars"],
        "concepts": [_rule(concept) for concept in concepts],
        "texts": texts,
    }
    return public, key


def _rule(concept: Data) -> dict[str, Any]:
    phrases = [" ".join(words(phrase)) for phrase in concept["any"]]
    return {
        "id": concept["id"],
        "phrases": [phrase for phrase in phrases if phrase],
        "patterns": list(concept["patterns"]),
    }


def arrange(public: Data, seed: int) -> list[str]:  # noqa: ARG001
    """The concepts, in the order in which they are compared."""
    return list(public["concepts"])


def grade(key: Data, answer: Any, inputs: Inputs) -> Outcome:  # noqa: ARG001
    """Judges `{"text": text, "compared": {concept id: "yes" | "no"}}`."""
    ids = rules(key)
    if not _well_formed(answer, ids):
        return Invalid("malformed")
    text = answer["text"]
    if not one_line(text):
        return Invalid("unanswered")
    if len(text) > key["max_chars"]:
        return Invalid("too_long", {"n": len(text) - key["max_chars"]})
    said = words(text)
    if len(said) < key["min_words"]:
        return Invalid("too_short", {"have": len(said), "n": key["min_words"] - len(said)})
    met = _concepts(key, said)
    compared = len(answer.get("compared", {})) == len(ids)
    return Scored(
        earned=2 if compared else 1,
        total=points(key),
        done=compared,
        parts=tuple(Part(concept, concept in (met or ())) for concept in ids),
        feedback=tuple(_feedback(ids, met)),
    )


def _well_formed(answer: Any, concepts: Sequence[str]) -> bool:
    if not has_keys(answer, ("text",), ("compared",)) or not isinstance(answer["text"], str):
        return False
    compared = answer.get("compared", {})
    return isinstance(compared, dict) and all(
        concept in concepts and verdict in _VERDICTS for concept, verdict in compared.items()
    )


def _concepts(key: Data, said: list[str]) -> set[str] | None:
    """The concepts that the words express; None when the text is a mere list of keywords.

    It is one when more than two thirds of its words belong to phrases of the rubric, or when fewer than two other
    words stand beside each concept: a sentence about an idea needs words that are not the idea's name.
    """
    line = " ".join(said)
    met = set()
    inside: set[int] = set()
    for concept in key["concepts"]:
        for start, end in _places(concept, line):
            met.add(concept["id"])
            inside.update(range(line.count(" ", 0, start), line.count(" ", 0, end) + 1))
    others = {word for place, word in enumerate(said) if place not in inside}
    if met and (3 * len(inside) > 2 * len(said) or len(others) < 2 * len(met)):
        return None
    return met


def _places(concept: Data, line: str) -> Iterator[tuple[int, int]]:
    """Where the concept's phrases and patterns stand."""
    for phrase in concept["phrases"]:
        start = f" {line} ".find(f" {phrase} ")
        while start >= 0:
            yield start, start + len(phrase)
            start = f" {line} ".find(f" {phrase} ", start + 1)
    for pattern in concept["patterns"]:
        yield from (match.span() for match in re.finditer(pattern, line, re.ASCII) if match.group())


def _feedback(ids: Sequence[str], met: set[str] | None) -> Iterator[Feedback]:
    if met is None:
        yield Feedback("keyword_list", tone="bad")
    else:
        for concept in ids:
            yield Feedback("found", concept, "good") if concept in met else Feedback("missing", concept)
    yield Feedback("model_answer")
    for concept in ids:
        yield Feedback("compare", concept)


def points(key: Data) -> int:  # noqa: ARG001
    """One for the text, one for comparing it."""
    return 2


def rules(key: Data) -> list[str]:
    """The concepts of the rubric."""
    return [concept["id"] for concept in key["concepts"]]


def solution(key: Data) -> dict[str, Any]:
    """The model answer, one good answer of many, compared with itself."""
    return {"text": plain(key["texts"]["model_answer"]), "compared": dict.fromkeys(rules(key), "yes")}


def describe(public: Data, answer: Any) -> Interaction:
    """The text."""
    text = answer["text"] if _well_formed(answer, public["concepts"]) else ""
    line = one_line(text)
    return Interaction("long-fill-in", (text,), line if len(line) <= _SHORT else line[: _SHORT - 1] + "…")


def ranges(public: Data) -> dict[str, int]:
    """Each concept is not compared, missing or said."""
    return dict.fromkeys(public["concepts"], 1 + len(_VERDICTS))


def pack(public: Data, answer: Any) -> Packed:
    """One digit for each concept, and the text."""
    sound = _well_formed(answer, public["concepts"])
    compared = answer.get("compared", {}) if sound else {}
    digits = {
        concept: 1 + _VERDICTS.index(compared[concept]) if concept in compared else 0 for concept in public["concepts"]
    }
    return Packed(digits, {"text": answer["text"] if sound else ""})


def unpack(public: Data, packed: Packed) -> dict[str, Any]:
    """The answer; its text is empty where it was dropped for space."""
    digits = {concept: packed.digits.get(concept, 0) for concept in public["concepts"]}
    compared = {concept: _VERDICTS[digit - 1] for concept, digit in digits.items() if 0 < digit <= len(_VERDICTS)}
    return {"text": packed.texts.get("text", ""), "compared": compared}
