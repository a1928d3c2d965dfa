"""The lock file of what an LMS keeps: written once, grown when the course grows, and compiled into the course."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from site_builder.bundle import course_json
from site_builder.cli import main
from site_builder.grading.slots import Slots
from site_builder.load import load_course
from site_builder.slots import NAME, save_slots
from tests.support.courses import SUM, write_course

SIX = "  - {id: six, text: Six, misconception: off-by-two, feedback: Two too many.}\n"


def test_check_writes_the_file_and_says_so_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Afterwards nothing is new, and the file stays as it is to the byte."""
    folder = write_course(tmp_path / "course")
    assert main(["check", str(folder)]) == 0
    assert (
        f"{folder / NAME} has new places for what an LMS keeps: commit it with the course." in capsys.readouterr().out
    )
    text = (folder / NAME).read_bytes()
    assert main(["check", str(folder)]) == 0
    assert NAME not in capsys.readouterr().out
    assert (folder / NAME).read_bytes() == text
    assert sorted(path.name for path in folder.iterdir()) == ["course.yaml", "index.md", "phase-1", NAME]


def test_an_exercise_that_is_gone_is_named_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its old id is no way back without its old place, as the note says; with both, nothing is new."""
    folder = write_course(tmp_path / "course")
    assert main(["check", str(folder)]) == 0
    before = (folder / NAME).read_bytes()
    assert "Gone since" not in capsys.readouterr().out
    write_course(folder, {"phase-1/sum.yaml": SUM.replace("id: sum\n", "id: total\n")})
    assert main(["check", str(folder)]) == 0
    assert (
        "commit it with the course.\n"
        "Gone since version 1: exercise sum. What learners did there is not taken over by another id.\n"
        f"If you only renamed it, change the id back, and bring {NAME} back as it was.\n"
    ) in capsys.readouterr().out
    write_course(folder)
    assert Slots(load_course(folder).slots).unchanged("sum", 1) == set()
    (folder / NAME).write_bytes(before)
    assert main(["check", str(folder)]) == 0
    assert NAME not in capsys.readouterr().out


def test_the_file_holds_units_exercises_and_digits(tmp_path: Path) -> None:
    """An exercise a line."""
    folder = write_course(tmp_path / "course")
    save_slots(folder, load_course(folder).slots)
    lock = json.loads((folder / NAME).read_text("utf-8"))
    assert (lock["format"], lock["version"], lock["count"]) == (1, 1, {"units": 3, "exercises": 1})
    assert lock["units"] == {"index": [[0, 1, 1]], "phase-1/intro": [[1, 1, 1]], "phase-1/sums": [[2, 1, 1]]}
    assert lock["exercises"] == {"sum": [[0, 1, 1]]}
    assert [span for [span] in lock["digits"]["sum"].values()] == [
        [0, 1, 1],
        [1, 64, 1],
        [2, 2, 1],
        [3, 2, 1],
        [4, 2, 1],
    ]


def test_what_is_added_comes_behind_what_is_there(tmp_path: Path) -> None:
    """The file grows by a version, with another option and without the page before it."""
    folder = write_course(tmp_path / "course")
    save_slots(folder, load_course(folder).slots)
    more = SUM.replace("proofs:\n", SIX + "proofs:\n").replace("score: 1/1", "score: 1/1")
    phase = "title: The first phase\nlabel: First\npages: [sums]\n"
    write_course(folder, {"phase-1/sum.yaml": more, "phase-1/phase.yaml": phase})
    slots = load_course(folder).slots
    assert slots["version"] == 2
    assert slots["units"]["phase-1/intro"] == [[1, 1, 1, 2]]
    assert [span for spans in slots["digits"]["sum"].values() for span in spans][-1] == [5, 2, 2]


def test_the_compiled_course_holds_the_slots_and_its_fingerprint_does_not_follow_them(tmp_path: Path) -> None:
    """A certificate names what is judged, not where it is kept."""
    folder = write_course(tmp_path / "course")
    course = load_course(folder)
    data = json.loads(course_json(course, {}))
    assert data["slots"] == course.slots
    (folder / NAME).write_text(
        json.dumps(
            {"format": 1, "version": 1, "count": {"units": 1, "exercises": 0}, "units": {"old": [[0, 1, 1]]}}
            | {"exercises": {}, "digits": {}}
        )
    )
    later = json.loads(course_json(load_course(folder), {}))
    assert later["course"] == data["course"]
    assert later["slots"]["version"] == 2


def test_a_folder_that_cannot_be_written_to_is_no_reason_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But it is said."""
    folder = write_course(tmp_path / "course")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("site_builder.slots.tempfile.NamedTemporaryFile", refuse)
    said = save_slots(folder, load_course(folder).slots)
    assert said == f"{folder / NAME} could not be written: Permission denied. An LMS needs it to stay as it is."
