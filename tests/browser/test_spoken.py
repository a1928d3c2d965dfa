"""What a screen reader says: where a moved thing is now, and what the verdict is. Its log is what a learner hears."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from site_builder.build import Site
from tests.support.examples import Example, examples
from tests.support.faults import python_ready, visiting
from tests.support.hands import Clicks, Keyboard
from tests.support.learner import check, frame_of, solve, wait_for_status
from tests.support.server import Server, serve
from tests.support.spoken import listening
from tests.support.visitors import Visitors

TYPES = sorted({example.row.name for example in examples()})


def first(kind: str) -> Example:
    """The first example of a type."""
    return next(example for example in examples() if example.row.name == kind)


def address(kind: str) -> str:
    """The page of a type in the gallery."""
    return f"types/{kind.replace('_', '-')}.html"


@pytest.fixture(scope="module")
def host(gallery_site: Site) -> Iterator[Server]:
    """The gallery on a server that stays for all tests here."""
    with serve(gallery_site.files) as server:
        yield server


def test_the_place_of_a_step_and_the_verdict_on_it_are_said(chromium: Visitors, host: Server) -> None:
    """Each move says the new position; a check says the headline first, and then each place with its step."""
    bread = first("order")
    names = {name: item for item, name in bread.exercise.names.items()}
    hand = Keyboard()
    with visiting(chromium, host, address("order")) as (page, _):
        frame = frame_of(page, bread.exercise)
        python_ready(page)
        with listening(page) as listener:
            for step in ("mix", "rise", "knead"):
                hand.press(frame.locator(f'[data-item="{names[step]}"] [data-act="add"]'))
            listener.hears("Add: Mix flour, water, yeast and salt", "button, ")
            listener.hears("Mix flour, water, yeast and salt: position 1 of 1.")
            listener.hears("Knead the dough: position 3 of 3.")
            hand.press(frame.locator(f'[data-item="{names["mix"]}"] [data-act="down"]'))
            listener.hears("Mix flour, water, yeast and salt: position 2 of 3.")
            hand.press(frame.locator(f'[data-item="{names["knead"]}"] [data-act="remove"]'))
            listener.hears("Knead the dough: taken out of the order.")
            listener.news()
            check(hand, frame)
            wait_for_status(frame, "tried")
            listener.hears("2. Mix flour, water, yeast and salt: Has to move.")
            verdict = next(phrase for phrase in listener.news() if "Has to move" in phrase)
            order = ["Partly right.", "1 of 6 points.", "1. Let it rise in a warm place: Can stay.", "2. Mix flour"]
            assert [verdict.index(part) for part in order] == sorted(verdict.index(part) for part in order), verdict


def test_the_group_of_a_card_and_the_verdict_on_it_are_said(chromium: Visitors, host: Server) -> None:
    """Each move says the group and how many it holds; the button that takes it back says so; then the verdict."""
    waste = first("sort_cards")
    names = {name: item for item, name in waste.exercise.names.items()}
    hand = Keyboard()
    with visiting(chromium, host, address("sort_cards")) as (page, _):
        frame = frame_of(page, waste.exercise)
        python_ready(page)
        with listening(page) as listener:
            for card, group in (("newspaper", "rest"), ("receipt", "paper")):
                hand.press(
                    frame.locator(f'[data-item="{names[card]}"] .sorter-tools > [data-into="{names[group]}"]').first
                )
            listener.hears("A newspaper: Residual waste, 1.")
            hand.press(frame.locator('[data-act="undo"]'))
            listener.hears("Undone.")
            listener.news()
            check(hand, frame)
            wait_for_status(frame, "tried")
            headline = frame.locator(".verdict-headline").inner_text().split(".")[0]
            listener.hears(f"{headline}.")


def test_every_type_says_its_verdict(chromium: Visitors, host: Server) -> None:
    """A right answer is told to who doesn't see it; one visit for all types."""
    with visiting(chromium, host, address(TYPES[0])) as (page, _):
        python_ready(page)
        for kind in TYPES:
            page.locator(f'aside a[href$="{address(kind).removeprefix("types/")}"]').click()
            subject = first(kind)
            frame = frame_of(page, subject.exercise)
            expect(frame.locator("[data-actions]")).to_be_visible()
            with listening(page) as listener:
                solve(page, Clicks(), subject.exercise)
                listener.hears(frame.locator(".verdict-headline").inner_text().split(".")[0])
