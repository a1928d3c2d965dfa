"""A page in which Python has started, handed from test to test.

A start of Python costs more than most of what a test does. What a test does to the page itself is taken back; a test
that fails takes the page with it. Where each test needs an exercise that nobody has touched, a course holds the pages
of that exercise many times, with a number in their names, and each test goes on to the next copy by a link, as a
learner would, which leaves Python running.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page, expect

from tests.support.faults import python_ready, scripts_ready, stored
from tests.support.heard import UNSAID, arrival_said
from tests.support.learner import Watch
from tests.support.visitors import DESKTOP, Visitor, Visitors
from tests.support.workbench import FAILED

if TYPE_CHECKING:
    import pytest

    from tests.support.server import Server

NUMBER = "@"
"""Stands for the number of a copy, in the names of files and in their texts."""
GO = 'unit => document.querySelector(`aside a[data-unit="${unit}"]`).click()'


class Lender:
    """Lends one page to a test after the other.

    `begin` prepares a new page; `go_on` brings the page that comes back to where the next test begins, or says that it
    cannot, which ends the learner's visit. `allowed` are parts of messages that all tests may provoke; with
    a `clock`, they can advance the time of the page.
    """

    def __init__(
        self,
        chromium: Visitors,
        origin: str,
        begin: Callable[[Page], None],
        go_on: Callable[[Page], bool],
        allowed: tuple[str, ...] = (),
        *,
        clock: bool = False,
    ) -> None:
        self._chromium = chromium
        self._origin = origin
        self._begin = begin
        self._go_on = go_on
        self._allowed = allowed
        self._clock = clock
        self._visitor: Visitor | None = None
        self._opened: tuple[Page, Watch] | None = None

    @contextmanager
    def lent(self, test: pytest.Item) -> Iterator[Page]:
        """The page for one test; whatever that did not provoke fails at the end."""
        page, watch = self._next()
        test.stash[FAILED] = False
        try:
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
        self._visitor, self._opened = None, None

    def _next(self) -> tuple[Page, Watch]:
        opened, self._opened = self._opened, None  # until it is known to be as a test expects it
        if opened:
            page, watch = opened
            watch.faults.clear()
            if page.viewport_size != DESKTOP:
                page.set_viewport_size(DESKTOP)
            if not self._go_on(page):
                opened = None
        if not opened:
            self.close()
            self._visitor = self._chromium.visitor(clock=self._clock)
            page = self._visitor.new_page()
            opened = page, Watch(page, self._origin)
            self._begin(page)
        opened[1].allowed = self._allowed
        self._opened = opened
        return opened


class Copies:
    """The page of an exercise, which a course holds `count` times as `unit`; `ready` waits until it can be used."""

    def __init__(self, server: Server, unit: str, count: int, ready: Callable[[Page], None]) -> None:
        self._server = server
        self._units = [unit.replace(NUMBER, str(number)) for number in range(1, count + 1)]
        self._left: list[str] = []
        self._ready = ready

    def lender(self, chromium: Visitors) -> Lender:
        """Lends copy after copy; when all are used up, a new learner begins with the first."""
        return Lender(chromium, self._server.origin, self._begin, self._go_on)

    def _begin(self, page: Page) -> None:
        unit, *self._left = self._units
        page.goto(self._server.url(f"{unit}.html"))
        scripts_ready(page)
        self._wait(page, unit)

    def _go_on(self, page: Page) -> bool:
        if not self._left:
            return False
        unit = self._left.pop(0)
        page.evaluate(UNSAID)
        page.evaluate(GO, unit)
        self._wait(page, unit)
        arrival_said(page)
        return True

    def _wait(self, page: Page, unit: str) -> None:
        expect(page.locator("body")).to_have_attribute("data-page", unit)
        python_ready(page)
        self._ready(page)


def copied(count: int, files: Mapping[str, str]) -> dict[str, str]:
    """The files of a phase whose pages stand `count` times, in the order of `files`."""
    numbers = [str(number) for number in range(1, count + 1)]
    made = {name.replace(NUMBER, one): text.replace(NUMBER, one) for one in numbers for name, text in files.items()}
    pages = [name.removeprefix("phase-1/").removesuffix(".md") for name in made if name.endswith(".md")]
    return {**made, "phase-1/phase.yaml": f"title: The first phase\nlabel: First\npages: [{', '.join(pages)}]\n"}


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
