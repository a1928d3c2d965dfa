"""Headings: below the page's title, without gaps, each with an id that no other page has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

    from site_builder.markdown.scope import Scope, Spot

_LOWEST = 6


def demotion(tokens: list[Token], scope: Scope) -> int:
    """By how many levels headings go down (or up), so that the highest one stands right below the title."""
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    return scope.top - min(levels) if levels else 0


def check_gaps(tokens: list[Token], spot: Spot) -> None:
    """Notes a heading that skips a level; screen reader users move by levels."""
    last = 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
            if last and level > last + 1 and token.map:
                span = spot.span.part(*token.map)
                texts = {"expected": "#" * (last + 1), "found": "#" * level}
                spot.add(span.problem("#", "heading-gap", "this heading skips a level", **texts))
            last = level


def render(tokens: list[Token], index: int, spot: Spot, shift: int) -> None:
    """Sets level and id."""
    opening = tokens[index]
    text = "".join(
        child.content for child in tokens[index + 1].children or () if child.type in ("text", "code_inline", "role")
    )
    opening.attrSet("id", spot.scope.anchor(text))
    tag = f"h{min(int(opening.tag[1]) + shift, _LOWEST)}"
    opening.tag = tokens[index + 2].tag = tag
