"""Steps and cards are moved by mouse, finger and keyboard, each alone; every move is announced, and none is final."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.examples import Example, examples
from tests.support.hands import Clicks, Finger, Hand, Keyboard, Mouse, Point, middle
from tests.support.heard import hears, listen
from tests.support.learner import ANSWER_TIMEOUT, DRIVERS, check, reload, solve, wait_for_status
from tests.support.workbench import Copy, Desk

ROOT = Path(__file__).parent.parent.parent
KINDS = ("order", "sort_cards")
HANDS = [
    pytest.param(Mouse(), False, id="drags"),
    pytest.param(Clicks(), False, id="clicks"),
    pytest.param(Keyboard(), False, id="keyboard"),
    pytest.param(Finger(), True, id="touch"),
]


def example(kind: str, name: str) -> Example:
    """A named example of a type."""
    return next(item for item in examples() if item.row.name == kind and item.name == name)


BREAD = example("order", "one-right-order")
WASTE = example("sort_cards", "texts")
CALLS = example("sort_cards", "conversations")
MANY = example("sort_cards", "many-cards")


class Bench:
    """A page with one exercise in hand."""

    def __init__(self, copy: Copy) -> None:
        self.page = copy.page
        self.subject = copy.subject
        self.names = {name: item for item, name in copy.subject.exercise.names.items()}
        self.frame = copy.frame
        listen(copy.page)

    def item(self, name: str) -> Locator:
        """The row or card of an item, by its author's id."""
        return self.frame.locator(f'li[data-item="{self.names[name]}"]')

    def order(self) -> list[str]:
        """The steps in the learner's order, by their author's ids."""
        rows = self.frame.locator('[data-part="order"] .order-row').all()
        return [self.subject.exercise.names[row.get_attribute("data-item") or ""] for row in rows]

    def group(self, name: str) -> Locator:
        """A group of cards; empty: the pile."""
        return self.frame.locator(f'.sorter-group[data-group="{self.names.get(name, "")}"]')

    def cards(self, group: str) -> set[str]:
        """The cards in a group, by their author's ids."""
        found = self.group(group).locator(".sorter-card").all()
        return {self.subject.exercise.names[card.get_attribute("data-item") or ""] for card in found}

    def add(self, *steps: str) -> None:
        """Puts steps at the end of the order."""
        for step in steps:
            self.item(step).locator('[data-act="add"]').click()

    def put(self, card: str, group: str) -> None:
        """Puts a card from the pile into a group."""
        self.item(card).locator(f'.sorter-tools > [data-into="{self.names[group]}"]').click()

    def hears(self, text: str) -> None:
        """Waits until a screen reader was told this."""
        hears(self.page, text)


@pytest.fixture
def bench(request: pytest.FixtureRequest, desk: Desk) -> Bench:
    """The example that the test names."""
    return Bench(desk.take(request.param))


def on(subject: Example, *, phone: bool = False) -> pytest.MarkDecorator:
    """Gives a test this example, on a wide screen or a phone."""
    return pytest.mark.parametrize(("bench", "desk"), [(subject, phone)], indirect=True, ids=[subject.name])


