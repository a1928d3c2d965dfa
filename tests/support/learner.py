"""Learners made of code: each one works through a page with only one kind of hand.

A learner answers an exercise from an answer in opaque ids, as a proof holds it. How an answer is given to each type
stands in `DRIVERS`; how a control is pressed is the hand's own affair, so that one walk proves mouse, keyboard and
touch alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from playwright.sync_api import Error, Locator, Page, Request, expect

from site_builder.model import Course, Exercise

ANSWER_TIMEOUT = 30_000
"""Python may have to start first, on two busy cores. (milliseconds)"""
MANY = 400
"""More presses of a key than any page should need."""


Point = tuple[float, float]


def middle(place: Locator) -> Point:
    """Where the middle of something is seen, scrolled to if need be."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box, "it cannot be seen"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Hand(Protocol):
    """A way to use controls."""

    def press(self, control: Locator) -> None:
        """Presses a button, follows a link, chooses a radio button, ticks a box."""

    def write(self, field: Locator, text: str) -> None:
        """Writes into an empty field."""


class Clicks:
    """Moves the pointer to the middle of a control and presses; never drags, nor uses the keyboard but to write."""

    def press(self, control: Locator) -> None:
        """Clicks where the control is seen."""
        x, y = middle(control)
        page = control.page
        page.mouse.move(x, y, steps=3)
        page.mouse.down()
        page.mouse.up()

    def write(self, field: Locator, text: str) -> None:
        """Clicks the field and types."""
        self.press(field)
        field.page.keyboard.insert_text(text)


class Mouse(Clicks):
    """Clicks, and drags what can be dragged."""

    def drag(self, item: Locator, target: Callable[[], Point]) -> None:
        """Takes the item by its grip and puts it down; where, is asked when it is on its way."""
        self.take(item)
        x, y = target()
        item.page.mouse.move(x, y, steps=8)
        item.page.mouse.up()

    @staticmethod
    def take(item: Locator) -> None:
        """Presses the button of the mouse on the grip and moves a little, so that the item is picked up."""
        x, y = middle(item.locator("[data-grip]"))
        item.page.mouse.move(x, y, steps=2)
        item.page.mouse.down()
        item.page.mouse.move(x + 4, y + 8, steps=3)


class Finger:
    """Taps; needs a context with touch."""

    def press(self, control: Locator) -> None:
        """Taps the control."""
        control.tap()

    def write(self, field: Locator, text: str) -> None:
        """Taps the field and types on the keyboard of the screen."""
        field.tap()
        field.page.keyboard.insert_text(text)


class Keyboard:
    """Reaches everything with Tab and the arrow keys and presses with Space or Enter."""

    def press(self, control: Locator) -> None:
        """Goes to the control and presses it."""
        kind = control.evaluate("element => element.localName === 'a' ? 'a' : element.type")
        if kind == "radio":
            self._choose(control)
            return
        self._reach(control)
        control.page.keyboard.press("Enter" if kind == "a" else "Space")

    def write(self, field: Locator, text: str) -> None:
        """Goes to the field and types."""
        self._reach(field)
        field.page.keyboard.insert_text(text)

    @staticmethod
    def _reach(control: Locator) -> None:
        """Presses Tab until the control has the focus; what a learner cannot reach fails here."""
        before = (
            "element => !!(element.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
        )
        key = "Shift+Tab" if control.evaluate(before) else "Tab"
        for _ in range(MANY):
            if control.evaluate("element => element === document.activeElement"):
                return
            control.page.keyboard.press(key)
        raise AssertionError(f"Tab does not reach {control}")

    def _choose(self, radio: Locator) -> None:
        """Tab stops once at a group of radio buttons; the arrow keys move inside it and choose."""
        same_group = (
            "radio => document.activeElement.type === 'radio' && document.activeElement.name === radio.name"
            " && document.activeElement.form === radio.form"
        )
        for _ in range(MANY):
            if radio.evaluate(same_group):
                break
            radio.page.keyboard.press("Tab")
        if radio.is_checked():
            return
        radio.page.keyboard.press("Space")
        for _ in range(MANY):
            if radio.is_checked():
                return
            radio.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrow keys do not reach {radio}")


Driver = Callable[[Hand, Locator, Mapping[str, Any]], None]


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
    hand.write(frame.locator("textarea"), answer["text"])
    check(hand, frame)
    if not answer.get("compared"):
        return
    expect(frame.locator("[data-compare]")).to_be_visible(timeout=ANSWER_TIMEOUT)
    for concept, verdict in answer["compared"].items():
        hand.press(frame.locator(f'input[data-concept="{concept}"][value="{verdict}"]'))
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


DRIVERS: Mapping[str, Driver] = MappingProxyType(
    {
        "chat": _talk,
        "checklist": _pick_all("checked"),
        "choice": _pick_all("chosen"),
        "free_text": _write_and_compare,
        "order": _arrange,
        "sort_cards": _sort,
    }
)


def check(hand: Hand, frame: Locator) -> None:
    """Presses "Check answer"."""
    hand.press(frame.locator('[data-actions] [data-do="check"]'))


def frame_of(page: Page, exercise: Exercise) -> Locator:
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


def solve(page: Page, hand: Hand, exercise: Exercise) -> None:
    """Answers one exercise rightly and waits until the page says so."""
    frame = frame_of(page, exercise)
    DRIVERS[exercise.type](hand, frame, full_answer(exercise))
    wait_for_status(frame, "done")


def begin(page: Page, hand: Hand) -> None:
    """From the start screen to the first unit."""
    hand.press(page.locator('[data-do="begin"]').first)
    expect(page.locator("body")).not_to_have_attribute("data-page", "index", timeout=ANSWER_TIMEOUT)


def next_page(page: Page, hand: Hand) -> None:
    """Presses Next and waits for the other page."""
    before = page.locator("body").get_attribute("data-page")
    hand.press(page.locator('[data-nav="next"]').first)
    expect(page.locator("body")).not_to_have_attribute("data-page", before or "", timeout=ANSWER_TIMEOUT)


def walk(page: Page, course: Course, hand: Hand, after: Callable[[str], None] = lambda _: None) -> None:
    """From the start screen through every unit, solving what is required; `after` gets each page's id."""
    units = [unit for unit in course.pages if unit is not course.start]
    begin(page, hand)
    for place, unit in enumerate(units):
        expect(page.locator("body")).to_have_attribute("data-page", unit.id, timeout=ANSWER_TIMEOUT)
        for exercise in unit.exercises:
            if exercise.settings.required:
                solve(page, hand, exercise)
        after(unit.id)
        if place < len(units) - 1:
            next_page(page, hand)


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
