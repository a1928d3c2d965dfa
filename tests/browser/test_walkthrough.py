"""A tour of screens: one step at a time by every kind of hand, told where one is, and no way round a decision."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.support.examples import examples
from tests.support.hands import Clicks, Finger, Hand, Keyboard, Mouse
from tests.support.heard import hears, listen, said
from tests.support.learner import ANSWER_TIMEOUT, DRIVERS, frame_of, pick, reload, solve, wait_for_status
from tests.support.server import Server
from tests.support.visitors import Visitors
from tests.support.workbench import Copy, Desk

PAGE = "types/walkthrough.html"
HANDS = [
    pytest.param(Mouse(), False, id="mouse"),
    pytest.param(Clicks(), False, id="clicks"),
    pytest.param(Keyboard(), False, id="keyboard"),
    pytest.param(Finger(), True, id="touch"),
]
SUBJECTS = [item for item in examples() if item.row.name == "walkthrough"]
HALL = next(item for item in SUBJECTS if item.name == "simulated-screens")


class Visit:
    """A page with the hall to be booked."""

    def __init__(self, copy: Copy) -> None:
        self.page = copy.page
        self.address = copy.page.url
        self.names = {name: item for item, name in copy.subject.exercise.names.items()}
        self.frame = copy.frame
        self.ready()

    def ready(self) -> None:
        """Waits for the exercise, and listens to what is said."""
        expect(self.frame.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
        listen(self.page)

    def act(self, name: str) -> Locator:
        """A button of the tour."""
        return self.frame.locator(f'[data-act="{name}"]')

    def screen(self, name: str) -> Locator:
        """A screen, by its author's id."""
        return self.frame.locator(f'[data-screen="{self.names[name]}"]')

    @property
    def step(self) -> Locator:
        """The step that is shown."""
        return self.frame.locator("[data-step][data-current]")

    def choose(self, option: str) -> None:
        """Chooses an option by its author's id, and checks."""
        pick(self.step, self.names[option]).check()
        self.act("check").click()
        expect(self.step.locator(".feedback")).to_be_visible(timeout=ANSWER_TIMEOUT)

    def hears(self, text: str) -> None:
        """Waits until a screen reader was told this."""
        hears(self.page, text)


@pytest.fixture
def visit(desk: Desk) -> Visit:
    """The first example on a wide screen."""
    return Visit(desk.take(HALL))


@pytest.mark.parametrize(("hand", "desk"), HANDS, indirect=["desk"])
def test_every_example_is_solved_with_one_kind_of_hand(hand: Hand, desk: Desk, *, thorough: bool) -> None:
    """First wrong, then right, each hand alone."""
    for example in SUBJECTS if thorough else SUBJECTS[:1]:
        copy = desk.take(example)
        DRIVERS["walkthrough"](hand, copy.frame, copy.subject.states["partly"])
        wait_for_status(copy.frame, "tried")
        solve(copy.page, hand, copy.subject.exercise)


def test_the_focus_goes_to_the_heading_of_each_step_and_screen(visit: Visit) -> None:
    """Another screen's place on the way is said, and not once more what the focus reads out."""
    keys = visit.page.keyboard
    expect(visit.frame.locator("[data-screen]:visible")).to_have_count(1)
    visit.act("next").focus()
    keys.press("Enter")
    expect(visit.step.locator(".walk-title")).to_be_focused()
    expect(visit.step.locator(".walk-title")).to_contain_text("Step 2 of 6 Which room?")
    visit.choose("gallery")
    visit.hears("60 seats are enough")
    expect(visit.act("next")).to_be_focused()
    keys.press("Enter")
    expect(visit.screen("times").locator("h3")).to_be_focused()
    visit.hears("Step 3 of 6.")
    assert not any("Time and furniture" in line for line in said(visit.page))
    visit.act("back").click()
    expect(visit.screen("rooms").locator("h3")).to_be_focused()


