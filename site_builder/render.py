"""From the course as data to HTML: Jinja templates of the theme and of the exercise types, filled with the contexts."""

from __future__ import annotations

import traceback
from collections.abc import Hashable, Mapping
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.exceptions import FilterArgumentError, TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from site_builder.contexts import BodyContext, ExerciseContext, ExerciseFacts, PageContext, SiteFacts, StartContext
from site_builder.errors import ContentError, Place, Problem, Problems, did_you_mean
from site_builder.model import Course, Exercise, Html, Page
from site_builder.outline import Outline, html, page_context, start_context
from site_builder.theme import COMMON, TYPES_FOLDER, Theme, Words, type_texts

_NO_LAYOUTS = frozenset({"base", "exercise", "start"})
"""The frames of all pages and of exercises, and the layout of the start screen, which knows what units do not."""

Context = StartContext | PageContext | ExerciseContext | BodyContext


@lru_cache(maxsize=4096, typed=True)
def _fill(text: str, **data: Hashable) -> Markup:
    """Filter: a label with its placeholders filled; what is filled in gets escaped, the label may hold HTML.

    Each page of a phase fills the same ones. By type too: text that is HTML already equals text that is not.
    """
    try:
        return Markup(text).format(**data)  # noqa: S704 - labels are the theme author's own HTML
    except (LookupError, ValueError) as error:
        message = f"the label '{text}' cannot be filled; it may hold {_names(data)} and no other braces"
        raise FilterArgumentError(message) from error


def _names(data: Mapping[str, Any]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(data)) or "no placeholder"


def make_environment(theme: Theme) -> Environment:
    """Finds `x.html` in the theme, else in its base; `plain/x.html` in that theme; `exercises/<type>/template.html`."""
    folders = {member.name: FileSystemLoader(member.folder / "templates") for member in theme.lineage}
    loaders: list[BaseLoader] = [
        *folders.values(),
        PrefixLoader(folders),
        PrefixLoader({"exercises": FileSystemLoader(TYPES_FOLDER)}),
    ]
    environment = Environment(
        loader=ChoiceLoader(loaders),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["fill"] = _fill
    return environment


class Renderer:
    """Renders the pages of one course in one theme."""

    def __init__(self, course: Course, theme: Theme, facts: SiteFacts) -> None:
        self._outline = Outline(course, facts, theme.labels)
        self._environment = make_environment(theme)
        texts = type_texts(theme)
        common: Words = {**theme.labels, **texts[COMMON]["labels"]}
        names = {name.removesuffix(".html") for name in self._environment.list_templates() if "/" not in name}
        self._layouts = names - _NO_LAYOUTS
        self._words = {name: {**common, **words["labels"]} for name, words in texts.items()}

    def page(self, page: Page) -> str:
        """The whole HTML document of a page."""
        self._check_layout(page)
        body = tuple(self._part(part) for part in page.body)
        make = start_context if page is self._outline.course.start else page_context
        return self._render(f"{page.layout}.html", make(self._outline, page, body))

    def exercise(self, exercise: Exercise) -> Markup:
        """An exercise in its frame."""
        facts = ExerciseFacts(exercise.id, exercise.type, html(exercise.title), exercise.settings.required)
        inner = BodyContext(facts, exercise.public, self._words[exercise.type])
        body = html(self._render(f"exercises/{exercise.type}/template.html", inner))
        return html(self._render("exercise.html", ExerciseContext(facts, body, inner.labels)))

    def _part(self, part: Html | Exercise) -> Markup:
        return self.exercise(part) if isinstance(part, Exercise) else html(part.html)

    def _render(self, template: str, context: Context) -> str:
        try:
            return self._environment.get_template(template).render(as_mapping(context))
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            problem = _template_problem(error)
            if problem is None:
                raise
            raise ContentError(Problems([problem])) from error

    def _check_layout(self, page: Page) -> None:
        if page is not self._outline.course.start and page.layout not in self._layouts:
            hint = did_you_mean(page.layout, self._layouts)
            problem = Problem(page.place, "layout", f"the theme has no layout '{page.layout}'", hint=hint)
            raise ContentError(Problems([problem]))


def _template_problem(error: Exception) -> Problem | None:
    """What is wrong with a template, at its line; None where the fault is not a template's."""
    frames = [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        frames = [(error.filename, error.lineno)]
    found = [(Path(file), line) for file, line in frames if file.endswith(".html")]
    if not found:
        return None
    path, line = found[-1]
    source = path.read_text("utf-8").splitlines()[line - 1 : line]
    said = f"there is no template '{error.name}'" if isinstance(error, TemplateNotFound) else str(error.args[0])
    return Problem(Place(path.as_posix(), line), "template", said, source="".join(source))


def as_mapping(context: Context) -> dict[str, Any]:
    """A context's fields by name, one level deep: what a template sees."""
    return {field.name: getattr(context, field.name) for field in fields(context)}


def render_pages(course: Course, theme: Theme, facts: SiteFacts) -> dict[str, str]:
    """All pages of the course: path relative to the root of the site -> HTML."""
    renderer = Renderer(course, theme, facts)
    return {page.url: renderer.page(page) for page in course.pages}
