"""Markdown to HTML: each own rule, in pages and in texts from YAML."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from site_builder.errors import Problems
from site_builder.markdown import renderer
from site_builder.markdown.scope import CourseScope, Scope
from site_builder.source import Folder, Source
from site_builder.yaml_source import whole


@pytest.fixture
def scope(tmp_path: Path) -> Scope:
    """The scope of the page `one/two` of a course with some media."""
    (tmp_path / "media").mkdir()
    for name in ("a b.svg", "c.pdf"):
        (tmp_path / "media" / name).write_text("")
    course = CourseScope(Folder(tmp_path), {"product": "Acme *Chat*", "site": "https://example.org"}, {"gate": "-"})
    explain = "An explanation of {}".format
    return Scope(course, Problems(), PurePosixPath("one"), "one/two.html", "one_two", explain=explain)


def html(text: str, scope: Scope, *, clean: bool = True) -> str:
    """The HTML of a text, in which nothing may be wrong."""
    source = Source("a.md", PurePosixPath("a.md"), text)
    found = renderer.blocks(text, whole(source), scope)
    assert not clean or [str(problem) for problem in scope.problems] == []
    return found.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b* **c** ~~d~~ `e`", "<p>a <em>b</em> <strong>c</strong> <s>d</s> <code>e</code></p>"),
        ("a\\\nb", "<p>a<br>\nb</p>"),
        ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>"),
        ("\\<b>", "<p>&lt;b&gt;</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("costs $5 to $6", "<p>costs $5 to $6</p>"),
    ],
)
def test_plain_markdown(text: str, expected: str, scope: Scope) -> None:
    """CommonMark and its extensions."""
    assert html(text, scope) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ product }} and {{site}}", "<p>Acme <em>Chat</em> and https://example.org</p>"),
        ("[Site]({{ site }}/a)", '<p><a href="https://example.org/a" rel="external noreferrer">Site</a></p>'),
        ("`{{ site }}`", "<p><code>https://example.org</code></p>"),
        ("\\{{ nothing }}", "<p>{{ nothing }}</p>"),
    ],
)
def test_variables(text: str, expected: str, scope: Scope) -> None:
    """They are filled in everywhere, unless a backslash stands before them."""
    assert html(text, scope) == expected


def test_help(scope: Scope) -> None:
    """A term, in any case, or other words for it; ids count up and begin with the page."""
    expected = (
        '<p><span class="help"><button type="button" class="help-term" popovertarget="one_two__help-1">Gate</button>'
        '<span popover id="one_two__help-1" class="help-text">An explanation of gate</span></span> '
        '<span class="help"><button type="button" class="help-term" popovertarget="one_two__help-2">the gates</button>'
        '<span popover id="one_two__help-2" class="help-text">An explanation of gate</span></span></p>'
    )
    assert html("{help}`Gate` {help}`the gates <gate>`", scope) == expected
    assert html("``{help}`gate` ``", scope) == "<p><code>{help}`gate` </code></p>"


def test_headings(scope: Scope) -> None:
    """The highest one stands below the page's title; ids are unique in page and course."""
    text = "# Why?\n\n## So *far*\n\n# Why?\n\n# X-ray\n\n# Größe_1\n\n# ?"
    assert re.findall(r'<(h\d) id="([^"]*)"', html(text, scope)) == [
        ("h2", "one_two_why"),
        ("h3", "one_two_so-far"),
        ("h2", "one_two_why-2"),
        ("h2", "one_two_on-x-ray"),
        ("h2", "one_two_größe-1"),
        ("h2", "one_two_section"),
    ]
    assert scope.anchors["so-far"] == "one_two_so-far"


def test_many_equal_headings(scope: Scope) -> None:
    """A new id takes as long for the last as for the first of them."""
    scope.anchor("Notes 2")
    ids = [scope.anchor("Notes") for _ in range(100_000)]
    assert (ids[0], ids[1], ids[-1]) == ("one_two_notes", "one_two_notes-3", "one_two_notes-100001")


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("three.md", "../one/three.html"),
        ("../index.md", "../index.html"),
        ("../four/five.md#so-far", "../four/five.html#four_five_so-far"),
        ("#why", "#one_two_why"),
        ("three.md#x-sum", "../one/three.html#x-sum"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_links(target: str, href: str, scope: Scope) -> None:
    """They lead to files, relative to the page."""
    assert html(f"[The text]({target})", scope) == f'<p><a href="{href}">The text</a></p>'


@pytest.mark.parametrize(
    ("target", "size", "link"),
    [
        ("../media/c.pdf", 0, '<a href="../media/c.pdf" download="c.pdf">'),
        ("../media/c.pdf", 1, '<a href="../media/c.pdf" download="c.pdf">'),
        ("<../media/a b.svg>", 1_001, '<a href="../media/a%20b.svg" download="a b.svg">'),
        ("../media/README", 2_300_000, '<a href="../media/README" download="README">'),
    ],
)
def test_links_to_media_are_downloads(target: str, size: int, link: str, scope: Scope) -> None:
    """They keep the file's name, and say what comes: readers of a link alone hear it too."""
    file = target.strip("<>").removeprefix("../media/")
    (scope.course.folder.folder / "media" / file).write_bytes(b"x" * size)
    said = {0: "PDF, 0 KB", 1: "PDF, 1 KB", 1_001: "SVG, 2 KB", 2_300_000: "3 MB"}[size]
    note = f' <span class="file-note">({said})</span>'
    assert html(f"[The *text*]({target}) here", scope) == f"<p>{link}The <em>text</em>{note}</a> here</p>"


def test_links_to_pages_are_noted(scope: Scope) -> None:
    """To be checked when all pages are known."""
    html("[The text](../four/five.md#so-far)\n\n[The text](#why)", scope)
    assert [(link.page, link.anchor) for link in scope.links] == [("four/five", "so-far"), ("one/two", "why")]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//host/x",
        "/x",
    ],
)
def test_links_that_are_refused(target: str, scope: Scope) -> None:
    """Whatever could run, or could not be found on another server."""
    html(f"[The text]({target})", scope, clean=False)
    assert [problem.code for problem in scope.problems] == ["link-target"]


