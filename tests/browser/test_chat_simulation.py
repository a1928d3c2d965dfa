"""A chat whose partner is a simulation: replies while one waits, the same conversation later, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from site_builder.build import build
from site_builder.runtime import Runtime
from site_builder.targets import WEB
from tests.support.browser import until
from tests.support.courses import COURSE, SUMS, write_course
from tests.support.faults import stored
from tests.support.learner import ANSWER_TIMEOUT
from tests.support.server import Server, serve
from tests.support.visitors import Visitors
from tests.support.warm import Copies, Lender, copied, exercise_of

DESK = '''\
"""A desk that counts words, thinks long about the word "slow", and fails at "boom"."""

from site_builder.grading.simulation import Progress


def run(params, inputs, seed):
    text = params["text"]
    steps = 20_000 if "slow" in text else 3
    for step in range(steps):
        yield Progress(step / steps)
    if "boom" in text:
        raise ValueError(text)
    return {"metrics": {}, "reply": f"I count {len(text.split())} words."}
'''
CHAT = """\
id: desk-@
type: chat
title: The desk
intro: Ask the desk.
learner: You
partner: Desk
needed: 1
typing: true
simulation: desk
fallback: I do not know.
messages:
  - {id: hello, text: "Hello", reply: "Good day.", expect: kind, feedback: It greets.}
judgements:
  - {id: kind, label: Kind}
  - {id: curt, label: Curt}
proofs:
  - {answer: {turns: []}, invalid: unanswered}
  - {answer: {turns: [{message: hello, judgement: kind}]}, score: 1/1, feedback: ["judged_right:hello"]}
  - {answer: {turns: [{message: hello, judgement: curt}]}, score: 0/1, done: true, fails: [hello],
     feedback: ["judged_wrong:hello"]}
"""
COPIES = 3
"""Of the page with the desk: one for each test."""
FILES = {
    "course.yaml": f"{COURSE}gates: open\n",
    "python/desk.py": DESK,
    **copied(
        COPIES,
        {
            "phase-1/intro-@.md": "---\ntitle: Introduction\n---\n```{exercise} desk-@.yaml\n```\n",
            "phase-1/desk-@.yaml": CHAT,
            "phase-1/sums.md": SUMS,
        },
    ),
}


@pytest.fixture(scope="module")
def host(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The tiny course with the desk in it."""
    folder = write_course(tmp_path_factory.mktemp("desk"), FILES)
    with serve(build(folder, target=WEB, runtime=runtime).files) as server:
        yield server


@pytest.fixture(scope="module")
def lender(chromium: Visitors, host: Server) -> Iterator[Lender]:
    """The page with the desk, for all tests."""
    lender = Copies(host, "phase-1/intro-@", COPIES, can_be_asked).lender(chromium)
    yield lender
    lender.close()


def can_be_asked(page: Page) -> None:
    """Waits until the desk is at work."""
    expect(page.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)


@pytest.fixture
def desk(lender: Lender, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page with a desk that nobody has asked, Python ready; nothing may break on it."""
    with lender.lent(request.node) as page:
        yield page


def say(page: Page, text: str) -> None:
    """Types a message and sends it."""
    page.locator("[data-chat-input]").fill(text)
    page.locator("[data-chat-input]").press("Enter")


def kept(page: Page, desk: str) -> list[Any]:
    """What the device keeps of this desk."""
    return [row for row in stored(page, "tiny")["events"] if row["target"] == desk]


def runs(page: Page, desk: str) -> int:
    """How many runs of its simulation came to their end."""
    return len([row for row in kept(page, desk) if row["kind"] == "run"])


def replies(page: Page) -> list[str]:
    """All that the desk has said."""
    return [text.strip() for text in page.locator("[data-slot=reply]").all_inner_texts()]


def test_the_simulation_replies_and_the_conversation_stays(desk: Page) -> None:
    """What was typed is answered, not judged, and after a reload it stands there without a new run."""
    say(desk, "one two three")
    expect(desk.locator("[data-slot=reply]")).to_have_text("I count 3 words.", timeout=ANSWER_TIMEOUT)
    expect(desk.locator(".chat-judgement")).to_have_count(0)
    expect(desk.locator("#say")).to_contain_text("I count 3 words.")
    desk.get_by_role("button", name="Hello").click()
    desk.get_by_label("Kind").check()
    desk.get_by_role("button", name="Check my judgement").click()
    expect(desk.locator("[data-exercise]")).to_have_attribute("data-status", "done", timeout=ANSWER_TIMEOUT)
    say(desk, "four five")
    expect(desk.locator("[data-slot=reply]").last).to_have_text("I count 2 words.")
    name = exercise_of(desk, "desk")
    until(lambda: "I count 2 words." in str(kept(desk, name)))
    before = replies(desk)
    desk.reload()
    expect(desk.locator("[data-slot=reply]").last).to_have_text("I count 2 words.", timeout=ANSWER_TIMEOUT)
    assert replies(desk) == before == ["I count 3 words.", "Good day.", "I count 2 words."]
    assert runs(desk, name) == 2


def test_while_it_thinks_it_is_typing(desk: Page) -> None:
    """The dots say so; who leaves ends it, and is answered on the way back."""
    name = exercise_of(desk, "desk")
    say(desk, "slow now")
    expect(desk.locator("[data-chat-waiting]")).to_be_visible()
    expect(desk.locator("[data-chat-waiting]")).to_contain_text("Desk is answering")
    desk.get_by_role("link", name="Sums").first.click()
    expect(desk.get_by_role("heading", level=1, name="Sums")).to_be_visible()
    assert runs(desk, name) == 0
    desk.go_back()
    expect(desk.locator("[data-slot=reply]")).to_have_text("I count 2 words.", timeout=ANSWER_TIMEOUT)
    expect(desk.locator("[data-chat-waiting]")).to_be_hidden()


def test_a_simulation_that_fails_leaves_the_fallback(desk: Page) -> None:
    """In the conversation as any other reply, now and later."""
    name = exercise_of(desk, "desk")
    say(desk, "boom")
    expect(desk.locator("[data-slot=reply]")).to_have_text("I do not know.", timeout=ANSWER_TIMEOUT)
    say(desk, "are you well")
    expect(desk.locator("[data-slot=reply]").last).to_have_text("I count 3 words.", timeout=ANSWER_TIMEOUT)
    until(lambda: "I count 3 words." in str(kept(desk, name)))
    desk.reload()
    expect(desk.locator("[data-slot=reply]")).to_have_text(
        ["I do not know.", "I count 3 words."], timeout=ANSWER_TIMEOUT
    )
