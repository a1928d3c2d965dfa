"""Whole courses inside an LMS: one exercise of each type, and the course itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from site_builder.load import load_course
from tests.support import learner as hands
from tests.support.browser import until
from tests.support.every_type import write_every_type
from tests.support.hands import Clicks, Hand, Script
from tests.support.hosts import running, unpacked
from tests.support.learner import ANSWER_TIMEOUT
from tests.support.lms import SCORM12, SCORM2004, STATE, Lms, Version
from tests.support.lms_visit import SAVED, Visit, closed, equals_screen, is_complete, launch, learner, never_lowered
from tests.support.lrs import Lrs
from tests.support.visitors import Visitors
from tests.support.zone import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.runtime import Runtime

MOST_STATE = 3500


@pytest.fixture(scope="module")
def every_type(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course with one exercise of each type."""
    return write_every_type(tmp_path_factory.mktemp("every") / "type")


def packed(folder: Path, name: str, runtime: Runtime) -> dict[str, bytes]:
    """The files of a course's package."""
    from site_builder.export.make import export
    from site_builder.export.options import Options
    from site_builder.export.table import EXPORTERS

    return unpacked(export(folder, EXPORTERS[name], runtime, Options()).data)


def walk(visit: Visit, folder: Path, hand: Hand, after: Callable[[str], None] = lambda _: None) -> None:
    """Through the course, from its start screen to its end."""
    course = load_course(folder)
    units = [unit for phase in course.phases for unit in phase.pages]
    visit.shows("index")
    hands.begin(visit.site, hand)
    hands.walk(visit.site, units, hand, lambda unit: after(unit.id))


def scorm_is_completed(folder: Path, version: Version, hand: Hand, runtime: Runtime, chromium: Visitors) -> None:
    """Told after each page, complete at the end, and there again in another browser."""
    lms = Lms(version, packed(folder, version.name, runtime))
    with running(lms):
        with learner(chromium) as context:
            visit = launch(context, lms)
            walk(visit, folder, hand, lambda _: equals_screen(visit, lms))
            is_complete(visit, lms)
            place = visit.site.locator("body").get_attribute("data-page") or ""
            closed(visit.page, lms)
        never_lowered(lms)
        with learner(chromium) as context:
            visit = launch(context, lms)
            visit.shows(place)
            is_complete(visit, lms)
            expect(visit.site.locator("[data-progress-text]")).to_have_text(
                "Exercise Complete!", timeout=ANSWER_TIMEOUT
            )
            closed(visit.page, lms)
        never_lowered(lms)
        assert len(lms.stored[STATE]) <= MOST_STATE or version is SCORM2004


@pytest.mark.parametrize(
    ("version", "hand"),
    [
        pytest.param(SCORM12, Script(), id="scorm12"),
        # The same path, with clicks; in `test_adapters` this version takes what every type tells.
        pytest.param(SCORM2004, Clicks(), id="scorm2004", marks=pytest.mark.long),
    ],
)
def test_every_type_of_exercise_is_done_in_scorm(
    version: Version, hand: Hand, every_type: Path, runtime: Runtime, chromium: Visitors
) -> None:
    """What each type tells of an answer is taken by the LMS, in its own format."""
    scorm_is_completed(every_type, version, hand, runtime, chromium)


def test_every_type_of_exercise_is_done_in_cmi5(every_type: Path, runtime: Runtime, chromium: Visitors) -> None:
    """One answer of each is told, and the store finds no fault."""
    lrs = Lrs(packed(every_type, "cmi5", runtime))
    with running(lrs), learner(chromium) as context:
        page = context.new_page()
        page.goto(lrs.launch())
        visit = Visit(page, around=0)
        walk(visit, every_type, Script())
        visit.says(SAVED)
        until(lambda: lrs.of("passed") and lrs.of("completed"))
        visit.leave()
        assert lrs.faults == []
        assert lrs.verbs()[-1] == "terminated"
        asked = {
            exercise.id.replace("-", "_")
            for _, exercise in load_course(every_type).exercises()
            if exercise.settings.required
        }
        assert asked <= {one["object"]["id"].rpartition("#")[2] for one in lrs.of("answered")}


@pytest.mark.long  # the path of every type in SCORM 1.2, with another course
def test_the_course_is_completed_in_scorm_2004(runtime: Runtime, chromium: Visitors) -> None:
    """From the start screen to the certificate, and there again in another browser."""
    scorm_is_completed(ROOT / "course", SCORM2004, Clicks(), runtime, chromium)
