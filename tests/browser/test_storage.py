"""What the device's storage can do to a learner: told in words, what was stored untouched, the rest at work."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import FLAGS, driver, find_chromium, until
from tests.support.faults import (
    BLANK,
    FIRST,
    FORBIDDEN_DATABASE,
    NO_DATABASE,
    OPEN,
    PRACTICE,
    PUT,
    database,
    python_ready,
    site_facts,
    stored,
    visiting,
)
from tests.support.learner import ANSWER_TIMEOUT, wait_for_status
from tests.support.server import Server
from tests.support.visitors import Visitors

COURSE = "fine-tuning-ai-models"
TIME = "2026-01-02T03:04:05.000Z"
SCORED = {"kind": "scored", "earned": 1, "total": 1, "done": True, "parts": [], "feedback": []}
ATTEMPT = {
    "id": "good",
    "exercise": PRACTICE,
    "fingerprint": "0",
    "seed": 1,
    "inputs": {},
    "time": TIME,
    "answer": {"chosen": []},
    "outcome": SCORED,
    "hints": 0,
    "duration": 5,
}
DAMAGED: dict[str, list[Any]] = {
    "attempts": [
        {**ATTEMPT, "id": "foreign", "exercise": "of-another-course"},
        {**ATTEMPT, "id": "unjudged", "outcome": {"earned": 3, "total": 1}},
        {**ATTEMPT, "id": 7},
        "no row at all",
        None,
    ],
    "events": [
        {"id": "odd", "kind": "teleport", "target": PRACTICE, "time": TIME, "data": {}},
        {
            "id": "draft",
            "kind": "draft",
            "target": PRACTICE,
            "time": TIME,
            "data": {"answer": {"chosen": "everything"}},
        },
        {"id": "kept", "kind": "draft", "target": PRACTICE, "time": 5, "data": {"pending": {}, "answer": [[[]]]}},
        [],
    ],
}

BALLAST = 2_000_000
FILL = """async (size) => {
    const request = indexedDB.open("ballast", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("heap", {autoIncrement: true});
    const database = await new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += 50_000) crypto.getRandomValues(bytes.subarray(at, at + 50_000));
    const transaction = database.transaction("heap", "readwrite", {durability: "strict"});
    transaction.objectStore("heap").add(bytes);
    const outcome = await new Promise((resolve) => {
        transaction.oncomplete = () => resolve("ok");
        transaction.onabort = () => resolve(transaction.error.name);
    });
    database.close();
    return outcome;
}"""

SILENT_DATABASE = "Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {set() { globalThis.asked = 1; }});"
"""Opens and never answers, as in WebKit after a page was left while it made the database."""
OPEN_LIMIT = 5_000
"""How long the page waits for the database. (milliseconds)"""


@pytest.fixture
def server(course_server: Server) -> Server:
    """The course, and a page to prepare a device on."""
    course_server.files = {**course_server.files, **BLANK}
    return course_server


def practice(page: Page) -> Locator:
    """The question of the first unit."""
    return page.locator(f'[data-exercise="{PRACTICE}"]')


def answer_rightly(page: Page) -> None:
    """Answers the question of the first unit and waits for the verdict."""
    practice(page).get_by_label("In this browser").check()
    practice(page).locator('[data-do="check"]').click()
    wait_for_status(practice(page), "done")


def told(page: Page, server: Server, problem: str) -> None:
    """The page says this problem in the words of its theme."""
    words = site_facts(server.files)["texts"][f"problem_{problem}"]
    pattern = ".+".join(map(re.escape, re.split(r"\{\w+\}", words)))
    expect(page.locator("[data-problem]")).to_have_text(re.compile(f"^{pattern}$"), timeout=ANSWER_TIMEOUT)


def not_saved(page: Page, server: Server) -> None:
    """The page says beside the answer and in its header that nothing is saved."""
    words = site_facts(server.files)["texts"]["not_saved"]
    expect(practice(page).locator("[data-saved]")).to_have_text(words)
    expect(page.locator("header [data-saved]")).to_have_text(words)


def saved(page: Page) -> None:
    """Waits until the page says that everything is on the device."""
    expect(page.locator("header [data-saved]")).to_have_text("Saved on this device")


def prepare(page: Page, server: Server, *, version: int = 1, stores: tuple[str, ...] = ()) -> None:
    """Makes a database of the course that this edition has not written."""
    page.goto(server.url("blank.html"))
    page.evaluate(OPEN, {"name": database(COURSE), "version": version, "change": stores})


def test_damaged_and_foreign_rows_are_told_and_kept_while_the_rest_works(chromium: Visitors, server: Server) -> None:
    """Rows that no course wrote, or another one, stay as they are; the good ones count and new answers are saved."""
    with visiting(chromium, server) as (page, watch):
        watch.allowed = ("at Object.write",)  # the damaged draft, which the widget cannot show
        python_ready(page)
        answer_rightly(page)
        saved(page)
        page.goto(server.url("blank.html"))
        for store, rows in DAMAGED.items():
            page.evaluate(PUT, {"name": database(COURSE), "store": store, "rows": rows})
        page.goto(server.url(FIRST))
        told(page, server, "dropped")
        expect(page.locator("[data-problem]")).to_contain_text("cannot be read")
        expect(page.locator("[data-problem]")).to_contain_text("does not have")
        wait_for_status(practice(page), "done")
        practice(page).get_by_label("Nowhere").check()
        practice(page).locator('[data-do="check"]').click()
        expect(practice(page).locator("[data-verdict]")).to_have_attribute("data-tone", "bad")
        saved(page)
        kept = stored(page, COURSE)
        for store, rows in DAMAGED.items():
            assert [row for row in rows if row not in kept[store]] == []
        assert len(kept["attempts"]) == len(DAMAGED["attempts"]) + 2


@pytest.mark.punctual  # it advances the clock to the limit of the database
@pytest.mark.parametrize(
    "script",
    [
        pytest.param(NO_DATABASE, id="absent", marks=pytest.mark.long),  # the same path as where it is blocked
        pytest.param(FORBIDDEN_DATABASE, id="blocked"),
        pytest.param(SILENT_DATABASE, id="silent"),
    ],
)
def test_without_a_database_the_course_works_in_memory_and_says_so(
    chromium: Visitors, server: Server, script: str
) -> None:
    """Answers are judged and carried from page to page, and the page says that they end with the tab."""
    with visiting(chromium, server, None, script=script, clock=True) as (page, _):
        page.goto(server.url(FIRST))
        if script == SILENT_DATABASE:
            until(lambda: page.evaluate("() => globalThis.asked"))
            page.clock.fast_forward(OPEN_LIMIT)
        told(page, server, "storage_blocked")
        python_ready(page)
        answer_rightly(page)
        not_saved(page, server)
        page.locator('[data-nav="next"]').click()
        expect(page.locator("body")).to_have_attribute("data-page", "phase-1/base-models")
        told(page, server, "storage_blocked")
        page.go_back()
        wait_for_status(practice(page), "done")
        expect(practice(page).get_by_label("In this browser")).to_be_checked()


def test_a_full_device_is_told_and_everything_is_written_once_there_is_room(chromium: Visitors, server: Server) -> None:
    """While the storage is full answers live in memory; the first row that fits takes along all that did not."""
    with visiting(chromium, server, "blank.html") as (page, _):
        quota = {"origin": server.origin, "quotaSize": BALLAST * 3 // 2}
        page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", quota)
        page.goto(server.url(FIRST))
        python_ready(page)
        saved(page)
        size = BALLAST
        while size > 1:
            size = size if page.evaluate(FILL, size) == "ok" else size // 2
        answer_rightly(page)
        told(page, server, "storage_full")
        not_saved(page, server)
        assert stored(page, COURSE)["attempts"] == []
        page.evaluate("() => new Promise((done) => (indexedDB.deleteDatabase('ballast').onsuccess = done))")
        practice(page).get_by_label("Nowhere").check()
        saved(page)
        expect(page.locator("[data-problem]")).to_be_hidden()
        assert [attempt["exercise"] for attempt in stored(page, COURSE)["attempts"]] == [PRACTICE]


def test_a_database_of_a_newer_version_stays_untouched(chromium: Visitors, server: Server) -> None:
    """What a newer edition has stored is neither read nor changed; this edition works in memory and says so."""
    with visiting(chromium, server, None) as (page, _):
        prepare(page, server, version=9, stores=("attempts", "novelties"))
        page.evaluate(PUT, {"name": database(COURSE), "store": "novelties", "rows": ["treasure"], "keys": ["it"]})
        page.goto(server.url(FIRST))
        told(page, server, "record_newer")
        answer_rightly(page)
        not_saved(page, server)
        assert stored(page, COURSE) == {"version": 9, "attempts": [], "novelties": ["treasure"]}


def test_a_record_of_a_newer_format_stays_untouched(chromium: Visitors, server: Server) -> None:
    """The same holds when the database is ours and only the rows in it are newer."""
    with visiting(chromium, server) as (page, _):
        saved(page)
        page.goto(server.url("blank.html"))
        page.evaluate(PUT, {"name": database(COURSE), "store": "meta", "rows": [2], "keys": ["format"]})
        before = stored(page, COURSE)
        page.goto(server.url(FIRST))
        told(page, server, "record_newer")
        answer_rightly(page)
        not_saved(page, server)
        assert stored(page, COURSE) == before


def test_a_database_that_is_not_a_record_stays_untouched(chromium: Visitors, server: Server) -> None:
    """A database of our name with stores of somebody else is told to be unreadable."""
    with visiting(chromium, server, None) as (page, _):
        prepare(page, server, stores=("recipes",))
        page.goto(server.url(FIRST))
        told(page, server, "record_unreadable")
        answer_rightly(page)
        not_saved(page, server)
        assert stored(page, COURSE) == {"version": 1, "recipes": []}


def test_a_database_removed_under_an_open_page_is_told(chromium: Visitors, server: Server) -> None:
    """When the browser clears the site's data, the page goes on in memory and keeps what was done in it."""
    with visiting(chromium, server) as (page, _):
        python_ready(page)
        answer_rightly(page)
        saved(page)
        page.context.new_cdp_session(page).send(
            "Storage.clearDataForOrigin", {"origin": server.origin, "storageTypes": "indexeddb"}
        )
        told(page, server, "storage_lost")
        wait_for_status(practice(page), "done")
        practice(page).get_by_label("Nowhere").check()
        practice(page).locator('[data-do="check"]').click()
        not_saved(page, server)