class Touch:
    """A finger that moves, told to the browser itself: Playwright's own can only tap."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._point = (0.0, 0.0)

    def down(self, point: Point) -> None:
        """Touches the screen."""
        self._tell("touchStart", point)

    def move(self, point: Point) -> None:
        """Goes there in a straight line."""
        (x, y), steps = self._point, 8
        for n in range(1, steps + 1):
            self._tell("touchMove", (x + (point[0] - x) * n / steps, y + (point[1] - y) * n / steps))

    def up(self, kind: str = "touchEnd") -> None:
        """Leaves the screen; or the touch is broken off."""
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": []})

    def _tell(self, kind: str, point: Point) -> None:
        self._point = point
        places = [{"x": point[0], "y": point[1]}]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("hand", "desk"), HANDS, indirect=["desk"])
def test_every_example_is_solved_with_one_kind_of_hand(kind: str, hand: Hand, desk: Desk, *, thorough: bool) -> None:
    """First wrong, then right, each hand alone."""
    found = [item for item in examples() if item.row.name == kind]
    for example in found if thorough else found[:1]:
        copy = desk.take(example)
        DRIVERS[kind](hand, copy.frame, copy.subject.states["partly"])
        wait_for_status(copy.frame, "tried")
        solve(copy.page, hand, copy.subject.exercise)


@on(BREAD)
def test_a_step_is_dragged_into_the_order_within_it_and_out(bench: Bench) -> None:
    """It lands where the mark is shown; each move is said."""
    bench.add("mix", "knead", "rise")
    hand = Mouse()

    def above_knead() -> Point:
        x, y = middle(bench.item("knead"))
        return x, y - 12

    hand.drag(bench.item("bake"), above_knead)
    assert bench.order() == ["mix", "bake", "knead", "rise"]
    bench.hears("Bake it in a hot oven: position 2 of 4.")
    hand.drag(bench.item("mix"), lambda: middle(bench.frame.locator('[data-part="order"] .order-row').last))
    assert bench.order()[:2] == ["bake", "knead"]
    hand.drag(bench.item("bake"), lambda: middle(bench.frame.locator('[data-part="available"]')))
    assert "bake" not in bench.order()
    bench.hears("Bake it in a hot oven: taken out of the order.")


@on(BREAD)
def test_a_drag_that_is_broken_off_changes_nothing(bench: Bench) -> None:
    """By Escape, or by letting go where nothing can land; the mark and the picture are gone."""
    bench.add("mix", "knead")
    Mouse.take(bench.item("knead"))
    x, y = middle(bench.item("mix"))
    bench.page.mouse.move(x, y - 14, steps=5)
    expect(bench.page.locator(".drag-picture")).to_be_visible()
    expect(bench.frame.locator(".drop-mark")).to_be_attached()
    bench.page.keyboard.press("Escape")
    expect(bench.page.locator(".drag-picture, .drop-mark, [data-over], [data-dragged]")).to_have_count(0)
    bench.page.mouse.up()
    assert bench.order() == ["mix", "knead"]
    bench.hears("Knead the dough: back where it was.")
    Mouse().drag(bench.item("knead"), lambda: middle(bench.frame.locator("h2")))
    assert bench.order() == ["mix", "knead"]


@on(BREAD)
def test_a_click_on_a_row_is_no_drag(bench: Bench) -> None:
    """Neither is a press on its button that slips."""
    row = bench.item("mix")
    row.locator(".order-text").click()
    x, y = middle(row.locator('[data-act="add"]'))
    bench.page.mouse.move(x, y)
    bench.page.mouse.down()
    bench.page.mouse.move(x + 60, y + 60, steps=4)
    expect(bench.page.locator(".drag-picture")).to_have_count(0)
    bench.page.mouse.up()
    assert bench.order() == []


@on(BREAD)
def test_near_the_edge_the_page_scrolls_below_the_dragged_step(bench: Bench) -> None:
    """A list that is longer than the screen can be reached."""
    bench.page.set_viewport_size({"width": 600, "height": 420})
    Mouse.take(bench.frame.locator(".order-row").first)
    before = bench.page.evaluate("scrollY")
    bench.page.mouse.move(300, 414, steps=3)
    bench.page.wait_for_function("before => scrollY > before + 100", arg=before)
    bench.page.keyboard.press("Escape")
    after = bench.page.evaluate("scrollY")
    bench.page.wait_for_timeout(200)
    assert bench.page.evaluate("scrollY") == after
    bench.page.mouse.up()


@on(BREAD, phone=True)
def test_a_finger_drags_a_step_by_its_grip(bench: Bench) -> None:
    """Over its text the finger scrolls the page; a second touch that is broken off changes nothing."""
    bench.add("mix", "knead")
    finger = Touch(bench.page)
    picture = bench.page.locator(".drag-picture")
    finger.down(middle(bench.item("knead").locator("[data-grip]")))
    x, y = middle(bench.item("mix"))
    finger.move((x, y - 16))
    expect(picture).to_be_visible()
    finger.up()
    assert bench.order() == ["knead", "mix"]
    finger.down(middle(bench.item("mix").locator("[data-grip]")))
    finger.move(middle(bench.item("knead")))
    finger.up("touchCancel")
    expect(picture).to_have_count(0)
    assert bench.order() == ["knead", "mix"]
    x, y = middle(bench.item("mix").locator(".order-text"))
    finger.down((x, y))
    finger.move((x, y - 120))
    expect(picture).to_have_count(0)
    finger.up()
    assert bench.order() == ["knead", "mix"]


@on(BREAD)
def test_the_keyboard_keeps_its_place(bench: Bench) -> None:
    """The focus goes on to the next row or stays on the pressed button; at either end it is said."""
    keys = bench.page.keyboard
    rows = bench.frame.locator('[data-part="available"] .order-row')
    second = rows.nth(1).get_attribute("data-item")
    rows.first.locator('[data-act="add"]').focus()
    keys.press("Enter")
    expect(bench.frame.locator(f'[data-item="{second}"] [data-act="add"]')).to_be_focused()
    for _ in range(5):
        keys.press("Space")
    assert len(bench.order()) == 6
    last = bench.frame.locator('[data-part="order"] .order-row').last
    expect(last.locator('[data-act="up"]')).to_be_focused()
    ident = last.get_attribute("data-item")
    up = bench.frame.locator(f'[data-item="{ident}"] [data-act="up"]')
    for place in (5, 4, 3, 2, 1):
        keys.press("Enter")
        expect(up).to_be_focused()
        bench.hears(f"position {place} of 6.")
    expect(up).to_have_attribute("aria-disabled", "true")
    keys.press("Enter")
    bench.hears("is already the first step.")
    expect(up).to_be_focused()


@on(BREAD)
def test_the_verdict_on_each_place_is_seen_and_said_and_grows_with_hints(bench: Bench) -> None:
    """Icon, words and announcement; a row that is moved loses its verdict."""
    bench.add("mix", "rise", "knead")
    check(Clicks(), bench.frame)
    expect(bench.item("mix")).to_have_attribute("data-tone", "good", timeout=ANSWER_TIMEOUT)
    expect(bench.item("knead").locator(".feedback")).to_have_text("Not right: Has to move.")
    bench.hears(
        "2 of 6 steps are in the right order. 3 steps are still missing. 1. Mix flour, water, yeast and salt: Can stay."
    )
    bench.hears("3. Knead the dough: Has to move.")
    verdict = bench.frame.locator("[data-verdict]")
    expect(verdict).not_to_contain_text("Up to position")
    for text in ("Up to position 2 nothing has to move.", "number 3: “Knead the dough”."):
        bench.frame.locator('[data-do="hint"]').click()
        check(Clicks(), bench.frame)
        expect(verdict).to_contain_text(text)
    expect(bench.item("knead")).to_contain_text("Kneading makes the net of gluten")
    bench.item("knead").locator('[data-act="up"]').click()
    expect(bench.item("knead").locator(".feedback")).to_have_count(0)
    expect(bench.item("mix").locator(".feedback")).to_have_count(1)


@on(CALLS)
def test_cards_are_dragged_into_the_tray_and_into_groups(bench: Bench) -> None:
    """Counts follow; while a card is dragged, all groups stand at the edge of the screen."""
    bench.page.set_viewport_size({"width": 1280, "height": 1600})  # no group lies behind the tray
    hand = Mouse()
    tray = bench.frame.locator(f'.sorter-place[data-group="{bench.names["emergency"]}"]')
    hand.drag(bench.item("chest"), lambda: middle(tray))
    expect(bench.frame.locator(".sorter-tray")).to_have_count(0)
    bench.hears("Pain: Emergency, 1.")
    hand.drag(bench.item("bee"), lambda: middle(bench.group("later").locator("h3")))
    assert (bench.cards("emergency"), bench.cards("later")) == ({"chest"}, {"bee"})
    expect(bench.group("").locator("[data-count]")).to_have_text("3")
    hand.drag(bench.item("bee"), lambda: middle(bench.frame.locator(".sorter-place").first))
    assert bench.cards("") == {"bee", "splinter", "fever", "face"}


@on(CALLS)
def test_a_card_that_is_let_go_stays(bench: Bench) -> None:
    """By Escape, or outside every group."""
    Mouse.take(bench.item("chest"))
    bench.page.mouse.move(*middle(bench.frame.locator(".sorter-place").last), steps=4)
    bench.page.keyboard.press("Escape")
    expect(bench.page.locator(".drag-picture, .sorter-tray, [data-over]")).to_have_count(0)
    bench.page.mouse.up()
    bench.hears("Pain: back where it was.")
    Mouse().drag(bench.item("chest"), lambda: middle(bench.page.locator("header").first))
    assert len(bench.cards("")) == 5
    expect(bench.frame.locator('[data-act="undo"]')).to_have_attribute("aria-disabled", "true")


@on(CALLS, phone=True)
def test_a_finger_drags_a_card_into_the_tray(bench: Bench) -> None:
    """The groups may be far below; the tray is not."""
    finger = Touch(bench.page)
    x, y = middle(bench.item("fever").locator("[data-grip]"))
    finger.down((x, y))
    finger.move((x + 20, y + 20))
    finger.move(middle(bench.frame.locator(f'.sorter-place[data-group="{bench.names["later"]}"]')))
    finger.up()
    assert bench.cards("later") == {"fever"}


@on(WASTE)
def test_every_move_can_be_undone(bench: Bench) -> None:
    """Step by step to the beginning, whichever way the cards were moved; then the button says that there is nothing."""
    bench.put("newspaper", "rest")
    bench.put("receipt", "paper")
    bench.item("newspaper").locator("[data-menu]").click()
    bench.item("newspaper").locator(f'[popover] [data-into="{bench.names["paper"]}"]').click()
    assert bench.cards("paper") == {"newspaper", "receipt"}
    undo = bench.frame.locator('[data-act="undo"]')
    undo.click()
    bench.hears("Undone. A newspaper: Residual waste")
    assert (bench.cards("rest"), bench.cards("paper")) == ({"newspaper"}, {"receipt"})
    undo.click()
    undo.click()
    assert len(bench.cards("")) == 5
    Clicks().press(undo)
    bench.hears("There is nothing to undo.")
    expect(undo).to_be_focused()


@on(CALLS)
def test_the_filter_shows_what_was_asked_for(bench: Bench) -> None:
    """All, a group, and after a check what Python called not right; counts stay those of all cards."""
    show = bench.frame.locator("[data-filter]")
    seen = bench.frame.locator(".sorter-card:visible")
    bench.put("chest", "later")
    bench.put("bee", "emergency")
    show.select_option(label="Not sorted yet")
    expect(seen).to_have_count(3)
    bench.hears("Cards shown: 3")
    bench.put("fever", "later")
    expect(seen).to_have_count(2)
    expect(bench.group("later").locator("[data-count]")).to_have_text("2")
    show.select_option(label="Emergency")
    expect(seen).to_have_count(1)
    wrong = show.locator("option", has_text="Not right")
    expect(wrong).to_be_disabled()
    check(Clicks(), bench.frame)
    expect(wrong).to_be_enabled(timeout=ANSWER_TIMEOUT)
    show.select_option(label="Not right")
    expect(seen).to_have_count(1)
    expect(bench.item("chest")).to_be_visible()


@on(WASTE)
def test_the_keyboard_works_through_the_pile(bench: Bench) -> None:
    """The focus goes on to the next card, described by its text, and at last to the heading of the empty pile."""
    first = bench.group("").locator(".sorter-card").first
    first.locator(f'.sorter-tools > [data-into="{bench.names["rest"]}"]').focus()
    for left in (4, 3, 2, 1):
        bench.page.keyboard.press("Enter")
        focused = bench.group("").locator(
            f'.sorter-card:has(:focus) .sorter-tools > [data-into="{bench.names["rest"]}"]'
        )
        expect(focused).to_be_focused()
        described = focused.get_attribute("aria-describedby")
        expect(bench.page.locator(f"#{described}")).not_to_be_empty()
        expect(bench.group("").locator("[data-count]")).to_have_text(str(left))
    bench.page.keyboard.press("Enter")
    expect(bench.group("").locator("h3")).to_be_focused()
    menu = bench.item("receipt").locator("[data-menu]")
    menu.focus()
    bench.page.keyboard.press("Enter")
    expect(bench.item("receipt").locator("[popover]")).to_be_visible()
    bench.page.keyboard.press("Escape")
    expect(bench.item("receipt").locator("[popover]")).to_be_hidden()
    expect(menu).to_be_focused()


@on(WASTE)
def test_what_lies_where_survives_a_reload(bench: Bench) -> None:
    """As a draft, before anything was checked."""
    bench.put("tea-leaves", "organic")
    bench.put("receipt", "rest")
    reload(bench.page)
    expect(bench.group("organic").locator("[data-count]")).to_have_text("1", timeout=ANSWER_TIMEOUT)
    assert (bench.cards("organic"), bench.cards("rest")) == ({"tea-leaves"}, {"receipt"})


@on(MANY, phone=True)
def test_many_cards_are_checked_from_the_bar_that_stays_in_view(bench: Bench) -> None:
    """It tells how far one is; after a check the result, and the filter leads to what is not right."""
    status, early = bench.frame.locator("[data-sorted]"), bench.frame.locator("[data-early]")
    expect(status).to_have_text("Sorted: 0 of 12")
    for card in ("tomato", "carrot"):
        bench.put(card, "fruit")
    bench.hears("Carrot: Fruit, 2. Sorted: 2 of 12")
    expect(status).to_have_text("Sorted: 2 of 12")
    bench.item("spinach").scroll_into_view_if_needed()
    early.click()
    expect(status).to_have_text("1 of 8 points.", timeout=ANSWER_TIMEOUT)
    show = bench.frame.locator("[data-filter]")
    show.select_option(label="Not right")
    expect(bench.item("carrot")).to_be_in_viewport()
    expect(bench.group("").locator(".sorter-empty")).to_have_text("Not shown: 10")
    bench.item("carrot").locator("[data-menu]").click()
    bench.item("carrot").locator(f'[popover] [data-into="{bench.names["part"]}"]').click()
    expect(status).to_have_text("Sorted: 2 of 12")
    expect(show).to_have_value("all")


@on(CALLS, phone=True)
def test_the_next_card_is_seen_from_its_beginning(bench: Bench) -> None:
    """Also when the one before it was higher than the window."""
    bench.page.set_viewport_size({"width": 390, "height": 320})
    first = bench.group("").locator(".sorter-card").first
    button = first.locator(".sorter-tools > [data-into]").first
    button.scroll_into_view_if_needed()
    button.focus()
    bench.page.keyboard.press("Enter")
    top = bench.group("").locator(".sorter-card").first.evaluate("card => card.getBoundingClientRect().top")
    bar = bench.frame.locator(".sorter-bar").evaluate("bar => bar.getBoundingClientRect().bottom")
    assert top >= bar
    assert top < 320


@on(WASTE)
def test_the_menu_closes_when_a_card_stays_where_it_is(bench: Bench) -> None:
    """The focus is on its button again."""
    bench.put("newspaper", "rest")
    bench.item("newspaper").locator("[data-menu]").click()
    bench.item("newspaper").locator(f'[popover] [data-into="{bench.names["rest"]}"]').click(force=True)
    expect(bench.item("newspaper").locator("[popover]")).to_be_hidden()
    expect(bench.item("newspaper").locator("[data-menu]")).to_be_focused()
