"""What templates get is what `contexts.py` documents, and no template uses anything else."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields, replace

import pytest
from jinja2 import Environment, meta

from site_builder import contexts
from site_builder.contexts import BodyContext, ExerciseContext, PageContext, StartContext
from site_builder.exercises.table import BY_NAME
from site_builder.model import Course, Phase
from site_builder.outline import Outline, page_context, start_context
from site_builder.render import Renderer, as_mapping, make_environment
from site_builder.theme import Theme
from tests.unit.render.pet_course import FACTS, exercise, unit

KINDS = {"start.html": StartContext, "page.html": PageContext, "exercise.html": ExerciseContext}


def documented(name: str) -> set[str]:
    """The fields of a class that are followed by a docstring, its bases' included."""
    classes = {
        node.name: node for node in ast.parse(inspect.getsource(contexts)).body if isinstance(node, ast.ClassDef)
    }
    node = classes[name]
    found = set()
    for field, text in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            found.add(ast.unparse(field.target))
    bases = (base.id for base in node.bases if isinstance(base, ast.Name))
    return found.union(*(documented(base) for base in bases))


def names_in(environment: Environment, template: str) -> set[str]:
    """The variables that a template takes from outside, with those of the templates that it names."""
    assert environment.loader
    tree = environment.parse(environment.loader.get_source(environment, template)[0])
    named = [name for name in meta.find_referenced_templates(tree) if name]
    # A loop's variable is known to what is included inside the loop.
    own = meta.find_undeclared_variables(tree)
    return own.union(*(names_in(environment, name) for name in named))


@pytest.mark.parametrize("kind", [StartContext, PageContext, ExerciseContext, BodyContext])
def test_every_field_is_documented(kind: type) -> None:
    assert {field.name for field in fields(kind)} == documented(kind.__name__)


def test_the_real_contexts_have_the_documented_fields(outline: Outline) -> None:
    start = start_context(outline, outline.pages[0], ())
    page = page_context(outline, outline.pages[1], ())
    assert set(as_mapping(start)) == documented("StartContext")
    assert set(as_mapping(page)) == documented("PageContext")


@pytest.mark.parametrize("template", KINDS)
def test_templates_use_nothing_else(theme: Theme, template: str) -> None:
    loop_variables = {"extra", "phase"} if template == "start.html" else {"extra"}
    used = names_in(make_environment(theme), template) - loop_variables
    assert used <= documented(KINDS[template].__name__)


@pytest.mark.parametrize("kind", sorted(BY_NAME))
def test_templates_of_types_use_nothing_else(theme: Theme, kind: str) -> None:
    used = names_in(make_environment(theme), f"exercises/{kind}/template.html")
    assert used <= documented("BodyContext")


def test_a_renderer_takes_any_page(course: Course, theme: Theme) -> None:
    renderer = Renderer(course, theme, FACTS)
    assert all(renderer.page(page).startswith("<!doctype html>") for page in course.pages)


def test_numbers_and_links(outline: Outline) -> None:
    page = page_context(outline, outline.pages[2], ())
    assert (page.position, page.units) == (2, 4)
    assert (page.root, page.home, page.assets) == ("../", "../index.html", "../assets/0123")
    assert page.back
    assert page.next
    assert (page.back.href, page.next.href, page.next.id) == ("../p/tour.html", "../p/work.html", "p/work")
    assert [(phase.number, phase.label, phase.href) for phase in page.phases] == [
        (1, "Pets", "../p/tour.html"),
        (2, "Later", ""),
    ]


def test_the_start_screen_sums_the_minutes_and_lists_all_units(outline: Outline) -> None:
    start = start_context(outline, outline.pages[0], ())
    assert start.minutes == 8
    assert [unit.title for unit in start.phases[0].units] == ["Tour", "Text", "Work", "End"]
    assert start.back is None


@pytest.fixture
def further(course: Course) -> Outline:
    """The course with two further modules."""
    pages = (unit("why", exercise("choice")), unit("how"))
    modules = (Phase("m", 0, "Birds in full", "Birds", (), pages), Phase("n", 0, "Links", "Links", (), (unit("more"),)))
    return Outline(replace(course, extras=modules), FACTS, {})


def test_further_modules_are_listed_apart_and_not_counted(further: Outline) -> None:
    """Neither among the phases nor in the minutes of the course; with their size, and units on their own pages."""
    start = start_context(further, further.pages[0], ())
    assert [phase.label for phase in start.phases] == ["Pets", "Later"]
    assert start.minutes == 8
    assert [(extra.label, extra.minutes, extra.exercises) for extra in start.extras] == [
        ("Birds", 4, 1),
        ("Links", 2, 0),
    ]
    page = page_context(further, further.pages[-2], ())
    assert [extra.current for extra in page.extras] == [True, False]
    assert [[unit.title for unit in extra.units] for extra in page.extras] == [["Why", "How"], []]
    assert [phase.current for phase in page.phases] == [False, False]


def test_next_leads_neither_into_a_further_module_nor_out_of_one(further: Outline) -> None:
    """Each is a row of its own: the course ends where its phases end."""
    steps = [page_context(further, page, ()) for page in further.pages[-4:]]
    assert [(page.back and page.back.title, page.next and page.next.title) for page in steps] == [
        ("Work", None),
        (None, "How"),
        ("Why", None),
        (None, None),
    ]
    assert [page.skip for page in steps] == [None] * 4


def test_the_tutorial_can_be_skipped_from_start_and_tutorial(outline: Outline) -> None:
    targets = [start_context(outline, outline.pages[0], ()).skip]
    targets += [page_context(outline, page, ()).skip for page in outline.pages[1:]]
    assert [link and link.id for link in targets] == ["p/text", "p/text", None, None, None]


def test_goals_stand_on_the_first_unit_behind_the_tutorial(outline: Outline) -> None:
    pages = [page_context(outline, page, ()) for page in outline.pages[1:]]
    assert [page.opens_phase for page in pages] == [False, True, False, False]
    assert [page.closes_phase for page in pages] == [False, False, False, True]
