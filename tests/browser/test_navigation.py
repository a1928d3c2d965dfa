"""Moving through the course: links, history, reloads, gates, and hosts of all kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Route, expect

from site_builder.build import Site
from site_builder.model import Course, Exercise
from tests.support.browser import until
from tests.support.completion import School
from tests.support.faults import Held, python_ready, scripts_ready, site_facts, visiting
from tests.support.first_course import first_course
from tests.support.hands import Mouse
from tests.support.learner import solve, wait_for_status
from tests.support.server import Server, serve
from tests.support.states import lay_in
from tests.support.visitors import Visitors

COURSE = Path(__file__).parent.parent.parent / "course"
WASM = "**/python.wasm"
FIRST, SECOND, THIRD = "phase-1/how-it-works", "phase-1/base-models", "phase-1/requirements"
LATER = "phase-1/patterns"


@pytest.fixture(scope="module")
def course() -> Course:
    """The course as its source files have it."""
    return first_course()


def shows(page: Page, unit: str) -> None:
    """Waits until the page shows this unit."""
    expect(page.locator("body")).to_have_attribute("data-page", unit)


def has_arrived(page: Page, server: Server, unit: str) -> None:
    """Address, title, heading and focus are those of this unit."""
    shows(page, unit)
    title = next(one["title"] for one in site_facts(server.files)["units"] if one["id"] == unit)
    expect(page).to_have_url(server.url(f"{unit}.html"))
    assert page.title().startswith(title)
    expect(page.locator("main h1")).to_have_text(title)
    expect(page.locator("main h1")).to_be_focused()


def go(page: Page, unit: str) -> None:
    """Follows the link in the list of units."""
    page.locator(f'aside a[data-unit="{unit}"]').click()
    shows(page, unit)


def listed(server: Server) -> list[str]:
    """The units that the list beside the first one names: those of its phase."""
    units = site_facts(server.files)["units"]
    phase = next(unit["phase"] for unit in units if unit["id"] == FIRST)
    return [unit["id"] for unit in units if unit["phase"] == phase]


def following(page: Page) -> None:
    """Presses Next."""
    page.locator('[data-nav="next"]').click()


def scrolled(page: Page) -> int:
    """How far the page is scrolled."""
    position: int = page.evaluate("() => Math.round(scrollY)")
    return position


def mark(page: Page) -> None:
    """Leaves something in the document that a full load takes away."""
    page.evaluate("() => { globalThis.marked = true; }")


def is_marked(page: Page) -> bool:
    """Whether the document is still the one that was marked."""
    try:
        return bool(page.evaluate("() => Boolean(globalThis.marked)"))
    except Error:
        return False  # the document went away while it was asked


def exercise_of(course: Course, name: str) -> Exercise:
    """The exercise of this id."""
    return next(exercise for _, exercise in course.exercises() if exercise.id == name)


def test_back_and_forward_restore_page_title_focus_and_scroll(chromium: Visitors, course_server: Server) -> None:
    """Within one document the history brings back what was shown, where it was read, with the focus on its heading."""
    with visiting(chromium, course_server, f"{SECOND}.html", viewport={"width": 1280, "height": 500}) as (page, _):
        mark(page)
        page.evaluate("() => scrollTo({top: 700, behavior: 'instant'})")
        before = scrolled(page)
        assert before > 300
        page.evaluate(f"() => document.querySelector('aside a[data-unit=\"{LATER}\"]').click()")
        has_arrived(page, course_server, LATER)
        assert scrolled(page) == 0
        page.go_back()
        has_arrived(page, course_server, SECOND)
        until(lambda: scrolled(page) == before, 10)
        page.go_forward()
        has_arrived(page, course_server, LATER)
        until(lambda: scrolled(page) == 0, 10)
        assert is_marked(page)


def test_a_reload_in_the_middle_stays_where_it_was(chromium: Visitors, course_server: Server) -> None:
    """After moving through the course a reload shows the same page at the same place, and back still works."""
    with visiting(chromium, course_server, f"{FIRST}.html", viewport={"width": 1280, "height": 500}) as (page, _):
        go(page, SECOND)
        page.evaluate("() => scrollTo({top: 700, behavior: 'instant'})")
        before = scrolled(page)
        page.reload()
        shows(page, SECOND)
        until(lambda: scrolled(page) == before, 10)
        page.go_back()
        has_arrived(page, course_server, FIRST)


def test_who_goes_back_before_the_scripts_are_there_sees_the_page_before(
    chromium: Visitors, course_server: Server
) -> None:
    """After a reload the way back is one in the same document; without the scripts it changes the address alone."""
    with visiting(chromium, course_server, "index.html") as (page, _):
        page.locator('[data-do="begin"]').first.click()
        shows(page, FIRST)
        script = Held(page, "**/navigate.js")
        page.reload(wait_until="commit")
        shows(page, FIRST)
        page.evaluate("() => history.back()")
        expect(page).to_have_url(course_server.url("index.html"))
        shows(page, FIRST)
        script.let_go()
        shows(page, "index")
        expect(page.locator('[data-do="begin"]').first).to_be_visible()


def test_a_deep_link_to_a_locked_unit_can_be_read_and_says_the_way_back(
    chromium: Visitors, course_server: Server, course: Course
) -> None:
    """The page reads, its exercises do nothing, the banner leads to what comes first; after that they are open."""
    with visiting(chromium, course_server, f"{THIRD}.html") as (page, _):
        python_ready(page)
        banner = page.locator("[data-locked]")
        expect(banner).to_be_visible()
        expect(banner).to_contain_text("You can read this page")
        expect(page.locator("main h1")).to_be_visible()
        frame = page.locator('[data-exercise="requirements"]')
        expect(frame.locator("[data-item]").first).to_be_visible()
        expect(frame.locator("input:enabled")).to_have_count(0)
        expect(frame.locator('[data-do="check"]')).to_be_hidden()
        banner.locator("a").click()
        has_arrived(page, course_server, SECOND)
        following(page)
        has_arrived(page, course_server, THIRD)
        expect(page.locator("[data-locked]")).to_be_hidden()
        solve(page, Mouse(), exercise_of(course, "requirements"))


def test_next_lists_what_is_missing_and_its_links_lead_there(
    chromium: Visitors, course_server: Server, course: Course
) -> None:
    """At an unmet gate Next stays, takes the focus to a list of what is missing, and lets pass once that is done."""
    with visiting(chromium, course_server, f"{SECOND}.html") as (page, _):
        following(page)
        shows(page, THIRD)
        python_ready(page)
        following(page)
        gate = page.locator("[data-gate]")
        expect(gate).to_be_focused()
        expect(gate.locator("li")).to_have_text(["The key requirements"])
        shows(page, THIRD)
        gate.locator("a").click()
        expect(page.locator("#x-requirements")).to_be_in_viewport()
        solve(page, Mouse(), exercise_of(course, "requirements"))
        expect(gate).to_be_hidden()
        following(page)
        shows(page, "phase-1/test")


def test_next_on_a_locked_unit_leads_to_what_comes_first(chromium: Visitors, course_server: Server) -> None:
    """Where nothing is missing on the page itself, the gate names the earlier page, and the link goes there."""
    with visiting(chromium, course_server, f"{LATER}.html") as (page, _):
        go(page, THIRD)
        python_ready(page)
        go(page, LATER)
        following(page)
        gate = page.locator("[data-gate]")
        expect(gate).to_be_focused()
        gate.locator("a").click()
        has_arrived(page, course_server, SECOND)


@pytest.mark.parametrize(
    "start",
    ["index", pytest.param(FIRST, marks=pytest.mark.long)],  # the same link, the same way on
)
def test_the_tutorial_can_be_skipped(chromium: Visitors, course_server: Server, start: str) -> None:
    """From the start screen and from the tutorial one link goes on, and nothing later asks for the tutorial."""
    with visiting(chromium, course_server, f"{start}.html") as (page, _):
        page.locator('[data-do="skip-tutorial"]').first.click()
        has_arrived(page, course_server, SECOND)
        following(page)
        has_arrived(page, course_server, THIRD)
        python_ready(page)
        expect(page.locator("[data-locked]")).to_be_hidden()


def test_the_theme_button_goes_through_all_themes_and_is_remembered(chromium: Visitors, course_server: Server) -> None:
    """Each press changes the theme and its name; the choice outlives navigation and reload."""
    with visiting(chromium, course_server, "index.html") as (page, _):
        button = page.locator('[data-do="theme"]')
        root = page.locator("html")
        for theme in ("light", "dark", "high-contrast"):
            before = button.inner_text()
            button.click()
            expect(root).to_have_attribute("data-theme", theme)
            expect(button).not_to_have_text(before)
        page.locator('[data-do="skip-tutorial"]').first.click()
        shows(page, SECOND)
        expect(root).to_have_attribute("data-theme", "high-contrast")
        expect(page.locator('[data-do="theme"]')).to_have_text(button.inner_text())
        page.reload()
        expect(root).to_have_attribute("data-theme", "high-contrast")
        page.locator('[data-do="theme"]').click()
        expect(root).to_have_attribute("data-theme", "auto")


def test_the_site_works_below_a_path_with_spaces_from_a_server_that_does_not_know_wasm(
    chromium: Visitors, course_site: Site
) -> None:
    """Begin, answer, move, go back and reload; every request stays below the path, and wasm comes as octet-stream."""
    with (
        serve(course_site.files, "/my courses/näher dran/") as server,
        visiting(chromium, server, "index.html") as (page, _),
    ):
        types: list[str] = []
        page.on("response", lambda reply: types.append(reply.headers["content-type"]) if "wasm" in reply.url else None)
        page.locator('[data-do="begin"]').first.click()
        has_arrived(page, server, FIRST)
        frame = page.locator('[data-exercise="practice"]')
        frame.get_by_label("In this browser").check()
        frame.locator('[data-do="check"]').click()
        wait_for_status(frame, "done")
        following(page)
        has_arrived(page, server, SECOND)
        page.go_back()
        has_arrived(page, server, FIRST)
        page.reload()
        wait_for_status(page.locator('[data-exercise="practice"]'), "done")
        assert set(types) == {"application/octet-stream"}
        assert all(path.startswith("/my%20courses/n%C3%A4her%20dran/") for path in server.requests)


def abort(route: Route) -> None:
    """The connection breaks."""
    route.abort()


def fail(route: Route) -> None:
    """The server is out of order."""
    route.fulfill(status=503, body="busy")


@pytest.mark.parametrize(
    "fault",
    [abort, pytest.param(fail, marks=pytest.mark.long)],  # the same way out for each
)
def test_a_page_that_cannot_be_fetched_is_loaded_the_ordinary_way(
    chromium: Visitors, course_server: Server, fault: Callable[[Route], None]
) -> None:
    """When the script's request fails, the browser's own navigation shows the page."""
    with visiting(chromium, course_server, f"{FIRST}.html") as (page, watch):
        watch.allowed = ("ERR_FAILED", "503")
        page.route("**/*.html", lambda r: fault(r) if r.request.resource_type == "fetch" else r.continue_())
        mark(page)
        page.locator(f'aside a[data-unit="{SECOND}"]').click()
        until(lambda: not is_marked(page), 20)
        shows(page, SECOND)


def test_a_page_of_another_edition_is_loaded_the_ordinary_way(chromium: Visitors, course_server: Server) -> None:
    """When the course was published anew meanwhile, old scripts never show new pages."""
    with visiting(chromium, course_server, f"{FIRST}.html") as (page, _):
        python_ready(page)
        mark(page)
        course_server.files = another_edition(course_server.files)
        page.locator(f'aside a[data-unit="{SECOND}"]').click()
        until(lambda: not is_marked(page), 20)
        shows(page, SECOND)


def another_edition(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The site with its scripts in another folder."""
    old = next(name for name in files if name.endswith("/site.js")).split("/")[1]
    new = old[::-1]
    return {
        name.replace(old, new): content.replace(old.encode(), new.encode()) if name.endswith(".html") else content
        for name, content in files.items()
    }


