"""Patterns of authors: what is safe passes, what can hang does not, and what passes is quick."""

from __future__ import annotations

import random
import re
import time

import pytest

from site_builder.patterns import refusal

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
    "(a|ab)*c",
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
    assert refusal(pattern) == ""


@pytest.mark.parametrize("pattern", UNSAFE)
def test_unsafe(pattern: str) -> None:
    """Those can hang, are not allowed, or are none."""
    assert refusal(pattern)


def test_what_passes_is_quick() -> None:
    """Random patterns that pass take no second on texts made to be hard for them."""
    chance = random.Random(7)  # noqa: S311
    tried = 0
    while tried < 60:
        pattern = _pattern(chance, 3)
        if refusal(pattern):
            continue
        tried += 1
        for text in ("a" * 4000, "ab" * 2000, "a b " * 1000, "aab" * 1300 + "x"):
            start = time.process_time()
            re.search(pattern, text)
            assert time.process_time() - start < 2, pattern


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
