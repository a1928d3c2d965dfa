"""What networks, servers, browsers and graders can do to a learner: told in words, mended, nothing lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.faults import (
    HANG,
    PRACTICE,
    Held,
    failure,
    give_up,
    python_ready,
    site_facts,
    stored,
    visiting,
    with_grader,
    with_python,
    with_worker,
)
from tests.support.learner import wait_for_status
from tests.support.server import Server
from tests.support.visitors import Visitors

COURSE = "fine-tuning-ai-models"
WASM = "**/python.wasm"
REFLECTION = "phase-1/reflection.html"
DIE = "__import__('os').abort()"
DYING = ("fatal error", "unreachable")
"""What the dying interpreter says."""
NO_STREAMING = "WebAssembly.instantiateStreaming = WebAssembly.instantiate = async () => {{ throw new {}; }};\n"
REFUSED_WASM = {
    "absent": "delete self.WebAssembly;\n",
    "refused": NO_STREAMING.format("WebAssembly.CompileError('refused by the policy of this machine')"),
    "memory": NO_STREAMING.format("RangeError('WebAssembly.Memory(): could not allocate memory')"),
}


def practice(page: Page) -> Locator:
    """The question of the first unit."""
    return page.locator(f'[data-exercise="{PRACTICE}"]')


def answer(page: Page, label: str) -> None:
    """Chooses an option of the first unit's question and checks it."""
    practice(page).get_by_label(label).check()
    practice(page).locator('[data-do="check"]').click()


def is_judged(page: Page) -> None:
    """A right answer still gets its verdict."""
    answer(page, "In this browser")
    wait_for_status(practice(page), "done")


def told(page: Page, server: Server, kind: str) -> None:
    """The page says in the words of its theme why Python is not there, and offers two ways on."""
    words = site_facts(server.files)["texts"][f"failure_{kind}"]
    expect(failure(page).locator("[data-failure-text]")).to_have_text(words)
    expect(failure(page).locator('[data-do="retry"]')).to_be_visible()
    expect(failure(page).locator('[data-do="diagnostics"]')).to_be_visible()


def retry(page: Page) -> None:
    """Presses "Try again" and waits until Python is there."""
    failure(page).locator('[data-do="retry"]').click()
    python_ready(page)
    expect(failure(page)).to_be_hidden()


@pytest.mark.parametrize(
    ("fault", "headline", "starts"),
    [(HANG, "took too long", 3), (DIE, "stopped unexpectedly", 2)],
    ids=["hangs", "dies"],
)
def test_a_grader_that_hangs_or_dies_is_told_and_the_next_answer_judged(
    chromium: Visitors, course_server: Server, fault: str, headline: str, starts: int
) -> None:
    """What takes too long is judged once more, what kills Python is not; then it is told, never called wrong."""
    course_server.files = with_grader(course_server.files, fault)
    with visiting(chromium, course_server, clock=True) as (page, watch):
        watch.allowed = DYING
        workers: list[str] = []
        page.on("worker", lambda worker: workers.append(worker.url))
        python_ready(page)
        answer(page, "Nowhere")
        for time in range(1, starts) if fault == HANG else ():
            give_up(page, course_server, time)
        expect(practice(page).locator("[data-verdict]")).to_contain_text(headline, timeout=90_000)
        expect(practice(page).get_by_label("Nowhere")).to_be_checked()
        expect(practice(page)).to_have_attribute("data-status", "new")
        is_judged(page)
        assert [attempt["outcome"]["earned"] for attempt in stored(page, COURSE)["attempts"]] == [1]
        assert starts - len(workers) in (0, 1)  # the first may have started before the test could listen


@pytest.mark.parametrize(
    ("fault", "headline", "hangs"),
    [
        # What is kept is the same in both cases; a start of Python less is needed where it dies.
        pytest.param(HANG, "took too long", (1, 2), id="hangs", marks=pytest.mark.long),
        pytest.param(DIE, "stopped unexpectedly", (), id="dies"),
    ],
)
def test_an_answer_that_could_not_be_judged_survives_a_reload(
    chromium: Visitors, course_server: Server, fault: str, headline: str, hangs: tuple[int, ...]
) -> None:
    """The answer on which the grader hung or died is still in the exercise after a reload."""
    course_server.files = with_grader(course_server.files, fault)
    with visiting(chromium, course_server, clock=True) as (page, watch):
        watch.allowed = DYING
        python_ready(page)
        answer(page, "Nowhere")
        for time in hangs:
            give_up(page, course_server, time)
        expect(practice(page).locator("[data-verdict]")).to_contain_text(headline, timeout=90_000)
        page.reload()
        expect(practice(page).get_by_label("Nowhere")).to_be_checked()
        expect(practice(page)).to_have_attribute("data-status", "new")


