"""Content and records of earlier formats still build, and learners keep what they had. The folders are add-only."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from site_builder.bundle import course_json
from site_builder.check.table import check_course
from site_builder.course_code import course_code
from site_builder.exercises.table import TYPES
from site_builder.grading.bridge import Bridge
from site_builder.load import load_course

OLD = sorted(path for path in (Path(__file__).parent.parent / "content_old").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", OLD, ids=lambda path: path.name)
def test_old_content_is_never_edited(folder: Path) -> None:
    """Each file is as its sum says, and each has a sum: a format that strains here gets a new folder instead."""
    sums = {name: total for total, name in map(str.split, (folder / "SHA256SUMS").read_text().splitlines())}
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del files["SHA256SUMS"]
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()} == sums


@pytest.mark.parametrize("folder", OLD, ids=lambda path: path.name)
def test_an_old_course_and_its_record_give_the_old_progress(folder: Path) -> None:
    """The course has no problems, no row of the record is dropped, and gates, score and percent are what they were."""
    course = load_course(folder / "course")
    assert list(check_course(course)) == []
    record = json.loads((folder / "record.json").read_text())
    with course_code(course.python, "python") as load:
        bridge = Bridge(course_json(course, {"common": {}}), TYPES, load)
        reply = json.loads(bridge.call(json.dumps({"do": "open", "record": record})))
    assert reply["dropped"] == []
    old = json.loads((folder / "progress.json").read_text())
    assert {key: reply["progress"][key] for key in old} == old, "what later versions tell besides is theirs"
