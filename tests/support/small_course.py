"""A course of one page with one question, made without loading anything: for tests of what comes after loading."""

from __future__ import annotations

from site_builder.errors import Place
from site_builder.exercises.choice import grade as choice
from site_builder.grading.seeds import fingerprint
from site_builder.model import Course, Exercise, Page, Phase, Settings

TEXTS = {
    "common": {"done": "Correct.", "partly": "Partly right.", "wrong": "Not yet.", "timeout": "Too slow."},
    "choice": {"unanswered": "Choose an answer."},
}
RIGHT = {"chosen": ["i1"]}
WRONG = {"chosen": ["i2"]}


def small_course() -> Course:
    """A new one each time, always the same."""
    options = [
        {"id": "i1", "text": "Four", "right": True, "feedback": "Well counted, Zoë."},
        {"id": "i2", "text": "Five", "right": False, "feedback": "One too many.", "misconception": "off-by-one"},
    ]
    content = {"id": "sum", "question": "<p>2 + 2?</p>", "options": options, "multiple": False, "order": "shuffled"}
    public, key = choice.split(content)
    exercise = Exercise(
        id="sum",
        type="choice",
        title="A sum",
        public=public,
        key=key,
        settings=Settings(attempts=2, reveal=1, hints=("Count on your fingers.",)),
        names={"i1": "four", "i2": "five"},
        proofs=(),
        place=Place("phase-1/sum.yaml"),
        fingerprint=fingerprint(key),
    )
    unit = Page("phase-1/sum", "phase-1/sum.html", "Sums", "page", (exercise,))
    return Course(
        id="small",
        version="1.0.0",
        title="A small course",
        subtitle="",
        description="",
        language="en",
        theme="plain",
        gates="strict",
        footer="",
        glossary={},
        start=Page("index", "index.html", "Start", "start", ()),
        phases=(Phase("phase-1", 1, "Numbers", "Numbers", (), (unit,)),),
        planned=("Letters",),
        python={"__init__.py": b"", "tools/__init__.py": b"ONE = 1\n"},
    )
