"""Alerts: `> [!NOTE]`, TIP, IMPORTANT, CAUTION and WARNING. The parser knows them; here they get the themes' class names."""

from __future__ import annotations

from markdown_it.token import Token

from site_builder.markdown.scope import Spot


def name(tokens: list[Token], index: int, spot: Spot) -> None:  # noqa: ARG001
    """Sets the classes of an alert or of its title."""
    token = tokens[index]
    kind = token.meta.get("kind")
    token.attrSet("class", f"alert alert-{kind.lower()}" if kind else "alert-title")
