"""A course that is launched by cmi5 or by a plain xAPI launch, with a store that looks at every statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.browser import until
from tests.support.hosts import running
from tests.support.learner import ANSWER_TIMEOUT
from tests.support.lms_visit import SAVED, Visit, do_first, do_rest, is_told_later, learner
from tests.support.lrs import Lrs
from tests.support.visitors import Visitor, Visitors

Package = Callable[[str], dict[str, bytes]]
KEPT = "site-builder-state"
LONG = "€" * 3_900
"""Six of these are 70 KB in UTF-8."""
TOO_MUCH = 64 * 1024
"""Bytes that no browser sends for a page that closes."""
LOOK_ELSEWHERE = """() => {
    Object.defineProperty(document, "hidden", { configurable: true, value: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""
"""The course saves when its window is hidden."""

NO_MEMORY = """Object.defineProperty(globalThis, "sessionStorage", {
    get() { throw new DOMException("The operation is insecure.", "SecurityError"); },
});"""


@contextmanager
def lrs_of(package: Package, name: str = "cmi5", **how: Any) -> Iterator[Lrs]:
    """A store that has found no fault at the end."""
    lrs = Lrs(package(name), cmi5=name == "cmi5", **how)
    with running(lrs):
        yield lrs
    assert lrs.faults == []


def launch(context: Visitor, lrs: Lrs, script: str = "") -> Visit:
    """Opens the course as the LMS would, after a script in each of its pages."""
    page = context.new_page()
    if script:
        page.add_init_script(script)
    page.goto(lrs.launch())
    return Visit(page, around=0)


@pytest.mark.parametrize("name", ["cmi5", "xapi"])
def test_a_course_is_told_in_order_and_gone_on_with_in_another_browser(
    name: str, package: Package, chromium: Visitors
) -> None:
    """Initialized first, each answer, passed and completed once, terminated last; the place from the store alone."""
    with lrs_of(package, name, mastery=0.8 if name == "cmi5" else None) as lrs:
        with learner(chromium) as context:
            visit = launch(context, lrs)
            do_first(visit)
            visit.says(SAVED)
            until(lambda: len(lrs.of("answered")) == 1)
            visit.leave()
            assert lrs.verbs() == ["initialized", "terminated"]
        with learner(chromium) as context:
            visit = launch(context, lrs)
            visit.shows("phase-1/sums")
            do_rest(visit)
            visit.says(SAVED)
            assert visit.screen()["completion"] == "completed"
            until(lambda: {"completed", "passed"} <= set(lrs.verbs()))
            visit.page.close()
            until(lambda: lrs.verbs()[-1] == "terminated")
        assert sorted(lrs.verbs()[3:-1]) == ["completed", "passed"]
        assert lrs.of("passed")[0]["result"]["score"] == {"scaled": 1, "raw": 100, "min": 0, "max": 100}
        answered = lrs.of("answered")
        assert [one["object"]["id"].rpartition("#")[2] for one in answered] == ["sum", "product"]
        assert [one["object"]["definition"]["interactionType"] for one in answered] == ["choice", "choice"]


def test_what_is_said_once_is_said_once_in_all_sessions(package: Package, chromium: Visitors) -> None:
    """A course that is passed already says nothing of it again, from whatever browser."""
    with lrs_of(package) as lrs:
        for _ in range(2):
            with learner(chromium) as context:
                visit = launch(context, lrs)
                if not lrs.of("passed"):
                    do_first(visit)
                    do_rest(visit)
                visit.ready()
                visit.says(SAVED)
                until(lambda: lrs.of("passed"))
                visit.leave()
        assert len(lrs.of("passed")) == len(lrs.of("completed")) == 1
        assert len(lrs.of("answered")) == 2
        assert len(lrs.of("terminated")) == 2


def test_statements_wait_until_the_store_is_back(package: Package, chromium: Visitors) -> None:
    """They come in order; the line above the course says that they wait."""
    with lrs_of(package) as lrs, learner(chromium, clock=True) as context:
        visit = launch(context, lrs)
        until(lambda: lrs.of("initialized"))
        lrs.away = True
        do_first(visit)
        visit.says("does not answer")
        do_rest(visit)
        lrs.away = False
        is_told_later(visit, context)
        until(lambda: lrs.of("passed"))
        assert lrs.states[KEPT]["location"].startswith("phase-1/last")


@pytest.mark.parametrize(
    "name",
    [
        "cmi5",
        # A plain launch differs in how it begins, which `..._gone_on_with_in_another_browser` walks.
        pytest.param("xapi", marks=pytest.mark.long),
    ],
)
def test_a_store_that_is_away_at_launch_is_told_at_the_next_one(
    name: str, package: Package, chromium: Visitors
) -> None:
    """The course runs and keeps the answers for this learner; the next launch tells them."""
    with lrs_of(package, name) as lrs, learner(chromium) as context:
        lrs.away = True
        visit = launch(context, lrs)
        visit.says("could not be reached")
        do_first(visit)
        lrs.away = False
        visit.page.goto(lrs.launch())
        visit.says(SAVED)
        until(lambda: len(lrs.of("answered")) == 1)
        visit.shows("index")
        visit.site.locator('[data-do="begin"]').first.click()
        visit.shows("phase-1/last")


def test_a_session_that_could_not_begin_begins_when_the_window_is_loaded_again(
    package: Package, chromium: Visitors
) -> None:
    """The token is given out once only: the window has kept it, and also that nothing was said yet."""
    with lrs_of(package) as lrs, learner(chromium) as context:
        lrs.away = True
        visit = launch(context, lrs)
        visit.says("could not be reached")
        lrs.away = False
        visit.page.reload()
        visit.says(SAVED)
        until(lambda: lrs.verbs() == ["initialized"])


def test_more_than_a_closing_page_can_send_is_told_at_the_next_launch(package: Package, chromium: Visitors) -> None:
    """Browsers cut it off at 64 KiB: what does not fit is made again, and nothing is told twice."""
    with lrs_of(package) as lrs, learner(chromium) as context:
        visit = launch(context, lrs)
        until(lambda: lrs.of("initialized"))
        do_first(visit)
        visit.go_on("phase-1/last")
        visit.says(SAVED)
        lrs.away = True
        for number in range(3):
            for exercise in ("essay", "report"):
                text = f"Try {number}: Water grows when it freezes, so ice is lighter than water and floats. {LONG}"
                visit.write(exercise, text)
                with visit.page.expect_request("**/statements") as tried:
                    visit.shell_frame.evaluate(LOOK_ELSEWHERE)
        assert len(tried.value.post_data_buffer or b"") > TOO_MUCH
        visit.says("does not answer")
        lrs.away = False
        visit.page.close()
        with learner(chromium) as other:
            visit = launch(context, lrs)
            visit.says(SAVED)
            until(lambda: {"essay", "report"} <= {one["object"]["id"].rpartition("#")[2] for one in lrs.of("answered")})
            visit.page.close()
            visit = launch(other, lrs)
            visit.shows("phase-1/last")


def test_a_statement_that_the_store_does_not_take_holds_up_no_other(package: Package, chromium: Visitors) -> None:
    """The line above the course says so; all that comes after it is told."""
    with lrs_of(package, picky="sum") as lrs, learner(chromium) as context:
        visit = launch(context, lrs)
        do_first(visit)
        visit.says("does not accept")
        do_rest(visit)
        until(lambda: {"passed", "completed"} <= set(lrs.verbs()))
        assert [one["object"]["id"].rpartition("#")[2] for one in lrs.of("answered")] == ["product"]
        until(lambda: lrs.states.get(KEPT, {}).get("location", "").startswith("phase-1/last"))


@pytest.mark.parametrize("mode", ["Review", "Browse"])
def test_review_and_browse_say_that_they_began_and_ended(mode: str, package: Package, chromium: Visitors) -> None:
    """Nothing else is told, and nothing is kept."""
    with lrs_of(package, mode=mode) as lrs, learner(chromium) as context:
        visit = launch(context, lrs)
        visit.says("for review" if mode == "Review" else "to browse")
        do_first(visit)
        visit.leave()
        assert lrs.verbs() == ["initialized", "terminated"]
        assert lrs.of("answered") == []
        assert lrs.states == {}


def test_a_session_that_is_over_is_not_gone_on_with(package: Package, chromium: Visitors) -> None:
    """A reload of the whole window has ended it: cmi5 allows nothing after that, so the course says what to do."""
    with lrs_of(package) as lrs, learner(chromium) as context:
        visit = launch(context, lrs)
        do_first(visit)
        visit.says(SAVED)
        visit.page.reload()
        visit.says("open it from your LMS again")
        until(lambda: lrs.verbs() == ["initialized", "terminated"])
        visit.page.goto(lrs.launch())
        visit.shows("phase-1/sums")
        do_rest(visit)
        until(lambda: lrs.of("passed"))


def test_who_leaves_goes_where_the_lms_wants(package: Package, chromium: Visitors) -> None:
    """The launch data name an address."""
    with lrs_of(package) as lrs, learner(chromium) as context:
        lrs.return_to = f"{lrs.origin}/content/site/index.html"
        visit = launch(context, lrs)
        visit.says(SAVED)
        visit.shell.locator("[data-exit]").click()
        expect(visit.page).to_have_url(lrs.return_to, timeout=ANSWER_TIMEOUT)
        assert lrs.verbs() == ["initialized", "terminated"]


def test_a_window_that_may_remember_nothing_is_tracked_all_the_same(package: Package, chromium: Visitors) -> None:
    """The browser blocks storage: only what a reload would need is gone."""
    with lrs_of(package) as lrs, learner(chromium) as context:
        visit = launch(context, lrs, NO_MEMORY)
        do_first(visit)
        visit.says(SAVED)
        until(lambda: len(lrs.of("answered")) == 1)
        visit.leave()
        assert lrs.verbs() == ["initialized", "terminated"]


def test_without_a_launch_the_course_says_so(package: Package, chromium: Visitors) -> None:
    """Opened by itself it works, and nobody is told."""
    with lrs_of(package) as lrs, learner(chromium) as context:
        page = context.new_page()
        page.goto(f"{lrs.origin}/content/index.html")
        visit = Visit(page, around=0)
        visit.says("No LMS was found")
        do_first(visit)
        assert lrs.statements == []
