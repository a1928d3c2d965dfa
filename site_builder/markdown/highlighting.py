"""Code: highlighted at build time, with CSS classes only. A long line scrolls inside the block, by keyboard too."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it.common.utils import escapeHtml

from site_builder.markdown.scope import Spot, set_html

if TYPE_CHECKING:
    from markdown_it.token import Token
    from pygments.formatters import HtmlFormatter
    from pygments.lexer import Lexer

_PLAIN = ("", "text", "plain")
_MEANT = re.compile(r"^[ \t]*((?:```+|~~~+|:::+)\{[a-z_]+\}.*)$", re.MULTILINE)


def render(tokens: list[Token], index: int, spot: Spot) -> None:
    """A fenced or indented block of code. Fences with braces are exercises; the page takes them."""
    token = tokens[index]
    info = token.info.strip()
    if token.type == "fence" and token.map and not _closed(token.map, spot):
        hint = f"close it with a line {token.markup}"
        spot.problem(token.markup, "unclosed-fence", "this block is never closed", hint=hint)
    if info.startswith("{"):
        return _directive(token, spot)
    meant = _MEANT.search(token.content) if token.type == "code_block" else None
    if meant:
        message = "this line is indented so far that it is shown as code"
        spot.problem(meant[1].strip(), "exercise-place", message, hint="delete the spaces before it")
    language = info.split()[0] if info else ""
    html = escapeHtml(token.content)
    if language not in _PLAIN:
        lexer = _lexer(language)
        if lexer is None:
            hint = "use a language that Pygments knows, or text"
            if language in spot.scope.course.directives:
                hint = f"did you mean {{{language}}}?"
            spot.problem(language, "unknown-language", f"the language '{language}' is not known", hint=hint)
        else:
            html = _highlighted(token.content, lexer)
    kind = f' class="language-{escapeHtml(language)}"' if language else ""
    return set_html(token, f'<pre class="highlight" tabindex="0"><code{kind}>{html}</code></pre>\n')


def _closed(lines: list[int], spot: Spot) -> bool:
    first, behind = lines
    return behind > first + 1 and spot.lines[behind - 1].lstrip("> \t").startswith(("```", "~~~"))


def _directive(token: Token, spot: Spot) -> None:
    if spot.scope.page and token.level == 0:
        return
    message = "an exercise can stand only in a page, outside of lists, quotes, and containers"
    spot.problem(token.info.strip(), "exercise-place", message)
    set_html(token, "")


@cache
def _lexer(name: str) -> Lexer | None:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return None


def _highlighted(code: str, lexer: Lexer) -> str:
    from pygments import highlight

    return highlight(code, lexer, _formatter())


@cache
def _formatter() -> HtmlFormatter[str]:
    from pygments.formatters import HtmlFormatter

    # Made once: it works out a whole style sheet, which nobody asks for.
    return HtmlFormatter(nowrap=True)
