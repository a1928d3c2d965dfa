"""A drawn set of questions: begun, answered, handed in as a whole, reviewed, and tried again by every kind of hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.support.examples import examples
from tests.support.hands import Clicks, Finger, Hand, Keyboard, Mouse
from tests.support.heard import hears, listen
from tests.support.learner import ANSWER_TIMEOUT, give, pick, reload, solve, wait_for_status
from tests.support.workbench import Copy, Desk

PAGE = "types/assessment.html"
HANDS = [
    pytest.param(Mouse(), False, id="mouse"),
    pytest.param(Clicks(), False, id="clicks"),
    pytest.param(Keyboard(), False, id="keyboard"),
    pytest.param(Finger(), True, id="touch"),
]
KITCHEN, PLANETS = (item for item in examples() if item.row.name == "assessment")


class Visit:
    """A page with the assessment."""

    def __init__(self, copy: Copy) -> None:
        self.page = copy.page
        self.frame = copy.frame
        self.keys = {question["id"]: question for question in copy.subject.exercise.key["questions"]}
        self.ready()

    def ready(self) -> None:
        """Waits for the exercise, and listens to what is said."""
        expect(self.frame.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
        listen(self.page)

    def act(self, name: str) -> Locator:
        """A button of the assessment."""
        return self.frame.locator(f'[data-act="{name}"]')

    def begin(self) -> None:
        """Presses "Begin" and waits for the questions."""
        self.act("begin").click()
        expect(self.questions.first).to_be_visible(timeout=ANSWER_TIMEOUT)

    @property
    def questions(self) -> Locator:
        """Those that can be seen."""
        return self.frame.locator("[data-question]:visible")

    @property
    def asked(self) -> list[str]:
        """The ids of those that can be seen."""
        return [question.get_attribute("data-question") or "" for question in self.questions.all()]

    def choose(self, place: int, *, right: bool) -> str:
        """Chooses an option of the question at this place, and says which."""
        key = self.keys[self.asked[place]]
        wrong = [option for option in key["options"] if option not in key["right"]]
        for option in key["right"] if right else wrong[:1]:
            pick(self.questions.nth(place), option).check()
        return str(key["right"][0] if right else wrong[0])

    @property
    def bar(self) -> Locator:
        """Says how many are answered."""
        return self.frame.locator(".assess-bar")

    def submit(self) -> None:
        """Hands in."""
        self.frame.locator('[data-do="check"]').click()

    def hears(self, text: str) -> None:
        """Waits until a screen reader was told this."""
        hears(self.page, text)


@pytest.fixture
def visit(desk: Desk) -> Visit:
    """The first example on a wide screen."""
    return Visit(desk.take(KITCHEN))


@pytest.mark.parametrize(("hand", "desk"), HANDS, indirect=["desk"])
def test_every_example_is_done_with_one_kind_of_hand(hand: Hand, desk: Desk) -> None:
    """First badly, then rightly with new questions, each hand alone."""
    kitchen = desk.take(KITCHEN)
    exercise = kitchen.subject.exercise
    wait_for_status(give(kitchen.page, hand, exercise, kitchen.subject.states["wrong"]), "tried")
    solve(kitchen.page, hand, exercise)
    planets = desk.take(PLANETS)
    solve(planets.page, hand, planets.subject.exercise)


def test_nothing_is_asked_before_it_begins(visit: Visit) -> None:
    """Then the draw stands there, numbered, with the focus on its first question."""
    expect(visit.questions).to_have_count(0)
    expect(visit.frame.locator('[data-do="check"]')).to_be_hidden()
    visit.begin()
    expect(visit.questions).to_have_count(3)
    for place, question in enumerate(visit.questions.all(), start=1):
        expect(question.locator("[data-number]")).to_have_text(f"Question {place} of 3")
    expect(visit.questions.first.locator("h3")).to_be_focused()
    expect(visit.act("begin")).to_be_hidden()
    visit.hears("Nothing is judged before you submit.")


def test_open_questions_are_counted_and_named(visit: Visit) -> None:
    """The bar counts; submitting judges nothing, and leads to what is left."""
    visit.begin()
    expect(visit.bar).to_contain_text("0 of 3 answered")
    visit.choose(0, right=True)
    expect(visit.bar).to_contain_text("1 of 3 answered")
    visit.act("open").click()
    expect(visit.questions.nth(1).locator("h3")).to_be_focused()
    visit.submit()
    verdict = visit.frame.locator("[data-verdict]")
    expect(verdict).to_contain_text(
        "2 questions are not answered yet. Nothing has been judged.", timeout=ANSWER_TIMEOUT
    )
    ways = verdict.locator("button")
    expect(ways).to_have_text(["Question 2", "Question 3"])
    ways.last.click()
    expect(visit.questions.nth(2).locator("h3")).to_be_focused()
    wait_for_status(visit.frame, "new")
    visit.choose(1, right=True)
    visit.choose(2, right=True)
    expect(visit.bar).to_contain_text("3 of 3 answered")
    expect(visit.act("open")).to_be_hidden()


def test_half_an_answer_survives_a_reload(visit: Visit) -> None:
    """The same questions, in the same order, with what was chosen, even before Python is there."""
    visit.begin()
    asked = visit.asked
    chosen = visit.choose(1, right=False)
    reload(visit.page)
    visit.ready()
    expect(visit.questions).to_have_count(3)
    assert visit.asked == asked
    expect(pick(visit.questions.nth(1), chosen)).to_be_checked()
    expect(visit.bar).to_contain_text("1 of 3 answered")


def test_the_review_shows_what_was_chosen_and_what_is_right(visit: Visit) -> None:
    """The result stands above, each question has its explanation, and a reload keeps all of that."""
    visit.begin()
    asked = visit.asked
    wrong = [visit.choose(place, right=False) for place in range(3)]
    visit.submit()
    expect(visit.frame.locator(".assess-result")).to_be_visible(timeout=ANSWER_TIMEOUT)
    expect(visit.frame.locator("[data-verdict]")).to_be_focused()
    visit.hears("0 % of the points, and 60 % are needed.")
    for _ in range(2):
        expect(visit.frame.locator("[data-percent]")).to_have_text("0 %")
        expect(visit.frame.locator(".assess-parts > li")).to_contain_text(["0 of 2 right", "0 of 1 right"])
        assert visit.asked == asked
        for place, question in enumerate(visit.questions.all()):
            expect(question.locator(f'[data-item="{wrong[place]}"] .assess-mark')).to_have_text("Your answer")
            expect(question.locator(f'[data-feedback-for="{wrong[place]}"]')).not_to_be_empty()
            expect(question.locator(f'[data-feedback-for="{asked[place]}"]')).not_to_be_empty()
            for option in visit.keys[asked[place]]["right"]:
                expect(question.locator(f'[data-item="{option}"] .assess-mark')).to_have_text("Right answer")
            expect(question.locator("input:enabled")).to_have_count(0)
        reload(visit.page)
        visit.ready()
        expect(visit.frame.locator(".assess-result")).to_be_visible()


def test_trying_again_brings_another_draw_and_takes_the_verdict_away(visit: Visit) -> None:
    """What was passed stays passed."""
    visit.begin()
    for place in range(3):
        visit.choose(place, right=True)
    visit.submit()
    wait_for_status(visit.frame, "done")
    expect(visit.frame.locator("[data-percent]")).to_have_text("100 %")
    visit.act("again").click()
    expect(visit.frame.locator(".assess-result")).to_be_hidden()
    expect(visit.frame.locator("[data-verdict]")).to_be_hidden()
    expect(visit.frame.locator(".feedback")).to_have_count(0)
    expect(visit.frame.locator(".assess-mark")).to_have_count(0)
    expect(visit.frame.locator("input:checked")).to_have_count(0)
    expect(visit.questions).to_have_count(3)
    for place in range(3):
        visit.choose(place, right=False)
    visit.submit()
    expect(visit.frame.locator("[data-verdict]")).to_contain_text("Not passed yet", timeout=ANSWER_TIMEOUT)
    wait_for_status(visit.frame, "done")


def test_the_bar_hides_no_control_that_has_the_focus(visit: Visit) -> None:
    """On a small screen, each control that Tab and the arrow keys reach stands above the bar."""
    visit.page.set_viewport_size({"width": 320, "height": 500})
    visit.begin()
    covered = """() => {
        const box = document.activeElement.getBoundingClientRect();
        const bar = document.querySelector(".assess-bar").getBoundingClientRect();
        const inside = document.activeElement.closest(".assess-question");
        return inside && box.bottom > bar.top + 1 && box.top < bar.bottom;
    }"""
    for _ in range(12):
        visit.page.keyboard.press("Tab")
        assert not visit.page.evaluate(covered)
        visit.page.keyboard.press("Space")
        for _ in range(3):
            visit.page.keyboard.press("ArrowDown")
            assert not visit.page.evaluate(covered)
