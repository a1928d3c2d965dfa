"""From the course as data to the contexts of its pages: numbering, links, neighbors, the way past the tutorial."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from site_builder.contexts import Labels, Link, PageContext, PhaseItem, SiteFacts, StartContext, UnitItem
from site_builder.model import Course, Html, Page, Phase

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Outline:
    """A course with the look-ups that every page needs, made once."""

    course: Course
    facts: SiteFacts
    labels: Labels

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """All pages in reading order."""
        return self.course.pages

    @cached_property
    def places(self) -> dict[str, int]:
        """Page id -> its place in reading order."""
        return {page.id: place for place, page in enumerate(self.pages)}

    @cached_property
    def phase_of(self) -> dict[str, Phase]:
        """Page id -> its phase; the start screen has none."""
        return {page.id: phase for phase in self.course.phases for page in phase.pages}

    @cached_property
    def minutes(self) -> dict[str, int]:
        """Phase id -> the sum over its units."""
        return {phase.id: sum(page.minutes for page in phase.pages) for phase in self.course.phases}


def html(text: str) -> Markup:
    """Marks HTML that loading made from the author's Markdown, so that it does not get escaped."""
    return Markup(text)  # noqa: S704 - raw HTML is refused when Markdown is read


def lines(texts: Iterable[str]) -> tuple[Markup, ...]:
    """Several pieces of HTML."""
    return tuple(html(text) for text in texts)


def root_of(url: str) -> str:
    """The way from a page to the root of the site."""
    return "../" * url.count("/")


def _unit(page: Page, here: Page) -> UnitItem:
    return UnitItem(
        id=page.id,
        href=root_of(here.url) + page.url,
        title=page.title,
        minutes=page.minutes,
        optional=page.optional,
        current=page is here,
    )


def _phase(outline: Outline, phase: Phase, here: Page) -> PhaseItem:
    current = phase is outline.phase_of.get(here.id)
    listed = phase.pages if current or here is outline.course.start else ()
    return PhaseItem(
        id=phase.id,
        number=phase.number,
        label=phase.label,
        title=phase.title,
        goals=lines(phase.goals),
        minutes=outline.minutes[phase.id],
        href=root_of(here.url) + phase.pages[0].url if phase.pages else "",
        units=tuple(_unit(page, here) for page in listed),
        current=current,
    )


def _announced(number: int, label: str) -> PhaseItem:
    return PhaseItem(
        id="", number=number, label=label, title=label, goals=(), minutes=0, href="", units=(), current=False
    )


def _phases(outline: Outline, here: Page) -> tuple[PhaseItem, ...]:
    course = outline.course
    first = len(course.phases) + 1
    return (
        *(_phase(outline, phase, here) for phase in course.phases),
        *(_announced(number, label) for number, label in enumerate(course.planned, first)),
    )


def _link(outline: Outline, place: int, here: Page) -> Link | None:
    if not 0 <= place < len(outline.pages):
        return None
    page = outline.pages[place]
    return Link(id=page.id, href=root_of(here.url) + page.url, title=page.title)


def _skip(outline: Outline, here: Page) -> Link | None:
    """From the start screen or within the tutorial: the first page behind the tutorial."""
    pages = outline.pages
    place = outline.places[here.id] or 1
    if place >= len(pages) or not pages[place].tutorial:
        return None
    behind = next((number for number in range(place, len(pages)) if not pages[number].tutorial), len(pages))
    return _link(outline, behind, here)


def _base(outline: Outline, here: Page, body: tuple[Markup, ...]) -> dict[str, Any]:
    course, facts = outline.course, outline.facts
    place = outline.places[here.id]
    root = root_of(here.url)
    return {
        "language": course.language,
        "course_id": course.id,
        "course_title": course.title,
        "course_subtitle": course.subtitle,
        "footer": html(course.footer),
        "page_id": here.id,
        "layout": here.layout,
        "title": here.title,
        "document_title": course.title if here is course.start else f"{here.title} - {course.title}",
        "description": here.description or course.description,
        "root": root,
        "assets": root + facts.assets,
        "csp": facts.csp,
        "home": root + course.start.url,
        "phases": _phases(outline, here),
        "back": _link(outline, place - 1, here),
        "next": _link(outline, place + 1, here),
        "skip": _skip(outline, here),
        "interactive": any(not isinstance(part, Html) for part in here.body),
        "body": body,
        "labels": outline.labels,
    }


def start_context(outline: Outline, here: Page, body: tuple[Markup, ...]) -> StartContext:
    """The context of the start screen."""
    meta = here.meta
    box = meta.get("box", {})
    return StartContext(
        **_base(outline, here, body),
        minutes=here.minutes or sum(outline.minutes.values()),
        statement=html(meta.get("statement", "")),
        objectives=lines(meta.get("objectives", ())),
        scenario=html(meta.get("scenario", "")),
        challenge=html(meta.get("challenge", "")),
        requirements=lines(meta.get("requirements", ())),
        box_title=html(box.get("title", "")),
        box_body=html(box.get("body", "")),
        button=meta.get("button", ""),
    )


def page_context(outline: Outline, here: Page, body: tuple[Markup, ...]) -> PageContext:
    """The context of a unit."""
    phase = outline.phase_of[here.id]
    first = next((page for page in phase.pages if not page.tutorial), phase.pages[0])
    return PageContext(
        **_base(outline, here, body),
        minutes=here.minutes,
        phase=_phase(outline, phase, here),
        position=[page.id for page in phase.pages].index(here.id) + 1,
        units=len(phase.pages),
        opens_phase=here is first,
        closes_phase=here is phase.pages[-1],
        optional=here.optional,
        tutorial=here.tutorial,
    )
