"""Accessibility of every page and every state of an exercise: axe, reflow, text spacing, focus, named groups."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import FloatRect, Page, expect

from site_builder.exercises.table import TYPES
from tests.support import axe
from tests.support.faults import visiting
from tests.support.first_course import first_course
from tests.support.learner import ANSWER_TIMEOUT
from tests.support.looks import add_style, is_clean, reflows
from tests.support.server import Server
from tests.support.visitors import DESKTOP, Visitors
from tests.support.workbench import FOLLOW, STATES, Desk, page_of

pytestmark = pytest.mark.lengthy

if TYPE_CHECKING:
    pass

ROOT = Path(__file__).parent.parent.parent
NAMES = [row.name for row in TYPES]
MADE_LIKE = """element => JSON.stringify([
    element.localName, element.className, element.type, Object.keys(element.dataset), element.dataset.act,
    element.closest("[data-tone]")?.dataset.tone,
])"""
"""What the style sheets can tell a control by."""
PAINTED = "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))"


def check_all(page: Page) -> None:
    """Presses "Check answer" where there is no verdict yet, and waits for them."""
    for frame in page.locator("[data-exercise]").all():
        if frame.locator("[data-verdict]").is_hidden():
            frame.locator('[data-actions] [data-do="check"]').click()
        expect(frame.locator("[data-verdict]")).to_be_visible(timeout=ANSWER_TIMEOUT)


@pytest.mark.parametrize("name", NAMES)
def test_every_state_of_a_type_is_clean(name: str, looked_at: Desk) -> None:
    """Nothing is found by axe in any example of the type, its hints shown; its options stand in named groups."""
    for state in STATES:
        page = looked_at.open(page_of(name, state))
        if state != "unanswered":
            check_all(page)
        for frame in page.locator("[data-exercise]").all():  # a button goes with the last hint
            if (button := frame.locator('[data-do="hint"]')).is_visible():
                button.click()
        is_clean(page, state)


@pytest.mark.parametrize("name", NAMES)
def test_a_type_is_clean_in_dark_and_forced_colors_and_reflows(name: str, looked_at: Desk) -> None:
    """Dark and high contrast pass axe; at 320 px nothing scrolls sideways; wide spacing of text cuts nothing off."""
    page = looked_at.open(page_of(name, "wrong"))
    check_all(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.evaluate(PAINTED)
    assert axe.faults(page) == []
    page.emulate_media(color_scheme="light", forced_colors="active")
    page.evaluate(PAINTED)
    assert axe.faults(page) == []
    page.emulate_media(color_scheme="null", forced_colors="null", reduced_motion="null")
    reflows(page, name)


def test_every_page_beside_the_way_is_clean_and_reflows(chromium: Visitors, course_server: Server) -> None:
    """Start screen and further modules; the pages that a learner passes are looked at on the way, in `test_walk`."""
    course = first_course()
    passed = {page.id for phase in course.phases for page in phase.pages}
    with visiting(chromium, course_server, "index.html") as (page, _):
        for unit in (unit for unit in course.pages if unit.id not in passed):
            page.set_viewport_size(DESKTOP)
            page.evaluate(FOLLOW, course_server.url(unit.url))
            expect(page.locator("body")).to_have_attribute("data-page", unit.id)
            for frame in page.locator("[data-exercise]").all():
                expect(frame.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
            is_clean(page, unit.id)
            reflows(page, unit.id)


@pytest.mark.parametrize("name", NAMES)
def test_the_focus_is_seen_on_every_control(name: str, looked_at: Desk) -> None:
    """Each control that can have the focus looks different when it has it; of those that are made alike, one."""
    still = "* { caret-color: transparent !important; transition: none !important; animation: none !important; }"
    page = looked_at.open(page_of(name, "wrong"))
    check_all(page)
    add_style(page, still)
    frame = page.locator("[data-exercise]").first
    controls = frame.locator("a[href], button, input, textarea, [tabindex='0']").all()
    seen = {
        control.evaluate(MADE_LIKE): control for control in controls if control.is_visible() and control.is_enabled()
    }
    assert seen
    for control in seen.values():
        control.scroll_into_view_if_needed()
        box = control.bounding_box()
        assert box
        # Wide enough for the row of an option, which shows the focus of its box.
        clip: FloatRect = {
            "x": box["x"] - 24,
            "y": box["y"] - 24,
            "width": box["width"] + 48,
            "height": box["height"] + 48,
        }
        page.evaluate("document.activeElement?.blur()")
        before = page.screenshot(clip=clip)
        page.keyboard.press("Shift")  # from here on the browser shows the focus as for a keyboard
        control.evaluate("element => element.focus({preventScroll: true})")
        assert page.screenshot(clip=clip) != before, control.evaluate("element => element.outerHTML")
    page.evaluate("document.adoptedStyleSheets = []")
