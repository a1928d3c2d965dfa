"""The small course of the LMS tests: a page to read, two questions that count, and two texts that may be long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.courses import PHASE, SUM, write_course
from tests.support.zone import ROOT

if TYPE_CHECKING:
    from pathlib import Path

UNITS = ("phase-1/intro", "phase-1/sums", "phase-1/last")
LAST = """\
---
title: The last page
---
Once more.

```{exercise} product.yaml
```

```{exercise} essay.yaml
```

```{exercise} report.yaml
```
"""
PRODUCT = SUM.replace("id: sum", "id: product").replace("A sum", "A product").replace("2 + 2", "2 times 2")


def write_lms_course(folder: Path) -> Path:
    """Writes it."""
    essay = (ROOT / "tests/content_old/1/course/phase-1/free_text.yaml").read_text("utf-8")
    essay = essay.replace("max_chars: 1500", "max_chars: 4000\nrequired: false")
    changes = {
        "phase-1/phase.yaml": PHASE.replace("sums]", "sums, last]"),
        "phase-1/last.md": LAST,
        "phase-1/product.yaml": PRODUCT,
        "phase-1/essay.yaml": essay.replace("id: ice", "id: essay"),
        "phase-1/report.yaml": essay.replace("id: ice", "id: report"),
    }
    return write_course(folder, changes)