def test_what_is_answered_in_one_tab_shows_in_the_other(chromium: Visitors, server: Server) -> None:
    """Two tabs share one record: answer, verdict and progress appear in both, and none overwrites another."""
    with visiting(chromium, server) as (one, _), other_tab(one, server) as two:
        answer_rightly(one)
        wait_for_status(practice(two), "done")
        expect(practice(two).get_by_label("In this browser")).to_be_checked()
        expect(practice(two).locator("[data-verdict]")).to_contain_text("Correct")
        practice(two).get_by_label("Nowhere").check()
        practice(two).locator('[data-do="check"]').click()
        expect(practice(two).locator("[data-verdict]")).to_contain_text("Not yet")
        expect(practice(one).locator("[data-verdict]")).to_contain_text("Not yet")
        saved(two)
        assert len(stored(one, COURSE)["attempts"]) == 2


def test_what_is_being_written_in_one_tab_is_not_disturbed_by_the_other(chromium: Visitors, server: Server) -> None:
    """A choice that is not checked yet stays, whatever is judged in another tab."""
    with visiting(chromium, server) as (one, _), other_tab(one, server) as two:
        practice(two).get_by_label("Nowhere").check()
        answer_rightly(one)
        wait_for_status(practice(two), "done")
        expect(practice(two).get_by_label("Nowhere")).to_be_checked()


