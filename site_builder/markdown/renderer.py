"""From Markdown to HTML: CommonMark with tables, strikethrough, definition lists, alerts, formulas, and our own rules.

The parser is set up once, for texts from pages and from YAML. Each own rule is a module that gets a token, changes it,
and notes what is wrong with it. `_RULES` says which rule gets which token.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

from site_builder.markdown import (
    alerts,
    containers,
    dialogue,
    headings,
    highlighting,
    images,
    links,
    maths,
    raw_html,
    stray,
    tables,
    tooltips,
)
from site_builder.markdown.scope import Rule, Scope, Spot
from site_builder.markdown.variables import fill

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from site_builder.source import Span

_MAX_PARAGRAPH = 20_000  # characters; ten pages of a book

_RULES: dict[str, Rule] = {
    "alert_open": alerts.name,
    "alert_title_open": alerts.name,
    "code_block": highlighting.render,
    "container_block_open": containers.render,
    "fence": highlighting.render,
    "html_block": raw_html.refuse,
    "html_inline": raw_html.refuse,
    "image": images.render,
    "link_open": links.render,
    "math_block": maths.render,
    "math_inline": maths.render,
    "role": tooltips.render,
    "table_close": tables.wrap,
    "table_open": tables.wrap,
    "td_open": tables.align,
    "th_open": tables.align,
}


def blocks(text: str, span: Span, scope: Scope) -> str:
    """The HTML of a text of any length."""
    return finish(tokens(text, span, scope))


def tokens(text: str, span: Span, scope: Scope) -> list[Token]:
    """The tokens of a text, all rules applied; in a page, exercises are still fences."""
    filled = fill(text, scope.course.variables, span, scope.problems)
    return _parser().parse(filled, {"spot": Spot(scope, span, filled.split("\n"))})


def finish(row: Sequence[Token]) -> str:
    """The HTML of tokens."""
    parser = _parser()
    return str(parser.renderer.render(row, parser.options, {}))


def inline(text: str, span: Span, scope: Scope) -> str:
    """The HTML of a text of one line."""
    parser = _parser()
    filled = " ".join(fill(text, scope.course.variables, span, scope.problems).split())
    row = parser.parseInline(filled, {"spot": Spot(scope, span, (filled,))})
    return str(parser.renderer.render(row, parser.options, {}))


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"alerts": True, "xhtmlOut": False})
    md.enable(["table", "strikethrough"])
    md.use(deflist_plugin)
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False)
    containers.install(md)
    tooltips.install(md)
    dialogue.install(md)
    # `links` checks addresses itself, with a message; the parser would leave a refused link as text.
    md.validateLink = _accept  # type: ignore[method-assign]
    md.core.ruler.before("inline", "refuse_long", _refuse_long)
    md.core.ruler.push("own_rules", _apply)
    md.add_render_rule("finished", _finished)
    return md


def _accept(url: str) -> bool:  # noqa: ARG001
    return True


def _finished(_: Any, row: Sequence[Token], index: int, *__: Any) -> str:
    return row[index].content


def _refuse_long(state: StateCore) -> None:
    """Empties paragraphs that nobody wrote by hand: the parser's time grows with the square of their length."""
    spot: Spot = state.env["spot"]
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > _MAX_PARAGRAPH:
            span = spot.span.part(*token.map) if token.map else spot.span
            found = f"{len(token.content):,} characters"
            expected = f"at most {_MAX_PARAGRAPH:,} characters"
            message = "this paragraph is too long"
            spot.scope.problems.add(span.problem("", "text-too-long", message, expected=expected, found=found))
            token.content = ""


def _apply(state: StateCore) -> None:
    """Runs the own rules over all tokens of a text."""
    spot: Spot = state.env["spot"]
    shift = headings.demotion(state.tokens, spot.scope)
    headings.check_gaps(state.tokens, spot)
    for index, token in enumerate(state.tokens):
        here = Spot(spot.scope, spot.span.part(*token.map), spot.lines) if token.map else spot
        if token.type == "heading_open":
            headings.render(state.tokens, index, here, shift)
        elif token.type == "paragraph_open":
            images.make_figure(state.tokens, index)
        elif token.type == "inline":
            containers.check_stray(token, here)
            stray.check(token, here)
            _apply_inline(token.children or [], here)
        elif token.type in _RULES:
            _RULES[token.type](state.tokens, index, here)


def _apply_inline(children: list[Token], spot: Spot) -> None:
    for index, token in enumerate(children):
        rule = _RULES.get(token.type)
        if rule:
            rule(children, index, spot)
