"""Pages: from a Markdown file with front matter to `model.Page`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from site_builder.errors import Place, Problem, Problems, did_you_mean
from site_builder.exercise_loader import build_exercise
from site_builder.exercises.table import BY_NAME
from site_builder.markdown import renderer
from site_builder.markdown.scope import EXERCISE, CourseScope, PageLink, Scope, page_prefix
from site_builder.markdown.variables import fill
from site_builder.model import Aim, Exercise, Html, Page
from site_builder.schema import Path, Schema, load_schema
from site_builder.source import Source, Span, outside
from site_builder.yaml_source import Document, read_yaml, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_INFO = re.compile(r"\{([^{}]*)\}\s*(.*?)\s*")
_ID = re.compile(r"[a-z][a-z0-9-]*")
_OWN = ("title", "description", "minutes", "layout", "optional", "tutorial", "certificate")
_OF_UNITS = (*_OWN, "objectives")
_FILE = "exercise"
DIRECTIVES = (_FILE, *BY_NAME)
"""What can stand in braces after a fence."""
START = "index"


@dataclass(frozen=True)
class Loaded:
    """A page, with the links that it holds and the anchors that it offers."""

    page: Page
    links: list[PageLink]
    anchors: frozenset[str]


def render_texts(document: Document, schema: Schema, scope: Scope) -> dict[str, Any]:
    """The values of a YAML text: defaults filled in, its texts rendered as the schema says."""

    def visit(part: Mapping[str, Any], value: Any, path: Path) -> Any:
        kind = part.get("format", "")
        if kind == "markdown":
            return renderer.blocks(value, document.span(path), scope)
        if kind == "inline":
            return renderer.inline(value, document.span(path), scope)
        if kind == "text":
            return fill(value, scope.course.variables, document.span(path), scope.problems)
        return value

    built: dict[str, Any] = schema.walk(document.data, visit)
    return built


class PageLoader:
    """Loads the pages of one course and keeps account of its exercises."""

    def __init__(self, course: CourseScope, problems: Problems) -> None:
        self.course = course
        self.problems = problems
        self.exercises: dict[str, Place] = {}
        """Every exercise that was declared, good or bad, in reading order."""
        self.inputs: list[tuple[str, Document]] = []
        """The exercises that could be built, each with its text, which says what it reads."""
        self.proofs: dict[str, frozenset[str]] = {}
        """Their proofs, by name."""
        self.nameless = False
        """Whether an exercise could not be read so far that its id is known."""
        self._explained: dict[tuple[str, str], str] = {}

    def scope(self, base: PurePosixPath, page: str) -> Scope:
        """The scope of a page's texts."""
        url = f"{page}.html"
        return Scope(
            self.course, self.problems, base, url, page_prefix(page), explain=lambda term: self._explain(term, url)
        )

    def _explain(self, term: str, url: str) -> str:
        """The help text of a term. What is wrong with it was noted when the glossary was read."""
        scope = Scope(self.course, Problems(), PurePosixPath("."), url, "", interactive=False)
        known = (term, scope.root)
        if known not in self._explained:
            nowhere = Span(Source("", PurePosixPath("."), ""), 1, 1)
            self._explained[known] = renderer.inline(self.course.glossary[term], nowhere, scope)
        return self._explained[known]

    def load(self, source: Source, page_id: str) -> Loaded:
        """A page; what is wrong with it goes to the problems."""
        scope = self.scope(source.path.parent, page_id)
        before = len(self.exercises)
        front, first_line, aims = self._front_matter(
            source, scope, load_schema("start" if page_id == START else "page")
        )
        body = tuple(self._parts(source, first_line, replace(scope, page=True)))
        page = Page(
            id=page_id,
            url=scope.url,
            title=front.get("title", ""),
            layout=front.get("layout", ""),
            body=body,
            minutes=front.get("minutes", 0),
            description=front.get("description", ""),
            optional=front.get("optional", False),
            tutorial=front.get("tutorial", False),
            certificate=front.get("certificate", False),
            aims=aims,
            meta={key: value for key, value in front.items() if key not in (_OWN if page_id == START else _OF_UNITS)},
            place=Place(source.file),
        )
        declared = list(self.exercises)[before:]
        return Loaded(page, scope.links, frozenset([*scope.anchors, *(EXERCISE + name for name in declared)]))

    def _front_matter(
        self, source: Source, scope: Scope, schema: Schema
    ) -> tuple[dict[str, Any], int, tuple[Aim, ...]]:
        """The front matter, the line at which the text begins, and the objectives that the text teaches."""
        found = _FRONT.match(source.text)
        if not found:
            opened = source.text.startswith("---")
            message = "the front matter is never closed" if opened else "the page has no front matter"
            expected = "---\ntitle: Title of the page\n---"
            late = source.text.lstrip().startswith("---\n") and not opened
            hint = "delete the empty lines before the first ---" if late else ""
            self.problems.add(source.problem(1, 1, "front-matter", message, expected=expected, hint=hint))
            return {}, len(source.lines) + 1 if opened else 1, ()
        lines = found[1].count("\n")
        document = read_yaml(Span(source, 2, lines + 1), found[1], self.problems)
        if document is None or not schema.check(document, self.problems):
            return {}, lines + 3, ()
        return render_texts(document, schema, scope), lines + 3, tuple(_aims(document, schema))

    def _parts(self, source: Source, first_line: int, scope: Scope) -> Iterator[Html | Exercise]:
        """The text of a page, taken apart at its exercises."""
        # Blank lines in place of the front matter: a token's lines are then those of the file.
        text = "\n" * (first_line - 1) + "\n".join(source.lines[first_line - 1 :])
        row: list[Token] = []
        for token in renderer.tokens(text, whole(source), scope):
            if token.type == "fence":
                yield from _html(row)
                row = []
                exercise = self._exercise(token, source, scope)
                if exercise:
                    yield exercise
            else:
                row.append(token)
        yield from _html(row)

    def _exercise(self, fence: Token, source: Source, scope: Scope) -> Exercise | None:
        first, behind = fence.map or (0, 1)
        span = Span(source, first + 1, behind)
        match = _INFO.fullmatch(fence.info.strip())
        kind, argument = (match[1], match[2]) if match else ("", "")
        if kind == _FILE:
            document = self._file(argument, span, fence, scope)
            return self._build(document, "", "", scope) if document else None
        if kind not in BY_NAME:
            message = f"there is no exercise type '{kind}'"
            self.problems.add(span.problem(f"{{{kind}}}", "unknown-type", message, hint=did_you_mean(kind, DIRECTIVES)))
            return None
        if not _ID.fullmatch(argument):
            message = f"'{argument}' cannot be the id of an exercise" if argument else "the exercise needs an id"
            expected = f"{{{kind}}} my-exercise, of lower-case letters (a-z), digits, and hyphens"
            self.problems.add(span.problem(fence.info.strip(), "exercise-id", message, expected=expected))
            return None
        return self._inline(kind, argument, span, scope)

    def _inline(self, kind: str, name: str, span: Span, scope: Scope) -> Exercise | None:
        """An exercise whose YAML stands in the page."""
        line = span.source.lines[span.first - 1]
        shift = len(line) - len(line.lstrip(" "))
        inside = span.source.lines[span.first : span.last - 1]
        # Taken from the file and not from the token, in which variables are filled in already.
        text = "\n".join(line[min(shift, _indent(line)) :] for line in inside)
        place = span.problem(name, "", "")
        self._declare(name, place)
        document = read_yaml(Span(span.source, span.first + 1, span.last), text, self.problems, shift)
        return self._build(document, kind, name, scope) if document else None

    def _file(self, path: str, span: Span, fence: Token, scope: Scope) -> Document | None:
        """The YAML file that a fence names."""
        if fence.content.strip():
            message = "an exercise from a file has nothing between its fences"
            self.problems.add(span.problem(fence.info.strip(), "exercise-body", message, hint="delete these lines"))
        document = None
        found = scope.resolve(path) if path else None
        here = span.problem(path or fence.info.strip(), "missing-file", f"there is no file '{path}'")
        if path and (found is None or not self.course.folder.inside(found)):
            self.problems.add(outside(here.place, here.source))
        elif found and found.parts[0] == "media":
            message = "what lies in media/ is published as it is, and this file holds the right answers"
            self.problems.add(replace(here, code="exercise-in-media", message=message, hint="move it beside the page"))
        elif found is None or not self.course.folder.holds(found):
            self.problems.add(replace(here, hint=self._near(found) if found else ""))
        else:
            source = self.course.folder.read(found, self.problems)
            document = read_yaml(whole(source), source.text, self.problems) if source else None
        self.nameless = self.nameless or document is None
        return document

    def _near(self, path: PurePosixPath) -> str:
        """A hint at the file that may be meant."""
        whole_name = path.with_name(f"{path.name}.yaml")
        return (
            f"did you mean '{whole_name.name}'?"
            if self.course.folder.holds(whole_name)
            else self.course.folder.near(path)
        )

    def _build(self, document: Document, kind: str, name: str, scope: Scope) -> Exercise | None:
        if not name and isinstance(document.data, dict) and isinstance(document.data.get("id"), str):
            self._declare(document.data["id"], document.problem(("id",), "", ""))
        exercise = build_exercise(document, replace(scope, base=document.source.path.parent), kind=kind, name=name)
        if exercise:
            self.proofs[exercise.id] = frozenset(proof.name for proof in exercise.proofs if proof.name)
            self.inputs.append((exercise.id, document))
        return exercise

    def _declare(self, name: str, here: Problem) -> None:
        """Notes the id of an exercise; it must be new."""
        if name in self.exercises:
            message = f"there are two exercises with the id '{name}'"
            hint = f"the other one is at {self.exercises[name]}"
            if self.exercises[name] == here.place:
                message = f"the exercise '{name}' stands in the course twice"
                hint = "it can stand in one place only; delete one of the lines that name this file"
            self.problems.add(replace(here, code="duplicate-exercise", message=message, hint=hint))
        self.exercises.setdefault(name, here.place)


def _aims(document: Document, schema: Schema) -> list[Aim]:
    found: list[Aim] = []

    def visit(part: Mapping[str, Any], value: Any, path: Path) -> Any:
        if part.get("x-objective"):
            found.append(Aim(value, part["x-objective"], document.problem(path, "", "").place))
        return value

    schema.walk(document.data, visit, defaults=False)
    return found


def _html(row: list[Token]) -> Iterator[Html]:
    if row:
        yield Html(renderer.finish(row))


def _indent(line: str) -> int:
    return sum(1 for _ in takewhile(" ".__eq__, line))
