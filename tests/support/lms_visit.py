"""A learner in a course that an LMS has launched: what they do there, and what they see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, Frame, FrameLocator, Page, expect

from tests.support.browser import until
from tests.support.learner import ANSWER_TIMEOUT, wait_for_status
from tests.support.lms import Lms
from tests.support.visitors import Visitor, Visitors

SAVED = "Saved in your LMS."
NEARLY = 0.01
"""Scores have two decimals."""
RETRY = 40
"""The course tries again after some time. (seconds)"""
TRIES_AGAIN = 15
"""That time, exactly."""


class Visit:
    """One launch of the course."""

    def __init__(self, page: Page, around: int = 1) -> None:
        self.page = page
        shell: Page | FrameLocator = page
        for _ in range(around):
            shell = shell.frame_locator("iframe")
        self.shell = shell
        self.site = shell.frame_locator("iframe[data-frame]")

    @property
    def shell_frame(self) -> Frame:
        """The document of the shell."""
        return next(frame for frame in self.page.frames if frame.url.partition("?")[0].endswith("/content/index.html"))

    def says(self, text: str) -> None:
        """Waits until the shell's line says this, among other words."""
        expect(self.shell.locator("[data-lms-status]")).to_contain_text(text, timeout=ANSWER_TIMEOUT)

    def shows(self, unit: str) -> None:
        """Waits until the course shows that page, and its scripts run: what is pressed sooner is a plain link."""
        alive = self.site.locator('body:has([data-do="export"]:not([hidden]))')
        expect(alive).to_have_attribute("data-page", unit, timeout=ANSWER_TIMEOUT)

    def answer(self, exercise: str, option: str, status: str = "done") -> None:
        """Chooses an option and has it checked."""
        frame = self.site.locator(f'[data-exercise="{exercise}"]')
        frame.locator("label", has_text=option).click(timeout=ANSWER_TIMEOUT)
        frame.locator('[data-do="check"]').click(timeout=ANSWER_TIMEOUT)
        wait_for_status(frame, status)

    def write(self, exercise: str, text: str) -> None:
        """Writes a text and has it checked."""
        frame = self.site.locator(f'[data-exercise="{exercise}"]')
        frame.locator("textarea").fill(text)
        frame.locator('[data-do="check"]').click(timeout=ANSWER_TIMEOUT)
        expect(frame).not_to_have_attribute("data-status", "new", timeout=ANSWER_TIMEOUT)

    def go_on(self, unit: str) -> None:
        """Presses Next until the next page is there."""
        self.site.locator('[data-nav="next"]').first.click(timeout=ANSWER_TIMEOUT)
        self.shows(unit)

    def ready(self) -> None:
        """Waits for Python."""
        until(lambda: self.shell_frame.evaluate("() => Boolean(window.course?.session.ready)"))

    def screen(self) -> dict[str, Any]:
        """What the course shows of the learner's progress."""
        self.ready()
        progress: dict[str, Any] = {}

        def is_shown() -> bool:
            progress.update(self.shell_frame.evaluate("() => course.session.progress"))
            completed = progress["completion"] == "completed"
            text = "Exercise Complete!" if completed else f"{progress['percent']} % complete"
            return self.site.locator("[data-progress-text]").inner_text() == text

        until(is_shown)
        return progress

    def leave(self) -> None:
        """Presses "Save and exit"."""
        self.shell.locator("[data-exit]").click()
        expect(self.shell.get_by_role("heading", name="You have left the course")).to_be_focused(timeout=ANSWER_TIMEOUT)


@contextmanager
def learner(chromium: Visitors, **wishes: Any) -> Iterator[Visitor]:
    """A browser profile of its own."""
    context = chromium.visitor(**wishes)
    try:
        yield context
    finally:
        context.close()


def launch(
    context: Visitor | BrowserContext, lms: Lms, path: str = "player", host: str = "127.0.0.1", around: int = 1
) -> Visit:
    """Opens the course from the LMS."""
    page = context.new_page()
    page.goto(lms.url(path, host))
    return Visit(page, around)


def launch_in_window(context: Visitor | BrowserContext, lms: Lms) -> Visit:
    """Opens the course from the LMS in a window of its own."""
    player = context.new_page()
    player.goto(lms.url("player?inner=about:blank"))
    with player.expect_popup() as opened:
        player.evaluate("void window.open('/content/index.html')")
    return Visit(opened.value, around=0)


def do_first(visit: Visit) -> None:
    """From the first page to the first question, and its answer."""
    visit.shows("index")
    visit.site.locator('[data-do="begin"]').first.click()
    visit.shows("phase-1/intro")
    visit.go_on("phase-1/sums")
    visit.answer("sum", "Four")


def do_rest(visit: Visit) -> None:
    """The last question."""
    visit.go_on("phase-1/last")
    visit.answer("product", "Four")


def is_told_later(visit: Visit, visitor: Visitor) -> None:
    """What was not kept is told when it is time to try again, and not before; needs a visitor with a clock."""
    line = visit.shell.locator("[data-lms-status]")
    expect(line).not_to_have_text(SAVED)
    visitor.pass_time(TRIES_AGAIN)
    expect(line).to_have_text(SAVED, timeout=RETRY * 1000)


def equals_screen(visit: Visit, lms: Lms) -> None:
    """The LMS holds the status and the score that the course shows."""
    shown = visit.screen()
    done = shown["completion"] == "completed"
    score = 100 * shown["score"]["earned"] / shown["score"]["total"]
    wanted = {lms.version.status: "completed" if done else "incomplete"}
    if done:
        wanted[lms.version.success] = "passed"
    until(lambda: all(lms.stored.get(name) == value for name, value in wanted.items()))
    until(lambda: abs(float(lms.stored.get(lms.version.score, "-1")) - score) < NEARLY)


def is_complete(visit: Visit, lms: Lms) -> None:
    """The course is complete, on the screen and in the LMS."""
    visit.says(SAVED)
    equals_screen(visit, lms)
    assert lms.stored[lms.version.score] == "100"


def rank(values: dict[str, str], lms: Lms) -> tuple[int, float]:
    """How good a result is, to see that it is never lowered."""
    order = ["", "not attempted", "unknown", "incomplete", "completed", "passed"]
    status = max(order.index(values.get(name, "")) for name in (lms.version.status, lms.version.success))
    return status, float(values.get(lms.version.score, "0") or 0)


def never_lowered(lms: Lms) -> None:
    """No commit has brought less than the LMS had."""
    held: dict[str, str] = {}
    best = (0, 0.0)
    for values in lms.history:
        held |= values
        now = rank(held, lms)
        assert now[0] >= best[0], f"{now} after {best}"
        assert now[1] >= best[1], f"{now} after {best}"
        best = now


def closed(page: Page, lms: Lms) -> None:
    """Closes the window and waits until the LMS knows."""
    before = lms.ended
    page.close()
    until(lambda: lms.ended > before)
