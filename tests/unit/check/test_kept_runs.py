"""Results of simulations stay from one check to the next, as long as nothing that they follow from has changed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from site_builder.check import kept_runs as module
from site_builder.check.kept_runs import KEPT, kept_runs

FILES = {"work.py": b"def run(): ...\n", "data/table.csv": b"1,2\n"}
RUNS = {"a": '{"metrics":{"loss":0.1}}', "b": '"\u2028 Z\u00fcrich"'}


def keep(cache: Path, runs: Mapping[str, str], files: Mapping[str, bytes] = FILES) -> None:
    """Adds runs, as a check does."""
    with kept_runs(files, cache) as kept:
        kept.update(runs)


def kept(cache: Path, files: Mapping[str, bytes] = FILES) -> dict[str, str]:
    """What a later check finds."""
    with kept_runs(files, cache) as found:
        return dict(found)


def test_what_was_run_is_found_again(tmp_path: Path) -> None:
    """Runs of later checks join it."""
    assert kept(tmp_path) == {}
    keep(tmp_path, {"a": RUNS["a"]})
    keep(tmp_path, {"b": RUNS["b"]})
    assert kept(tmp_path) == RUNS
    assert len(list((tmp_path / "runs").iterdir())) == 1


def test_runs_stay_when_the_check_fails(tmp_path: Path) -> None:
    """The author mends another line and tries again."""
    with suppress(KeyError), kept_runs(FILES, tmp_path) as found:
        found.update(RUNS)
        raise KeyError
    assert kept(tmp_path) == RUNS


@pytest.mark.parametrize(
    "changed",
    [
        {**FILES, "work.py": b"def run(): ... \n"},
        {**FILES, "data/table.csv": b"1,3\n"},
        {**FILES, "more.py": b""},
        {"work.py": FILES["work.py"]},
        {"work.py": FILES["work.py"] + b"data/table.csv", "": b"1,2\n"},
    ],
)
def test_nothing_is_kept_when_a_file_has_changed(tmp_path: Path, changed: Mapping[str, bytes]) -> None:
    """Data that the simulation reads counts too."""
    keep(tmp_path, RUNS)
    assert kept(tmp_path, changed) == {}


def test_nothing_is_kept_when_the_judge_or_python_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What simulations may import, how they are run, and by what."""
    keep(tmp_path, RUNS)
    package = tmp_path / "package"
    for name in ("grading/numbers.py", "exercises/lab/grade.py", "check/simulations.py", "course_code.py"):
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("one")
    monkeypatch.setattr(module, "_PACKAGE", package)
    states = {module._state(FILES)}
    for path in sorted(package.rglob("*.py")):
        path.write_text("two")
        states.add(module._state(FILES))
    monkeypatch.setattr(sys, "version", "4.0")
    states.add(module._state(FILES))
    assert len(states) == 6
    assert kept(tmp_path) == {}


@pytest.mark.parametrize("damage", ["", "cut", "flipped", "no text"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    """It is run again, and the file mended."""
    keep(tmp_path, RUNS)
    (place,) = (tmp_path / "runs").iterdir()
    content = place.read_bytes()
    flipped = content.replace(b"0.1", b"0.2")
    assert flipped != content
    place.write_bytes({"": b"", "cut": content[:-1], "flipped": flipped, "no text": b"\xff"}[damage])
    assert kept(tmp_path) == {}
    keep(tmp_path, RUNS)
    assert kept(tmp_path) == RUNS


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    """The check goes on; its next run starts from nothing."""
    cache = tmp_path / "a file"
    cache.write_text("")
    keep(cache, RUNS)
    assert kept(cache) == {}


def test_old_states_go(tmp_path: Path) -> None:
    """An author edits a simulation many times."""
    states = [{"work.py": str(number).encode()} for number in range(KEPT + 3)]
    for state in states:
        keep(tmp_path, RUNS, state)
    assert [len(kept(tmp_path, state)) for state in states[-3:]] == [2, 2, 2]
    assert len(list((tmp_path / "runs").iterdir())) == KEPT
