"""Dialogues: in `:::{dialogue}`, a line `Customer: text` is a turn. An indented line continues it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from site_builder.markdown.containers import name_and_title
from site_builder.markdown.scope import Spot, set_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore

_TURN = re.compile(r"([^\s:][^:\n]{0,39}):[ \t]+(\S.*)")


def install(md: MarkdownIt) -> None:
    """Splits the paragraphs of a dialogue into turns before their text is parsed."""
    md.core.ruler.after("block", "dialogue", _split)


def _split(state: StateCore) -> None:
    level = -1
    speakers: list[str] = []
    built: list[Token] = []
    for token in state.tokens:
        if token.type == "container_block_open" and name_and_title(token)[0] == "dialogue":
            level, speakers = token.level, []
        elif token.type == "container_block_close" and token.level == level:
            level = -1
        elif level >= 0:
            if token.type == "inline" and token.level == level + 2:
                built += _turns(token, speakers, state.env["spot"])
            elif token.level == level + 1 and not token.type.startswith("paragraph"):
                _complain(token, state.env["spot"])
            continue
        built.append(token)
    state.tokens = built


def _turns(paragraph: Token, speakers: list[str], spot: Spot) -> Iterator[Token]:
    first = paragraph.map[0] if paragraph.map else 0
    turns: list[tuple[str, list[str], int]] = []
    for number, line in enumerate(paragraph.content.split("\n")):
        match = _TURN.fullmatch(line)
        if match:
            turns.append((match[1], [match[2]], first + number))
        elif turns:
            turns[-1][1].append(line)
        else:
            message = "a dialogue begins with who speaks"
            span = spot.span.part(first + number, first + number + 1)
            spot.add(span.problem("", "dialogue-turn", message, expected="a line such as 'Customer: How do I pay?'"))
    for speaker, said, line_number in turns:
        if speaker not in speakers:
            speakers.append(speaker)
        number = speakers.index(speaker) + 1
        yield _finished(
            f'<p class="turn turn-{number}"><span class="speaker">{escapeHtml(speaker)}</span> <span class="said">'
        )
        text = "\n".join(said)
        yield Token("inline", "", 0, content=text, map=[line_number, line_number + len(said)], children=[])
        yield _finished("</span></p>\n")


def _finished(html: str) -> Token:
    token = Token("", "", 0)
    set_html(token, html)
    return token


def _complain(token: Token, spot: Spot) -> None:
    if token.map and token.nesting >= 0:
        span = spot.span.part(*token.map)
        message = "a dialogue holds nothing but turns"
        spot.add(span.problem("", "dialogue-turn", message, expected="lines such as 'Customer: How do I pay?'"))
