"""Containers: `:::{box} Title` to `:::` sets a part of the text apart. A longer fence can hold a shorter one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import escapeHtml
from mdit_py_plugins.container import container_plugin

from site_builder.errors import did_you_mean
from site_builder.markdown.scope import Spot, set_html

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_STRAY = re.compile(r"^[ \t]*:::.*$", re.MULTILINE)
_HEAD = re.compile(r"\s*\{([^{}]*)\}\s*(.*?)\s*")
NAMES = ("box", "columns", "details", "dialogue")
"""box: a frame with a title; columns: side by side where there is room; details: folded; dialogue: see `dialogue`."""


def name_and_title(token: Token) -> tuple[str, str]:
    """What stands behind the colons."""
    match = _HEAD.fullmatch(token.info)
    return (match[1], match[2]) if match else ("", "")


def install(md: MarkdownIt) -> None:
    """Adds the syntax."""
    container_plugin(md, "block", validate=lambda params, _: bool(_HEAD.fullmatch(params)))


def render(tokens: list[Token], index: int, spot: Spot) -> None:
    """Gives a container its element and title."""
    opening = tokens[index]
    name, title = name_and_title(opening)
    if name not in NAMES:
        hint = did_you_mean(name, NAMES)
        spot.problem(f"{{{name}}}", "unknown-container", f"there is no container '{name}'", hint=hint)
        return
    closing = _closing(tokens, index)
    # The line behind an open container is the fence that closes it.
    behind = spot.lines[opening.map[1] :][:1] if opening.map else ()
    if not behind or not behind[0].lstrip("> \t").startswith(":::"):
        hint = "close it with a line of as many colons"
        spot.problem(":::", "unclosed-container", f"the container '{name}' is never closed", hint=hint)
    tag = "details" if name == "details" else "div"
    if name == "details":
        head = f"<summary>{escapeHtml(title or name)}</summary>\n"
    else:
        head = f'<p class="{name}-title">{escapeHtml(title)}</p>\n' if title else ""
    set_html(opening, f'<{tag} class="{name}">\n{head}')
    set_html(closing, f"</{tag}>\n")


def check_stray(token: Token, spot: Spot) -> None:
    """Notes colons that were meant as the fence of a container and are text."""
    stray = _STRAY.search(token.content) if ":::" in token.content else None
    if stray:
        hint = "a container begins with :::{name}; an outer one needs more colons than one inside it"
        spot.problem(stray.group().strip(), "stray-fence", "this line neither opens nor closes a container", hint=hint)


def _closing(tokens: list[Token], index: int) -> Token:
    level = tokens[index].level
    return next(token for token in tokens[index:] if token.type == "container_block_close" and token.level == level)
