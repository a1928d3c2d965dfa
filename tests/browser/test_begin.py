"""The way in: the large button, and what is seen while the exercises are loaded."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support.faults import scripts_ready, site_facts
from tests.support.learner import ANSWER_TIMEOUT, Watch
from tests.support.server import Server
from tests.support.states import NOW, lay_in

FIRST = "phase-1/how-it-works"


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
    expect(tab.locator("body")).to_have_attribute("data-page", FIRST, timeout=ANSWER_TIMEOUT)
    expect(loading).to_be_hidden()
    expect(tab.locator(f'aside a[data-unit="{FIRST}"]')).to_contain_text("visited")
    tab.goto(course_server.url())
    expect(tab.get_by_role("link", name="Continue").first).to_be_visible(timeout=ANSWER_TIMEOUT)
    watch.hold()


def test_who_left_before_anything_was_kept_to_be_shown_goes_on_all_the_same(tab: Page, course_server: Server) -> None:
    """Where the course goes on is known when Python has looked; the button says so then, without another visit."""
    watch = Watch(tab, course_server.origin)
    tab.goto(course_server.url())
    scripts_ready(tab)
    course = site_facts(course_server.files)["course"]["id"]
    rows = [{"kind": "begin", "target": course, "data": {"seed": 5}}, {"kind": "visit", "target": FIRST, "data": {}}]
    lay_in(tab, course, {"attempts": [], "events": [{**row, "id": row["kind"], "time": NOW} for row in rows]})
    tab.reload()
    link = tab.get_by_role("link", name="Continue").first
    expect(link).to_be_visible(timeout=ANSWER_TIMEOUT)
    link.click()
    expect(tab.locator("body")).to_have_attribute("data-page", "phase-1/base-models")
    watch.hold()
