"""Promise 3: the zone gives the same bytes in every Python that is here, and passes its own tests in each.

The browser's Python is asked the same in tests/browser/test_parity.py.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from site_builder.course_code import PACKAGE
from site_builder.exercises.table import TYPES
from site_builder.gallery import guide_with_gallery
from site_builder.load import load_course
from site_builder.model import Course
from tests.support.equipped import equipped, wanted
from tests.support.parity import Asked, Expected, difference, expected, replies_of
from tests.support.pythons import pythons
from tests.support.zone import ROOT

HERE = f"python{sys.version_info.major}.{sys.version_info.minor}"
"""The Python that runs the tests: in it the zone's tests need no other run."""
OTHERS = [python for python in pythons() if Path(python).name not in (HERE, Path(sys.executable).name)]
TESTS = ("tests/unit/grading", "tests/exercises")
# Those of pyproject.toml come with plugins that are not there; nor are conftest.py files, since they drive a browser.
OPTIONS = ("-q", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib --strict-markers", "--noconftest")


def hold_everywhere(course: Course) -> Expected:
    """Fails where a Python of this machine replies otherwise; gives what was to be replied."""
    ours = expected(course)
    told = {python: difference(ours, replies_of(python, ours.bundle, ours.asked)) for python in pythons()}
    assert not any(told.values()), "\n\n".join(f"{python}: {text}" for python, text in told.items() if text)
    return ours


def test_every_proof_of_every_type_gives_the_same_bytes() -> None:
    """All examples of all types, and what an LMS is told of them; without a model that is trained."""
    with guide_with_gallery() as folder:
        ours = hold_everywhere(load_course(folder))
    assert ours.proofs >= len(TYPES) * 5


@pytest.mark.long
@pytest.mark.lengthy
def test_every_proof_of_the_course_gives_the_same_bytes() -> None:
    """With all training runs that are in its proofs."""
    ours = hold_everywhere(load_course(ROOT / "course"))
    assert sum("params" in one.request for one in ours.asked) >= 10


@pytest.mark.long
@pytest.mark.lengthy
@pytest.mark.parametrize("python", OTHERS)
def test_the_tests_of_the_zone_pass(python: str) -> None:
    """All of them: what reads examples needs the packages of the build, so they are installed for that Python."""
    command = [equipped(python), "-B", "-m", "pytest", *OPTIONS, *TESTS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture
def ours() -> Expected:
    """Two replies."""
    asked = [Asked("the beginning", {}), Asked("first-words, proof 'all right'", {})]
    return Expected(b"", asked, ['{"a": 1, "b": [0.1, "é"]}', '{"c": 2}'], 1)


def test_the_same_bytes_are_no_difference(ours: Expected) -> None:
    assert difference(ours, list(ours.replies)) == ""


def test_a_difference_is_told_by_exercise_and_proof_and_line_by_line(ours: Expected) -> None:
    """Of both replies, where they differ."""
    assert difference(ours, [ours.replies[0], '{"c": 2.0}']) == (
        "1 of 2 replies differ; the first is about first-words, proof 'all right':\n"
        '--- here\n+++ there\n@@ -1,3 +1,3 @@\n {\n-"c": 2\n+"c": 2.0\n }'.replace('"c"', ' "c"')
    )


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        ('{"a":1, "b": [0.1, "é"]}', 'here:  \' 1, "b": [0.1, "é"]}\'\nthere: \'1, "b": [0.1, "é"]}\''),
        ('{"a": 1, "b": [0.1, "\\u00e9"]}', "here:  'é\"]}'\nthere: '\\\\u00e9\"]}'"),
        ('{"a": 1, "b": [0.1, "é"]}\r', "here:  ''\nthere: '\\r'"),
    ],
)
def test_where_the_data_are_the_same_the_bytes_are_shown(ours: Expected, reply: str, shown: str) -> None:
    """From the first one on that differs."""
    told = difference(ours, [reply, ours.replies[1]])
    assert told == f"1 of 2 replies differ; the first is about the beginning:\n{shown}"


def test_a_reply_too_few_is_no_agreement(ours: Expected) -> None:
    with pytest.raises(ValueError, match="shorter"):
        difference(ours, ours.replies[:1])


def test_a_python_that_fails_says_why() -> None:
    """Its own words are in the message."""
    with pytest.raises(AssertionError, match="No module named 'site_builder'"):
        replies_of(sys.executable, b"no bundle", [Asked("", {})])


def test_what_is_asked_has_no_more_than_the_bundle() -> None:
    """Neither the packages of this Python nor the sources beside it."""
    modules = ["yaml", "pytest", "site_builder", PACKAGE]
    code = f"import importlib.util as found; print([one for one in {modules} if found.find_spec(one)])"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_other_pythons_get_the_locked_packages() -> None:
    """Each with its hashes; no browser, and no plugin of pytest that the zone's tests have no need of."""
    entries = [line for line in wanted().splitlines() if not line.startswith(" ")]
    names = [entry.partition("==")[0] for entry in entries]
    assert {"pytest", "pluggy", "pyyaml", "jsonschema", "rpds-py"} < {*names}
    assert {"playwright", "mypy", "pytest-xdist"}.isdisjoint(names)
    assert wanted().count("--hash=sha256:") >= len(names)
