"""A course as data: what loading gives and rendering, bundling and exporting read. Nothing here changes once made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from site_builder.errors import Place


@dataclass(frozen=True)
class Proof:
    """An answer with the outcome that its author expects. `answer` holds opaque ids, `expected` the author's words."""

    name: str
    answer: Any
    expected: Mapping[str, Any]
    hints: int
    inputs: Mapping[str, Any]
    """Exercise -> the name of that proof of it whose answer this one reads; once completed: what that exports."""
    place: Place


@dataclass(frozen=True)
class Objective:
    """What learners can do at the end of the course."""

    id: str
    text: str
    place: Place


@dataclass(frozen=True)
class Aim:
    """An objective, named where something is done about it."""

    objective: str
    deed: str
    """`taught`, `practiced`, or `assessed`."""
    place: Place


@dataclass(frozen=True)
class Question:
    """A question that is asked somewhere in an exercise, as its author wrote it."""

    text: str
    place: Place


@dataclass(frozen=True)
class Settings:
    """What every exercise can say, whatever its type."""

    required: bool = True
    attempts: int = 0
    """How many judged attempts there are; 0: as many as the learner likes."""
    reveal: int = 0
    """After how many unsuccessful attempts the answer may be shown; 0: never."""
    hints: tuple[str, ...] = ()
    """HTML, from vague to specific."""
    inputs: tuple[str, ...] = ()
    """Ids of exercises whose latest answers this one reads."""
    code: str = ""
    """The module of the course's own Python that judges with the type."""


@dataclass(frozen=True)
class Exercise:
    """One exercise, split into its public half and its key."""

    id: str
    type: str
    title: str
    """HTML of one line."""
    public: Mapping[str, Any]
    key: Mapping[str, Any]
    settings: Settings
    names: Mapping[str, str]
    """Opaque id -> the author's id."""
    proofs: tuple[Proof, ...]
    place: Place
    fingerprint: str
    """Changes when anything that is judged changes."""
    aims: tuple[Aim, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Html:
    """A run of rendered Markdown in a page."""

    html: str


@dataclass(frozen=True)
class Page:
    """One page: a unit of a phase, or the start screen."""

    id: str
    """Its path without the ending, such as `phase-1/requirements`."""
    url: str
    """Relative to the root of the site, always a file."""
    title: str
    layout: str
    """Name of the theme's template."""
    body: tuple[Html | Exercise, ...]
    minutes: int = 0
    description: str = ""
    optional: bool = False
    """An optional page (a tutorial, a page of a further module) never stands in the way."""
    tutorial: bool = False
    """A page about how the course works, which an experienced learner can skip."""
    certificate: bool = False
    """The page at the end, with the certificate and the results. It never stands in the way either."""
    aims: tuple[Aim, ...] = ()
    """The objectives that its text teaches."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    """The remaining front matter, texts rendered; its meaning is the layout's."""
    place: Place = field(default_factory=lambda: Place(""))

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises in the order of the page."""
        return tuple(part for part in self.body if isinstance(part, Exercise))


@dataclass(frozen=True)
class Phase:
    """A part of the course with goals of its own: a phase, or a further module."""

    id: str
    number: int
    """Counts from 1; 0: a further module, which is not counted."""
    title: str
    label: str
    """Short name for the progress bar, such as `Base model`."""
    goals: tuple[str, ...]
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Course:
    """A whole course."""

    id: str
    version: str
    title: str
    subtitle: str
    description: str
    language: str
    theme: str
    gates: str
    """`strict` or `open`."""
    footer: str
    """HTML of one line: legal notes of the course."""
    glossary: Mapping[str, str]
    """Term -> HTML of the help tooltip."""
    start: Page
    phases: tuple[Phase, ...]
    extras: tuple[Phase, ...] = ()
    """Further modules: open from the start, for whoever likes, and counted for nothing."""
    objectives: tuple[Objective, ...] = ()
    planned: tuple[str, ...] = ()
    """Labels of phases that the course announces but does not hold yet; the progress bar counts them."""
    media: Mapping[str, bytes] = field(default_factory=dict)
    """Path relative to the root of the site -> bytes."""
    python: Mapping[str, bytes] = field(default_factory=dict)
    """Path below `course_code/` -> bytes of the course's own Python."""
    prepared: Mapping[str, str] = field(default_factory=dict)
    """Module that is still to be made for it -> the module that makes it."""
    forgotten: tuple[str, ...] = ()
    """Files in folders of phases that nothing names."""
    slots: Mapping[str, Any] = field(default_factory=dict)
    """The permanent places of all that is packed for an LMS; see `grading/slots`."""

    @property
    def pages(self) -> tuple[Page, ...]:
        """The start screen and all units, in reading order; those of the further modules come last."""
        return (self.start, *(page for phase in (*self.phases, *self.extras) for page in phase.pages))

    def exercises(self) -> Iterator[tuple[Page, Exercise]]:
        """All exercises with their pages, in reading order."""
        for page in self.pages:
            for exercise in page.exercises:
                yield page, exercise
