"""What stands between a course and a SCORM LMS, without the course: each test of it takes a second.

It gets the report that Python makes of an answer to each example of each type, and writes that into the LMS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.support.examples import examples
from tests.support.hosts import running
from tests.support.lms import SCORM12, SCORM2004, STATE, Lms, Version
from tests.support.lms_visit import learner
from tests.support.type_course import Person, answers, exercise_id
from tests.support.visitors import Visitors

Package = Callable[[str], dict[str, bytes]]
OPEN = "async (adapter) => { [window.open] = Object.values(await import(adapter)); window.adapter = await open(); }"
WRITE = """({ report, state }) => {
    const written = adapter.write({ report, state, location: "here", leaving: false });
    return [written.problem, written.kept, written.smaller];
}"""
KEPT = ["", True, False]
VERSIONS = [pytest.param(version, id=version.name) for version in (SCORM12, SCORM2004)]


@cache
def names() -> list[str]:
    """All exercises, in the order of their answers."""
    return [exercise_id(number, example) for number, example in enumerate(examples())]


@cache
def diligent() -> Person:
    """Somebody who has answered them all."""
    person = Person(7)
    for number, name in enumerate(names()):
        assert any(person.do("grade", exercise=name, answer=answer)["attempt"] for answer in answers(number))
    return person


def report(version: Version) -> dict[str, Any]:
    """What Python tells of them."""
    told: dict[str, Any] = diligent().ask("report", profile=version.name)
    return told


@contextmanager
def adapter(package: Package, version: Version, chromium: Visitors, **how: Any) -> Iterator[tuple[Lms, Page]]:
    """The page of an LMS, in which the adapter has opened the session."""
    files = package(version.name)
    script = next(name for name in files if name.endswith(f"/lms/{version.name}.js"))
    with running(lms := Lms(version, files, **how)), learner(chromium) as context:
        page = context.new_page()
        page.goto(lms.url("player?inner=about:blank"))
        page.evaluate(OPEN, lms.url(f"content/{script}"))
        yield lms, page


def write(page: Page, told: dict[str, Any] | None, state: str | None = None) -> list[Any]:
    """The problem, whether the LMS has it all, and whether it wants a smaller state."""
    written: list[Any] = page.evaluate(WRITE, {"report": told, "state": state})
    return written


def rows(lms: Lms) -> list[str]:
    """The answers that the LMS holds."""
    return [value for name, value in lms.stored.items() if re.fullmatch(r"cmi\.interactions\.\d+\.id", name)]


@pytest.mark.parametrize("version", VERSIONS)
def test_whatever_a_type_tells_is_taken(version: Version, package: Package, chromium: Visitors) -> None:
    """The LMS refuses not one value of it, has a row for each, and keeps the objective that it had set itself."""
    stored = {"cmi.objectives.0.id": "PRIMARYOBJ"}
    with adapter(package, version, chromium, stored=stored) as (lms, page):
        assert write(page, report(version)) == KEPT
        assert [call for call in page.evaluate("calls") if call[-1] == "false"] == []
        assert rows(lms) == [name.replace("-", "_") for name in names()]
        assert lms.stored["cmi.objectives.0.id"] == "PRIMARYOBJ"
        assert lms.stored["cmi.objectives.1.id"] == "p0"


@pytest.mark.parametrize(
    ("way", "version"),
    [
        ("falseZero", SCORM12),
        ("falseZero", SCORM2004),
        ("booleans", SCORM12),
        ("booleans", SCORM2004),
        ("begun", SCORM12),
        ("begun", SCORM2004),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_an_lms_that_says_it_oddly_is_understood(
    way: str, version: Version, package: Package, chromium: Visitors
) -> None:
    """It says false and means nothing by it, says it in another type, or has opened the session itself."""
    told = report(version)
    with adapter(package, version, chromium, way=way) as (lms, page):
        assert write(page, told, "a state") == KEPT
        assert lms.stored[STATE] == "a state"
        assert {name: lms.stored.get(name) for name, _ in told["values"]} == dict(told["values"])
        assert len(rows(lms)) == len(names())


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_dropped_is_written_again(version: Version, package: Package, chromium: Visitors) -> None:
    """The LMS has said that it keeps it; what it holds shows that it does not."""
    told = report(version)
    with adapter(package, version, chromium, way="drops") as (lms, page):
        assert write(page, told)[:2] == ["dropped", False]
        assert version.score not in lms.stored
        page.evaluate("window.behave = true")
        assert write(page, told) == KEPT
        assert {name: lms.stored.get(name) for name, _ in told["values"]} == dict(told["values"])
        assert len(rows(lms)) == len(names())


@pytest.mark.parametrize("way", ["limit", "cut"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_state_that_is_too_long_is_asked_for_in_another_size(
    way: str, version: Version, package: Package, chromium: Visitors
) -> None:
    """Where the LMS refuses it, and where it cuts it off; half a state is never left there."""
    with adapter(package, version, chromium, way=f"{way} 40") as (lms, page):
        assert write(page, None, "short") == KEPT
        limits = [page.evaluate("adapter.limit")]
        while (written := write(page, None, "long" * 20))[2]:
            limits.append(page.evaluate("adapter.limit"))
        assert limits == {"scorm12": [3500, 0], "scorm2004": [30_000, 3500, 0]}[version.name]
        assert written == ["no_room", True, False]
        assert lms.stored[STATE] == ""
