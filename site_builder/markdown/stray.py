"""Markdown that was meant and missed: signs that would stand in the page as they are.

Only what nobody writes on purpose is listed. A backslash before the first sign keeps it as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from site_builder.errors import did_you_mean

if TYPE_CHECKING:
    from markdown_it.token import Token

    from site_builder.markdown.scope import Spot

_ALERT = re.compile(r"\[!([A-Za-z]+)\]")
_ALERTS = ("NOTE", "TIP", "IMPORTANT", "CAUTION", "WARNING")
_ROLE = re.compile(r"\{help\} *$")
_TABLE = re.compile(r"\|[^\n]*\|[ \t]*\n[ \t]*\|.*", re.DOTALL)
_ANYWHERE = (
    (
        re.compile(r"!?\[[^\[\]\n]*\] ?\([^()\s]*\.(?:md|svg|png|jpe?g|gif|webp)\b"),
        "this is no link and no image",
        "write [text](file.md), with no space between the brackets, and close both",
    ),
    (
        re.compile(r"!?\[[^\[\]\n]*\]\([^()<>\"'\n]*[^()<>\"'\s] [^()<>\"'\n]*\.(?:md|svg|png|jpe?g|gif|webp)\b"),
        "this is no link and no image: its path holds a space",
        "rename the file, or put the path between < and >",
    ),
    (
        re.compile(r"\[\^[^\[\]\s]+\]"),
        "there are no footnotes",
        "put the note into the sentence, a box, or the glossary",
    ),
)
_FENCE = re.compile(r"(?:`{1,2}|~{1,2})\{[\w-]*\}[^`~\n]*(?:\n|$)")
_HEADING = re.compile(r"#{2,6}[^\s#]+")


def check(token: Token, spot: Spot) -> None:
    """Notes what a text shows as it is and was meant otherwise."""
    children = token.children or []
    if _FENCE.match(token.content):
        snippet = token.content.partition("\n")[0]
        hint = "an exercise begins and ends with a line of three backticks"
        spot.problem(snippet, "stray-markdown", "this is no exercise", hint=hint)
    if children and children[0].type == "text":
        _check_beginning(children[0].content, token.content, spot)
    for place, child in enumerate(children):
        if child.type != "text":
            continue
        for pattern, message, hint in _ANYWHERE:
            match = pattern.search(child.content)
            # With a backslash in it, the written text is another one.
            if match and match.group() in token.content:
                spot.problem(match.group(), "stray-markdown", message, hint=hint)
        behind = children[place + 1 : place + 2]
        if (
            behind
            and behind[0].type == "code_inline"
            and _ROLE.search(child.content)
            and "\\{help}" not in token.content
        ):
            hint = "write {help}`term`, with no space before the backtick"
            spot.problem("{help}", "stray-markdown", "this is no help text", hint=hint)


def _check_beginning(shown: str, written: str, spot: Spot) -> None:
    """What means something only where a paragraph begins."""
    alert = _ALERT.match(shown)
    if alert and written.startswith("["):
        known = alert[1].upper() in _ALERTS
        hint = "end the line behind the bracket; the text begins on the next one" if known else ""
        hint = hint or did_you_mean(alert[1].upper(), _ALERTS)
        spot.problem(alert.group(), "stray-markdown", "this is no alert", hint=hint)
    heading = _HEADING.match(shown)
    if heading and written.startswith("#"):
        hint = "put a space behind the last #"
        spot.problem(heading.group(), "stray-markdown", "this is no heading", hint=hint)
    if _TABLE.fullmatch(written):
        hint = "the second line of a table is like |---|---|, with as many columns as the first"
        spot.problem("|", "stray-markdown", "this is no table", hint=hint)
