"""Further modules in the browser: open to who has done nothing yet, with a progress of their own, in nobody's way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from site_builder.model import Phase
from tests.support import learner
from tests.support.first_course import first_course
from tests.support.hands import Clicks
from tests.support.learner import ANSWER_TIMEOUT
from tests.support.server import Server
from tests.support.visitors import Visitors

COURSE = first_course()
FIRST, *OTHERS = [extra for extra in COURSE.extras if any(page.exercises for page in extra.pages)]
LESSONS = [
    pytest.param(FIRST, id=FIRST.id),
    # The same path as through the first one; whether their exercises can be solved, their proofs say.
    *(pytest.param(extra, id=extra.id, marks=pytest.mark.long) for extra in OTHERS),
]


def tells(page: Page, module: Phase, done: int, total: int) -> None:
    """Waits until the list beside the page says how far the module is."""
    beside = page.locator(f'aside [data-extra="{module.id}"]')
    expect(beside).to_have_text(f"{done} of {total} exercises done", timeout=ANSWER_TIMEOUT)


@pytest.mark.parametrize("module", LESSONS)
def test_a_module_is_worked_through_by_who_has_done_nothing_else(
    module: Phase, tab: Page, course_server: Server
) -> None:
    """The module counts what is solved, a reload keeps it, and the course stays at its beginning."""
    watch = learner.Watch(tab, course_server.origin)
    total = sum(len(learner.required(page)) for page in module.pages)
    tab.goto(course_server.url(module.pages[0].url))
    tells(tab, module, 0, total)
    learner.walk(tab, module.pages, Clicks())
    expect(tab.locator(f'[data-complete="{module.id}"]')).to_contain_text("Module complete")
    learner.reload(tab)
    tells(tab, module, total, total)
    expect(tab.locator(f'aside a[data-phase="{module.id}"]')).to_have_attribute("data-status", "done")
    expect(tab.locator("[data-progress-text]")).to_have_text("0 % complete")
    expect(tab.locator('header [data-phase="phase-2"]')).to_have_attribute("data-status", "locked")
    tab.get_by_role("link", name="Back to the course").click()
    expect(tab.locator("body")).to_have_attribute("data-page", "index")
    expect(tab.locator(f'main [data-extra="{module.id}"]')).to_have_text(f"{total} of {total} exercises done")
    watch.hold()


def test_next_is_never_held_back_in_a_module(tab: Page, course_server: Server) -> None:
    """Nothing has been answered, and the next page opens."""
    module = next(extra for extra in COURSE.extras if len(extra.pages) > 1)
    tab.goto(course_server.url(module.pages[0].url))
    tells(tab, module, 0, sum(len(learner.required(page)) for page in module.pages))
    learner.next_page(tab, Clicks())
    expect(tab.locator("body")).to_have_attribute("data-page", module.pages[1].id)
    expect(tab.locator("[data-gate]")).to_be_hidden()


def test_practice_data_are_saved_as_files(chromium: Visitors, course_server: Server) -> None:
    """Under their own names and unchanged, without leaving the page."""
    with chromium.visitor() as context:
        page = context.new_page()
        page.goto(course_server.url("resources/links.html"))
        for link in page.locator("a[download]").all():
            with page.expect_download() as caught:
                link.click()
            name = caught.value.suggested_filename
            assert Path(caught.value.path()).read_bytes() == COURSE.media[f"media/practice/{name}"]
        expect(page.locator("body")).to_have_attribute("data-page", "resources/links")
