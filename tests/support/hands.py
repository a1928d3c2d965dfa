"""Kinds of hands: each uses the controls of a page in one way only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from playwright.sync_api import Error, Locator

MANY = 400
"""More presses of a key than any page should need."""

Point = tuple[float, float]


# Resolves when an element has stood in one place for two frames: people don't press what is still on its way.
STILL = """element => new Promise((resolve) => {
    const look = (before) => {
        const { x, y } = element.getBoundingClientRect();
        if (before && before.x === x && before.y === y) resolve();
        else requestAnimationFrame(() => requestAnimationFrame(() => look({ x, y })));
    };
    look(null);
})"""


def middle(place: Locator) -> Point:
    """Where the middle of something is seen, scrolled to if need be, once it has come to rest."""
    try:
        place.scroll_into_view_if_needed()
    except Error:  # drawn anew in this moment: people press what stands there then
        place.scroll_into_view_if_needed()
    place.evaluate(STILL)
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
        mouse = control.page.mouse
        place = None
        while (now := middle(control)) != place:  # it may move away: people follow
            mouse.move(*now, steps=3)
            place = now
        mouse.down()
        mouse.up()

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
        """Presses the button of the mouse on the grip and moves a little, so that the item is picked up.

        Far from the edges of the window, near which the page would scroll while the next place is looked for.
        """
        item.evaluate("item => item.scrollIntoView({block: 'center', behavior: 'instant'})")
        x, y = middle(item.locator("[data-grip]"))
        item.page.mouse.move(x, y, steps=2)
        item.page.mouse.down()
        item.page.mouse.move(x + 4, y + 8, steps=3)


class Script:
    """No hand at all, but quick: for tests of what comes of an answer, whatever hand has given it."""

    def press(self, control: Locator) -> None:
        """Lets the control act, wherever it is."""
        control.evaluate("control => control.click()")

    def write(self, field: Locator, text: str) -> None:
        """Puts the text there."""
        field.fill(text)


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
