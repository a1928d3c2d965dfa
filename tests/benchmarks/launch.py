"""Measures a launch: from opening the course to the first verdict, on the web and in every LMS format, in one run.

    .venv/bin/python -m tests.benchmarks.launch [rounds]

It is the course itself. In each round a new browser opens it for a new learner, presses "Begin" as soon as the first
page is alive, and answers the first question at once: the answer waits for Python. `page` is the time to the first
page, `verdict` the time to the verdict. The hosts are on loopback and send no headers for caches.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from time import perf_counter

from playwright.sync_api import FrameLocator, Page, expect

from site_builder.export.make import export
from site_builder.export.options import Options
from site_builder.export.table import EXPORTERS
from site_builder.runtime import get_runtime
from tests.benchmarks.start import show
from tests.support.browser import browser
from tests.support.hosts import running, unpacked
from tests.support.learner import ANSWER_TIMEOUT
from tests.support.lms import SCORM12, SCORM2004, Lms, Version
from tests.support.lrs import Lrs
from tests.support.server import serve
from tests.support.zone import ROOT

Files = dict[str, bytes]
Launch = Iterator[tuple[str, int]]
"""The address of a launch, and how many frames lie around the course."""

COURSE = ROOT / "course"
ALIVE = 'body[data-page="index"]:has([data-do="export"]:not([hidden]))'
QUESTION = '[data-exercise="practice"]'
SHELL = 1
PLAYER = 2


@contextmanager
def web(files: Files) -> Launch:
    """A website."""
    with serve(files) as server:
        yield server.url("index.html"), 0


@contextmanager
def scorm(version: Version, files: Files) -> Launch:
    """The player of an LMS."""
    lms = Lms(version, files)
    with running(lms):
        yield lms.url("player"), PLAYER


@contextmanager
def cmi5(files: Files) -> Launch:
    """A window of its own, with a store."""
    lrs = Lrs(files, cmi5=True)
    with running(lrs):
        yield lrs.launch(), SHELL


PLACES: dict[str, Callable[[Files], AbstractContextManager[tuple[str, int]]]] = {
    "web": web,
    "scorm12": partial(scorm, SCORM12),
    "scorm2004": partial(scorm, SCORM2004),
    "cmi5": cmi5,
}


def inside(page: Page, frames: int) -> Page | FrameLocator:
    """The document of the course."""
    document: Page | FrameLocator = page
    for _ in range(frames):
        document = document.frame_locator("iframe")
    return document


def measure(address: str, frames: int) -> tuple[float, float]:
    """Milliseconds to the first page and to the first verdict, in a new browser."""
    with browser() as started:
        page = started.new_page()
        begin = perf_counter()
        page.goto(address, wait_until="commit")
        course = inside(page, frames)
        course.locator(ALIVE).wait_for(timeout=ANSWER_TIMEOUT)
        shown = perf_counter()
        course.locator('[data-do="begin"]').first.click()
        question = course.locator(QUESTION)
        question.locator("label").first.click(timeout=ANSWER_TIMEOUT)
        question.locator('[data-do="check"]').click()
        expect(question).not_to_have_attribute("data-status", "new", timeout=ANSWER_TIMEOUT)
        judged = perf_counter()
    return 1000 * (shown - begin), 1000 * (judged - begin)


def main(rounds: int = 5) -> None:
    """Prints a table and the ratios to the website."""
    runtime = get_runtime()
    packages = {name: unpacked(export(COURSE, EXPORTERS[name], runtime, Options()).data) for name in PLACES}
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in PLACES}
    for _ in range(rounds):
        for name, place in PLACES.items():
            with place(packages[name]) as (address, frames):
                times[name].append(measure(address, frames))
    print(f"{rounds} rounds, ms: median (min-max)")
    print(f"{'':12}{'page':>24}{'verdict':>24}{'ratio':>8}")
    _, on_the_web = zip(*times["web"], strict=True)
    for name, measured in times.items():
        shown, judged = zip(*measured, strict=True)
        ratio = statistics.median(judged) / statistics.median(on_the_web)
        print(f"{name:12}{show(shown):>24}{show(judged):>24}{ratio:>8.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