def test_python_is_loaded_once_per_visit(chromium: Visitors, course_server: Server) -> None:
    """Through all pages of a phase and back no file of Python is asked for twice, and the document stays the same."""
    units = listed(course_server)
    with visiting(chromium, course_server, f"{FIRST}.html") as (page, _):
        python_ready(page)
        mark(page)
        for unit in units[1:]:
            go(page, unit)
        for unit in reversed(units[:-1]):
            page.go_back()
            shows(page, unit)
        assert is_marked(page)
    asked = [path for path in course_server.requests if "/runtime/" in path or "/bundle/" in path]
    assert len(asked) == len(set(asked))
    assert [path.rpartition("/")[2] for path in asked if path.endswith("wasm")] == ["python.wasm"]


def test_reading_never_waits_for_python(chromium: Visitors, course_server: Server) -> None:
    """While Python cannot arrive, every page of the phase opens from the list; Next leads on from pages to read."""
    units = listed(course_server)
    with visiting(chromium, course_server, None) as (page, _):
        wasm = Held(page, WASM)
        page.goto(course_server.url(f"{FIRST}.html"))
        scripts_ready(page)
        for unit in units[1:]:
            go(page, unit)
            expect(page.locator("main h1")).to_be_focused()
        go(page, SECOND)
        following(page)
        shows(page, THIRD)
        assert wasm.asked == 1
        following(page)
        expect(page.locator("[data-gate]")).to_contain_text("Python is still loading")
        wasm.let_go()
        expect(page.locator("[data-gate]")).to_contain_text("The key requirements")


