"""Formulas: what an author writes in one is shown as it stands, and nothing of it becomes HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, SubElement

import pytest
from latex2mathml.converter import convert

from site_builder.errors import Problems
from site_builder.load import load_course
from site_builder.markdown import renderer
from site_builder.markdown.scope import CourseScope, Scope
from site_builder.source import Folder, Source
from site_builder.yaml_source import whole
from tests.support.courses import SUM, write_course

SHOWN = {
    r"\text{a <i}": "a\xa0<i",
    r"\text{x<y}": "x<y",
    r"\text{loss < 0.1 > 0}": "loss\xa0<\xa00.1\xa0>\xa00",
    r"\text{R&D}": "R&D",
    r"\text{&lt;b&gt; &amp; &nbsp; &copy}": "&lt;b&gt;\xa0&amp;\xa0&nbsp;\xa0&copy",
    r"\text{&#60;b&#x3c;b&#X3C;}": "&#60;b&#x3c;b&#X3C;",
    r'\text{<script/src="../media/x.js"></script>}': '<script/src="../media/x.js"></script>',
    r"\text{if <b>bold</b>}": "if\xa0<b>bold</b>",
    r"\text{</mtext></math><img src=x onerror=alert(1)>}": "</mtext></math><img\xa0src=x\xa0onerror=alert(1)>",
    r"\text{<!-- a}": "<!--\xa0a",
    r"\text{]]> <![CDATA[ <?x ?>}": "]]>\xa0<![CDATA[\xa0<?x\xa0?>",
    r"\text{<style>*}": "<style>*",
    r"\text{größer > 日本 🙂}": "größer\xa0>\xa0日本\xa0🙂",
    "\\text{'a' \"b\"}": "'a'\xa0\"b\"",
    r"\textbf{<b>}\textit{&}\mbox{<i>}\tag{<u>}": "<b>&<i>(<u>)",
    r"\hbox{a <b>}": "a\xa0<b>",
    r"\fbox{<b>}\colorbox{red}{<i>}\verb|<u>&x;|": "<b><i><u>&x;",
    r"\underbar{<b>}": "<b>―",
    r"\bigl< x \bigr>": "<x>",
    r"\unicode{x3c}b\unicode{3e}": "<b>",
    r"\unicode{3c;<b>}": "<<b>;",
    r"a < b > c \& d & e \lt f": "a<b>c&d&e<f",
    r"\begin{matrix} a & \text{<b>} \\ \begin{cases} \text{&} & c \end{cases} & d \end{matrix}": "a<b>{&cd",
    r"\mathchoice{a}{\text{<b>}}{c}{d}": "<b>",
    r"\newcommand{\open}{\text{<b>}} \open": "<b>",
    r"\frac{\text{<b>}}{\sqrt{\text{</math>}}}": "<b></math>",
    r"\operatorname{script} x": "scriptx",
    r"\textcolor{red}{\text{<b>}} \color{#ff0000} \text{<i>}": "<b><i>",
}
"""Formula -> all that a reader sees of it."""
ORDINARY = (
    r"E = m c^2",
    r"\frac{1}{2} \binom{n}{k} \dfrac{a}{b} \genfrac(){0pt}{1}{a}{b} a \over b",
    r"\sum_{i=1}^{n} x_i^2 \le \int_0^\infty e^{-x} \, dx \quad \lim_{n \to \infty} f'(n)",
    r"\sqrt{2} \sqrt[3]{x} \overline{ab} \hat{y} \vec{v} \underbrace{a + b}_{2} \overset{!}{=} \xrightarrow[a]{b}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{array}{c|c} 1 & 2 \\ \hline 3 & 4 \end{array}",
    r"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\begin{align} a &= b \\ c &= d \end{align} \begin{split} a &= b \end{split}",
    r"\left\{ \frac{a}{b} \middle| c \right\rangle \bigl( x \Bigr] \langle a \rangle",
    r"\mathbb{R} \mathcal{L} \mathbf{x} \mathrm{d} \bm{x} \boldsymbol{\alpha} \bf y \text{softmax}(z)",
    r"\textcolor{red}{x} \colorbox{yellow}{y} \color{rgb(1,2,3)} z",
    r"\hspace{1em} \kern 2pt \rule{1em}{2pt} \raise{2pt}{x} \smash{y} \phantom{z} \cancel{a} \boxed{b} \llap{c}",
    r"\Large a \displaystyle b \operatorname{argmin}_x \argmax \LaTeX \bmod n \pmod{n} \not= \idotsint \smallint",
)


class Page(HTMLParser):
    """What a browser makes of HTML: the elements with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.names |= {tag, *(name for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        """Notes a text."""
        self.text += data


@pytest.fixture
def scope(tmp_path: Path) -> Scope:
    """The scope of a page."""
    return Scope(CourseScope(Folder(tmp_path)), Problems(), PurePosixPath("one"), "one/two.html", "one_two")


def html(text: str, scope: Scope) -> str:
    """The HTML of a text."""
    return renderer.inline(text, whole(Source("a.md", PurePosixPath("a.md"), text)), scope)


@pytest.mark.parametrize(("formula", "text"), SHOWN.items())
def test_all_text_of_a_formula_is_shown_and_none_of_it_is_html(formula: str, text: str, scope: Scope) -> None:
    page = Page(html(f"Before ${formula}$ after.", scope))
    assert list(scope.problems) == []
    assert page.text == f"Before {text} after."
    assert not page.names & {"b", "i", "u", "script", "img", "style", "src", "onerror"}


def test_the_text_of_a_formula_in_an_exercise_is_shown(tmp_path: Path) -> None:
    asked, answered = r"Which $\text{a <i}$ is $x < y$ at R&D?", r"$\text{<script/src='x.js'></script>}$"
    changed = SUM.replace("What is 2 + 2?", asked).replace("Four", f"'{answered.replace(chr(39), chr(39) * 2)}'")
    course = load_course(write_course(tmp_path, {"phase-1/sum.yaml": changed}))
    public = next(found for _, found in course.exercises()).public
    question, *options = (Page(text) for text in (public["prompt"], *(item["text"] for item in public["options"])))
    assert question.text.strip() == "Which a\xa0<i is x<y at R&D?"
    assert {option.text for option in options} == {"Five", "<script/src='x.js'></script>"}
    assert all("script" not in option.names for option in options)


@pytest.mark.parametrize("display", ["inline", "block"])
@pytest.mark.parametrize("formula", ORDINARY)
def test_an_ordinary_formula_is_written_as_the_library_writes_it(formula: str, display: str, scope: Scope) -> None:
    text = f"${formula}$" if display == "inline" else f"$$\n{formula}\n$$"
    found = renderer.blocks(text, whole(Source("a.md", PurePosixPath("a.md"), text)), scope)
    assert list(scope.problems) == []
    assert convert(formula, display=display) in found


@pytest.mark.parametrize(
    ("formula", "stranger"),
    [
        (r"\href{javascript:alert(1)}{x}", "the attribute href"),
        (r"\href{https://example.org}{x}", "the attribute href"),
        (r"\class{alert}{x}", "the attribute class"),
        (r"\style{color:red}{x}", "the attribute style"),
        (r"\fcolorbox{red}{blue}{x}", "the attribute border-color"),
        (r'\textcolor{red" onclick="alert(1)}{x}', 'mathcolor="red" onclick="alert(1)"'),
        (r"\textcolor{url(//example.org)}{x}", 'mathcolor="url(//example.org)"'),
        (r"\color{&quot;}x", 'mathcolor="&quot;"'),
        (r"\color[RGB]{1,2,3}x", 'mathcolor="["'),
    ],
)
def test_what_no_formula_may_hold_is_refused_by_name(formula: str, stranger: str, scope: Scope) -> None:
    found = html(f"a ${formula}$ b", scope)
    (problem,) = scope.problems
    assert (problem.code, problem.place.column, problem.found) == ("maths-syntax", 4, stranger)
    assert problem.hint.startswith("a formula holds no links" if "=" not in stranger else "write a size as in")
    assert found == "a  b"


@pytest.mark.parametrize(
    "formula",
    [
        r"\frac{1",
        r"\nosuchcommand x",
        r"\text{a {b} c}",
        r"\bf x \text{a {b} c}",
        r"\unicode{0}",
        r"\unicode{d800}",
        r"\unicode{110000}",
        r"\unicode{zz}",
        r"\text{a \<b>}",
        "{ " * 3000 + "} " * 3000 + "x",
    ],
)
def test_what_cannot_be_read_is_refused(formula: str, scope: Scope) -> None:
    found = html(f"${formula}$", scope)
    assert [(problem.code, problem.hint) for problem in scope.problems] == [
        ("maths-syntax", "check braces and commands")
    ]
    assert found == ""


def test_an_element_that_is_no_mathml_is_refused_even_where_the_library_makes_it(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = Element("math")
    SubElement(tree, "script").text = "alert(1)"
    monkeypatch.setattr("latex2mathml.converter.convert_to_element", lambda *_, **__: tree)
    assert html("$made$", scope) == ""
    assert [problem.found for problem in scope.problems] == ["the element script"]
