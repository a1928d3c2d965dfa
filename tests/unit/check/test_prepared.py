"""Modules that are made for a course when it is built: once, the same everywhere, and their faults in words."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from site_builder.bundle import make_bundle
from site_builder.check import prepared as module
from site_builder.check.own_python import Unrunnable
from site_builder.check.prepared import KEPT, prepared
from site_builder.check.table import check_course
from site_builder.course_code import course_code, involved
from site_builder.errors import Problem
from site_builder.load import load_course
from site_builder.model import Course
from tests.support.courses import COURSE, SUM, write_course
from tests.support.zone import ROOT

MAKER = """\
from course_code.tools import twice


def build():
    return twice("a\\n\\"'")
"""
FILES = {"training.py": MAKER, "tools.py": "def twice(text):\n    return text * 2\n", "other.py": "A = 1\n"}


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    monkeypatch.setenv("SITE_BUILDER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """The tiny course, whose `model` is made by `training`."""
    return load_course(write_course(tmp_path / "course", written(FILES)))


def written(files: Mapping[str, str]) -> dict[str, str]:
    """The files of a course with this Python."""
    python = {f"python/{name}": text for name, text in files.items()}
    return {"course.yaml": COURSE + "prepared: {model: training}\n", **python}


def changed(course: Course, **files: str) -> Course:
    """The course with other Python."""
    return replace(course, python={**course.python, **{f"{name}.py": text.encode() for name, text in files.items()}})


def fault(course: Course) -> Problem:
    """What is wrong with it."""
    with pytest.raises(Unrunnable) as caught:
        prepared(course)
    assert caught.value.problem
    return caught.value.problem


def test_the_text_becomes_a_module(course: Course) -> None:
    """Of the course's own Python, for whoever loads it; what is prepared needs no more preparation."""
    whole = prepared(course)
    assert prepared(whole) == whole
    with course_code(whole.python, "python") as load:
        assert load("model").DATA == "a\n\"'a\n\"'"
    assert {**whole.python, **course.python} == whole.python
    assert prepared(replace(course, prepared={})).python == course.python


def test_learners_get_the_text_and_not_the_work(course: Course) -> None:
    """In the bundle lies the module as it was made."""
    whole = prepared(course)
    with zipfile.ZipFile(io.BytesIO(make_bundle(whole, {"common": {}}, {}))) as bundle:
        assert bundle.read("course_code/model.py") == whole.python["model.py"]


def test_it_is_made_once(course: Course, monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """Until something changes that it follows from; a damaged file is made again."""
    made = []
    build = module._built

    def counted(*given: Any) -> str:
        made.append(given)
        return build(*given)

    monkeypatch.setattr(module, "_built", counted)
    for again in (course, course, changed(course, other="A = 2\n")):
        assert prepared(again).python["model.py"] == prepared(course).python["model.py"]
    assert len(made) == 1
    prepared(changed(course, tools="def twice(text):\n    return text * 3\n"))
    prepared(changed(course, training=MAKER.replace("a", "b")))
    assert len(made) == 3
    for file in (cache / "prepared").iterdir():
        file.write_text("nothing")
    prepared(course)
    assert len(made) == 4


def test_processes_that_need_it_at_once_make_it_once(tmp_path: Path) -> None:
    """The others wait for the first, as parallel tests do with a cold cache."""
    slow = "import time\n\n\ndef build():\n    time.sleep(1)\n    return str(time.monotonic_ns())\n"
    write_course(tmp_path / "course", written({"training.py": slow}))
    driver = (
        "import sys; from pathlib import Path\n"
        "from site_builder.check.prepared import prepared\n"
        "from site_builder.load import load_course\n"
        "print(prepared(load_course(Path(sys.argv[1]))).python['model.py'])\n"
    )
    command = [sys.executable, "-c", driver, str(tmp_path / "course")]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert len({process.communicate(timeout=120)[0] for process in running}) == 1


def test_it_is_made_where_no_lock_can_be_had(course: Course, cache: Path) -> None:
    """As where nothing can be kept at all."""
    cache.mkdir()
    (cache / "prepared.lock").mkdir()
    assert "model.py" in prepared(course).python


def test_it_is_made_again_when_the_judge_changes(
    course: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Its Python may import the grading, and nothing else of this package."""
    before = module._state("training", course.python)
    (tmp_path / "numbers.py").write_text("")
    monkeypatch.setattr(module, "_ZONE", tmp_path)
    assert module._state("training", course.python) != before


def test_old_texts_go(course: Course, cache: Path) -> None:
    """An author edits a training many times."""
    for number in range(KEPT + 2):
        prepared(changed(course, training=MAKER.replace("a", str(number))))
    assert len(list((cache / "prepared").iterdir())) == KEPT


def test_one_can_be_made_of_another(course: Course) -> None:
    """In their order; the second is made again when the first changes."""
    source = "from course_code.model import DATA\n\n\ndef build():\n    return DATA.upper()\n"
    both = replace(changed(course, answering=source), prepared={"model": "training", "answers": "answering"})
    again = changed(both, training=MAKER.replace('"a', '"b'))
    for found, text in ((prepared(both), "A"), (prepared(again), "B")):
        with course_code(found.python, "python") as load:
            assert load("answers").DATA.startswith(text)


def test_all_python_versions_and_orders_give_the_same_bytes(tmp_path: Path) -> None:
    """Each without what another has kept."""
    write_course(tmp_path / "course", written(FILES))
    driver = (
        "import sys\nfrom pathlib import Path\nfrom site_builder.check.prepared import prepared\n"
        "from site_builder.load import load_course\n"
        "sys.stdout.buffer.write(prepared(load_course(Path(sys.argv[1]))).python['model.py'])"
    )
    found = set()
    for seed in "12":
        given = {"PYTHONHASHSEED": seed, "SITE_BUILDER_CACHE": str(tmp_path / seed)}
        command = [sys.executable, "-c", driver, str(tmp_path / "course")]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **given}, capture_output=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


BAD = [
    (("def build", "def bild"), (1, "unfit", "'training' cannot prepare 'model': `build` is missing")),
    (
        ("return twice", "twice"),
        (4, "unfit", "'training' cannot prepare 'model': `build` gives no text of ASCII characters"),
    ),
    (('"a', '"\u00e9'), (4, "unfit", "'training' cannot prepare 'model': `build` gives no text of ASCII characters")),
    (('"a', '"a" * 9 + "'), (4, "unfit", "'training' cannot prepare 'model': `build` gives more than 16 characters")),
    (
        ("return twice", "while True: twice"),
        (4, "unfit", "'training' cannot prepare 'model': `build` takes longer than 0.3 seconds"),
    ),
    (
        ("return twice", "return thrice"),
        (5, "raised", "the module 'training' raises an error while it prepares 'model'"),
    ),
    (("code.tools", "code.tool"), (1, "raised", "the module 'training' raises an error while it prepares 'model'")),
    (("def build()", "def build(a)"), (4, "raised", "the module 'training' raises an error while it prepares 'model'")),
]


@pytest.mark.parametrize(("change", "told"), BAD)
def test_faults_are_told_at_their_line(
    course: Course, change: tuple[str, str], told: tuple[int, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what it has to be like."""
    monkeypatch.setattr(module, "LIMIT", 0.3)
    monkeypatch.setattr(module, "MOST", 16)
    problem = fault(changed(course, training=MAKER.replace(*change)))
    line, code, message = told
    assert problem.place.file.endswith("course/python/training.py")
    assert (problem.place.line, problem.code, problem.message) == (line, f"prepared-{code}", message)


def test_the_check_tells_it_once(tmp_path: Path) -> None:
    """And proves nothing with Python that is not whole; other checks have their say."""
    files: dict[str, Any] = {**written({**FILES, "training.py": MAKER.replace("def build", "def bild")})}
    files["phase-1/sum.yaml"] = SUM.replace("text: Five", "text: Four").replace("0/1", "1/1")
    problems = check_course(load_course(write_course(tmp_path, files)))
    assert [problem.code for problem in problems] == ["equal-items", "prepared-unfit"]
    files["python/training.py"] = "def build(:\n"
    problems = check_course(load_course(write_course(tmp_path, files)))
    assert [problem.code for problem in problems] == ["equal-items", "python-syntax"]


def test_what_a_module_imports_is_found() -> None:
    """However it says so; packages with what they hold, and nothing that is not there."""
    files = {
        "__init__.py": b"",
        "a.py": b"import course_code.b\nfrom course_code import c, missing\nimport json\nfrom json import loads\n",
        "b.py": b"def f():\n    from course_code.deep import part\n    return part\n",
        "c.py": b"import course_code.a as again\n",
        "deep/__init__.py": b"",
        "deep/part.py": b"from . import near\nfrom .more import A\nfrom ..d import B\n",
        "deep/near.py": b"",
        "deep/more.py": b"A = 1",
        "d.py": b"broken(",
        "other.py": b"",
    }
    assert set(involved(files, "a")) == set(files) - {"other.py"}
    assert set(involved(files, "deep.more")) == {"__init__.py", "deep/more.py"}
