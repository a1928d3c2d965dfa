"""Images: with a text for those who do not see them, from the course's media folder. A title becomes the caption."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from markdown_it.common.utils import escapeHtml

from site_builder.markdown.links import check_media
from site_builder.markdown.scope import Spot, set_html

if TYPE_CHECKING:
    from markdown_it.token import Token

_OUTER = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\\")


def make_figure(tokens: list[Token], index: int) -> None:
    """Turns a paragraph that holds nothing but an image with a title into a figure."""
    opening = tokens[index]
    children = tokens[index + 1].children or []
    if not opening.hidden and len(children) == 1 and children[0].type == "image" and children[0].attrGet("title"):
        opening.tag = tokens[index + 2].tag = "figure"
        children[0].meta["figure"] = True


def render(tokens: list[Token], index: int, spot: Spot) -> None:
    """Checks an image and makes it relative to the page."""
    token = tokens[index]
    target = unquote(str(token.attrGet("src") or ""))
    alt = "".join(child.content for child in token.children or () if child.content).strip()
    if not alt:
        hint = "say in the brackets what the image shows"
        spot.problem("![", "missing-alt", "the image has no alternative text", hint=hint)
    path = spot.scope.resolve(target)
    if _OUTER.match(target) or path is None:
        message = "an image must lie in the media folder of the course"
        spot.problem(
            target, "image-target", message, found=target, hint="copy it there; pages load nothing from elsewhere"
        )
    elif check_media(path, target, spot):
        caption = str(token.attrGet("title") or "")
        html = f'<img src="{spot.scope.root}{quote(path.as_posix())}" alt="{escapeHtml(alt)}">'
        if caption and token.meta.get("figure"):
            html += f"<figcaption>{escapeHtml(caption)}</figcaption>"
        return set_html(token, html)
    return set_html(token, "")
