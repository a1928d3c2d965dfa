"""Phase 1 from the start screen to "complete", once with each kind of hand, and what a walk leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from site_builder.load import load_course
from site_builder.model import Course
from tests.support import learner
from tests.support.learner import Finger, Hand, Keyboard, Mouse, Watch
from tests.support.server import Server

ROOT = Path(__file__).parent.parent.parent
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 780}


@pytest.fixture(scope="module")
def course() -> Course:
    """The course as its source files have it."""
    return load_course(ROOT / "course")


@contextmanager
def learning(chromium: Browser, server: Server, *, phone: bool = False) -> Iterator[tuple[BrowserContext, Page, Watch]]:
    """A learner's browser at the start screen; what the page must not do fails at the end."""
    context = chromium.new_context(viewport=PHONE if phone else DESKTOP, has_touch=phone, is_mobile=phone)
    page = context.new_page()
    watch = Watch(page, server.origin)
    page.goto(server.url())
    yield context, page, watch
    watch.hold()
    context.close()


@pytest.mark.parametrize(
    ("hand", "phone"), [(Mouse(), False), (Keyboard(), False), (Finger(), True)], ids=["mouse", "keyboard", "touch"]
)
def test_phase_1_is_completed_with_one_kind_of_hand(
    chromium: Browser, course_server: Server, course: Course, hand: Hand, phone: bool
) -> None:
    """Each hand alone solves every required exercise, passes every gate and reads "Phase 1 of 4 complete"."""
    with learning(chromium, course_server, phone=phone) as (_, page, _watch):
        learner.walk(page, course, hand)
        banner = page.locator("[data-complete]")
        expect(banner).to_be_visible(timeout=learner.ANSWER_TIMEOUT)
        expect(banner).to_contain_text("Phase 1 of 4 complete")


def test_a_reload_on_every_page_loses_nothing(chromium: Browser, course_server: Server, course: Course) -> None:
    """After each page the learner reloads; answers, verdicts and progress are there again."""
    with learning(chromium, course_server) as (_, page, _watch):

        def reload(unit: str) -> None:
            solved = [
                exercise
                for candidate in course.pages
                if candidate.id == unit
                for exercise in candidate.exercises
                if exercise.settings.required
            ]
            page.reload()
            for exercise in solved:
                frame = learner.frame_of(page, exercise)
                learner.wait_for_status(frame, "done")
                expect(frame.locator("[data-verdict]")).to_be_visible()

        learner.walk(page, course, Mouse(), after=reload)
        expect(page.locator("[data-complete]")).to_be_visible(timeout=learner.ANSWER_TIMEOUT)
