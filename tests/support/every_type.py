"""A course with one exercise of each type, each on a page of its own: the first example of the gallery."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import yaml

from site_builder.exercises.table import TYPES
from site_builder.gallery import GUIDE, read_examples
from site_builder.gallery import TYPES as FOLDER

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """\
---
title: {name}
---
## Try it

```{{exercise}} {id}.yaml
```
"""


def write_every_type(folder: Path) -> Path:
    """Writes it, with the Python of the guide, which the examples use."""
    shutil.copytree(GUIDE, folder, dirs_exist_ok=True)
    course = yaml.safe_load((folder / "course.yaml").read_text("utf-8"))
    for phase in course["phases"]:
        shutil.rmtree(folder / phase)
    phase = folder / "types"
    phase.mkdir()
    pages = []
    for row in TYPES:
        example = read_examples(FOLDER / row.name / "examples.yaml")[0]
        pages.append(row.name.replace("_", "-"))
        (phase / f"{pages[-1]}.md").write_text(PAGE.format(name=row.name, id=example.id), "utf-8")
        (phase / f"{example.id}.yaml").write_text(example.source, "utf-8")
    (phase / "phase.yaml").write_text(json.dumps({"title": "All types", "label": "Types", "pages": pages}), "utf-8")
    (folder / "index.md").write_text("---\ntitle: Every type\nlayout: start\n---\nWelcome.\n", "utf-8")
    small = {"format": 1, "id": "every-type", "version": "1.0.0", "title": "Every type", "phases": ["types"]}
    (folder / "course.yaml").write_text(json.dumps(small), "utf-8")
    return folder
