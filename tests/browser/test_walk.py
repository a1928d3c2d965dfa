"""The course from the start screen to its end, and what happens on the way.

What there is to walk through is read from the course, so a new phase is walked without a change here. One walk is made
for every landing: each exercise by another kind of hand, first badly, then well. The walks by one kind of hand alone,
and each gate with all that it lists, repeat that way for every exercise.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from site_builder.model import Exercise, Phase
from site_builder.model import Page as Unit
from tests.support import learner
from tests.support.completion import School
from tests.support.first_course import first_course
from tests.support.hands import Clicks, Finger, Hand, Keyboard, Mouse
from tests.support.learner import ANSWER_TIMEOUT, Watch
from tests.support.looks import is_clean, reflows
from tests.support.server import Server
from tests.support.states import lay_in
from tests.support.visitors import Visitors

COURSE = first_course()
UNITS = [unit for phase in COURSE.phases for unit in phase.pages]
PHASES = [pytest.param(phase, id=phase.id) for phase in COURSE.phases]
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 780}
CLICKS = Clicks()
"""Gives poor answers: arrow keys pass through what is not chosen, which the dashboard counts as looked at."""
HANDS = [
    pytest.param(Mouse(), False, id="drags"),
    pytest.param(Clicks(), False, id="clicks"),
    pytest.param(Keyboard(), False, id="keyboard"),
    pytest.param(Finger(), True, id="touch"),
]


@pytest.fixture(scope="module")
def school() -> School:
    """The course with its judge in this Python."""
    return School(COURSE)


@contextmanager
def learning(chromium: Visitors, server: Server, *, phone: bool = False) -> Iterator[Page]:
    """A learner's browser at the start screen; what the page must not do fails at the end."""
    viewport = PHONE if phone else DESKTOP
    with chromium.visitor(viewport=viewport, phone=phone) as context:
        page = context.new_page()
        watch = Watch(page, server.origin)
        page.goto(server.url())
        yield page
        watch.hold()


def is_told_complete(page: Page, phase: Phase) -> None:
    """The banner at the end of a phase is there; at the end of the course, the certificate."""
    if phase.pages[-1].certificate:
        expect(page.locator(".certificate")).to_be_visible(timeout=ANSWER_TIMEOUT)
        expect(page.locator("[data-progress-text]")).to_have_text("Exercise Complete!")
        return
    banner = page.locator(f'[data-complete="{phase.id}"]')
    expect(banner).to_be_visible(timeout=ANSWER_TIMEOUT)
    total = len(COURSE.phases) + len(COURSE.planned)
    expect(banner).to_contain_text(f"Phase {phase.number} of {total} complete")


def reload(page: Page, unit: Unit) -> None:
    """Loads the page anew as soon as it says that all is saved; every required exercise is done, with its verdict."""
    expect(page.locator("header [data-saved]")).to_have_text("Saved on this device", timeout=ANSWER_TIMEOUT)
    page.reload()
    for exercise in learner.required(unit):
        frame = learner.frame_of(page, exercise)
        learner.wait_for_status(frame, "done")
        expect(frame.locator("[data-verdict]")).to_be_visible()


@pytest.mark.lengthy
def test_the_course_is_walked_from_start_to_certificate(
    chromium: Visitors, course_server: Server, school: School
) -> None:
    """Each gate holds until its exercises are done; every page is clean and reflows; nothing is asked of other servers.

    Each exercise is answered badly, and then well by another kind of hand than the one before it. A reload at the end
    of a phase keeps all.
    """
    hands: Iterator[Hand] = cycle((Mouse(), Keyboard(), Finger(), CLICKS))
    last = {phase.pages[-1].id: phase for phase in COURSE.phases}
    with chromium.fresh(viewport=DESKTOP, has_touch=True) as context:
        page = context.new_page()
        watch = Watch(page, course_server.origin)
        page.goto(course_server.url())
        learner.begin(page, next(hands))
        for place, unit in enumerate(UNITS):
            if place:
                learner.next_page(page, next(hands))
            expect(page.locator("body")).to_have_attribute("data-page", unit.id, timeout=ANSWER_TIMEOUT)
            is_worked_through(page, unit, hands, school)
            is_clean(page, unit.id)
            reflows(page, unit.id)
            page.set_viewport_size(DESKTOP)
            if unit.id in last:
                reload(page, unit)
                is_told_complete(page, last[unit.id])
        watch.hold()


