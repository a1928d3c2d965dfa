"""Alerts such as `> [!NOTE]`: the parser knows them; here they get the class names that themes use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

    from site_builder.markdown.scope import Spot


def name(tokens: list[Token], index: int, spot: Spot) -> None:  # noqa: ARG001
    """Sets the classes of an alert or of its title."""
    token = tokens[index]
    kind = token.meta.get("kind")
    token.attrSet("class", f"alert alert-{kind.lower()}" if kind else "alert-title")
