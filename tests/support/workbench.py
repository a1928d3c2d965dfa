"""Courses in which examples of the types stand many times: copies that nobody has touched, each on a page of its own.

A test takes a copy in a page in which Python has long been started. So no test waits for a start, and none meets what
another one did.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, Page, ViewportSize, expect

from site_builder.build import THEMES, Site, site_of
from site_builder.check.prepared import prepared
from site_builder.gallery import GUIDE
from site_builder.load import load_course
from site_builder.model import Course, Exercise
from site_builder.model import Page as Unit
from site_builder.runtime import Runtime
from site_builder.targets import WEB
from site_builder.theme import load_theme
from tests.support.examples import Example, opaque_answer, read
from tests.support.heard import UNSAID, arrival_said
from tests.support.learner import ANSWER_TIMEOUT, Watch, frame_of
from tests.support.server import Server
from tests.support.states import lay_in
from tests.support.visitors import DESKTOP, PHONE, Visitor, Visitors

STATES = ("unanswered", "wrong", "right")
FAILED = pytest.StashKey[bool]()
"""Whether a test failed that has something in hand; see `tests/browser/conftest.py`."""
HEAD = "---\ntitle: {title}\n---\n## Try it\n\n"
BLOCK = "```{{exercise}} {id}.yaml\n```\n\n"
FOLLOW = """address => {
    const link = Object.assign(document.createElement("a"), {href: address});
    document.querySelector("main").append(link);
    link.click();
    link.remove();
}"""
"""Goes on to another page as a press on a link does, so that Python stays."""
Phases = Mapping[str, Mapping[str, Iterable[tuple[Example, str]]]]
"""Phase -> name of a page -> the examples on it, each with the ending of its copy's id. No two pages have one name."""


@dataclass(frozen=True)
class Workbench:
    """A course of copies, and its site."""

    course: Course
    site: Site

    def copy(self, example: Example, ending: str) -> Example:
        """An example as this copy of it has it: its ids are others, and so are the opaque ids in the answers."""
        name = f"{example.exercise.id}-{ending}"
        exercise = next(found for _, found in self.course.exercises() if found.id == name)
        return replace(example, exercise=exercise, states=dict(_states(example, exercise)))

    def unit(self, page: str) -> Unit:
        """A page, by its name."""
        return next(unit for unit in self.course.pages if unit.id.endswith(f"/{page}"))


def _states(example: Example, exercise: Exercise) -> Iterable[tuple[str, Any]]:
    """The states with the copy's ids; runs of a simulation hold numbers, and are the same for every copy."""
    (entry,) = (one for one in read(example.row.name)["examples"] if one["name"] == example.name)
    for state, answer in entry["states"].items():
        own = opaque_answer(exercise, answer)
        ran = "runs" in example.states[state] if isinstance(example.states[state], dict) else False
        yield state, {**own, "runs": example.states[state]["runs"]} if ran else own


def make_workbench(name: str, phases: Phases, runtime: Runtime) -> Workbench:
    """Writes, loads and builds it. What is copied was proven where it stands."""
    with TemporaryDirectory(prefix="site-builder-") as scratch:
        folder = Path(scratch, "course")
        _write(folder, name, phases)
        course = prepared(load_course(folder))
    return Workbench(course, site_of(course, load_theme(THEMES / course.theme), WEB, runtime))