def is_worked_through(page: Page, unit: Unit, hands: Iterator[Hand], school: School) -> None:
    """Next lists what is required, also after poor answers; with right ones the list gets shorter one by one."""
    asked = learner.required(unit)
    if asked:
        is_held_back(page, CLICKS, asked)
    for exercise in asked:
        fails(page, CLICKS, exercise, school)
    for left, exercise in zip(range(len(asked) - 1, -1, -1), asked, strict=True):
        learner.solve(page, next(hands), exercise)
        expect(missing(page)).to_have_count(left)


@pytest.mark.long
@pytest.mark.parametrize(("hand", "phone"), HANDS)
def test_the_course_is_completed_with_one_kind_of_hand(
    hand: Hand, phone: bool, chromium: Visitors, course_server: Server
) -> None:
    """Each hand alone passes every gate; at the end of each phase it reloads.

    By dragging and by keyboard all exercises are solved, by clicking and by touch those that are required.
    """
    last = {phase.pages[-1].id: phase for phase in COURSE.phases}

    def after(unit: Unit) -> None:
        if unit.id in last:
            reload(page, unit)
            is_told_complete(page, last[unit.id])

    with learning(chromium, course_server, phone=phone) as page:
        learner.begin(page, hand)
        learner.walk(page, UNITS, hand, after, everything=isinstance(hand, Mouse | Keyboard))


@pytest.mark.long
@pytest.mark.parametrize("phase", PHASES)
def test_a_phase_is_failed_on_purpose_and_then_completed(
    phase: Phase, chromium: Visitors, course_server: Server, school: School
) -> None:
    """At each gate: what is missing is listed, poor answers are explained, right ones open it; a reload keeps them."""
    hand = Clicks()
    with learning(chromium, course_server) as page:
        lay_in(page, COURSE.id, school.record(before=phase.pages[0].id))
        page.goto(course_server.url(phase.pages[0].url))
        for place, unit in enumerate(phase.pages):
            if place:
                learner.next_page(page, hand)
            asked = learner.required(unit)
            if asked:
                is_held_back(page, hand, asked)
                for exercise in asked:
                    fails(page, hand, exercise, school)
                is_held_back(page, hand, asked)
                for exercise in asked:
                    learner.solve(page, hand, exercise)
                    expect(missing(page)).to_have_count(len(asked) - asked.index(exercise) - 1)
                reload(page, unit)
        is_told_complete(page, phase)


def missing(page: Page) -> Locator:
    """The links of the gate."""
    return page.locator("[data-gate] a:visible")


def is_held_back(page: Page, hand: Hand, asked: list[Exercise]) -> None:
    """Next stays and lists the exercises, each with a link to its heading."""
    for exercise in asked:
        expect(learner.frame_of(page, exercise).locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
    wait_until_still(page)
    hand.press(page.locator('[data-nav="next"]'))
    expect(missing(page)).to_have_count(len(asked), timeout=ANSWER_TIMEOUT)
    expect(page.locator("[data-gate]")).to_be_focused()
    for link, exercise in zip(missing(page).all(), asked, strict=True):
        heading = learner.frame_of(page, exercise).locator("h2")
        expect(link).to_have_text(heading.inner_text())
        expect(link).to_have_attribute("href", f"#{heading.get_attribute('id')}")
    wait_until_still(page)
    hand.press(missing(page).first)
    expect(learner.frame_of(page, asked[0]).locator("h2")).to_be_in_viewport()


def wait_until_still(page: Page) -> None:
    """What comes from Python makes a page longer, and a link would move away under the pointer."""
    height, now = -1, 0
    while height != now:
        height = now
        page.wait_for_timeout(500)
        now = page.evaluate("() => document.documentElement.scrollHeight")


def fails(page: Page, hand: Hand, exercise: Exercise, school: School) -> None:
    """A poor answer is not accepted, and something is said about it beside the verdict."""
    frame = learner.give(page, hand, exercise, school.answer(exercise.id, right=False))
    learner.wait_for_status(frame, "tried")
    expect(frame.locator("[data-verdict]")).to_be_visible()
    told = [text.strip() for text in frame.locator(".feedback:visible").all_inner_texts()]
    assert any(len(text.split()) > 3 for text in told), f"{exercise.id}: {told}"
