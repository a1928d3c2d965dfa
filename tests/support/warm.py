"""A page in which Python has started, handed from test to test, each time with an exercise that nobody has touched.

A start of Python costs more than most of what a test does with an exercise. So a course holds the pages of an exercise
many times, with a number in their names, and each test goes on to the next copy by a link, as a learner would, which
leaves Python running. What a test does to the page itself is taken back; a test that fails takes the page with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.faults import python_ready, scripts_ready, stored
from tests.support.learner import Watch
from tests.support.visitors import DESKTOP, FAILED, Visitor, Visitors

if TYPE_CHECKING:
    from tests.support.server import Server

NUMBER = "@"
"""Stands for the number of a copy, in the names of files and in their texts."""
GO = 'unit => document.querySelector(`aside a[data-unit="${unit}"]`).click()'


def copied(count: int, files: Mapping[str, str]) -> dict[str, str]:
    """The files of a phase whose pages stand `count` times, in the order of `files`; all of them are open."""
    numbers = [str(number) for number in range(1, count + 1)]
    made = {name.replace(NUMBER, one): text.replace(NUMBER, one) for one in numbers for name, text in files.items()}
    pages = [name.removeprefix("phase-1/").removesuffix(".md") for name in made if name.endswith(".md")]
    return {**made, "phase-1/phase.yaml": f"title: The first phase\nlabel: First\npages: [{', '.join(pages)}]\n"}


class Warm:
    """Lends the page on copy after copy of `unit`; when all are used up, a new learner begins with the first."""

    def __init__(self, chromium: Visitors, server: Server, unit: str, copies: int) -> None:
        self._chromium = chromium
        self._server = server
        self._units = [unit.replace(NUMBER, str(number)) for number in range(1, copies + 1)]
        self._left: list[str] = []
        self._visitor: Visitor | None = None
        self._opened: tuple[Page, Watch] | None = None

    @contextmanager
    def lent(self, test: pytest.Item, ready: Callable[[Page], None] = lambda _: None) -> Iterator[Page]:
        """The page for one test; whatever that did not provoke fails at the end."""
        test.stash[FAILED] = True  # until it comes back
        try:
            page, watch = self._next()
            ready(page)
            test.stash[FAILED] = False
            yield page
            watch.hold()
        except BaseException:
            test.stash[FAILED] = True
            raise
        finally:
            if test.stash[FAILED]:
                self.close()

    def close(self) -> None:
        """Sends the learner away; the next test meets another one."""
        if self._visitor:
            self._visitor.close()
        self._visitor, self._opened, self._left = None, None, []

    def _next(self) -> tuple[Page, Watch]:
        if not self._left:
            self.close()
        if not self._opened:
            return self._open()
        page, watch = self._opened
        watch.faults.clear()
        watch.allowed = ()
        if page.viewport_size != DESKTOP:
            page.set_viewport_size(DESKTOP)
        unit = self._left.pop(0)
        page.evaluate(GO, unit)
        expect(page.locator("body")).to_have_attribute("data-page", unit)
        python_ready(page)
        return page, watch

    def _open(self) -> tuple[Page, Watch]:
        unit, *self._left = self._units
        self._visitor = self._chromium.visitor()
        page = self._visitor.new_page()
        self._opened = page, Watch(page, self._server.origin)
        page.goto(self._server.url(f"{unit}.html"))
        scripts_ready(page)
        python_ready(page)
        return self._opened


def page_of(page: Page) -> str:
    """The id of the page that is shown."""
    return page.locator("body").get_attribute("data-page") or ""


def exercise_of(page: Page, name: str) -> str:
    """The id of the copy of this exercise that the page shows."""
    return page.locator(f'[data-exercise^="{name}"]').get_attribute("data-exercise") or ""


def attempts_at(page: Page, course: str, name: str) -> list[Any]:
    """What the device keeps of the attempts at that copy."""
    exercise = exercise_of(page, name)
    return [row for row in stored(page, course)["attempts"] if row["exercise"] == exercise]


def events_of(page: Page, course: str, name: str) -> list[Any]:
    """What the device keeps of the other events of that copy."""
    exercise = exercise_of(page, name)
    return [row for row in stored(page, course)["events"] if row["target"] == exercise]
