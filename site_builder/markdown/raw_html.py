"""Raw HTML is refused: themes decide about markup, and what authors write has to stay accessible in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.markdown.scope import Spot, set_html

if TYPE_CHECKING:
    from markdown_it.token import Token


def refuse(tokens: list[Token], index: int, spot: Spot) -> None:
    """Notes the HTML."""
    token = tokens[index]
    lines = token.content.strip().splitlines()
    snippet = lines[0] if lines else ""
    hint = "use Markdown or a container such as :::{box}; write \\< for the sign itself"
    spot.problem(snippet, "raw-html", "HTML is not allowed in a text", found=snippet[:60], hint=hint)
    set_html(token, "")
