"""The checks of a loaded course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.check.table import CHECKS, check_course
from site_builder.load import load_course
from tests.support.courses import SUM, write_course

if TYPE_CHECKING:
    from pathlib import Path


def test_a_good_course_passes(tmp_path: Path) -> None:
    """Nothing to say."""
    assert not check_course(
        load_course(write_course(tmp_path, {"python/graders.py": "A = 1\n", "python/data.txt": "("}))
    )
    assert len(CHECKS) == len(set(CHECKS))


def test_python_that_is_nested_too_deep_is_no_fault_of_ours(tmp_path: Path) -> None:
    """The parser gives up in ways of its own, and so long a line is not shown."""
    content = f"x = {'-' * 200_000}1\n"
    (problem,) = check_course(load_course(write_course(tmp_path, {"python/deep.py": content})))
    assert (problem.code, problem.message) == ("python-syntax", "this is no Python: it is nested too deep")
    assert "\n" not in str(problem)


def test_every_check_has_its_say(tmp_path: Path) -> None:
    """One fault does not hide another, and each shows its line."""
    changes = {
        "python/graders.py": "A =\n",
        "phase-1/sum.yaml": SUM.replace("text: Five", "text: Four").replace("0/1", "1/1"),
    }
    problems = list(check_course(load_course(write_course(tmp_path, changes))))
    assert [problem.code for problem in problems] == ["equal-items", "proof-wrong", "python-syntax"]
    assert [problem.source.strip()[:9] for problem in problems] == ["id: sum", "- {answer", "A ="]
