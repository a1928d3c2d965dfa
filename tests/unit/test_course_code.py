"""The course's own Python is imported from its bytes, and nothing of it stays."""

from __future__ import annotations

import sys
import traceback

import pytest

from site_builder.course_code import course_code

FILES = {
    "first.py": b"from __future__ import annotations\nfrom dataclasses import dataclass\n"
    b"from course_code.parts import second\n\n@dataclass\nclass A:\n    x: int\n\n"
    b"def late():\n    from course_code.parts.third import THREE\n    return THREE + second.TWO + A(1).x\n",
    "parts/__init__.py": b"",
    "parts/second.py": b"TWO = 2\n",
    "parts/third.py": b"THREE = 3\n",
    "fails.py": b"ONE = 1\nraise RuntimeError(ONE)\n",
    "data.json": b"{}",
}


def test_modules_import_each_other_also_late() -> None:
    """As in the worker, where the package lies in an archive; classes find the module that they are in."""
    with course_code(FILES, "course/python") as load:
        assert load("first").late() == 6
        with pytest.raises(ModuleNotFoundError):
            load("data")


def test_nothing_stays_behind() -> None:
    """Another course has other modules under the same names; one within another is put back."""
    before = list(sys.meta_path)
    with course_code({"first.py": b"NAME = 'outer'\n"}, "outer") as outer:
        assert outer("first").NAME == "outer"
        with course_code({"first.py": b"NAME = 'inner'\n"}, "inner") as inner:
            assert inner("first").NAME == "inner"
        assert outer("first").NAME == "outer"
    assert [name for name in sys.modules if name.startswith("course_code")] == []
    assert sys.meta_path == before


def test_a_traceback_names_the_file_of_the_author() -> None:
    """With its line."""
    with course_code(FILES, "course/python") as load, pytest.raises(RuntimeError) as caught:
        load("fails")
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert (last.filename, last.lineno, last.line) == ("course/python/fails.py", 2, "raise RuntimeError(ONE)")
