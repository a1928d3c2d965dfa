"""Accessibility of every page and every state of an exercise: axe, reflow, text spacing, focus, named groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Page, expect

from site_builder.build import Site
from site_builder.exercises.table import TYPES
from site_builder.gallery import guide_with_gallery
from site_builder.load import load_course
from site_builder.model import Course
from tests.support import axe
from tests.support.browser import until
from tests.support.completion import School
from tests.support.examples import examples
from tests.support.learner import ANSWER_TIMEOUT, Watch
from tests.support.server import Server, serve
from tests.support.states import drafts_of, lay_in
from tests.support.visitors import Visitor, Visitors

ROOT = Path(__file__).parent.parent.parent
NAMES = [row.name for row in TYPES]
STATES = ("unanswered", "wrong", "right")
# The distances that WCAG 1.4.12 names.
SPACING = """* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }"""
CLIPPED = """() => Array.from(document.querySelectorAll("main *, header *, nav *"))
    .filter((element) => element.checkVisibility() && getComputedStyle(element).overflow !== "visible")
    .filter((element) => !element.matches("textarea, input, progress, [tabindex]") && element.clientWidth > 1)
    .filter((element) => element.scrollWidth > element.clientWidth + 1
        || element.scrollHeight > element.clientHeight + 1)
    .map((element) => element.outerHTML.slice(0, 120))"""
ADOPT = """style => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
}"""
PAINTED = "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))"
UNGROUPED = """() => Array.from(document.querySelectorAll("input[type=radio], input[type=checkbox]"))
    .filter((input) => !input.closest("fieldset")?.querySelector("legend") && !input.closest("[role=radiogroup]"))
    .map((input) => input.outerHTML)"""


@pytest.fixture(scope="module")
def course() -> Course:
    """The course as its source files have it."""
    return load_course(ROOT / "course")


@pytest.fixture(scope="module")
def guide() -> Course:
    """The guide with the gallery of exercise types."""
    with guide_with_gallery() as folder:
        return load_course(folder)


@pytest.fixture(scope="module")
def course_host(course_site: Site) -> Iterator[Server]:
    """The course on a server that stays for all tests here."""
    with serve(course_site.files) as server:
        yield server


@pytest.fixture(scope="module")
def guide_host(gallery_site: Site) -> Iterator[Server]:
    """The gallery on a server that stays for all tests here."""
    with serve(gallery_site.files) as server:
        yield server


@contextmanager
def opened(
    context: Visitor, server: Server, url: str, course: str, record: Mapping[str, Any]
) -> Iterator[tuple[Page, Watch]]:
    """The page with this record, Python ready and every exercise mounted."""
    page = context.new_page()
    watch = Watch(page, server.origin)
    page.goto(server.url(url))
    if record["attempts"] or record["events"]:
        expect(page.locator("[data-static-note]:visible")).to_have_count(0)
        lay_in(page, course, record)
        page.reload()
    for frame in page.locator("[data-exercise]").all():
        expect(frame.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
    yield page, watch
    watch.hold()
    page.close()


def gallery_record(guide: Course, state: str) -> dict[str, list[Any]]:
    """All examples answered as in one state, not yet checked, and no page locked."""
    answers = {example.exercise.id: example.states[state] for example in examples() if state in example.states}
    return drafts_of(answers, [page.id for page in guide.pages])


def add_style(page: Page, style: str) -> None:
    """Adds rules as a script would; the CSP refuses a style element."""
    page.evaluate(ADOPT, style)


def fits(page: Page) -> bool:
    """Whether nothing scrolls sideways at 320 px, as soon as the page has come to rest."""
    return until(lambda: bool(page.evaluate("document.documentElement.scrollWidth <= 320")), timeout=10)


def check_all(page: Page) -> None:
    """Presses every "Check answer" and waits for the verdicts."""
    for frame in page.locator("[data-exercise]").all():
        frame.locator('[data-actions] [data-do="check"]').click()
        expect(frame.locator("[data-verdict]")).to_be_visible(timeout=ANSWER_TIMEOUT)


def gallery_page(guide: Course, name: str) -> str:
    """The address of the page that shows a type."""
    return next(page.url for page in guide.pages if {item.type for item in page.exercises} == {name})


def test_every_page_of_the_course_is_clean(chromium: Visitors, course_host: Server, course: Course) -> None:
    """Nothing is found by axe on any page, in light colors at 1280 px, for who has done everything: none is locked."""
    with chromium.visitor(viewport={"width": 1280, "height": 900}) as context:
        record = School(course).record()
        for unit in course.pages:
            with opened(context, course_host, unit.url, course.id, record) as (page, _):
                assert axe.faults(page) == [], unit.id
                assert page.evaluate(UNGROUPED) == [], unit.id
            record = {"attempts": [], "events": []}  # the context keeps it


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", NAMES)
def test_every_state_of_a_type_is_clean(
    name: str, state: str, chromium: Visitors, guide_host: Server, guide: Course
) -> None:
    """Nothing is found by axe in any example of the type, its hints shown; its options stand in named groups."""
    record = gallery_record(guide, state)
    with (
        chromium.visitor(viewport={"width": 1280, "height": 900}) as context,
        opened(context, guide_host, gallery_page(guide, name), guide.id, record) as (page, _),
    ):
        if state != "unanswered":
            check_all(page)
        for button in page.locator('[data-do="hint"]:visible').all():
            button.click()
        assert axe.faults(page) == []
        assert page.evaluate(UNGROUPED) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_type_is_clean_in_dark_and_forced_colors_and_reflows(
    name: str, chromium: Visitors, guide_host: Server, guide: Course
) -> None:
    """Dark and high contrast pass axe; at 320 px nothing scrolls sideways; wide spacing of text cuts nothing off."""
    record = gallery_record(guide, "wrong")
    with (
        chromium.visitor(viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as context,
        opened(context, guide_host, gallery_page(guide, name), guide.id, record) as (page, _),
    ):
        check_all(page)
        page.emulate_media(color_scheme="dark")
        page.evaluate(PAINTED)
        assert axe.faults(page) == []
        page.emulate_media(color_scheme="light", forced_colors="active")
        page.evaluate(PAINTED)
        assert axe.faults(page) == []
        page.emulate_media(forced_colors="none")
        page.set_viewport_size({"width": 320, "height": 640})
        assert fits(page)
        add_style(page, SPACING)
        assert fits(page)
        assert page.evaluate(CLIPPED) == []


def test_the_course_reflows_at_320_pixels(chromium: Visitors, course_host: Server, course: Course) -> None:
    """No page of the course scrolls sideways on the narrowest screen, nor with wide spacing of text."""
    with chromium.visitor(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        for unit in course.pages:
            page.goto(course_host.url(unit.url))
            assert fits(page), unit.id
            add_style(page, SPACING)
            assert fits(page), unit.id
            assert page.evaluate(CLIPPED) == [], unit.id


@pytest.mark.parametrize("name", NAMES)
def test_the_focus_is_seen_on_every_control(name: str, chromium: Visitors, guide_host: Server, guide: Course) -> None:
    """Each control that can have the focus looks different when it has it."""
    record = gallery_record(guide, "wrong")
    still = "* { caret-color: transparent !important; transition: none !important; animation: none !important; }"
    with (
        chromium.visitor(viewport={"width": 1280, "height": 900}) as context,
        opened(context, guide_host, gallery_page(guide, name), guide.id, record) as (page, _),
    ):
        check_all(page)
        add_style(page, still)
        frame = page.locator("[data-exercise]").first
        controls = frame.locator("a[href], button, input, textarea, [tabindex='0']").all()
        seen = [control for control in controls if control.is_visible() and control.is_enabled()]
        assert seen
        for control in seen:
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
