"""What the author's guide shows is true: its example builds, and its error message is the one that an author gets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_builder.check.table import check_course
from site_builder.errors import ContentError
from site_builder.load import load_course

GUIDE = Path(__file__).resolve().parents[2] / "site_builder" / "guide"
BLOCK = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)
FILES = ("course.yaml", "index.md", "phase-1/phase.yaml", "phase-1/greeting.md")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The course of the first page, written down as the page says."""
    text = (GUIDE / "writing" / "first-steps.md").read_text(encoding="utf-8")
    blocks = [body for _, language, body in BLOCK.findall(text) if language != "text"]
    folder = tmp_path / "my-course"
    for name, body in zip(FILES, blocks, strict=True):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(body, encoding="utf-8")
    return folder


def test_first_course_is_proven(example: Path) -> None:
    """An author who copies it has a course."""
    course = load_course(example)
    assert not list(check_course(course))
    assert [page.id for page in course.pages] == ["index", "phase-1/greeting"]


def test_message_is_the_one_that_an_author_gets(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page about messages shows a real one."""
    phase = example / "phase-1" / "phase.yaml"
    phase.write_text(phase.read_text(encoding="utf-8").replace("[greeting]", "[greetng]"), encoding="utf-8")
    monkeypatch.chdir(example.parent)
    with pytest.raises(ContentError) as caught:
        load_course(Path("my-course"))
    page = (GUIDE / "writing" / "errors.md").read_text(encoding="utf-8")
    (shown,) = (body for _, language, body in BLOCK.findall(page) if language == "text")
    assert shown.strip() in {str(problem) for problem in caught.value.problems}
