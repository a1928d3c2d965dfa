"""The pages of the course show what the specification names beside exercises and texts."""

from __future__ import annotations

import re

from site_builder.build import Site
from site_builder.model import Course, Exercise

SCREENS = (
    "Model selection",
    "Dataset upload and validation",
    "Training configuration",
    "Training monitor",
    "Evaluation results",
    "Deployment options",
)
TAGS = re.compile(r"<[^>]*>")


def tour(course: Course) -> Exercise:
    """The simulated interface."""
    return next(found for _, found in course.exercises() if found.id == "foundry-tour")


def page(site: Site, name: str) -> str:
    """The HTML of a page."""
    return site.files[name].decode()


def test_the_start_screen_has_its_pictures_and_its_large_button(course_site: Site) -> None:
    """One beside the title, one beside the objective; they are drawings of the page's own."""
    start = page(course_site, "index.html")
    assert '<svg class="hero-art"' in start
    statement = start.partition('<div class="statement">')[2].partition("</div>")[0]
    assert '<svg class="picture"' in statement
    button = re.search(r'<a class="button button-primary button-large" data-do="begin".*?</a>', start, re.DOTALL)
    assert button
    assert TAGS.sub("", button[0]).split() == ["Begin", "Exercise"]


def test_every_phase_announces_its_end(course: Course, course_site: Site) -> None:
    """On its last page, as "Phase 1 of 4 complete"; the last phase ends with the exercise."""
    total = len(course.phases) + len(course.planned)
    assert total == 4
    for phase in course.phases:
        last = page(course_site, phase.pages[-1].url)
        said = "Exercise Complete!" if phase.pages[-1].certificate else f"Phase {phase.number} of {total} complete"
        assert said in last


def test_steps_go_from_one_named_list_to_the_other(course_site: Site) -> None:
    """They are called as the specification calls them, in the spelling of the course."""
    order = page(course_site, "phase-3/order.html")
    assert "Available steps" in order
    assert "Correct order" in order


def test_the_tour_shows_the_six_screens(course: Course) -> None:
    """In the specified order; each has a place for a screenshot, which may be given later."""
    screens = [screen for screen in tour(course).public["screens"] if screen["title"] in SCREENS]
    assert tuple(screen["title"] for screen in screens) == SCREENS
    assert all("image" in screen and screen["parts"] for screen in screens)


def test_every_screen_of_the_tour_has_decisions_or_tips(course: Course) -> None:
    """A decision on most, and on each a tip about good practice beside what it is about."""
    screens = [screen for screen in tour(course).public["screens"] if screen["title"] in SCREENS]
    decisions = [any(step["decision"] for step in screen["steps"]) for screen in screens]
    assert decisions.count(True) >= 5
    assert all(any(step["tip"] for step in screen["steps"]) for screen in screens)


def test_each_phase_is_a_folder_of_its_own(course: Course) -> None:
    """Its pages and the files of its exercises stand together."""
    for phase in (*course.phases, *course.extras):
        assert {page.id.partition("/")[0] for page in phase.pages} == {phase.id}
        for page in phase.pages:
            assert all(f"/{phase.id}/" in found.place.file for found in page.exercises)