def test_a_worker_killed_in_mid_grade_is_replaced_and_the_answer_judged(
    chromium: Visitors, course_server: Server
) -> None:
    """The worker vanishes with the answer in its hands: a new one judges it, and the learner notices a delay only."""
    with visiting(chromium, course_server) as (page, _):
        python_ready(page)
        page.workers[0].evaluate("() => { self.onmessage = () => self.close(); }")
        is_judged(page)
        assert len(stored(page, COURSE)["attempts"]) == 1


@pytest.mark.parametrize(
    "way",
    # Where there is none at all, the same is told in the same way as where it is refused.
    [pytest.param("absent", marks=pytest.mark.long), "refused", "memory"],
)
def test_a_browser_that_refuses_webassembly_is_told(chromium: Visitors, course_server: Server, way: str) -> None:
    """Absent, refused by a policy or short of memory: the words name WebAssembly, and the answer is kept."""
    course_server.files = with_worker(course_server.files, REFUSED_WASM[way])
    with visiting(chromium, course_server) as (page, watch):
        watch.allowed = ("WebAssembly", "wasm", "instantiat")
        told(page, course_server, "wasm")
        answer(page, "In this browser")
        expect(practice(page)).to_have_attribute("data-status", "waiting")


def test_a_policy_that_forbids_webassembly_is_told(chromium: Visitors, course_server: Server) -> None:
    """A host that sends a stricter policy of its own stops Python; the page is told so and can be read."""
    course_server.headers = {"Content-Security-Policy": "script-src 'self'; worker-src blob:"}
    with visiting(chromium, course_server) as (page, watch):
        watch.allowed = ("WebAssembly", "wasm", "Content Security Policy")
        told(page, course_server, "wasm")


def lose_wasm(server: Server) -> Callable[[], None]:
    """The file is not on the server; gives the way to bring it back."""
    whole = server.files
    server.files = {name: content for name, content in whole.items() if not name.endswith(".wasm")}
    return lambda: setattr(server, "files", whole)


def garble_wasm(server: Server) -> Callable[[], None]:
    """A proxy in between sends something else of the same length."""
    whole = server.files
    server.files = {name: bytes(len(content)) if name.endswith(".wasm") else content for name, content in whole.items()}
    return lambda: setattr(server, "files", whole)


def cut_wasm(server: Server) -> Callable[[], None]:
    """The file ends early."""
    whole = server.files
    server.files = {name: content[:-9] if name.endswith(".wasm") else content for name, content in whole.items()}
    return lambda: setattr(server, "files", whole)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        pytest.param(lose_wasm, "network", id="404"),
        # Told and mended as a file that is not there; that it is noticed, test_truncated_file_is_a_failed_start holds.
        pytest.param(cut_wasm, "network", id="cut", marks=pytest.mark.long),
        pytest.param(garble_wasm, "wasm", id="bad"),
    ],
)
def test_a_spoiled_file_is_told_and_try_again_works_once_it_is_whole(
    chromium: Visitors, course_server: Server, spoil: Callable[[Server], Callable[[], None]], kind: str
) -> None:
    """The answer given meanwhile is kept and judged as soon as the server sends the right bytes."""
    mend = spoil(course_server)
    with visiting(chromium, course_server) as (page, watch):
        watch.allowed = ("404", "WebAssembly", "wasm")
        told(page, course_server, kind)
        answer(page, "In this browser")
        expect(practice(page)).to_have_attribute("data-status", "waiting")
        told(page, course_server, kind)  # the answer has asked for Python once more
        mend()
        retry(page)
        wait_for_status(practice(page), "done")


def test_offline_at_the_start_is_told_and_try_again_works_once_connected(
    chromium: Visitors, course_server: Server
) -> None:
    """Without a connection the page says so, goes on to be read, keeps the answer, and judges it after "Try again"."""
    with visiting(chromium, course_server, None) as (page, watch):
        watch.allowed = ("ERR_FAILED",)
        page.route(WASM, lambda route: route.abort())
        page.add_init_script("Object.defineProperty(navigator, 'onLine', {get: () => globalThis.connected ?? false});")
        page.goto(course_server.url("phase-1/how-it-works.html"))
        told(page, course_server, "offline")
        with page.expect_request(WASM):
            answer(page, "In this browser")  # which tries once more by itself
        expect(practice(page)).to_have_attribute("data-status", "waiting")
        told(page, course_server, "offline")
        page.unroute(WASM)
        page.evaluate("() => { globalThis.connected = true; }")
        expect(practice(page).locator("[data-verdict]")).to_contain_text("Python could not be loaded.")
        practice(page).locator('[data-do="retry"]').click()
        python_ready(page)
        wait_for_status(practice(page), "done")


def test_going_offline_after_the_start_changes_nothing_for_answers(chromium: Visitors, course_server: Server) -> None:
    """Once Python is there, answers are judged and saved without any connection."""
    with visiting(chromium, course_server) as (page, _):
        python_ready(page)
        page.context.set_offline(True)
        practice(page).locator('[data-do="hint"]').click()
        expect(practice(page).locator("[data-hints] li")).to_have_count(1)
        is_judged(page)
        expect(page.locator("header [data-saved]")).to_have_text("Saved on this device")
        page.context.set_offline(False)


