"""The bundle: everything that the worker reads, and nothing that changes from one machine to another."""

from __future__ import annotations

import ast
import dataclasses
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from site_builder.bundle import course_facts, make_bundle, zone_sources
from site_builder.exercises.table import TYPES
from site_builder.grading.bridge import Bridge
from site_builder.model import Settings
from tests.support.small_course import RIGHT, TEXTS, small_course

ROOT = Path(__file__).parents[2]


def opened(bundle: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(bundle))


def test_holds_the_zone_and_the_course_and_nothing_else() -> None:
    names = opened(make_bundle(small_course(), TEXTS, zone_sources())).namelist()
    assert names == sorted(names)
    assert {"site_builder/__init__.py", "site_builder/grading/bridge.py", "course.json"} <= set(names)
    assert {"site_builder/exercises/table.py", "site_builder/exercises/choice/grade.py"} <= set(names)
    assert {"course_code/__init__.py", "course_code/tools/__init__.py"} <= set(names)
    places = (
        "site_builder/__init__.py",
        "site_builder/grading/",
        "site_builder/exercises/",
        "course_code/",
        "course.json",
    )
    assert [name for name in names if not name.startswith(places)] == []
    assert [name for name in names if not name.endswith((".py", "course.json"))] == []
    assert [name for name in names if name.endswith("/check.py")] == []


def test_the_package_of_the_course_can_be_imported_from_the_archive() -> None:
    """Also where its author has made no package of it; a course without Python has none."""
    names = opened(
        make_bundle(dataclasses.replace(small_course(), python={"one.py": b""}), TEXTS, zone_sources())
    ).namelist()
    assert [name for name in names if name.startswith("course_code")] == [
        "course_code/__init__.py",
        "course_code/one.py",
    ]
    names = opened(make_bundle(dataclasses.replace(small_course(), python={}), TEXTS, zone_sources())).namelist()
    assert [name for name in names if name.startswith("course_code")] == []


def version(code: str, python: bytes) -> str:
    """The fingerprint that attempts at the exercise store, in a course with this Python."""
    course = small_course()
    (unit,) = course.phases[0].pages
    exercise = dataclasses.replace(unit.exercises[0], settings=Settings(code=code))
    unit = dataclasses.replace(unit, body=(exercise,))
    phase = dataclasses.replace(course.phases[0], pages=(unit,))
    course = dataclasses.replace(course, phases=(phase,), python={"advice.py": python})
    data = json.loads(opened(make_bundle(course, TEXTS, {})).read("course.json"))
    found: str = data["exercises"]["sum"]["fingerprint"]
    return found


def test_an_edit_of_the_code_that_judges_is_another_version() -> None:
    """So that earlier answers are judged anew; where no code judges, it may change as it likes."""
    assert version("advice", b"A = 1\n") == version("advice", b"A = 1\n") != version("advice", b"A = 2\n")
    assert version("", b"A = 1\n") == version("", b"A = 2\n") != version("advice", b"A = 1\n")


def test_says_what_the_bridge_reads() -> None:
    data = json.loads(opened(make_bundle(small_course(), TEXTS, zone_sources())).read("course.json"))
    assert data["format"] == 1
    assert data["gates"] == "strict"
    assert data["planned"] == ["Letters"]
    assert data["text"] == TEXTS
    assert [unit["id"] for unit in data["units"]] == ["index", "phase-1/sum"]
    assert [unit["phase"] for unit in data["units"]] == ["", "phase-1"]
    assert data["units"][1]["exercises"] == ["sum"]
    assert data["phases"] == [{"id": "phase-1", "title": "Numbers", "label": "Numbers", "number": 1}]
    exercise = data["exercises"]["sum"]
    assert exercise["unit"] == "phase-1/sum"
    assert exercise["settings"]["hints"] == ["Count on your fingers."]
    assert exercise["key"]["texts"]["right:i1"] == "Well counted, Zoë."


def test_works_with_the_real_bridge(tmp_path: Path) -> None:
    opened(make_bundle(small_course(), TEXTS, zone_sources())).extractall(tmp_path)
    bridge = Bridge((tmp_path / "course.json").read_text("utf-8"), TYPES)
    request = {"do": "grade", "exercise": "sum", "answer": RIGHT, "seed": 1, "id": "a1", "duration": 5}
    times = {"now": "2030-01-01T00:00:00Z", "record": {"attempts": [], "events": []}}
    reply = json.loads(bridge.call(json.dumps(request | times)))
    assert reply["reply"]["tone"] == "good"
    assert reply["reply"]["headline"] == "Correct."


def test_is_importable_from_the_archive_alone(tmp_path: Path) -> None:
    archive = tmp_path / "bundle.zip"
    archive.write_bytes(make_bundle(small_course(), TEXTS, zone_sources()))
    script = "import course_code.tools, site_builder.exercises.table as t; print(t.__file__)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", script],
        env={**os.environ, "PYTHONPATH": str(archive)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().startswith(str(archive))


def test_same_course_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = make_bundle(small_course(), TEXTS, zone_sources())
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.chdir(tmp_path)
    if hasattr(time, "tzset"):
        time.tzset()
    texts, zone = dict(reversed(TEXTS.items())), dict(reversed(zone_sources().items()))
    assert make_bundle(small_course(), texts, zone) == first
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def test_entries_are_stored_and_carry_no_date() -> None:
    for entry in opened(make_bundle(small_course(), TEXTS, zone_sources())).infolist():
        assert entry.compress_type == zipfile.ZIP_STORED
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.create_system == 3


def test_fingerprint_follows_what_is_judged() -> None:
    course = small_course()
    same = course_facts(dataclasses.replace(course, description="Other words", footer="Other words"))
    stricter = course_facts(dataclasses.replace(course, gates="open"))
    assert same["fingerprint"] == course_facts(course)["fingerprint"]
    assert stricter["fingerprint"] != course_facts(course)["fingerprint"]


def test_zone_in_the_bundle_parses_in_the_oldest_python() -> None:
    archive = opened(make_bundle(small_course(), TEXTS, zone_sources()))
    for name in archive.namelist():
        if name.endswith(".py"):
            ast.parse(archive.read(name), name, feature_version=(3, 11))
