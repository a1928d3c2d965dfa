"""The way in: the large button, and what is seen while the exercises are loaded."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support.faults import scripts_ready
from tests.support.learner import ANSWER_TIMEOUT, Watch
from tests.support.server import Server


def test_begin_shows_true_progress_and_then_the_first_page(tab: Page, course_server: Server) -> None:
    """The moving dots and a bar that grows with the bytes; who comes back sees a button to continue."""
    watch = Watch(tab, course_server.origin)
    tab.goto(course_server.url())
    scripts_ready(tab)
    expect(tab.locator("[data-static-note]")).to_be_hidden()
    tab.get_by_role("link", name="Begin Exercise").first.click()
    loading = tab.locator("[data-loading]")
    expect(loading).to_be_visible()
    dot = loading.locator(".loading-dots > span").first
    assert dot.evaluate("dot => getComputedStyle(dot).animationName") == "pulse"
    expect(loading.locator("progress")).to_be_attached()
    expect(tab.locator("body")).to_have_attribute("data-page", "phase-1/how-it-works", timeout=ANSWER_TIMEOUT)
    expect(loading).to_be_hidden()
    tab.goto(course_server.url())
    expect(tab.get_by_role("link", name="Continue").first).to_be_visible(timeout=ANSWER_TIMEOUT)
    watch.hold()