def test_images(scope: Scope) -> None:
    """In a line as they are; alone with a title as a figure."""
    image = '<img src="../media/a%20b.svg" alt="A &quot;b&quot;">'
    assert html('![A "b"](<../media/a b.svg>)', scope) == f"<p>{image}</p>"
    figure = f"<figure>{image}<figcaption>So &amp; so</figcaption></figure>"
    assert html('![A "b"](<../media/a b.svg> "So & so")', scope) == figure


def test_containers(scope: Scope) -> None:
    """A longer fence holds shorter ones."""
    text = "::::{columns}\n:::{box} A & *b*\nText\n:::\n\n:::{details} More\n- a\n:::\n::::"
    assert html(text, scope) == (
        '<div class="columns">\n<div class="box">\n<p class="box-title">A &amp; *b*</p>\n<p>Text</p>\n</div>\n'
        '<details class="details">\n<summary>More</summary>\n<ul>\n<li>a</li>\n</ul>\n</details>\n</div>'
    )


def test_a_dialogue(scope: Scope) -> None:
    """Speakers are numbered as they come; an indented line goes on; text is Markdown."""
    text = ":::{dialogue}\nAnn: Hi, *you*: all\n  who: came\nBen <b>: No.\n\nAnn: Bye\n:::"
    ann, ben = '<span class="speaker">Ann</span>', '<span class="speaker">Ben &lt;b&gt;</span>'
    assert html(text, scope) == (
        '<div class="dialogue">\n'
        f'<p class="turn turn-1">{ann} <span class="said">Hi, <em>you</em>: all\nwho: came</span></p>\n'
        f'<p class="turn turn-2">{ben} <span class="said">No.</span></p>\n'
        f'<p class="turn turn-1">{ann} <span class="said">Bye</span></p>\n</div>'
    )


def test_code_alerts_tables_and_formulas(scope: Scope) -> None:
    """With classes for themes and places for the keyboard; no style attributes."""
    code = html("```python\nx = '<'\n```", scope)
    assert code.startswith('<pre class="highlight" tabindex="0"><code class="language-python"><span class="n">x</span>')
    assert html("```\n<\n```", scope) == '<pre class="highlight" tabindex="0"><code>&lt;\n</code></pre>'
    alert = '<div class="alert alert-tip">\n<p class="alert-title">Tip</p>\n<p>Text</p>\n</div>'
    assert html("> [!TIP]\n> Text", scope) == alert
    table = html("| a |\n|--:|\n| 1 |", scope)
    assert table.startswith('<div class="table-scroll" tabindex="0">\n<table>')
    assert '<th class="align-right">a</th>' in table
    assert "style=" not in table
    assert html("$a^2$", scope).startswith("<p><math")
    assert html("$$\n\\frac{1}{2}\n$$", scope).startswith('<div class="math" tabindex="0"><math')


@pytest.mark.parametrize(
    "text",
    [
        "<b>a</b>",
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<!-- a -->",
        "- <i>a",
        "| <u> |\n|--|",
    ],
)
def test_no_html_gets_through(text: str, scope: Scope) -> None:
    """It is refused, and nothing of it is in the output either."""
    found = html(text, scope, clean=False)
    assert {problem.code for problem in scope.problems} == {"raw-html"}
    assert not re.search(r"<(b|script|img|i|u)\b|<!--", found)


def test_a_line(scope: Scope) -> None:
    """Texts of one line become phrasing content, without paragraphs."""
    source = Source("a.yaml", PurePosixPath("a.yaml"), "a\n*b*")
    assert renderer.inline("a\n*b*  c", whole(source), scope) == "a <em>b</em> c"
    assert renderer.inline("1. # a", whole(source), scope) == "1. # a"


def test_the_same_text_gives_the_same_html(scope: Scope) -> None:
    """The parser keeps nothing from one text to the next."""
    text = "[a]: three.md\n\n[a] *b*"
    first: Any = html(text, scope)
    assert html(text, scope) == first
    assert html("[a]", scope) == "<p>[a]</p>"
