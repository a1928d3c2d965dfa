"""The preview in a real browser: it reloads after a change, and shows a problem over the last good page."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.browser import until
from tests.support.courses import write_course
from tests.support.zone import ROOT


@dataclass
class Preview:
    """A running preview of a tiny course."""

    address: str
    course: Path
    process: subprocess.Popen[str]


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """`site-builder serve`, started as an author does."""
    course = write_course(tmp_path / "course")
    command = [sys.executable, "-m", "site_builder", "serve", str(course), "--port", "0"]
    # Where the tests run in the background, Ctrl+C would be ignored by whatever they start.
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        signal.signal(signal.SIGINT, ignored)
        assert process.stdout is not None
        line = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", line)):
            line = process.stdout.readline()
            assert line, "the preview ended"
        yield Preview(found[0], course, process)
        process.kill()


def test_a_change_reloads_and_a_problem_is_shown_over_the_last_good_page(preview: Preview, tab: Page) -> None:
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.goto(preview.address)
    start = preview.course / "index.md"
    good = start.read_text("utf-8")
    (title,) = re.findall(r"^title: (.*)$", good, re.MULTILINE)

    start.write_text(good.replace(f"title: {title}", "title: A changed title"), "utf-8")
    until(lambda: tab.locator("h1").inner_text() == "A changed title")

    start.write_text(good.replace(f"title: {title}", f"titel: {title}"), "utf-8")
    overlay = tab.get_by_role("alert").filter(has_text="last good build")
    until(overlay.is_visible)
    assert "index.md:2:1: error:" in overlay.inner_text()
    assert tab.locator("h1").inner_text() == "A changed title"

    start.write_text(good, "utf-8")
    until(lambda: overlay.count() == 0 and tab.locator("h1").inner_text() != "A changed title")
    assert said == []


def test_ctrl_c_ends_it_without_a_word(preview: Preview, tab: Page) -> None:
    tab.goto(preview.address)
    preview.process.send_signal(signal.SIGINT)
    rest, _ = preview.process.communicate(timeout=20)
    assert (preview.process.returncode, rest.strip()) == (130, "")
