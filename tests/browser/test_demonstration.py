"""Demonstrations are stepped through or played, never by themselves; all steps can be had at once; each is said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from site_builder.build import Site
from tests.support.examples import Example, examples
from tests.support.faults import visiting
from tests.support.hands import Clicks, Finger, Hand, Keyboard
from tests.support.heard import hears, listen, said
from tests.support.learner import ANSWER_TIMEOUT, DRIVERS, Watch, check, frame_of, reload, wait_for_status
from tests.support.server import Server, serve
from tests.support.visitors import Visitors

PAGE = "types/demonstration.html"
HIDE = """hidden => {
    Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
    document.dispatchEvent(new Event("visibilitychange"));
}"""
HANDS = [
    pytest.param(Clicks(), False, id="clicks"),
    pytest.param(Keyboard(), False, id="keyboard"),
    pytest.param(Finger(), True, id="touch"),
]
ALL = [item for item in examples() if item.row.name == "demonstration"]
CALL = next(item for item in ALL if item.name == "a-dialogue-becomes-code")
STEPS = len(CALL.content["steps"])


@pytest.fixture(scope="module")
def host(gallery_site: Site) -> Iterator[Server]:
    """The gallery on a server that stays for all tests here."""
    with serve(gallery_site.files) as server:
        yield server


class Stage:
    """A page of the gallery with one demonstration."""

    def __init__(self, page: Page, host: Server, subject: Example = CALL) -> None:
        self.page = page
        page.goto(host.url(PAGE))
        self.frame = frame_of(page, subject.exercise)
        expect(self.frame.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
        listen(page)

    def button(self, act: str) -> Locator:
        """One of the controls."""
        return self.frame.locator(f'[data-act="{act}"]')

    def shows(self, step: int) -> None:
        """Waits until this step is the one that is shown; 0 is the start."""
        expect(self.frame.locator(".demo-say:visible")).to_have_count(1)
        expect(self.frame.locator("[data-step]").nth(step).locator(".demo-say")).to_be_visible()

    def hears(self, text: str) -> None:
        """Waits until a screen reader was told this."""
        hears(self.page, text)


def stop_the_clock(page: Page) -> None:
    """From here on time passes only when the test says so."""
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))


@pytest.fixture
def stage(chromium: Visitors, host: Server) -> Iterator[Stage]:
    """The example with a dialogue, its clock in the hands of the test."""
    with visiting(chromium, host, None, clock=True) as (page, _):
        yield Stage(page, host)


@pytest.mark.parametrize(("hand", "phone"), HANDS)
def test_every_example_is_seen_with_one_kind_of_hand(
    hand: Hand, phone: bool, chromium: Visitors, host: Server, *, thorough: bool
) -> None:
    """Left too early it is not done; with the last step it is, without another press."""
    viewport: Any = {"width": 390, "height": 780} if phone else {"width": 1280, "height": 800}
    with chromium.visitor(viewport=viewport, phone=phone) as context:
        page = context.new_page()
        watch = Watch(page, host.origin)
        page.goto(host.url(PAGE))
        for subject in ALL if thorough else ALL[:1]:
            frame = frame_of(page, subject.exercise)
            expect(frame.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
            DRIVERS["demonstration"](hand, frame, subject.states["wrong"])
            wait_for_status(frame, "tried")
            expect(frame.locator("[data-verdict]")).to_contain_text("There is more to see.")
            left = len(subject.content["steps"]) - subject.states["wrong"]["seen"]
            for _ in range(left):
                hand.press(frame.locator('[data-act="next"]'))
            wait_for_status(frame, "done")
            expect(frame.locator("[data-verdict]")).to_contain_text("You have seen every step.")
        watch.hold()


def test_nothing_moves_before_the_learner_asks(stage: Stage) -> None:
    """Longer than any step stays: still the start, with all that was before and nothing of what comes."""
    stop_the_clock(stage.page)
    stage.page.clock.run_for(60_000)
    stage.shows(0)
    expect(stage.frame.locator(".demo-before")).to_contain_text("My name is Ada.")
    expect(stage.frame.locator(".demo-empty")).to_be_visible()
    assert said(stage.page) == []


def test_steps_forward_and_back_are_marked_and_said_and_keep_the_focus(stage: Stage) -> None:
    """Position, title and text; at either end the button stays, and says where one is."""
    ahead, back = stage.button("next"), stage.button("back")
    ahead.focus()
    for _ in range(2):
        stage.page.keyboard.press("Enter")
        expect(ahead).to_be_focused()
    stage.shows(2)
    stage.hears("Step 2 of 4: Who orders The key name says what")
    expect(stage.frame.locator(".demo-new:visible")).to_have_text('"name": "Ada"')
    expect(stage.frame.locator("[data-about][data-now]")).to_have_text("Ada")
    back.press("Enter")
    stage.shows(1)
    expect(stage.frame.locator("[data-about][data-now]")).to_have_count(0)
    back.press("Enter")
    stage.shows(0)
    expect(back).to_have_attribute("aria-disabled", "true")
    back.press("Enter")
    stage.shows(0)
    expect(back).to_be_focused()
    stage.hears("4 steps Play them")


def test_it_plays_to_the_end_and_again(stage: Stage) -> None:
    """The button that was pressed keeps the focus and says what it does now."""
    stop_the_clock(stage.page)
    play = stage.button("play")
    play.focus()
    stage.page.keyboard.press("Space")
    stage.shows(1)
    expect(play).to_have_text("Pause")
    for step in range(2, STEPS + 1):
        seconds = int(stage.frame.locator("[data-step]").nth(step - 1).get_attribute("data-seconds") or "")
        stage.page.clock.run_for(1000 * seconds - 500)
        stage.shows(step - 1)
        stage.page.clock.run_for(500)
        stage.shows(step)
    expect(play).to_have_text("Play again")
    expect(play).to_be_focused()
    wait_for_status(stage.frame, "done")
    stage.page.clock.run_for(60_000)
    stage.shows(STEPS)
    stage.page.keyboard.press("Space")
    stage.shows(1)
    expect(play).to_have_text("Pause")


def test_it_is_paused_by_the_button_by_a_step_and_when_nobody_can_see_it(stage: Stage) -> None:
    """It goes on only when the learner says so."""
    stop_the_clock(stage.page)
    play = stage.button("play")
    play.click()
    play.click()
    expect(play).to_have_text("Play")
    stage.page.clock.run_for(60_000)
    stage.shows(1)
    play.click()
    stage.button("back").click()
    stage.page.clock.run_for(60_000)
    stage.shows(1)
    play.click()
    stage.shows(2)
    stage.page.evaluate(HIDE, True)
    stage.page.clock.run_for(60_000)
    stage.page.evaluate(HIDE, False)
    stage.page.clock.run_for(60_000)
    stage.shows(2)
    expect(play).to_have_text("Play")


def test_all_steps_can_be_shown_at_once_and_marked_as_seen(stage: Stage) -> None:
    """By a button; the other controls are gone then, and come back."""
    switch = stage.button("list")
    switch.click()
    expect(switch).to_be_focused()
    expect(switch).to_have_text("Show one at a time")
    stage.hears("All 4 steps are shown.")
    expect(stage.frame.locator(".demo-say:visible")).to_have_count(STEPS)
    expect(stage.frame.locator(".demo-output:visible")).to_have_count(STEPS)
    expect(stage.button("play")).to_be_hidden()
    check(Clicks(), stage.frame)
    wait_for_status(stage.frame, "done")
    switch.click()
    expect(stage.button("play")).to_be_visible()
    stage.shows(0)


def test_who_wants_no_motion_gets_the_list(chromium: Visitors, host: Server) -> None:
    """Also when it is switched over later; one step at a time can still be chosen, and nothing moves."""
    with chromium.visitor(viewport={"width": 390, "height": 780}, reduced_motion="reduce") as context:
        stage = Stage(context.new_page(), host)
        expect(stage.frame.locator(".demo-say:visible")).to_have_count(STEPS)
        stage.page.emulate_media(reduced_motion="no-preference")
        stage.shows(0)
        stage.page.emulate_media(reduced_motion="reduce")
        expect(stage.frame.locator(".demo-say:visible")).to_have_count(STEPS)
        stage.button("list").click()
        stage.button("next").click()
        stage.shows(1)
        moving = "document.getAnimations().some((one) => one.effect.getTiming().duration > 1)"
        assert not stage.page.evaluate(moving)


def test_print_shows_all_steps_without_controls(stage: Stage) -> None:
    """On paper nothing can be pressed."""
    stage.button("next").click()
    stage.page.emulate_media(media="print")
    expect(stage.frame.locator(".demo-say:visible")).to_have_count(STEPS)
    expect(stage.frame.locator(".demo-output:visible")).to_have_count(STEPS)
    expect(stage.frame.locator(".demo-bar")).to_be_hidden()


def test_without_javascript_the_steps_are_a_list(chromium: Visitors, host: Server) -> None:
    """Each with what it is about, what is said of it, and the result as it is then."""
    with chromium.fresh(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(host.url(PAGE))
        frame = frame_of(page, CALL.exercise)
        for place, step in enumerate(CALL.content["steps"]):
            shown = frame.locator(".demo-step").nth(place)
            expect(shown).to_contain_text(f"Step {place + 1} of {STEPS}: {step['title']}")
            assert shown.locator(".demo-output").text_content() == step["show"].strip("\n")
            assert shown.locator(".demo-new").all_inner_texts() == step["new"]
            assert [part.strip() for part in shown.locator(".demo-from q").all_text_contents()] == step.get("from", [])
        expect(frame.locator("button:visible")).to_have_count(0)


def test_how_far_one_came_survives_a_reload(stage: Stage) -> None:
    """As a draft; the step that was reached is shown again."""
    for _ in range(3):
        stage.button("next").click()
    stage.button("back").click()
    reload(stage.page)
    expect(stage.frame.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
    stage.shows(3)


def test_nothing_jumps_when_another_step_is_shown(stage: Stage) -> None:
    """All steps take the room of the largest, so that the buttons stay below the pointer."""
    heights = set()
    for _ in range(STEPS - 1):
        heights.add(stage.frame.evaluate("frame => frame.getBoundingClientRect().height"))
        stage.button("next").click()
    assert len(heights) == 1
