"""Measures the build of courses of many synthetic pages: CPU time and memory per page, and how they grow.

    .venv/bin/python tests/benchmarks/build.py [PAGES ...]        (default: 100 1000)

Each size is built in a process of its own. The target is 6 ms of CPU a page and an exponent of at most 1.1.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET_MS, TARGET_EXPONENT = 6.0, 1.1

COURSE = """\
format: 1
id: synthetic
version: "1.0.0"
title: A synthetic course
phases: [{phases}]
"""
START = """\
---
title: A synthetic course
layout: start
---

Many pages like this one.
"""
PAGE = """\
---
title: Page {n}
minutes: 5
---

A paragraph about subject {n}, with **strong** and *emphasized* words, `code`, and [page {first}](page-{first}.md).

## First part of page {n}

| Column | Other column |
|---|---|
| a | b |
| c | d |

> [!NOTE]
> A note about subject {n}.

## Second part of page {n}

1. One
2. Two
3. Three

```python
for number in range({n}):
    print(number)
```

```{{choice}} question-{n}
title: Question {n}
question: Which of these is number {n}?
options:
  - {{id: right, text: "The number {n}", right: true, feedback: "It is."}}
  - {{id: wrong, text: "The number {more}", misconception: off-by-one, feedback: "It is one more."}}
proofs:
  - {{answer: {{chosen: []}}, invalid: unanswered}}
  - {{answer: {{chosen: [right]}}, score: 1/1, feedback: ["right:right"]}}
  - {{answer: {{chosen: [wrong]}}, score: 0/1, fails: [wrong], feedback: ["wrong:wrong"]}}
```
"""
PAGES_IN_A_PHASE = 20


def write_course(folder: Path, count: int) -> None:
    """A course of that many units, each with an exercise."""
    phases = [range(start, min(start + PAGES_IN_A_PHASE, count)) for start in range(0, count, PAGES_IN_A_PHASE)]
    names = [f"phase-{number}" for number in range(1, len(phases) + 1)]
    (folder / "course.yaml").write_text(COURSE.format(phases=", ".join(names)), "utf-8")
    (folder / "index.md").write_text(START, "utf-8")
    for name, numbers in zip(names, phases, strict=True):
        pages = [f"page-{n}" for n in numbers]
        (folder / name).mkdir()
        (folder / name / "phase.yaml").write_text(json.dumps({"title": name, "label": name, "pages": pages}), "utf-8")
        for n in numbers:
            text = PAGE.format(n=n, more=n + 1, first=numbers[0])
            (folder / name / f"page-{n}.md").write_text(text, "utf-8")


def measure_here(count: int) -> dict[str, float]:
    """Builds once in this process; start-up and the making of the runtime do not count."""
    from site_builder.build import build
    from site_builder.runtime import get_runtime
    from site_builder.targets import WEB

    runtime = get_runtime()
    with tempfile.TemporaryDirectory() as scratch:
        write_course(Path(scratch), count)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        site = build(Path(scratch), target=WEB, runtime=runtime)
        used = time.process_time() - start
        assert site.facts.pages == count + 1
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"pages": count, "seconds": used, "mb": grown / 1024}


def main(arguments: list[str]) -> int:
    """Prints a row for each size, then the exponent; exit code 1 when a target is missed."""
    if arguments[:1] == ["--here"]:
        sys.stdout.write(json.dumps(measure_here(int(arguments[1]))))
        return 0
    rows = []
    for count in map(int, arguments or ["100", "1000"]):
        done = subprocess.run(
            [sys.executable, __file__, "--here", str(count)], capture_output=True, text=True, check=True
        )
        rows.append(json.loads(done.stdout))
        per_page = rows[-1]["seconds"] / count * 1000
        sys.stdout.write(
            f"{count:6} pages: {rows[-1]['seconds']:6.2f} s of CPU, {per_page:5.2f} ms a page, "
            f"{rows[-1]['mb']:6.1f} MB more, {rows[-1]['mb'] / count * 1024:6.1f} KB a page\n"
        )
    first, last = rows[0], rows[-1]
    growth = math.log(last["pages"] / first["pages"]) if len(rows) > 1 else 0.0
    exponent = math.log(last["seconds"] / first["seconds"]) / growth if growth else 1.0
    slow = last["seconds"] / last["pages"] * 1000 > TARGET_MS
    sys.stdout.write(f"exponent {exponent:.2f} (target {TARGET_EXPONENT}), target {TARGET_MS} ms a page\n")
    return int(slow or exponent > TARGET_EXPONENT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
