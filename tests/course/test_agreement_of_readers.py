"""How far the scorers mark as two readers do, on answers that were not used to tune the rules.

The readers were two language models that read the instructions and the answers alone, and no people.

`data/labelled_answers.jsonl` holds 60 answers with the marks of two readers, who had the scales and none of the rules.
The order of the SHA-256 of the ids parts them: the first 30 are the half that the rules were tuned on, the others are
the test half. The texts of both halves were written before the rules, by who wrote the rules; the readers' marks of the
test half were not looked at until the rules were final. It was measured once, and no rule that takes part was changed
after that, not even where the marks below show a rule to be wrong ("No idea." counts as a fact).

What it tells is limited. Helpfulness agrees less on the test half (0.77) than on the half for tuning (0.95). The two
readers gave nearly the same marks (0.97 and 0.99), so the second adds little to the first. The cap for answers about
something else takes no part: no topic is given here.

Whoever changes a rule from now on has seen these marks: then the test holds what was reached, and a fresh measurement
needs fresh answers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.agreement import weighted_kappa

Code = Callable[[str], Any]
Labelled = dict[str, Any]

DATA = Path(__file__).parent / "data" / "labelled_answers.jsonl"
SCALES = ("politeness", "helpfulness")


def _halves() -> tuple[list[Labelled], list[Labelled]]:
    """For tuning, and for the test."""
    found = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    found.sort(key=lambda one: hashlib.sha256(one["id"].encode()).hexdigest())
    return found[: len(found) // 2], found[len(found) // 2 :]


TUNING, TEST = _halves()


def _agreement(code: Code, half: list[Labelled], scale: str) -> dict[str, float]:
    """Weighted kappa of the scorer with each reader, with their mean, and of the readers with each other."""
    own = [getattr(code("scoring"), scale)(one["answer"]).points for one in half]
    first, second = ([one[scale][reader] for one in half] for reader in (0, 1))
    mean = [(one + other) / 2 for one, other in zip(first, second, strict=True)]
    return {
        "first": weighted_kappa(own, first),
        "second": weighted_kappa(own, second),
        "mean": weighted_kappa(own, mean),
        "readers": weighted_kappa(first, second),
    }


REACHED = {
    "politeness": {"first": 0.84, "second": 0.84, "mean": 0.85, "readers": 0.97},
    "helpfulness": {"first": 0.76, "second": 0.76, "mean": 0.76, "readers": 0.99},
}
"""The weighted kappas of the test half, rounded down."""

FAR = 2
DISAGREEMENTS: dict[str, dict[str, tuple[int, float]]] = {
    "politeness": {},
    "helpfulness": {"a08": (4, 2), "a22": (2, 0), "a30": (1, 4), "a39": (3, 0), "a54": (3, 0)},
}
"""Answers of the test half whose mark is so far from the readers' mean, or farther: the scorer's mark and that mean."""


@pytest.mark.parametrize("scale", SCALES)
def test_the_scorer_agrees_with_both_readers_where_it_was_not_tuned(code: Code, scale: str) -> None:
    """At least as far as was measured."""
    found = _agreement(code, TEST, scale)
    assert {name: kappa for name, kappa in found.items() if kappa < REACHED[scale][name]} == {}


@pytest.mark.parametrize("scale", SCALES)
def test_it_is_known_where_the_scorer_is_far_from_the_readers(code: Code, scale: str) -> None:
    """All of these answers, and no others."""
    marks = {
        one["id"]: (getattr(code("scoring"), scale)(one["answer"]).points, sum(one[scale]) / len(one[scale]))
        for one in TEST
    }
    far = {name: (own, mean) for name, (own, mean) in marks.items() if abs(own - mean) >= FAR}
    assert far == DISAGREEMENTS[scale]


def test_the_halves_are_as_large_and_share_no_answer() -> None:
    """Thirty each."""
    ids = [{one["id"] for one in half} for half in (TUNING, TEST)]
    assert [len(one) for one in ids] == [30, 30]
    assert not ids[0] & ids[1]
