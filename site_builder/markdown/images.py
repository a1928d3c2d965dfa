"""Images: with a text for those who do not see them, from the course's media folder. A title becomes the caption."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from markdown_it.common.utils import escapeHtml

from site_builder.markdown.links import check_media
from site_builder.markdown.picture_size import KINDS, picture_size
from site_builder.markdown.scope import Spot, set_html

if TYPE_CHECKING:
    from pathlib import PurePosixPath

    from markdown_it.token import Token

    from site_builder.markdown.scope import Scope
    from site_builder.source import Span

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
    path = _find(target, spot)
    if path is None:
        return set_html(token, "")
    caption = str(token.attrGet("title") or "")
    html = f'<img src="{spot.scope.root}{quote(path.as_posix())}" alt="{escapeHtml(alt)}">'
    if caption and token.meta.get("figure"):
        html += f"<figcaption>{escapeHtml(caption)}</figcaption>"
    return set_html(token, html)


def picture(target: str, span: Span, scope: Scope) -> dict[str, Any]:
    """An image that a key of an exercise names: its address from the page, and its size; empty where it is faulty."""
    spot = Spot(scope, span, (target,))
    path = _find(target, spot)
    content = scope.course.folder.read_bytes(path, scope.problems) if path else None
    if path is None or content is None:
        return {}
    size = picture_size(content)
    if size is None:
        message = "this file is no picture that browsers show, or has no size"
        spot.problem(target, "unknown-picture", message, expected=KINDS, found=target)
        return {}
    return {"src": scope.root + quote(path.as_posix()), "width": size[0], "height": size[1]}


def _find(target: str, spot: Spot) -> PurePosixPath | None:
    """The file of an image, below the course; None, and a problem, where it cannot be shown."""
    path = spot.scope.resolve(target)
    if _OUTER.match(target) or path is None:
        message = "an image must lie in the media folder of the course"
        spot.problem(
            target, "image-target", message, found=target, hint="copy it there; pages load nothing from elsewhere"
        )
        return None
    return path if check_media(path, target, spot) else None
