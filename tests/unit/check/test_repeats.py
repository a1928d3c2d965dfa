"""Questions of a bank that were asked before: word for word, nearly so, or in the same bank."""

from __future__ import annotations

from pathlib import Path

import pytest

from site_builder.check.repeats import repeated_questions
from site_builder.load import load_course
from tests.support.courses import write_course

PAGE = """\
---
title: Sums
---
```{{exercise}} sum.yaml
```

```{{assessment}} test
title: A test
parts: [{{id: all, title: All, draw: 1}}]
questions:
{questions}
```
"""
QUESTION = """\
  - id: q{n}
    part: all
    text: "{text}"
    options:
      - {{id: q{n}-a, text: "15", right: true}}
      - {{id: q{n}-b, text: "9", feedback: No.}}
      - {{id: q{n}-c, text: "117", feedback: No.}}
    explanation: So it is.
"""
PRACTICED = "What is the sum of 2 and 2, all in all?"


def found(tmp_path: Path, *texts: str) -> list[str]:
    """The messages about a bank with these questions, in a course that has practiced one."""
    questions = "".join(QUESTION.format(n=n, text=text) for n, text in enumerate(texts))
    sum_yaml = (write_course(tmp_path / "plain", {}) / "phase-1/sum.yaml").read_text("utf-8")
    files = {
        "phase-1/sums.md": PAGE.format(questions=questions.rstrip()),
        "phase-1/sum.yaml": sum_yaml.replace("What is 2 + 2?", PRACTICED),
    }
    course = load_course(write_course(tmp_path / "course", files))
    return [f"{problem.place.line}: {problem.message}" for problem in repeated_questions(course)]


@pytest.mark.parametrize(
    ("text", "repeats"),
    [
        (PRACTICED, True),
        ("*What* is the sum of 2 and 2, all in all?", True),
        ("So what is the sum of 2 and 2, all in all?", True),
        ("What is the sum of 7 and 8?", False),
        ("Why is it 4?", False),
    ],
)
def test_a_practiced_question(tmp_path: Path, text: str, repeats: bool) -> None:
    """The words count, not their marks, nor one word more or less."""
    assert bool(found(tmp_path, text)) == repeats


def test_the_same_bank(tmp_path: Path) -> None:
    """The later one of two is told, once."""
    other = "How many apples are three apples and twelve more?"
    messages = found(tmp_path, other, "What is the sum of 7 and 8?", f"**{other}**")
    assert messages == ["29: the question is nearly the same as one of this exercise"]
