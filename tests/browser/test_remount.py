"""Exercises that leave and come back on one page are as they were built: controls are there once, words can be read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from site_builder.exercises.table import TYPES
from tests.support.faults import site_facts
from tests.support.learner import ANSWER_TIMEOUT
from tests.support.server import Server
from tests.support.workbench import Desk, page_of

REST = 700
"""More than Python and the store take for a reply. (milliseconds)"""
CONTROLS = """() => Array.from(
    document.querySelectorAll("main :is(button, input, select, textarea)"),
    (control) => [control.localName, control.dataset.act ?? "", control.textContent],
)"""


def load_progress(page: Page, server: Server) -> None:
    """Loads a file of progress of this course; the exercises of the page begin anew with it."""
    course = site_facts(server.files)["course"]
    record: Any = {"format": 1, "kind": "learner-record", "course": course, "attempts": [], "events": []}
    with page.expect_file_chooser() as chooser:
        page.locator('[data-do="import"]').click()
    file: Any = {"name": "progress.json", "mimeType": "application/json", "buffer": json.dumps(record).encode()}
    chooser.value.set_files(file)
    expect(page.locator("footer")).to_contain_text("nothing new", ignore_case=True)


def at_rest(page: Page) -> list[list[str]]:
    """The controls of the page, once it has come to rest: what Python says of a text comes a moment later."""
    before: list[list[str]] = []
    while (now := page.evaluate(CONTROLS)) != before:
        before = now
        page.wait_for_timeout(REST)
    return before


@pytest.mark.parametrize("name", [row.name for row in TYPES])
def test_loaded_progress_leaves_each_control_once(name: str, looked_at: Desk) -> None:
    """Nothing that a widget adds to the page is there twice when it is mounted again."""
    page = looked_at.open(page_of(name, "unanswered"))
    before = at_rest(page)
    load_progress(page, looked_at.server)
    for frame in page.locator("[data-exercise]").all():
        expect(frame.locator("[data-actions]")).to_be_visible()
    assert at_rest(page) == before


def test_a_demonstration_on_a_locked_page_can_be_read(tab: Page, course_server: Server) -> None:
    """All of its steps, and no button that does nothing."""
    tab.goto(course_server.url("phase-2/jsonl.html"))
    expect(tab.locator("[data-locked]")).to_be_visible(timeout=ANSWER_TIMEOUT)
    frame = tab.locator('[data-exercise="to-jsonl"]')
    expect(frame.locator(".demo-output:visible")).to_have_count(6)
    expect(frame.locator("button:visible")).to_have_count(0)
