"""The course is written as teachers write: plain words, short units, questions that cannot be guessed by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.grading.items import plain
from site_builder.model import Course, Exercise

ROOT = Path(__file__).resolve().parents[2]
BANNED = re.compile(
    r"\be\.g\.|\bi\.e\.|\betc\b|\bclick|\bsimply\b|\bjust (?!hop)|\beasily\b|\bpowerful\b|\bseamless|\bcutting-edge\b|"
    r"\brevolution|\bunlock|\bleverag|\bdelve",
    re.IGNORECASE,
)
SOURCES = sorted(path for path in (ROOT / "course").rglob("*") if path.suffix in {".md", ".yaml"})


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_words(path: Path) -> None:
    """No marketing words, no abbreviations from Latin, nothing that only a mouse can do."""
    assert not BANNED.findall(path.read_text(encoding="utf-8"))


def choices(course: Course) -> Iterator[tuple[Exercise, dict[str, str], list[str]]]:
    """Each exercise of choosing, with its texts by id and its right ids; not where code decides what is right."""
    for _, found in course.exercises():
        items = found.public.get("options") or found.public.get("items")
        if items and not found.settings.code:
            texts = {item["id"]: plain(item["text"]) for item in items}
            yield found, texts, found.key.get("right") or found.key["needed"]


def test_right_options_are_not_the_longest(course: Course) -> None:
    """Length gives nothing away."""
    for found, texts, right in choices(course):
        wrong = [len(text) for item, text in texts.items() if item not in right]
        longest = max(len(texts[item]) for item in right)
        assert longest <= max(wrong), found.id
        assert max(map(len, texts.values())) <= 2 * min(map(len, texts.values())), found.id


def test_required_exercises_never_leave_a_learner_stuck(course: Course) -> None:
    """There are hints, and a way on; an assessment explains each answer and can be tried again without end."""
    for _, found in course.exercises():
        if found.settings.required and found.type != "assessment":
            assert found.settings.hints, found.id
        if found.settings.required and found.type in {"choice", "checklist"} and not found.settings.code:
            assert found.settings.reveal or found.settings.attempts, found.id


def test_every_term_of_the_glossary_helps_somewhere(course: Course) -> None:
    """No explanation without a reader."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.suffix == ".md")
    shown = set(re.findall(r"\{help\}`(?:[^`<]*<)?([^`<>]+)>?`", text))
    assert set(course.glossary) == shown
