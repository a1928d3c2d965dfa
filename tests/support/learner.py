"""Learners made of code: each one works through a page with only one kind of hand; those are in `hands`.

A learner answers an exercise from an answer in opaque ids, as a proof holds it. How an answer is given to each type
stands in `DRIVERS`; how a control is pressed is the hand's own affair, so that one walk proves mouse, keyboard and
touch alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Error, FrameLocator, Locator, Page, Request, expect

from site_builder.exercises.table import BY_NAME
from site_builder.model import Exercise
from site_builder.model import Page as Unit
from tests.support.hands import MANY, Hand, Keyboard, Mouse, middle

ANSWER_TIMEOUT = 30_000
"""Python may have to start first, on two busy cores. (milliseconds)"""
RUN_TIMEOUT = 180_000
"""A simulation really computes, which other tests beside it can slow down a lot. (milliseconds)"""
# Busy cores are no fault: what is expected may take as long as Python takes to start.
expect.set_options(timeout=ANSWER_TIMEOUT)
DRAFT_PAUSE = 600
"""An answer that is not handed in is written down a moment after its last change. (milliseconds)"""

Driver = Callable[[Hand, Locator, Mapping[str, Any]], None]
View = Page | FrameLocator
"""Where the course is seen: in a window, or in the frame of the page that an LMS has launched."""


def pick(frame: Locator, value: str) -> Locator:
    """The radio button or check box of an item."""
    return frame.locator(f'input[value="{value}"]')


def _pick_all(field: str) -> Driver:
    def drive(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
        for box in frame.locator('input[type="checkbox"]:checked').all():
            if box.get_attribute("value") not in answer[field]:
                hand.press(box)
        for item in answer[field]:
            if not pick(frame, item).is_checked():
                hand.press(pick(frame, item))
        check(hand, frame)

    return drive


def _write_and_compare(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    field = frame.locator("textarea")
    if field.input_value() != answer["text"]:
        field.fill("")
        hand.write(field, answer["text"])
        check(hand, frame)
    if not answer.get("compared"):
        return
    expect(frame.locator("[data-compare]")).to_be_visible(timeout=ANSWER_TIMEOUT)
    for concept, verdict in answer["compared"].items():
        hand.press(frame.locator(f'input[data-concept="{concept}"][value="{verdict}"]'))
    check(hand, frame)


def _rewrite(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    field = frame.locator("textarea")
    hand.write(field, "")
    field.page.keyboard.press("ControlOrMeta+a")
    field.page.keyboard.insert_text(answer["text"])
    check(hand, frame)


def _talk(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    for place, turn in enumerate(answer["turns"]):
        if "message" in turn:
            hand.press(frame.locator(f'button[data-message="{turn["message"]}"]'))
        else:
            hand.write(frame.locator("[data-chat-input]"), turn["text"])
            hand.press(frame.locator("[data-chat-send]"))
        shown = frame.locator(".chat-turn").nth(place)
        expect(shown.locator("[data-slot=reply]")).not_to_be_empty(timeout=ANSWER_TIMEOUT)
        if "judgement" in turn:
            hand.press(shown.locator(f'input[value="{turn["judgement"]}"]'))
            hand.press(shown.locator('button[type="submit"]'))


def _arrange(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    placed = frame.locator('[data-part="order"] .order-row')
    while placed.count():
        hand.press(placed.last.locator('[data-act="remove"]'))
    for place, step in enumerate(answer["order"]):
        row = frame.locator(f'.order-row[data-item="{step}"]')
        if isinstance(hand, Mouse):
            hand.drag(
                row, lambda: middle(frame.locator('[data-part="order"] :is(.order-row, .order-empty:not(:empty))').last)
            )
        else:
            hand.press(row.locator('[data-act="add"]'))
        expect(placed).to_have_count(place + 1)
    _settle(hand, frame, answer["order"])
    check(hand, frame)


def _settle(hand: Hand, frame: Locator, order: Sequence[str]) -> None:
    """Moves the steps up until they stand in this order."""
    for place, step in enumerate(order):
        row = frame.locator(f'.order-row[data-item="{step}"]')
        while row.evaluate("row => Array.from(row.parentElement.children).indexOf(row)") > place:
            hand.press(row.locator('[data-act="up"]'))


def _sort(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    cards = [card.get_attribute("data-item") or "" for card in frame.locator(".sorter-card").all()]
    for card in cards:
        place = frame.locator(f'.sorter-card[data-item="{card}"]')
        group = answer["groups"].get(card, "")
        if place.evaluate("card => card.closest('[data-group]').dataset.group") == group:
            continue
        if isinstance(hand, Mouse):
            hand.drag(place, lambda: middle(frame.locator(f'.sorter-place[data-group="{group}"]')))  # noqa: B023
        else:
            _move(hand, place, group)
        expect(frame.locator(f'[data-group="{group}"] [data-item="{card}"]')).to_be_attached()
    check(hand, frame)


def _move(hand: Hand, card: Locator, group: str) -> None:
    """Moves a card by its own button for the group, or else by its menu."""
    quick = card.locator(f'.sorter-tools > [data-into="{group}"]')
    if not quick.is_visible():
        hand.press(card.locator("[data-menu]"))
        quick = card.locator(f'[popover] [data-into="{group}"]')
    hand.press(quick)


def _step_through(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    for _ in range(answer["seen"]):
        hand.press(frame.locator('[data-act="next"]'))
    if frame.locator("[data-act=next][aria-disabled=false]").count():
        check(hand, frame)  # with the last step it is checked by itself


def _look(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    """The first metric is shown by itself; with the last one it is checked by itself."""
    for metric in answer["looked"]:
        if not pick(frame, metric).is_checked():
            hand.press(pick(frame, metric))
        expect(frame.locator(f'[data-seen="{metric}"]')).to_be_visible(timeout=ANSWER_TIMEOUT)
    if frame.locator("[data-seen][hidden]").count():
        check(hand, frame)


def _tour(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    """Goes on until everything is decided and seen, or a decision is wrong."""
    chosen = {**answer["decisions"], **answer.get("typed", {})}
    for _ in range(MANY):
        step = frame.locator("[data-step][data-current]:visible")
        decision = step.get_attribute("data-decision")
        forward = frame.locator('[data-act="next"]')
        if decision in chosen and not forward.is_visible():
            _decide(hand, step.locator("[data-control]"), chosen[decision])
            hand.press(step.locator('[data-act="check"]'))
            said = step.locator("[data-said] .feedback")
            expect(said).to_be_visible(timeout=ANSWER_TIMEOUT)
            if not forward.is_visible():
                return
        last = forward.inner_text() == frame.locator("[data-walk]").get_attribute("data-text-finish")
        hand.press(forward)
        if last:
            return
    raise AssertionError("the tour has no end")


def _decide(hand: Hand, control: Locator, value: str) -> None:
    """Chooses or types at a decision."""
    menu, field = control.locator("select"), control.locator('input[type="text"]')
    if field.count():
        field.fill("")
        hand.write(field, value)
    elif not menu.count():
        hand.press(pick(control, value))
    elif isinstance(hand, Keyboard):
        hand.press(menu)
        control.page.keyboard.press("Escape")  # closes the list that Space has opened
        for _ in range(MANY):
            if menu.input_value() == value:
                return
            control.page.keyboard.press("ArrowDown")
    else:
        menu.select_option(value)  # the list of a menu belongs to the system, where no test can press


def _experiment(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    for run in answer["runs"]:
        for name, value in run["params"].items():
            set_field(hand, frame.locator(f'[data-field="{name}"]'), value)
        start_run(hand, frame)
        expect(frame.locator("[data-running]")).to_have_count(0, timeout=RUN_TIMEOUT)
    check(hand, frame)


def set_field(hand: Hand, row: Locator, value: Any) -> None:
    """Sets one field of a form: types a number, or chooses what has this value."""
    number = row.locator("input[type=number]")
    if number.count():
        if number.input_value() != str(value):
            number.fill("")
            hand.write(number, str(value))
        return
    setup = json.loads(row.locator("xpath=ancestor::*[@data-setup]").get_attribute("data-setup") or "")
    field = next(field for field in setup["form"] if field["id"] == row.get_attribute("data-field"))
    place = [option["value"] for option in field["options"]].index(value)
    if row.locator("select").count():
        row.locator("select").select_option(str(place))
    elif not pick(row, str(place)).is_checked():
        hand.press(pick(row, str(place)))


def start_run(hand: Hand, frame: Locator) -> None:
    """Presses "Run"; at its end the lab is no longer `data-running`."""
    hand.press(frame.locator('[data-act="run"]'))


def _score(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    """Scores answers; the fields for comments come with the check."""
    for (query, model), scores in by_place(answer["ratings"]):
        side = frame.locator(f'[data-query="{query}"][data-model="{model}"]')
        for scale, points in scores.items():
            radio = pick(side.locator(f'[data-scale="{scale}"]'), str(points))
            expect(radio).to_be_visible(timeout=ANSWER_TIMEOUT)  # the answer may come from Python
            if not radio.is_checked():
                hand.press(radio)
    check(hand, frame)
    if not answer.get("comments"):
        return
    for (query, model), text in by_place(answer["comments"]):
        field = frame.locator(f'[data-query="{query}"][data-model="{model}"] textarea')
        expect(field).to_be_visible(timeout=ANSWER_TIMEOUT)
        if field.input_value() != text:
            field.fill("")
            hand.write(field, text)
    check(hand, frame)


def by_place(values: Mapping[str, Mapping[str, Any]]) -> list[tuple[tuple[str, str], Any]]:
    """What a comparison holds for each query and model."""
    return [((query, model), value) for query, models in values.items() for model, value in models.items()]


def _assess(hand: Hand, frame: Locator, answer: Mapping[str, Any]) -> None:
    """Begins, or begins anew, and picks what was chosen of each question that is drawn; see `_for_any_draw`."""
    start = frame.locator('[data-act="begin"]:visible, [data-act="again"]:visible')
    if start.count():
        hand.press(start)
    expect(frame.locator("[data-question]:visible").first).to_be_visible(timeout=ANSWER_TIMEOUT)
    for question in frame.locator("[data-question]:visible").all():
        offered = question.locator("input").evaluate_all("inputs => inputs.map((input) => input.value)")
        for option in offered:
            if option in answer["chosen"]:
                hand.press(pick(question, option))
    check(hand, frame)


def _for_any_draw(exercise: Exercise, answer: Any) -> Any:
    """What a learner would choose whom the bank asks something else than the proof: as well, or as badly."""
    right = {option for question in exercise.key["questions"] for option in question["right"]}
    well = set(answer["chosen"]) <= right
    chosen: list[str] = []
    for question in exercise.key["questions"]:
        wrong = [option for option in question["options"] if option not in question["right"]]
        chosen += question["right"] if well else wrong[:1]
    return {"seed": 0, "chosen": chosen}


DRIVERS: Mapping[str, Driver] = MappingProxyType(
    {
        "assessment": _assess,
        "chat": _talk,
        "checklist": _pick_all("checked"),
        "choice": _pick_all("chosen"),
        "compare": _score,
        "dashboard": _look,
        "demonstration": _step_through,
        "free_text": _write_and_compare,
        "lab": _experiment,
        "jsonl": _rewrite,
        "order": _arrange,
        "sort_cards": _sort,
        "walkthrough": _tour,
    }
)


def check(hand: Hand, frame: Locator) -> None:
    """Presses "Check answer" and waits for what is said: the exercise may be drawn anew with it."""
    hand.press(frame.locator('[data-actions] [data-do="check"]'))
    expect(frame).not_to_have_attribute("data-busy", "")


def required(unit: Unit) -> list[Exercise]:
    """The exercises of a unit that stand in the way."""
    return [exercise for exercise in unit.exercises if exercise.settings.required]


def frame_of(page: View, exercise: Exercise) -> Locator:
    """The exercise in the page."""
    return page.locator(f'[data-exercise="{exercise.id}"]')


def wait_for_status(frame: Locator, status: str) -> None:
    """Waits until the exercise says that it is new, tried, done or closed."""
    expect(frame).to_have_attribute("data-status", status, timeout=ANSWER_TIMEOUT)


def full_answer(exercise: Exercise) -> Any:
    """The answer of the first proof that is done with every point."""
    for proof in exercise.proofs:
        earned, _, total = str(proof.expected.get("score", "0/1")).partition("/")
        if earned == total and proof.expected.get("done", True):
            return proof.answer
    raise AssertionError(f"no proof solves {exercise.id}")


def solve(page: View, hand: Hand, exercise: Exercise) -> None:
    """Answers one exercise rightly and waits until the page says so."""
    wait_for_status(give(page, hand, exercise, full_answer(exercise)), "done")


def give(page: View, hand: Hand, exercise: Exercise, answer: Any) -> Locator:
    """Answers one exercise in this way, as soon as it can be used."""
    frame = frame_of(page, exercise)
    expect(frame.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
    drawn = BY_NAME[exercise.type].drawer is not None
    DRIVERS[exercise.type](hand, frame, _for_any_draw(exercise, answer) if drawn else answer)
    return frame


def begin(page: View, hand: Hand) -> None:
    """From the start screen to the first unit."""
    hand.press(page.locator('[data-do="begin"]').first)
    expect(page.locator("body")).not_to_have_attribute("data-page", "index", timeout=ANSWER_TIMEOUT)


def next_page(page: View, hand: Hand) -> None:
    """Presses Next and waits for the other page."""
    before = page.locator("body").get_attribute("data-page")
    hand.press(page.locator('[data-nav="next"]').first)
    expect(page.locator("body")).not_to_have_attribute("data-page", before or "", timeout=ANSWER_TIMEOUT)


def walk(
    page: View,
    units: Sequence[Unit],
    hand: Hand,
    after: Callable[[Unit], None] = lambda _: None,
    *,
    everything: bool = False,
) -> None:
    """Through units of a course, from the page that shows the first; `after` each unit.

    Solves what is required, or `everything`.
    """
    for place, unit in enumerate(units):
        if place:
            next_page(page, hand)
        expect(page.locator("body")).to_have_attribute("data-page", unit.id, timeout=ANSWER_TIMEOUT)
        for exercise in unit.exercises if everything else required(unit):
            solve(page, hand, exercise)
        after(unit)


class Watch:
    """Everything that a page must not do: errors in the console, uncaught errors, failed or foreign requests."""

    def __init__(self, page: Page, origin: str) -> None:
        self.faults: list[str] = []
        self.allowed: tuple[str, ...] = ()
        """Parts of messages that a test provokes on purpose."""
        page.on("console", lambda message: self._note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._note(_text(error)))
        page.on("requestfailed", self._failed)
        page.on("response", lambda reply: self._note(f"{reply.status}: {reply.url}") if reply.status >= 400 else None)
        page.on(
            "request", lambda request: self._note(f"foreign: {request.url}") if _foreign(request.url, origin) else None
        )

    def _note(self, fault: str) -> None:
        self.faults.append(fault)

    def _failed(self, request: Request) -> None:
        # A page that is left in the middle of a request breaks it off; that is no fault.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"failed: {request.url} {request.failure}")

    def hold(self) -> None:
        """Fails if anything was noted that the test did not provoke."""
        unexpected = [fault for fault in self.faults if not any(part in fault for part in self.allowed)]
        assert not unexpected, "\n".join(unexpected)


def _text(error: Error) -> str:
    return f"{error.message}\n{error.stack}"


def _foreign(url: str, origin: str) -> bool:
    return not url.startswith((origin, "blob:", "data:", "about:"))


def reload(page: Page) -> None:
    """Loads the page anew, when all that was done is on the device: a verdict is seen sooner than that."""
    page.wait_for_timeout(DRAFT_PAUSE)
    # Nothing is said where nothing was done on this page yet.
    expect(page.locator("header [data-saved]")).to_have_text(re.compile("^(Saved on this device)?$"))
    page.reload()
