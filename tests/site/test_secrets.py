"""The key is not in the page: no text of it, and nothing by which a right answer could be told from a wrong one."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest

from site_builder.build import Site, load_checked
from site_builder.exercises.table import BY_NAME
from site_builder.gallery import guide_with_gallery
from site_builder.model import Course, Exercise
from tests.support.html import Element, elements
from tests.support.zone import ROOT

SHORT = 12
"""Shorter texts are words that may stand anywhere."""
UNLIKELY = 0.005
"""A strategy is better than chance when chance alone would do as well less often than this."""


@pytest.fixture(scope="session")
def course() -> Course:
    return load_checked(ROOT / "course")


@pytest.fixture(scope="session")
def guide() -> Course:
    with guide_with_gallery() as folder:
        return load_checked(folder)


def words(text: str) -> str:
    """A text without tags, entities and line breaks."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def leaves(value: Any) -> Iterator[str]:
    """All texts in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.values() for text in leaves(item))
    elif isinstance(value, (list, tuple)):
        yield from (text for item in value for text in leaves(item))


def hidden(exercise: Exercise, *values: Any) -> set[str]:
    """The texts in the values, less what the exercise shows anyway."""
    public = " ".join(words(text) for text in leaves(exercise.public))
    texts = {words(text) for text in leaves(values)}
    return {text for text in texts if len(text) > SHORT and text not in public and text not in exercise.names}


def shown(site: Site) -> dict[str, str]:
    """What can be read in the files that pages load, the bundle for the judge aside."""
    kinds = {".html", ".js", ".css"}
    files = {path: data for path, data in site.files.items() if PurePosixPath(path).suffix in kinds}
    return {path: words(data.decode()) for path, data in files.items() if not path.startswith("runtime/")}


def test_no_feedback_and_no_hint_is_in_any_file_that_pages_load(course: Course, course_site: Site) -> None:
    for path, text in shown(course_site).items():
        for _, exercise in course.exercises():
            secrets = hidden(exercise, exercise.key["texts"], exercise.settings.hints)
            assert [secret for secret in secrets if secret in text] == [], (path, exercise.id)


def test_no_text_of_the_key_is_on_the_page_of_its_exercise(course: Course, course_site: Site) -> None:
    """Later pages may repeat what the learner found out here, such as what a model said."""
    texts = shown(course_site)
    for page, exercise in course.exercises():
        assert [secret for secret in hidden(exercise, exercise.key) if secret in texts[page.url]] == [], exercise.id


def items_of(site: Site, course: Course) -> Iterator[tuple[Exercise, list[Element], set[str]]]:
    """Each exercise of which items are chosen: its items as the page shows them, and the right ones."""
    for page, exercise in course.exercises():
        solution = BY_NAME[exercise.type].grader.solution(exercise.key)
        found = elements(site.files[page.url])
        items = [
            element
            for element in found
            if "data-item" in element.attributes
            and any(outer.attributes.get("data-exercise") == exercise.id for outer in element.within)
        ]
        questions = exercise.key.get("questions", ()) if BY_NAME[exercise.type].drawer else ()
        for right in [set(leaves(solution)), *(set(question["right"]) for question in questions)]:
            asked = {_question(item) for item in items if item.attributes["data-item"] in right}
            offered = [item for item in items if _question(item) in asked]
            known = right & {item.attributes["data-item"] for item in offered}
            if 0 < len(known) < len(offered):
                yield exercise, offered, known


def _question(item: Element) -> str:
    """The id of the question of a bank in which the item stands; empty elsewhere."""
    return next((outer.attributes["data-question"] for outer in item.within if "data-question" in outer.attributes), "")


def shape(item: Element, found: list[Element]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """An item's tags and attributes, with its own id taken out, and that of the question whose options share it."""
    own = item.attributes["data-item"]
    shared = _question(item) or own
    inside = [item, *(element for element in found if item in element.within)]
    names = ("p", "strong", "em", "code", "math", "a")  # the author's own marks, which are content
    return [
        (e.tag, tuple((name, value.replace(own, "*").replace(shared, "*")) for name, value in e.attributes.items()))
        for e in inside
        if e.tag not in names
    ]


def all_items(sites: list[tuple[Site, Course]]) -> list[tuple[Exercise, list[Element], set[str]]]:
    return [row for site, course in sites for row in items_of(site, course)]


@pytest.fixture(scope="session")
def asked(
    course_site: Site, course: Course, gallery_site: Site, guide: Course
) -> list[tuple[Exercise, list[Element], set[str]]]:
    """All exercises with items, of course and guide."""
    return all_items([(course_site, course), (gallery_site, guide)])


def test_there_is_something_to_guess(asked: list[tuple[Exercise, list[Element], set[str]]]) -> None:
    assert {exercise.type for exercise, _, _ in asked} >= {"choice", "checklist"}


def test_items_are_alike_but_for_their_text(course_site: Site, course: Course) -> None:
    for page, exercise in course.exercises():
        found = elements(course_site.files[page.url])
        items = [e for e in found if "data-item" in e.attributes]
        own = [i for i in items if any(o.attributes.get("data-exercise") == exercise.id for o in i.within)]
        groups = {tuple(outer.attributes.get("class", "") for outer in item.within[-2:]): item for item in own}
        for group, first in groups.items():
            peers = [i for i in own if tuple(o.attributes.get("class", "") for o in i.within[-2:]) == group]
            assert all(shape(item, found) == shape(first, found) for item in peers), (exercise.id, group)


STRATEGIES: dict[str, Callable[[list[str]], str]] = {
    "first": lambda ids: ids[0],
    "last": lambda ids: ids[-1],
    "middle": lambda ids: ids[len(ids) // 2],
    "smallest id": min,
    "greatest id": max,
    "most letters in the id": lambda ids: max(ids, key=lambda name: sum(c.isalpha() for c in name)),
    "shortest id": lambda ids: min(ids, key=len),
    "longest id": lambda ids: max(ids, key=len),
}


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_guessing_does_no_better_than_chance(
    strategy: str, asked: list[tuple[Exercise, list[Element], set[str]]]
) -> None:
    chances, hits = [], 0
    for exercise, items, right in asked:
        if exercise.public.get("order") != "written":  # an order that the author chose is the author's business
            ids = [item.attributes["data-item"] for item in items]
            chances.append(len(right) / len(ids))
            hits += STRATEGIES[strategy](ids) in right
    assert at_least(hits, chances) > UNLIKELY, f"{hits} of {len(chances)}"


def at_least(hits: int, chances: list[float]) -> float:
    """How likely blind guessing has that many hits or more."""
    ways = [1.0]
    for chance in chances:
        ways = [
            (ways[n] if n < len(ways) else 0.0) * (1 - chance) + (ways[n - 1] * chance if n else 0.0)
            for n in range(len(ways) + 1)
        ]
    return math.fsum(ways[hits:])