@contextmanager
def other_tab(page: Page, server: Server) -> Iterator[Page]:
    """A second tab of the same learner."""
    python_ready(page)
    tab = page.context.new_page()
    tab.goto(server.url(FIRST))
    python_ready(tab)
    yield tab
    tab.close()


def test_a_killed_browser_has_lost_nothing_that_it_called_saved(server: Server, tmp_path: Path) -> None:
    """As soon as "Saved" stands there the browser may be killed: the answer and its verdict are there again."""
    with own_browser(tmp_path) as (page, process):
        page.goto(server.url(FIRST))
        answer_rightly(page)
        saved(page)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    with own_browser(tmp_path) as (page, _):
        page.goto(server.url(FIRST))
        wait_for_status(practice(page), "done")
        expect(practice(page).get_by_label("In this browser")).to_be_checked()
        expect(practice(page).locator("[data-verdict]")).to_contain_text("Correct")


@contextmanager
def own_browser(home: Path) -> Iterator[tuple[Page, subprocess.Popen[bytes]]]:
    """A browser process of our own, which can be killed, with a profile that outlives it."""
    port = home / "DevToolsActivePort"
    port.unlink(missing_ok=True)
    command = [find_chromium(driver()), *FLAGS, "--headless", "--remote-debugging-port=0", f"--user-data-dir={home}"]
    process = subprocess.Popen([*command, "about:blank"], stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        number = until(lambda: port.exists() and port.read_text().partition("\n")[0])
        connection = driver().chromium.connect_over_cdp(f"http://127.0.0.1:{number}")
        yield connection.contexts[0].pages[0], process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
