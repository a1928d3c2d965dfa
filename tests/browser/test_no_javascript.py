"""Promise 5: every page reads fully without JavaScript, also from a folder of files, and says what JavaScript adds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from site_builder.build import Site
from tests.support.faults import site_facts
from tests.support.learner import Watch
from tests.support.reading import lost_words
from tests.support.server import Server
from tests.support.visitors import Visitors

FROM_FILE = ("blocked by CORS policy", "net::ERR_FAILED")
"""Browsers load no modules from files; the page is made to be read without them."""

USELESS = ", ".join(
    f'[data-do="{name}"]:visible'
    for name in ("check", "hint", "reveal", "theme", "export", "import", "retry", "own-turn")
)
"""The buttons that do nothing without JavaScript, where they can be seen."""


@pytest.fixture
def reader(chromium: Visitors, course_server: Server) -> Iterator[Page]:
    """A page without JavaScript."""
    context = chromium.fresh(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    watch = Watch(page, course_server.origin)
    watch.allowed = ("form-action",)  # said when a form is kept from being sent
    yield page
    watch.hold()
    context.close()


def test_every_page_reads_fully(reader: Page, course_server: Server) -> None:
    """All words of every page and exercise can be seen, nothing that cannot work is offered, and the note says why."""
    exercises = 0
    for unit in site_facts(course_server.files)["units"]:
        reader.goto(course_server.url(unit["url"]))
        expect(reader.locator("main h1")).to_be_visible()
        assert lost_words(reader) == [], unit["url"]
        note = reader.locator("[data-static-note]").first
        expect(note).to_be_visible()
        expect(note).to_contain_text("With JavaScript switched on you can also answer the exercises")
        for frame in reader.locator("[data-exercise]").all():
            exercises += 1
            expect(frame.locator("h2")).to_be_visible()
            assert frame.locator("[data-item]:visible").count() == frame.locator("[data-item]").count()
        assert reader.locator(USELESS).count() == 0
    assert exercises == len(written_exercises(course_server))


def written_exercises(server: Server) -> list[str]:
    """The exercises that stand in the pages' source."""
    pages = [content.decode() for name, content in server.files.items() if name.endswith(".html")]
    return [part for page in pages for part in page.split(' data-exercise="')[1:]]


def test_help_texts_open_and_close(reader: Page, course_server: Server) -> None:
    """Marked terms explain themselves without a script."""
    reader.goto(course_server.url("phase-1/test.html"))
    term = reader.locator("button[popovertarget]:visible").first
    text = reader.locator(f"#{term.get_attribute('popovertarget')}")
    expect(text).to_be_hidden()
    term.click()
    expect(text).to_be_visible()
    reader.keyboard.press("Escape")
    expect(text).to_be_hidden()


@pytest.mark.parametrize(
    ("width", "folded"),
    [
        # At 320 px the same path is walked, and the list unfolded as well.
        pytest.param(1280, False, id="1280", marks=pytest.mark.long),
        pytest.param(320, True, id="320"),
    ],
)
def test_the_whole_course_is_walked_by_links(reader: Page, course_server: Server, width: int, folded: bool) -> None:
    """By Next through the phases, to any unit by the list, and into a further module, on wide and narrow screens."""
    reader.set_viewport_size({"width": width, "height": 700})
    units = [unit for unit in site_facts(course_server.files)["units"] if unit["phase"]]
    reader.goto(course_server.url())
    reader.locator('[data-do="begin"]').first.click()
    for unit in units:
        expect(reader.locator("body")).to_have_attribute("data-page", unit["id"])
        if unit is not units[-1]:
            reader.locator('[data-nav="next"]').click()
    listed = reader.locator(f'aside [data-unit="{units[-2]["id"]}"]')
    if folded:
        reader.locator("aside summary").first.click()
    listed.click()
    expect(reader.locator("body")).to_have_attribute("data-page", units[-2]["id"])
    reader.locator("aside .extras summary").click()
    reader.locator("aside .extras a").last.click()
    expect(reader.locator(".steps a")).to_have_text("Back to the course")


def test_enter_in_a_field_does_not_leave_the_page(reader: Page, course_server: Server) -> None:
    """A form without its script sends nothing anywhere and keeps what was typed."""
    reader.goto(course_server.url("phase-1/test.html"))
    reader.locator("[data-chat-input]").fill("Hello?")
    requests = len(course_server.requests)
    reader.keyboard.press("Enter")
    reader.wait_for_timeout(300)
    assert len(course_server.requests) == requests
    # Playwright itself waits for the page that the policy has refused, so the browser is asked directly.
    inspector = reader.context.new_cdp_session(reader)
    question = {"expression": "document.querySelector('[data-chat-input]').value"}
    assert inspector.send("Runtime.evaluate", question)["result"]["value"] == "Hello?"


@pytest.mark.parametrize(
    "phases",
    [
        pytest.param(1, id="first phase"),
        # That all words of all pages can be seen, test_every_page_reads_fully says; from a folder the path is the same.
        pytest.param(None, id="all phases", marks=pytest.mark.long),
    ],
)
def test_opened_by_double_click_the_course_reads_fully_and_says_how_to_run_it(
    chromium: Visitors, course_site: Site, tmp_path: Path, phases: int | None
) -> None:
    """From `file:` every page reads, its links lead on, and one line says which command makes it answer."""
    for name, content in course_site.files.items():
        path = tmp_path / "a folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    context = chromium.visitor()
    page = context.new_page()
    watch = Watch(page, tmp_path.as_uri())
    watch.allowed = FROM_FILE
    page.goto((tmp_path / "a folder" / "index.html").as_uri())
    facts = site_facts(course_site.files)
    wanted = ["", *list(dict.fromkeys(unit["phase"] for unit in facts["units"] if unit["phase"]))[:phases]]
    units = [unit for unit in facts["units"] if unit["phase"] in wanted and (unit["phase"] or unit["id"] == "index")]
    for place, unit in enumerate(units):
        expect(page.locator("body")).to_have_attribute("data-page", unit["id"])
        assert lost_words(page) == []
        note = page.locator("[data-static-note]").first
        expect(note).to_be_visible()
        expect(note).to_contain_text("site-builder serve")
        assert "\n" not in note.inner_text().strip()
        if place < len(units) - 1:
            page.locator('[data-do="begin"], [data-nav="next"]').first.click()
    page.locator('header a[href$="index.html"]').first.click()
    expect(page.locator("body")).to_have_attribute("data-page", "index")
    watch.hold()
    context.close()
