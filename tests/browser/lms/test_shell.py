"""The page around the course in an LMS: for everybody, on every screen, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support.hosts import running
from tests.support.lms import SCORM12, Lms
from tests.support.lms_visit import SAVED, Visit, do_first, is_told_later, launch, launch_in_window, learner
from tests.support.visitors import Visitors

Package = Callable[[str], dict[str, bytes]]
CONTENT = "content/index.html"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
EDGE = "(place) => getComputedStyle(place).borderBottomWidth"
BUSY = """() => {
    const { python } = course;
    const call = python.call.bind(python);
    window.visits = [];
    python.call = async (request) => {
        if (request.do === "visit") visits.push(request.page);
        if (request.do === "visit") await new Promise((done) => setTimeout(done, 1500));
        return call(request);
    };
}"""
CANVAS_TEXT = """(body) => {
    const probe = body.appendChild(document.createElement("p"));
    probe.style.color = "CanvasText";
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
}"""
SAID = """() => {
    window.heard = [];
    const region = document.querySelector("#say");
    const hear = () => region.textContent && heard.push(region.textContent);
    new MutationObserver(hear).observe(region, { childList: true });
}"""


def axe_faults(page: Page) -> list[str]:
    """In the light and in the dark."""
    faults: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        faults += axe.faults(page)
    return faults


def test_the_shell_is_accessible(package: Package, chromium: Visitors) -> None:
    """With the course in its frame, and after the course was left: named, in a language, with contrast."""
    with running(lms := Lms(SCORM12, package("scorm12"))), learner(chromium) as context:
        visit = launch_in_window(context, lms)
        visit.says(SAVED)
        expect(visit.page.locator("iframe[data-frame]")).to_have_attribute("title", "A tiny course")
        assert axe_faults(visit.page) == []
        do_first(visit)
        expect(visit.page).to_have_title(visit.site.locator("body").evaluate("() => document.title"))
        visit.page.evaluate("window.opener = null")
        visit.leave()
        assert axe_faults(visit.page) == []


def test_the_shell_stays_readable_in_forced_colors(package: Package, chromium: Visitors) -> None:
    """The colors are the learner's: the words have theirs, the bar and the button an edge."""
    with running(lms := Lms(SCORM12, package("scorm12"))), learner(chromium, forced_colors="active") as context:
        visit = launch(context, lms)
        visit.says(SAVED)
        assert visit.shell.locator("[data-exit]").evaluate(EDGE) != "0px"
        assert visit.shell.locator("[data-bar]").evaluate(EDGE) != "0px"
        words = visit.shell.locator("[data-lms-status]").evaluate("(place) => getComputedStyle(place).color")
        assert words == visit.shell.locator("body").evaluate(CANVAS_TEXT)


def test_the_shell_fits_small_screens(package: Package, chromium: Visitors) -> None:
    """At 320 px nothing is cut off or scrolls sideways, and the course has room."""
    with running(lms := Lms(SCORM12, package("scorm12"))), learner(chromium) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(lms.url(CONTENT))
        visit = Visit(page, around=0)
        visit.says("No LMS was found")
        visit.shows("index")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        box = page.locator("iframe[data-frame]").bounding_box()
        assert box
        assert box["width"] == 320
        assert box["height"] >= 320


def test_the_shell_follows_the_theme_that_the_learner_chooses(package: Package, chromium: Visitors) -> None:
    """The button is in the course, and the frame around it changes with it."""
    with running(lms := Lms(SCORM12, package("scorm12"))), learner(chromium) as context:
        visit = launch(context, lms)
        visit.shows("index")
        for theme in ("light", "dark", "high-contrast"):
            visit.site.locator('[data-do="theme"]').click()
            expect(visit.shell.locator("html")).to_have_attribute("data-theme", theme)


def test_what_goes_wrong_is_said_once(package: Package, chromium: Visitors) -> None:
    """A screen reader hears that the LMS does not answer, and later that it does; not of every save."""
    with running(lms := Lms(SCORM12, package("scorm12"), way="throws")), learner(chromium, clock=True) as context:
        visit = launch(context, lms)
        visit.shows("index")
        visit.shell_frame.evaluate(SAID)
        do_first(visit)
        visit.says("does not answer")
        visit.page.evaluate("window.behave = true")
        is_told_later(visit, context)
        visit.go_on("phase-1/last")
        visit.says(SAVED)
        heard = visit.shell_frame.evaluate("heard")
        assert [text for text in heard if "Saved" in text] == [SAVED]
        assert len(heard) <= 2


def test_who_presses_next_before_the_page_counts_as_read_goes_on(package: Package, chromium: Visitors) -> None:
    """Python is busy for a while; the press is not lost, and nothing is said to be missing."""
    with running(lms := Lms(SCORM12, package("scorm12"))), learner(chromium) as context:
        visit = launch(context, lms)
        visit.shows("index")
        visit.shell_frame.evaluate("() => course.session.start()")
        visit.shell_frame.evaluate(BUSY)
        visit.site.locator('[data-do="begin"]').first.click()
        visit.shows("phase-1/intro")
        visit.go_on("phase-1/sums")
        assert visit.shell_frame.evaluate("visits") == ["phase-1/intro", "phase-1/sums"]


def test_without_javascript_the_course_can_be_read(package: Package, chromium: Visitors) -> None:
    """The shell says what is missing, and leads to the pages."""
    with running(lms := Lms(SCORM12, package("scorm12"))):
        context = chromium.fresh(java_script_enabled=False)
        page = context.new_page()
        page.goto(lms.url(CONTENT))
        expect(page.locator("[data-wait]")).to_be_visible()
        page.get_by_role("link", name="Read the course").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("A tiny course")
        context.close()