def test_pages_that_are_read_while_python_loads_again_count_as_read(
    chromium: Visitors, course_server: Server, course: Course
) -> None:
    """After a reload what is open is known from the last visit only; pages behind that are no less read."""
    units = [unit for unit in course.pages if unit is not course.start]
    reading = [not unit.exercises for unit in units]
    start = next(n for n in range(len(units)) if reading[n : n + 4] == [True, True, True, False])
    with visiting(chromium, course_server, "index.html") as (page, _):
        lay_in(page, course.id, School(course).record(before=units[start].id))
        page.goto(course_server.url(units[start].url))
        python_ready(page)
        wasm = Held(page, WASM)
        page.reload()
        scripts_ready(page)
        for unit in units[start + 1 : start + 4]:
            following(page)
            shows(page, unit.id)
        expect(page.locator("[data-locked]")).to_be_visible()
        wasm.let_go()
        expect(page.locator("[data-locked]")).to_be_hidden()


def test_who_only_looks_at_the_start_screen_loads_no_python(chromium: Visitors, course_server: Server) -> None:
    """The start screen asks for nothing of the runtime until "Begin" is pressed."""
    with visiting(chromium, course_server, "index.html", clock=True) as (page, _):
        page.clock.run_for(2500)
        page.wait_for_timeout(250)
        assert [path for path in course_server.requests if "/runtime/" in path] == []
        page.locator('[data-do="begin"]').first.click()
        shows(page, FIRST)
        python_ready(page)
