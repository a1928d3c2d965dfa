"""Maths: LaTeX between `$` in a line, or `$$` by itself, becomes MathML, which browsers and screen readers know."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from site_builder.markdown.scope import Spot, set_html

if TYPE_CHECKING:
    from markdown_it.token import Token


def render(tokens: list[Token], index: int, spot: Spot) -> None:
    """A formula."""
    token = tokens[index]
    block = token.type == "math_block"
    html = _mathml(token.content.strip(), "block" if block else "inline")
    if not html:
        snippet = token.content.strip().split("\n")[0]
        spot.problem(snippet, "maths-syntax", "this formula cannot be read", hint="check braces and commands")
    set_html(token, f'<div class="math" tabindex="0">{html}</div>\n' if block else html)


@lru_cache(maxsize=1000)
def _mathml(latex: str, display: str) -> str:
    """MathML; empty where the LaTeX is wrong."""
    from latex2mathml.converter import convert

    try:
        html = str(convert(latex, display=display))
    except Exception:  # noqa: BLE001  (the library raises many kinds for bad input, and documents none)
        return ""
    # It closes open braces by itself, and passes a command that it does not know through as a name.
    return "" if "\\" in html or not _balanced(latex) else html


def _balanced(latex: str) -> bool:
    plain = latex.replace("\\{", "").replace("\\}", "")
    return plain.count("{") == plain.count("}")