def test_begin_without_a_connection_stays_on_the_page_and_says_why(chromium: Visitors, course_server: Server) -> None:
    """The start screen of a learner who goes offline tells it and begins once there is a connection again."""
    with visiting(chromium, course_server, "index.html") as (page, watch):
        watch.allowed = ("ERR_INTERNET_DISCONNECTED",)
        page.context.set_offline(True)
        page.locator('[data-do="begin"]').first.click()
        told(page, course_server, "offline")
        expect(page.locator("body")).to_have_attribute("data-page", "index")
        page.context.set_offline(False)
        retry(page)
        page.locator('[data-do="begin"]').first.click()
        expect(page.locator("body")).to_have_attribute("data-page", "phase-1/how-it-works")
        is_judged(page)


def test_an_answer_given_before_python_is_ready_is_kept_and_judged_then(
    chromium: Visitors, course_server: Server
) -> None:
    """The page says that the answer is kept; it survives a reload and gets its verdict as soon as Python is there."""
    with visiting(chromium, course_server, None) as (page, _):
        wasm = Held(page, WASM)
        page.goto(course_server.url("phase-1/how-it-works.html"))
        answer(page, "In this browser")
        for place in range(2):
            expect(practice(page)).to_have_attribute("data-status", "waiting")
            expect(practice(page).locator("[data-verdict]")).to_contain_text("Your answer is kept")
            expect(practice(page).get_by_label("In this browser")).to_be_checked()
            expect(page.locator("header [data-saved]")).to_have_text(re.compile("^(Saved on this device)?$"))
            expect(practice(page).locator("[data-saved]")).not_to_have_text("Saving …")
            assert stored(page, COURSE)["attempts"] == []
            if place == 0:
                page.reload()
        wasm.let_go(2)
        wait_for_status(practice(page), "done")
        expect(practice(page).locator("[data-verdict]")).to_contain_text("Correct")
        assert len(stored(page, COURSE)["attempts"]) == 1


def test_an_answer_given_while_python_looks_at_the_record_is_judged_too(
    chromium: Visitors, course_server: Server
) -> None:
    """Between Python's start and its first reply there is a moment in which answers must not get lost either."""
    slow = (
        "\n\nimport time\n\nBridge.call = lambda self, text, call=Bridge.call: "
        '(time.sleep(2 * (\'"do":"open"\' in text)), call(self, text))[1]\n'
    )
    course_server.files = with_python(course_server.files, "site_builder/grading/bridge.py", slow)
    with visiting(chromium, course_server) as (page, _):
        python_ready(page)
        expect(practice(page)).to_have_attribute("data-status", "new")
        answer(page, "In this browser")
        wait_for_status(practice(page), "done")


def test_diagnostics_name_browser_target_versions_and_error_and_no_answers(
    chromium: Visitors, course_server: Server
) -> None:
    """What can be copied helps whoever mends it, and holds nothing of what the learner wrote."""
    lose_wasm(course_server)
    written = "Nobody but me should read this sentence about my customers."
    with visiting(chromium, course_server, REFLECTION) as (page, watch):
        watch.allowed = ("404",)
        told(page, course_server, "network")
        page.locator("textarea").fill(written)
        page.locator('[data-type="free_text"] [data-do="check"]').click()
        page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error('not allowed'); }; }")
        failure(page).locator('[data-do="diagnostics"]').click()
        shown = failure(page).locator("[data-diagnostics] textarea")
        report = shown.input_value()
        facts = json.loads(report)
        assert facts["target"] == "web"
        assert facts["browser"] == page.evaluate("() => navigator.userAgent")
        assert set(facts["versions"]) == {"pyodide", "site_builder"}
        assert facts["course"].startswith(COURSE)
        assert "python.wasm: status 404" in facts["errors"][-1]
        assert "Nobody but me" not in report
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.evaluate("() => { delete navigator.clipboard.writeText; }")
        failure(page).locator('[data-do="diagnostics"]').click()
        expect(failure(page)).to_contain_text("copied")
        assert json.loads(page.evaluate("() => navigator.clipboard.readText()"))["target"] == "web"


def test_going_to_a_page_while_offline_stays_and_tells(chromium: Visitors, course_server: Server) -> None:
    """The learner keeps the page and the running Python instead of the browser's error page, and goes on later."""
    with visiting(chromium, course_server) as (page, watch):
        watch.allowed = ("ERR_INTERNET_DISCONNECTED",)
        python_ready(page)
        unit = page.locator("body").get_attribute("data-page") or ""
        page.context.set_offline(True)
        page.locator('[data-nav="next"]').click()
        expect(page.locator("[data-gate]")).to_contain_text("You are offline")
        expect(page.locator("body")).to_have_attribute("data-page", unit)
        is_judged(page)
        page.context.set_offline(False)
        page.locator('[data-nav="next"]').click()
        expect(page.locator("body")).not_to_have_attribute("data-page", unit)
