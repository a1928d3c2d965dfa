"""What templates get: one frozen dataclass per kind of page. Its fields are all that a theme's author can use.

Texts of type `Markup` are HTML; every `str` is plain text and gets escaped. Links (`href`) are relative to the page,
`root` leads from the page to the root of the site. The start screen gets a `StartContext`, every other page a
`PageContext`, whatever template its `layout` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markupsafe import Markup

Labels = Mapping[str, str]


@dataclass(frozen=True)
class SiteFacts:
    """What the build knows about the site as a whole."""

    csp: str
    """The target's content security policy, for the `meta` element; empty: none is written."""
    assets: str
    """Folder of scripts and style sheets, relative to the root of the site, such as `assets/1f3a`."""
    fingerprint: str
    """That of the course: it changes with anything that is judged or counted."""
    lms: bool = False
    """Whether the site is made for an LMS, which is told of the learner's progress."""


@dataclass(frozen=True)
class Link:
    """A link to another page."""

    id: str
    """Page id, for `data-unit`."""
    href: str
    """Address, relative to the page."""
    title: str
    """Title of the page it leads to."""


@dataclass(frozen=True)
class UnitItem:
    """A unit in the list of units."""

    id: str
    """Page id, for `data-unit`."""
    href: str
    """Address, relative to the page."""
    title: str
    """Title of the unit."""
    minutes: int
    """Reading and working time; 0: not stated."""
    optional: bool
    """Whether the course can be completed without it."""
    current: bool
    """Whether it is the page shown."""


@dataclass(frozen=True)
class PhaseItem:
    """A phase, or a further module, in progress bar, list of units and overview."""

    id: str
    """Phase id, for `data-phase`; empty for a phase that is announced only."""
    number: int
    """Counts from 1; 0: a further module."""
    label: str
    """Short name."""
    title: str
    """Full title; the label for a phase that is announced only."""
    goals: tuple[Markup, ...]
    """What learners learn in it."""
    minutes: int
    """Sum over its units."""
    exercises: int
    """How many exercises it asks for."""
    href: str
    """Address of its first unit, relative to the page; empty for a phase that is announced only."""
    units: tuple[UnitItem, ...]
    """Its units; on a unit's page, those of the current phase only, so that pages of a long course stay small."""
    current: bool
    """Whether the page shown belongs to it."""


@dataclass(frozen=True, kw_only=True)
class BaseContext:
    """What every kind of page knows."""

    language: str
    """Language tag of the course."""
    course_id: str
    """Id of the course."""
    course_title: str
    """Title of the course."""
    course_subtitle: str
    """Subtitle of the course; may be empty."""
    course_version: str
    """Version of the course, as its author counts."""
    course_fingerprint: str
    """What a certificate names beside the version: it changes with anything that is judged or counted."""
    footer: Markup
    """Legal notes of the course; may be empty."""
    page_id: str
    """Id of the page."""
    layout: str
    """Name of the page's template."""
    title: str
    """Title of the page."""
    document_title: str
    """Text of the `title` element: page and course."""
    description: str
    """One sentence about the page, or about the course."""
    root: str
    """From the page to the root of the site: empty or a row of `../`."""
    assets: str
    """Folder of scripts and style sheets, relative to the page."""
    csp: str
    """Content security policy for the `meta` element; empty: none."""
    lms: bool
    """Whether an LMS is told of the learner's progress."""
    home: str
    """Address of the start screen, relative to the page."""
    phases: tuple[PhaseItem, ...]
    """All phases, those that are announced only at the end."""
    extras: tuple[PhaseItem, ...]
    """The further modules, which are not among the phases."""
    back: Link | None
    """The page before this one in reading order; further modules begin without one."""
    next: Link | None
    """The page after this one in reading order; none leads into a further module, or out of one."""
    skip: Link | None
    """The first page after the tutorial; None where there is nothing to skip."""
    minutes: int
    """Reading and working time of the page; of the whole course on the start screen. 0: not stated."""
    interactive: bool
    """Whether the page holds exercises."""
    body: tuple[Markup, ...]
    """Runs of text and exercises, in order."""
    labels: Labels
    """The theme's own words, from its `text/*.yaml`."""


@dataclass(frozen=True, kw_only=True)
class StartContext(BaseContext):
    """The start screen. The fields from `statement` on come from its front matter and may be empty."""

    statement: Markup
    """The learning objective in one line."""
    objectives: tuple[Markup, ...]
    """What learners can do at the end."""
    scenario: Markup
    """The use case."""
    challenge: Markup
    """What makes it hard."""
    requirements: tuple[Markup, ...]
    """What the use case asks for."""
    box_title: Markup
    """Heading of the use-case box."""
    box_body: Markup
    """Content of the use-case box."""
    button: str
    """Text on the button that begins the course; empty: the theme's label."""


@dataclass(frozen=True, kw_only=True)
class PageContext(BaseContext):
    """A unit of a phase."""

    phase: PhaseItem
    """The phase, or the further module, it belongs to."""
    position: int
    """Its place in the phase, counted from 1."""
    units: int
    """How many units the phase has."""
    opens_phase: bool
    """Whether the goals of the phase belong here: on its first unit that is no tutorial."""
    closes_phase: bool
    """Whether it is the last unit of the phase."""
    optional: bool
    """Whether the course can be completed without it."""
    tutorial: bool
    """Whether it explains how the course works."""
    certificate: bool
    """Whether the certificate and the results belong here."""


@dataclass(frozen=True)
class ExerciseFacts:
    """What a template may know about an exercise."""

    id: str
    """Id of the exercise."""
    type: str
    """Name of its type."""
    title: Markup
    """Its title."""
    required: bool
    """Whether the course asks for it."""


@dataclass(frozen=True)
class BodyContext:
    """For `template.html` of an exercise type: what is inside the frame."""

    exercise: ExerciseFacts
    """The exercise."""
    public: Mapping[str, Any]
    """The public half of its content, as the type's `split` made it; fields with HTML need the filter `safe`."""
    labels: Labels
    """The type's own words, with those that all types share."""


@dataclass(frozen=True)
class ExerciseContext:
    """For the theme's `exercise.html`: the frame around every exercise."""

    exercise: ExerciseFacts
    """The exercise."""
    body: Markup
    """The type's part, rendered."""
    labels: Labels
    """The words that all types share, the theme's, and the type's own, which come first."""
