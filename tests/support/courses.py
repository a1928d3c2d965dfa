"""Tiny courses, written out for one test: a good one, and what a test changes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COURSE = """\
format: 1
id: tiny
version: "1.0.0"
title: A tiny course
phases: [phase-1]
variables: {product: Acme Chat}
glossary: {gate: A place that opens when what is required is done.}
"""
START = """\
---
title: A tiny course
layout: start
---
Welcome.
"""
PHASE = """\
title: The first phase
label: First
pages: [intro, sums]
"""
INTRO = """\
---
title: Introduction
---
## Why count

Counting helps.
"""
SUMS = """\
---
title: Sums
---
Try it.

```{exercise} sum.yaml
```
"""
SUM = """\
id: sum
type: choice
title: A sum
question: What is 2 + 2?
options:
  - {id: four, text: Four, right: true, feedback: Well counted.}
  - {id: five, text: Five, misconception: off-by-one, feedback: One too many.}
proofs:
  - {answer: {chosen: []}, invalid: unanswered}
  - {answer: {chosen: [four]}, score: 1/1, feedback: ["right:four"]}
  - {answer: {chosen: [five]}, score: 0/1, fails: [five], feedback: ["wrong:five"]}
"""
FILES = {
    "course.yaml": COURSE,
    "index.md": START,
    "phase-1/phase.yaml": PHASE,
    "phase-1/intro.md": INTRO,
    "phase-1/sums.md": SUMS,
    "phase-1/sum.yaml": SUM,
}


def write_course(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Writes the tiny course, with files replaced, added, or (None) left out."""
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
