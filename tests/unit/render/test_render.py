"""The HTML of whole pages: what the scripts rely on, what the policy forbids, what must be escaped."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from site_builder.errors import ContentError
from site_builder.model import Course, Phase
from site_builder.render import render_pages
from site_builder.theme import Theme, load_theme
from tests.unit.render.pet_course import FACTS, PUBLIC, THEMES, exercise, make_course, unit

Attributes = dict[str, str | None]


class Tags(HTMLParser):
    """All opening tags with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Attributes]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag."""
        self.found.append((tag, dict(attrs)))

    def having(self, name: str) -> list[Attributes]:
        """The attributes of all elements with a given one."""
        return [attributes for _, attributes in self.found if name in attributes]


@pytest.fixture
def pages(course: Course, theme: Theme) -> dict[str, Tags]:
    """The tags of each page."""
    return {path: Tags(html) for path, html in render_pages(course, theme, FACTS).items()}


def test_paths_are_those_of_the_pages(course: Course, theme: Theme) -> None:
    assert list(render_pages(course, theme, FACTS)) == [page.url for page in course.pages]


def test_same_input_gives_the_same_text(course: Course, theme: Theme) -> None:
    assert render_pages(course, theme, FACTS) == render_pages(course, theme, FACTS)


def test_the_body_says_what_the_scripts_need(pages: dict[str, Tags]) -> None:
    body = next(attributes for tag, attributes in pages["p/work.html"].found if tag == "body")
    assert body == {"data-course": "c", "data-page": "p/work", "data-root": "../", "data-layout": "page"}


@pytest.mark.parametrize(
    "name", ["data-progress", "data-progress-text", "data-failure", "data-loading", "data-static-note", "data-gate"]
)
def test_every_page_has_one_place_for_what_scripts_show(pages: dict[str, Tags], name: str) -> None:
    assert {path: len(tags.having(name)) for path, tags in pages.items()} == dict.fromkeys(pages, 1)


def test_swapped_parts_and_order_are_the_same_on_every_page(pages: dict[str, Tags]) -> None:
    for tags in pages.values():
        landmarks = [tag for tag, _ in tags.found if tag in {"aside", "main", "footer"}]
        assert [attributes["data-swap"] for attributes in tags.having("data-swap")] == ["header", "nav", "footer"]
        assert landmarks == ["aside", "main", "footer"]
        assert tags.having("id")[-1]["id"] == "say"


def test_policy_no_inline_script_no_style(course: Course, theme: Theme) -> None:
    for html in render_pages(course, theme, FACTS).values():
        tags = Tags(html)
        assert not tags.having("style")
        assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on")]
        assert "<style" not in html
        assert not re.search(r"<script[^>]*>\s*[^<\s]", html)
        assert "default-src &#39;self&#39;" in html


def test_no_policy_no_meta(course: Course, theme: Theme) -> None:
    html = render_pages(course, theme, type(FACTS)(csp="", assets="a", fingerprint="f"))["index.html"]
    assert "Content-Security-Policy" not in html


def test_ids_are_unique_in_a_page(pages: dict[str, Tags]) -> None:
    for tags in pages.values():
        assert max(Counter(attributes["id"] for attributes in tags.having("id")).values()) == 1


def test_plain_text_is_escaped_and_html_is_not(course: Course, theme: Theme) -> None:
    html = render_pages(course, theme, FACTS)
    assert "<title>Work - Pets - Cats &amp; dogs</title>" in html["p/work.html"]
    assert "Know <em>pets</em>" in html["p/text.html"]
    assert "Hello &amp; welcome" in html["p/work.html"]
    assert "<em>One</em>" in html["p/work.html"]
    assert "To <em>know</em>" in html["index.html"]


@pytest.mark.parametrize("kind", sorted(PUBLIC))
def test_the_frame_of_an_exercise(pages: dict[str, Tags], kind: str) -> None:
    frame = next(tags for tags in pages["p/work.html"].having("data-exercise") if tags["data-type"] == kind)
    assert frame["id"] == f"x-the-{kind}"
    assert frame["aria-labelledby"] == f"x-the-{kind}__title"
    assert frame["data-status"] == "new"


def test_without_scripts_nothing_offers_to_check(pages: dict[str, Tags]) -> None:
    hidden = ("data-actions", "data-verdict", "data-hints", "data-failure", "data-loading", "data-gate", "data-locked")
    for tags in pages.values():
        assert all("hidden" in attributes for name in hidden for attributes in tags.having(name))


def test_the_current_page_and_phase_are_marked(pages: dict[str, Tags]) -> None:
    current = pages["p/text.html"].having("aria-current")
    assert [(item.get("data-phase"), item.get("data-unit")) for item in current] == [("p", None), (None, "p/text")]


def test_the_last_page_announces_the_finished_phase(pages: dict[str, Tags]) -> None:
    banners = {path: [item["data-complete"] for item in tags.having("data-complete")] for path, tags in pages.items()}
    assert banners == {path: ["p"] if path == "p/end.html" else [] for path in pages}


def test_further_modules_stand_apart_from_the_phases(course: Course, theme: Theme) -> None:
    """In a list of their own on every page, each with a place for its progress; nowhere as a phase with a number."""
    modules = (
        Phase(
            "m", 0, "All about birds", "Birds", ("Know <em>birds</em>",), (unit("why", exercise("choice")), unit("how"))
        ),
        Phase("n", 0, "Links", "Links", (), (unit("more"),)),
    )
    html = render_pages(replace(course, extras=modules), theme, FACTS)
    for path, text in html.items():
        tags = Tags(text)
        assert [item["data-extra"] for item in tags.having("data-extra")] == ["m"], path
        assert {item["data-phase"] for item in tags.having("data-phase")} == {"p", "m", "n"}
        assert "Phase 0" not in text
        assert "of 0" not in text
    assert "Know <em>birds</em>" in html["index.html"]
    assert "<span>2 phases</span>" in html["index.html"]
    assert "Further module: All about birds" in html["p/why.html"]
    assert "Module complete" in html["p/how.html"]
    assert "Module complete" not in html["p/more.html"], "there is nothing to complete"
    assert 'href="../index.html">Back to the course</a>' in html["p/how.html"]


def test_a_course_without_further_modules_says_nothing_of_them(course: Course, theme: Theme) -> None:
    assert not any("Further module" in html for html in render_pages(course, theme, FACTS).values())


@pytest.mark.parametrize(
    ("layout", "hint"),
    [
        ("pgae", "did you mean 'page'?"),
        ("exercise", "one of: page"),
        ("base", "one of: page"),
        ("start", "one of: page"),
    ],
)
def test_a_layout_that_no_unit_can_have_is_named(theme: Theme, layout: str, hint: str) -> None:
    """One that is not there, the frames of pages and exercises, and that of the start screen."""
    course = make_course(unit("odd", layout=layout))
    with pytest.raises(ContentError) as caught:
        render_pages(course, theme, FACTS)
    assert [str(problem) for problem in caught.value.problems] == [
        f"p/odd.md:1:1: error: the theme has no layout '{layout}' [layout]\n  hint: {hint}"
    ]


FAULTS = [
    ("{% wrong %}", "Encountered unknown tag 'wrong'."),
    ("{{ wrong }}", "'wrong' is undefined"),
    ("{{ 1 / 0 }}", "division by zero"),
    ('{% include "nowhere.html" %}', "there is no template 'nowhere.html'"),
    (
        '{{ "A { b"|fill(n=1) }}',
        "the label 'A { b' cannot be filled; it may hold {n} and no other braces",
    ),
    (
        '{{ "{m} of {n}"|fill(n=1) }}',
        "the label '{m} of {n}' cannot be filled; it may hold {n} and no other braces",
    ),
]


@pytest.mark.parametrize(("text", "said"), FAULTS)
def test_a_fault_in_a_template_is_told_at_its_line(text: str, said: str, course: Course, tmp_path: Path) -> None:
    """As a problem of the theme, not as a fault of the program."""
    folder = Path(shutil.copytree(THEMES / "plain", tmp_path / "plain"))
    template = folder / "templates" / "page.html"
    template.write_text(f'{{% extends "base.html" %}}\n{{% block main %}}\n{text}\n{{% endblock %}}\n')
    with pytest.raises(ContentError) as refused:
        render_pages(course, load_theme(folder), FACTS)
    (problem,) = refused.value.problems
    assert (problem.code, problem.place.file) == ("template", template.as_posix())
    assert (problem.place.line, problem.source) == (3, text)
    assert problem.message.startswith(said)
