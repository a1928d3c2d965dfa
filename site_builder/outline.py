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
    def rows(self) -> dict[str, tuple[tuple[Page, ...], int]]:
        """Page id -> the row of pages through which Back and Next lead, and its place in it.

        The start screen and the phases are one row. Each further module is one of its own: no "Next" leads into it.
        """
        extras = [extra.pages for extra in self.course.extras]
        main = self.pages[: len(self.pages) - sum(map(len, extras))]
        return {page.id: (row, place) for row in (main, *extras) for place, page in enumerate(row)}

    @cached_property
    def phase_of(self) -> dict[str, Phase]:
        """Page id -> its phase or further module; the start screen has none."""
        return {page.id: phase for phase in (*self.course.phases, *self.course.extras) for page in phase.pages}

    @cached_property
    def minutes(self) -> dict[str, int]:
        """Phase or further module -> the sum over its units; in a phase, over those that it asks for."""
        asked = {
            phase.id: sum(page.minutes for page in phase.pages if not page.optional) for phase in self.course.phases
        }
        return asked | {extra.id: sum(page.minutes for page in extra.pages) for extra in self.course.extras}

    @cached_property
    def required(self) -> dict[str, int]:
        """Phase or further module -> how many exercises it asks for."""
        return {
            phase.id: sum(exercise.settings.required for page in phase.pages for exercise in page.exercises)
            for phase in (*self.course.phases, *self.course.extras)
        }


def html(text: str) -> Markup:
    """Marks HTML that loading made from the author's Markdown, so that it does not get escaped."""
    return Markup(text)  # noqa: S704 - raw HTML is refused when Markdown is read


def lines(texts: Iterable[str]) -> tuple[Markup, ...]:
    """Several pieces of HTML."""
    return tuple(html(text) for text in texts)


def root_of(url: str) -> str:
    """The way from a page to the root of the site."""
    return "../" * url.count("/")


def _unit(phase: Phase, page: Page, here: Page) -> UnitItem:
    return UnitItem(
        id=page.id,
        href=root_of(here.url) + page.url,
        title=page.title,
        minutes=page.minutes,
        optional=page.optional and phase.number > 0,
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
        exercises=outline.required[phase.id],
        href=root_of(here.url) + phase.pages[0].url if phase.pages else "",
        units=tuple(_unit(phase, page, here) for page in listed),
        current=current,
    )


def _announced(number: int, label: str) -> PhaseItem:
    return PhaseItem(
        id="",
        number=number,
        label=label,
        title=label,
        goals=(),
        minutes=0,
        exercises=0,
        href="",
        units=(),
        current=False,
    )


def _phases(outline: Outline, here: Page) -> tuple[PhaseItem, ...]:
    course = outline.course
    first = len(course.phases) + 1
    return (
        *(_phase(outline, phase, here) for phase in course.phases),
        *(_announced(number, label) for number, label in enumerate(course.planned, first)),
    )


def _link(row: tuple[Page, ...], place: int, here: Page) -> Link | None:
    if not 0 <= place < len(row):
        return None
    page = row[place]
    return Link(id=page.id, href=root_of(here.url) + page.url, title=page.title)


def _skip(outline: Outline, here: Page) -> Link | None:
    """From the start screen or within the tutorial: the first page behind the tutorial."""
    pages, place = outline.rows[here.id]
    place += here is outline.course.start
    if place >= len(pages) or not pages[place].tutorial:
        return None
    behind = next((number for number in range(place, len(pages)) if not pages[number].tutorial), len(pages))
    return _link(pages, behind, here)


def _document_title(outline: Outline, here: Page) -> str:
    """With the phase, since each phase may have a page called "Summary"."""
    phase = outline.phase_of.get(here.id)
    own = () if here is outline.course.start else (here.title, *((phase.label,) if phase else ()))
    return " - ".join((*own, outline.course.title))


def _base(outline: Outline, here: Page, body: tuple[Markup, ...]) -> dict[str, Any]:
    course, facts = outline.course, outline.facts
    row, place = outline.rows[here.id]
    root = root_of(here.url)
    return {
        "language": course.language,
        "course_id": course.id,
        "course_title": course.title,
        "course_subtitle": course.subtitle,
        "course_version": course.version,
        "course_fingerprint": facts.fingerprint,
        "footer": html(course.footer),
        "page_id": here.id,
        "layout": here.layout,
        "title": here.title,
        "document_title": _document_title(outline, here),
        "description": here.description or course.description,
        "root": root,
        "assets": root + facts.assets,
        "csp": facts.csp,
        "lms": facts.lms,
        "home": root + course.start.url,
        "phases": _phases(outline, here),
        "extras": tuple(_phase(outline, extra, here) for extra in course.extras),
        "back": _link(row, place - 1, here),
        "next": _link(row, place + 1, here),
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
        minutes=here.minutes or sum(outline.minutes[phase.id] for phase in outline.course.phases),
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
        certificate=here.certificate,
    )
