"""The answer is shown, looked at, and then given by the learner."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from site_builder.build import build
from site_builder.runtime import Runtime
from site_builder.targets import WEB
from tests.support import axe
from tests.support.courses import PHASE, SUM, write_course
from tests.support.learner import ANSWER_TIMEOUT, reload, wait_for_status
from tests.support.server import Server, serve

LAST = "---\ntitle: What follows\n---\nAll is counted.\n"
FILES = {
    "phase-1/phase.yaml": PHASE.replace("sums]", "sums, last]"),
    "phase-1/sum.yaml": SUM.replace("title: A sum", "title: A sum\nreveal: 1\nhints: [Count on your fingers.]"),
    "phase-1/last.md": LAST,
}


@pytest.fixture(scope="module")
def host(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A course in which a sum stands in the way, and its answer can be shown after one attempt."""
    folder = write_course(tmp_path_factory.mktemp("course"), FILES)
    with serve(build(folder, target=WEB, runtime=runtime, theme="learn").files) as server:
        yield server


@pytest.fixture
def frame(tab: Page, host: Server) -> Locator:
    """The sum, answered wrongly."""
    tab.goto(host.url("phase-1/intro.html"))
    expect(tab.locator("header [data-saved]")).to_have_text("Saved on this device")
    tab.goto(host.url("phase-1/sums.html"))
    frame = tab.locator("[data-exercise=sum]")
    choose(frame, "Five")
    wait_for_status(frame, "tried")
    return frame


def choose(frame: Locator, option: str) -> None:
    """Chooses an option and checks it."""
    frame.get_by_label(option).check(timeout=ANSWER_TIMEOUT)
    press(frame, "Check answer")


def press(frame: Locator, name: str) -> None:
    """Presses a button of the exercise."""
    frame.get_by_role("button", name=name).click(timeout=ANSWER_TIMEOUT)


def test_the_answer_is_looked_at_and_then_given(tab: Page, frame: Locator) -> None:
    """What is shown can't be handed in as it stands: the learner's own answer comes back, with what was said of it."""
    press(frame, "Show the answer")
    expect(frame.get_by_label("Four")).to_be_checked()
    expect(frame.get_by_label("Four")).to_be_disabled()
    expect(frame.locator("[data-verdict]")).to_contain_text("Your score keeps the points of your best try so far")
    expect(frame.locator("[data-status-text]")).to_have_text("Answer shown, your turn")
    for name in ("Check answer", "Show a hint", "Show the answer"):
        expect(frame.get_by_role("button", name=name)).to_be_hidden()
    assert not axe.faults(tab)
    tab.get_by_role("link", name="Next").click()
    expect(tab.get_by_text("Before you go on, finish on this page:")).to_be_visible()
    press(frame, "Answer it yourself")
    expect(frame.locator("h2")).to_be_focused()
    expect(frame.get_by_label("Five")).to_be_checked()
    expect(frame.get_by_text("One too many.")).to_be_visible()
    expect(frame.get_by_role("button", name="Answer it yourself")).to_be_hidden()
    choose(frame, "Four")
    wait_for_status(frame, "done")
    expect(frame.locator("[data-verdict]")).to_contain_text("it adds no points")
    expect(frame.get_by_role("button", name="Show the answer")).to_be_hidden()
    tab.get_by_role("link", name="Next").click()
    expect(tab.get_by_role("heading", name="What follows")).to_be_visible()


def test_after_a_reload_it_is_still_the_learners_turn(tab: Page, frame: Locator) -> None:
    """The answer can be looked at once more."""
    press(frame, "Show the answer")
    expect(frame.get_by_label("Four")).to_be_checked()
    reload(tab)
    expect(frame.locator("[data-status-text]")).to_have_text("Answer shown, your turn", timeout=ANSWER_TIMEOUT)
    expect(frame.get_by_label("Five")).to_be_checked()
    press(frame, "Show the answer")
    expect(frame.get_by_label("Four")).to_be_checked()
    press(frame, "Answer it yourself")
    choose(frame, "Four")
    wait_for_status(frame, "done")
