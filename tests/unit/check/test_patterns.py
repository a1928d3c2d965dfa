"""Patterns of authors: what is safe passes, what can hang does not, and what passes is quick."""

from __future__ import annotations

import random
import re
import time

import pytest

from site_builder.patterns import BUDGET, examine

SAFE = [
    "polite",
    r"\bplease\b",
    r"please\s+(help|assist)\s+me",
    r".*polite.*",
    r"a.{0,40}b.{0,40}c",
    r"(very\s+)*good",
    r"apolog(y|i[sz]e|ies)",
    r"(sorry|apolog[a-z]*)",
    r"\w+@\w+",
    r"^\s+|\s+$",
    "(very |quite )*good",
    "[a-z]* x",
    "(?i)colou?r",
    "é+ä",
    "(acknowledg|recogni[sz])[a-z]* ([a-z]+ ){0,4}(feel|frustrat)[a-z]*",
    "[^.]*[.]",
    "a{30}",
    "(ab){2,5}c",
]
UNSAFE = [
    "(a+)+b",
    "(a*)*",
    "(a|b)*c",
    "(a|ab)*c",
    ".*a*$",
    "(a|a)*b",
    "(a|b|ab)*c",
    "(a?){25}a{25}",
    "(.*a){12}",
    r"(\w+\s?)*x",
    "a.*b.*c.*d",
    "x*x*x*x*y",
    r"\s*\s*\s*x",
    "a.{0,400}b.{0,400}c",
    "a?" * 30 + "a" * 30,
    "(?=a)b",
    "(?!a)b",
    "(?<=a)b",
    r"(a)\1",
    "(?>a)",
    "a++b",
    "(",
    "[z-a]",
    "(a+|b)*?c",
    "((a{1,20}){1,20}){1,20}b",
]


@pytest.mark.parametrize("pattern", SAFE)
def test_safe(pattern: str) -> None:
    """Authors need these."""
    assert examine(pattern)[0] == ""


@pytest.mark.parametrize("pattern", UNSAFE)
def test_unsafe(pattern: str) -> None:
    """Those can hang, are not allowed, or are none."""
    assert examine(pattern)[0]


TEXTS = (
    "a" * 4000,
    "ab" * 2000,
    "a b " * 1000,
    "aab" * 1300 + "x",
    "x" * 4000,
    "x a" * 1333,
    "please help " * 333,
    "pppolite" * 500,
)


def test_what_passes_is_quick() -> None:
    """Rubrics of random patterns that use up the budget take less than a second on texts made to be hard for them."""
    chance = random.Random(7)  # noqa: S311
    for _ in range(3):
        rubric, left = [], BUDGET
        while left > BUDGET // 10:
            pattern = _pattern(chance, 3)
            reason, steps = examine(pattern)
            # Many cheap patterns tell nothing: each takes its part of the budget.
            if not reason and BUDGET // 30 < steps <= left:
                rubric.append(pattern)
                left -= steps
        for text in TEXTS:
            assert _seconds(rubric, text) < 1, rubric


@pytest.mark.parametrize("pattern", [".*polite.*", "(very )*good", "([a-z]+ )*x", "[a-z]* x", "[a-z]*?1", "(ab)*c"])
def test_as_many_of_one_as_the_budget_allows(pattern: str) -> None:
    rubric = [pattern] * (BUDGET // examine(pattern)[1])
    assert rubric
    for text in TEXTS:
        assert _seconds(rubric, text) < 1


def _seconds(rubric: list[str], text: str) -> float:
    """How long the patterns take, looked for as the grader does; compiling them is not counted."""
    compiled = [re.compile(pattern, re.ASCII) for pattern in rubric]
    start = time.process_time()
    for pattern in compiled:
        for _ in pattern.finditer(text):
            pass
    return time.process_time() - start


def _pattern(chance: random.Random, depth: int) -> str:
    parts = []
    for _ in range(chance.randint(1, 4)):
        part = chance.choice(["a", "b", "[ab]", ".", r"\s", r"\w", "x"])
        if depth and chance.random() < 0.4:
            part = f"({_pattern(chance, depth - 1)})"
        if depth and chance.random() < 0.2:
            part = f"({_pattern(chance, depth - 1)}|{_pattern(chance, depth - 1)})"
        parts.append(part + chance.choice(["", "", "*", "+", "?", "{0,20}", "*?"]))
    return "".join(parts)
