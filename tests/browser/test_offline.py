"""A site that the browser keeps: it works without a network, and a newer edition never breaks into an exercise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from site_builder.build import build
from site_builder.runtime import Runtime
from site_builder.targets import OFFLINE
from tests.support.courses import COURSE, INTRO, write_course
from tests.support.learner import ANSWER_TIMEOUT
from tests.support.server import Server, serve
from tests.support.visitors import Visitors

SITE = "/courses/tiny/"
NEWER = "There is a newer edition of this course."


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory, runtime: Runtime) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Two builds of one course."""
    changes = {"course.yaml": f"{COURSE}gates: open\n"}
    old = write_course(tmp_path_factory.mktemp("old"), changes)
    changes["phase-1/intro.md"] = INTRO.replace("Why count", "Why we count")
    new = write_course(tmp_path_factory.mktemp("new"), changes)
    first, second = (dict(build(folder, target=OFFLINE, runtime=runtime).files) for folder in (old, new))
    return first, second


@pytest.fixture
def server(editions: tuple[dict[str, bytes], dict[str, bytes]]) -> Iterator[Server]:
    with serve(editions[0], SITE) as running:
        yield running


@pytest.fixture
def visitor(chromium: Visitors) -> Iterator[BrowserContext]:
    """Somebody whose browser keeps nothing yet; each test has a server, and so an origin, of its own."""
    with chromium.visitor() as visitor:
        yield visitor.context


def kept(page: Page) -> None:
    """Waits until the browser has everything."""
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")


def cached(page: Page) -> int:
    return int(page.evaluate("async () => (await caches.keys()).length"))


def answer(page: Page) -> None:
    """Answers the exercise of the page."""
    page.get_by_label("Four").check()
    page.get_by_role("button", name="Check").click()
    expect(page.locator("main").get_by_text("Well counted.")).to_be_visible(timeout=ANSWER_TIMEOUT)


def test_after_a_first_visit_everything_works_without_a_network(server: Server, visitor: BrowserContext) -> None:
    """Every page, Python and its judging; also an address that names a folder."""
    page = visitor.new_page()
    page.goto(server.url())
    kept(page)
    page.close()
    server.files = {}
    page = visitor.new_page()
    page.goto(server.url(""))
    expect(page.locator("h1")).to_have_text("A tiny course")
    page.goto(server.url("phase-1/sums.html"))
    answer(page)


def test_hosts_that_show_pages_without_their_ending_are_no_hindrance(server: Server, visitor: BrowserContext) -> None:
    """A page that is opened may not be answered by what came by way of a redirect, so it is kept as if it had none."""
    server.clean = True
    page = visitor.new_page()
    page.goto(server.url(""))
    kept(page)
    server.files = {}
    for address in ("", "index.html", "phase-1/sums", "phase-1/sums.html"):
        page.close()
        page = visitor.new_page()
        page.goto(server.url(address))
        expect(page.locator("h1")).to_be_visible()
    answer(page)


def test_what_is_not_of_the_site_is_left_alone(server: Server, visitor: BrowserContext) -> None:
    """A path that the site does not have is asked for; nothing of another site on the same host is touched."""
    page = visitor.new_page()
    page.goto(server.url())
    kept(page)
    page.reload()
    server.requests.clear()
    statuses = page.evaluate(
        "async (other) => [(await fetch('nothing.html')).status, (await fetch(other)).status]",
        f"{server.origin}/other/",
    )
    assert statuses == [404, 404]
    assert server.requests == [f"{SITE}nothing.html", "/other/"]


def test_a_newer_edition_is_offered_between_exercises_and_taken_when_asked_for(
    server: Server, visitor: BrowserContext, editions: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    page = visitor.new_page()
    page.goto(server.url())
    kept(page)
    server.files = editions[1]
    server.requests.clear()
    page.goto(server.url("phase-1/sums.html"))
    page.wait_for_function("async () => (await navigator.serviceWorker.getRegistration()).waiting")
    assert not [path for path in server.requests if "/runtime/" in path], "what has not changed is not fetched again"
    expect(page.locator("[data-update]")).to_have_count(0)
    answer(page)
    page.goto(server.url("phase-1/intro.html"))
    expect(page.get_by_role("heading", name="Why count")).to_be_visible()
    expect(page.locator("[data-update]")).to_contain_text(NEWER)
    page.get_by_role("button", name="Load it now").click()
    expect(page.get_by_role("heading", name="Why we count")).to_be_visible()
    expect(page.locator("[data-update]")).to_have_count(0)
    page.goto(server.url("phase-1/sums.html"))
    expect(page.locator("main").get_by_text("Well counted.")).to_be_visible(timeout=ANSWER_TIMEOUT)


def test_a_newer_edition_comes_on_its_own_when_no_page_is_open(
    server: Server, visitor: BrowserContext, editions: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    page = visitor.new_page()
    page.goto(server.url())
    kept(page)
    server.files = editions[1]
    page.goto(server.url("phase-1/intro.html"))
    page.wait_for_function("async () => (await navigator.serviceWorker.getRegistration()).waiting")
    expect(page.get_by_role("heading", name="Why count")).to_be_visible()
    other = visitor.new_page()  # of no site; the browser notices in its own time that the last page was closed
    for pause in (250, 500, 1000, 2000, 4000, 8000, 16000):
        page.close()
        other.wait_for_timeout(pause)
        page = visitor.new_page()
        page.goto(server.url("phase-1/intro.html"))
        if page.get_by_role("heading", name="Why we count").count():
            break
    expect(page.get_by_role("heading", name="Why we count")).to_be_visible()
    assert cached(page) == 2, "the edition before the one in use stays for pages that are still open"


def test_an_edition_that_cannot_be_had_whole_is_not_taken(
    server: Server, visitor: BrowserContext, editions: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    """The old one stays whole, and the next visit tries again."""
    page = visitor.new_page()
    page.goto(server.url())
    kept(page)
    server.files = {path: data for path, data in editions[1].items() if path != "phase-1/intro.html"}
    page.goto(server.url("phase-1/sums.html"))
    page.wait_for_function("async () => (await caches.keys()).length === 1")
    page.goto(server.url("phase-1/intro.html"))
    expect(page.get_by_role("heading", name="Why count")).to_be_visible()


def test_other_sites_keep_nothing(course_server: Server, visitor: BrowserContext) -> None:
    """Nothing depends on it: a site that was not built so has no such worker."""
    page = visitor.new_page()
    page.goto(course_server.url())
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    assert "service-worker.js" not in course_server.files