def test_decisions_cannot_be_skipped(visit: Visit) -> None:
    """Explanations can: the tour's button leads to the next decision, and no button leads past it."""
    visit.act("skip").click()
    expect(visit.step.locator(".walk-title")).to_be_focused()
    expect(visit.step).to_contain_text("Which room?")
    for name in ("next", "skip"):
        expect(visit.act(name)).to_be_hidden()
    visit.act("check").click()
    expect(visit.step.locator("[data-note]")).to_contain_text("Make this decision first", timeout=ANSWER_TIMEOUT)
    visit.choose("hall")
    visit.act("skip").click()
    expect(visit.step).to_contain_text("When?")
    visit.hears("Screen: Time and furniture.")
    visit.screen("times").get_by_role("button", name="Book").click()
    expect(visit.step.locator("[data-note]")).to_contain_text("Decisions cannot be skipped")
    visit.hears("Decisions cannot be skipped")
    visit.screen("times").get_by_role("button", name="Cancel").click()
    visit.hears("“Cancel” is not part of this tour.")
    expect(visit.screen("times")).to_be_visible()


def test_a_verdict_leaves_the_pressed_button_in_view(visit: Visit) -> None:
    """What is said of a wrong option comes above the button and pushes it down."""
    visit.act("next").click()
    pick(visit.step, visit.names["fireside"]).check()
    check = visit.act("check")
    check.focus()
    check.evaluate("button => scrollBy(0, button.getBoundingClientRect().bottom + 8 - innerHeight)")
    visit.page.keyboard.press("Enter")
    expect(visit.step.locator(".feedback")).to_be_visible(timeout=ANSWER_TIMEOUT)
    expect(check).to_be_focused()
    expect(check).to_be_in_viewport(ratio=1)


def test_a_wrong_option_shows_what_comes_of_it_and_leads_back(visit: Visit) -> None:
    """On a detour with a count of its own; back at the decision, another choice is open."""
    visit.act("next").click()
    visit.choose("fireside")
    wait_for_status(visit.frame, "tried")
    expect(visit.act("next")).to_be_hidden()
    visit.act("follow").click()
    expect(visit.screen("refused").locator("h3")).to_be_focused()
    expect(visit.step).to_contain_text("Detour, step 1 of 1")
    visit.screen("refused").get_by_role("button", name="Back to the rooms").click()
    expect(visit.step).to_contain_text("Which room?")
    visit.choose("hall")
    expect(visit.act("next")).to_be_visible()


def test_a_decision_that_is_changed_has_to_be_checked_again(visit: Visit) -> None:
    """What was said of the other choice goes."""
    visit.act("next").click()
    visit.choose("hall")
    pick(visit.step, visit.names["fireside"]).check()
    expect(visit.step.locator(".feedback")).to_have_count(0)
    expect(visit.act("next")).to_be_hidden()
    expect(visit.act("check")).to_be_visible()


def test_a_number_on_the_screen_opens_its_explanation(visit: Visit) -> None:
    """It is a link with the number and the heading for a name; the explanation comes right behind."""
    marker = visit.screen("rooms").get_by_role("link", name="2: Which room?")
    marker.click()
    expect(visit.step).to_contain_text("Which room?")
    expect(visit.screen("rooms").get_by_role("link", name="1: All rooms at a glance")).to_be_visible()
    assert visit.page.url == visit.address


def test_the_place_on_the_way_survives_a_reload(visit: Visit) -> None:
    """So do decisions that were made, and what was said of them."""
    visit.act("next").click()
    visit.choose("gallery")
    visit.act("next").click()
    reload(visit.page)
    visit.ready()
    expect(visit.screen("times")).to_be_visible()
    visit.act("back").click()
    expect(pick(visit.screen("rooms"), visit.names["gallery"])).to_be_checked()
    expect(visit.step).to_contain_text("60 seats are enough", timeout=ANSWER_TIMEOUT)


def test_without_javascript_all_screens_and_explanations_are_read(chromium: Visitors, gallery_server: Server) -> None:
    """One below the other, each number leading to its explanation; no button of the tour is there."""
    with chromium.fresh(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(gallery_server.url(PAGE))
        frame = frame_of(page, HALL.exercise)
        for screen in frame.locator("[data-screen]").all():
            expect(screen.locator("h3")).to_be_visible()
        for step in frame.locator("[data-step] .walk-text").all():
            expect(step).to_be_visible()
        expect(frame.locator("[data-act]")).to_have_count(0)
        marker = frame.locator("[data-marker]").first
        marker.click()
        target = (marker.get_attribute("href") or "").removeprefix("#")
        assert page.url.endswith(f"#{target}")
        expect(page.locator(f'[id="{target}"]')).to_be_in_viewport()
