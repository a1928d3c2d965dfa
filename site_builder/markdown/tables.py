"""Tables: a wide one scrolls by itself, by keyboard too, instead of making the page wider than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.markdown.scope import Spot, set_html

if TYPE_CHECKING:
    from markdown_it.token import Token

_BEFORE = '<div class="table-scroll" tabindex="0">\n'


def wrap(tokens: list[Token], index: int, spot: Spot) -> None:  # noqa: ARG001
    """Puts a frame around the table."""
    token = tokens[index]
    set_html(token, f"{_BEFORE}<table>\n" if token.nesting > 0 else "</table>\n</div>\n")


def align(tokens: list[Token], index: int, spot: Spot) -> None:  # noqa: ARG001
    """Says by a class how a cell is aligned: the site's security policy forbids style attributes."""
    style = tokens[index].attrs.pop("style", "")
    if style:
        tokens[index].attrSet("class", "align-" + str(style).removeprefix("text-align:"))