def _write(folder: Path, name: str, phases: Phases) -> None:
    for part in ("python", "media"):
        shutil.copytree(GUIDE / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    course = {"format": 1, "id": name, "version": "1.0.0", "title": "Copies", "gates": "open", "phases": list(phases)}
    (folder / "course.yaml").write_text(json.dumps(course), "utf-8")
    (folder / "index.md").write_text("---\ntitle: Copies\nlayout: start\n---\nWelcome.\n", "utf-8")
    for phase, pages in phases.items():
        _write_phase(folder / phase, pages)


def _write_phase(folder: Path, pages: Mapping[str, Iterable[tuple[Example, str]]]) -> None:
    folder.mkdir()
    phase = {"title": "Copies", "label": folder.name, "pages": list(pages)}
    (folder / "phase.yaml").write_text(json.dumps(phase), "utf-8")
    for page, examples in pages.items():
        blocks = ""
        for example, ending in examples:
            content = _renamed(example.content, ending)
            blocks += BLOCK.format(id=content["id"])
            text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
            (folder / f"{content['id']}.yaml").write_text(text, "utf-8")
        (folder / f"{page}.md").write_text(HEAD.format(title=page.replace("-", " ")) + blocks, "utf-8")


def _renamed(content: Mapping[str, Any], ending: str) -> dict[str, Any]:
    """The content of a copy, which reads the copies of what the example reads."""
    copied = {**content, "id": f"{content['id']}-{ending}", "proofs": [*map(dict, content["proofs"])]}
    for part in (copied, *copied["proofs"]):
        match part.get("inputs"):
            case list(names):
                part["inputs"] = [f"{name}-{ending}" for name in names]
            case dict(states):
                part["inputs"] = {f"{name}-{ending}": state for name, state in states.items()}
    return copied


@dataclass(frozen=True)
class Copy:
    """A copy in the hands of a test."""

    page: Page
    subject: Example
    frame: Locator


def page_of(name: str, state: str) -> str:
    """The page that shows a type in a state; names of pages have no underscore."""
    return f"{name}-{state}".replace("_", "-")


class Desk:
    """A learner at a workbench: one page, in which test after test takes a copy."""

    def __init__(self, chromium: Visitors, bench: Workbench, server: Server, *, phone: bool = False) -> None:
        self._chromium = chromium
        self.server = server
        self._phone = phone
        self._visitor: Visitor | None = None
        self._page: Page | None = None
        self._taken: Counter[str] = Counter()
        self.bench = bench
        self.record: Mapping[str, list[Any]] = {}
        """What is laid into the store before Python starts."""

    def take(self, example: Example) -> Copy:
        """The next copy of an example, in a window of the usual size."""
        number = self._taken[example.exercise.id]
        self._taken[example.exercise.id] += 1
        subject = self.bench.copy(example, str(number))
        page = self.open(f"{example.exercise.id}-{number}")
        frame = frame_of(page, subject.exercise)
        expect(frame.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
        return Copy(page, subject, frame)

    def open(self, name: str) -> Page:
        """Goes to a page of the workbench, its exercises ready."""
        unit = self.bench.unit(name)
        url = self.server.url(unit.url)
        if page := self._page:
            size: ViewportSize = PHONE if self._phone else DESKTOP
            page.set_viewport_size(size)
            page.evaluate(UNSAID)
            page.evaluate(FOLLOW, url)
            expect(page.locator("body")).to_have_attribute("data-page", unit.id)
            arrival_said(page)
        else:
            page = self._begin(url)
            expect(page.locator("body")).to_have_attribute("data-page", unit.id)
        for frame in page.locator("[data-exercise]").all():
            expect(frame.locator("[data-actions]")).to_be_visible(timeout=ANSWER_TIMEOUT)
        return page

    def _begin(self, url: str) -> Page:
        self._visitor = self._chromium.visitor(phone=self._phone)
        page = self._page = self._visitor.new_page()
        self._watch = Watch(page, self.server.origin)
        page.goto(url)
        if self.record:
            expect(page.locator("[data-static-note]:visible")).to_have_count(0)
            lay_in(page, self.bench.course.id, self.record)
            page.reload()
        return page

    def hold(self) -> None:
        """Fails if the page did anything that it must not do."""
        if self._page:
            try:
                self._watch.hold()
            except AssertionError:
                self.leave()
                raise

    def leave(self) -> None:
        """Goes, so that the next test finds a new page: after a failure nobody knows how this one looks."""
        if self._visitor:
            self._visitor.close()
        self._visitor = self._page = None
