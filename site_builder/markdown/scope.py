"""What the rules know while they render: where the text stands, where links lead from, and what has been found."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

    from site_builder.errors import Problem, Problems
    from site_builder.source import Folder, Span

_NO_SLUG = re.compile(r"[\W_]+")


EXERCISE = "x-"
"""Beginning of the HTML id of an exercise, and of an anchor that leads to one."""


def page_prefix(page: str) -> str:
    """Beginning of all HTML ids of a page. Page ids and slugs hold no underscore, so ids cannot collide."""
    return page.replace("/", "_")


def heading_id(prefix: str, slug: str) -> str:
    """The HTML id of a heading."""
    return f"{prefix}_{slug}"


def anchor_id(page: str, anchor: str) -> str:
    """The HTML id that an anchor in a link to a page means."""
    return anchor if anchor.startswith(EXERCISE) else heading_id(page_prefix(page), anchor)


@dataclass(frozen=True)
class PageLink:
    """A link to another page, to be checked when all pages are known."""

    span: Span
    written: str
    page: str
    anchor: str


@dataclass(frozen=True)
class CourseScope:
    """What holds for the whole course."""

    folder: Folder
    variables: Mapping[str, str] = field(default_factory=dict)
    glossary: Mapping[str, str] = field(default_factory=dict)
    """Term in small letters -> Markdown of one line."""
    directives: tuple[str, ...] = ()
    """What can stand in braces after a fence."""


@dataclass
class Scope:
    """One text, or several of one page or exercise that share their ids."""

    course: CourseScope
    problems: Problems
    base: PurePosixPath
    """Folder of the file, below the course: what links and images are relative to."""
    url: str
    """Address of the page that shows the text, below the root of the site."""
    prefix: str
    """Beginning of all HTML ids, unique in the course."""
    top: int = 2
    """Level of the highest heading."""
    page: bool = False
    """Whether the text is a page, which may hold exercises."""
    interactive: bool = True
    """Whether the text may hold buttons; a label of a control may not."""
    local: bool = True
    """Whether the text stands on one page alone; else it cannot link to pages, whose addresses differ by page."""
    links: list[PageLink] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)
    """Anchor as authors write it -> HTML id."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Heading -> how many of the same words there are so far."""
    helps: Iterator[int] = field(default_factory=lambda: count(1))
    """Numbers for help texts."""
    explain: Callable[[str], str] = str
    """Term -> HTML of its help text."""

    @property
    def root(self) -> str:
        """From the page to the root of the site."""
        return "../" * self.url.count("/")

    def resolve(self, path: str) -> PurePosixPath | None:
        """A path written in the text, as a path below the course; None where it leads out."""
        found = posixpath.normpath(posixpath.join(self.base.as_posix(), path))
        return None if found.startswith(("..", "/")) else PurePosixPath(found)

    def anchor(self, text: str) -> str:
        """A new HTML id for a heading."""
        slug = _NO_SLUG.sub("-", text.lower()).strip("-") or "section"
        if slug.startswith(EXERCISE):
            slug = f"on-{slug}"
        name = slug
        number = self.numbers.get(slug, 1)
        while name in self.anchors:
            number += 1
            name = f"{slug}-{number}"
        self.numbers[slug] = number
        self.anchors[name] = heading_id(self.prefix, name)
        return self.anchors[name]


@dataclass(frozen=True)
class Spot:
    """Where a rule works: the scope, and the lines of the block."""

    scope: Scope
    span: Span
    lines: Sequence[str]
    """The lines of the whole text; a token's `map` counts them."""

    def problem(self, snippet: str, code: str, message: str, **texts: str) -> None:
        """Notes a fault at the place where the snippet stands."""
        self.scope.problems.add(self.span.problem(snippet, code, message, **texts))

    def add(self, problem: Problem) -> None:
        """Notes a finished problem."""
        self.scope.problems.add(problem)


Rule = Callable[["list[Token]", int, Spot], None]
"""A rule works on one token in its row: it changes the token, and notes what is wrong with it."""


def set_html(token: Token, html: str) -> None:
    """Turns a token into finished HTML."""
    token.type = "finished"
    token.nesting = 0
    token.content = html
    token.children = None
