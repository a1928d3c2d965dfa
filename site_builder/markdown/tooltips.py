"""Help tooltips: ``{help}`term` `` shows the term with a button that opens its explanation from the glossary.

Button and popover are plain HTML (`popovertarget`): they work without JavaScript, by mouse, touch and keyboard.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.common.utils import escapeHtml

from site_builder.errors import did_you_mean
from site_builder.markdown.scope import Spot, set_html

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_ROLE = re.compile(r"\{([a-zA-Z][a-zA-Z0-9_-]*)\}(`+)(.{1,200}?)(?<!`)\2(?!`)", re.DOTALL)
_OTHER_WORDS = re.compile(r"(.+?)\s*<([^<>]+)>")


def install(md: MarkdownIt) -> None:
    """Adds the syntax of roles."""
    md.inline.ruler.before("backticks", "role", _parse)


def _parse(state: StateInline, silent: bool) -> bool:
    match = _ROLE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("role", "", 0)
        token.info, token.content = match[1], match[3]
    state.pos = match.end()
    return True


def render(tokens: list[Token], index: int, spot: Spot) -> None:
    """A role, of which `help` is the only one."""
    token = tokens[index]
    name = token.info
    written = f"{{{name}}}"
    if name != "help":
        spot.problem(written, "unknown-role", f"there is no role '{name}'", hint="write {help}`term`")
        return set_html(token, "")
    content = token.content.strip()
    other = _OTHER_WORDS.fullmatch(content)
    shown, term = other.groups() if other else (content, content)
    glossary = spot.scope.course.glossary
    if term.lower() not in glossary:
        hint = did_you_mean(term.lower(), glossary) or "add it under 'glossary' in course.yaml"
        spot.problem(f"{written}`{token.content}", "unknown-term", f"the glossary has no term '{term}'", hint=hint)
    elif not spot.scope.interactive or _in_link(tokens, index):
        message = "a help symbol cannot stand inside a control or a link"
        spot.problem(f"{written}`{token.content}", "help-place", message, hint="put it into the text before it")
    else:
        return set_html(token, _toggletip(shown, term, spot))
    return set_html(token, escapeHtml(shown))


def _in_link(tokens: list[Token], index: int) -> bool:
    return sum(token.nesting for token in tokens[:index] if token.type in ("link_open", "link_close")) > 0


def _toggletip(shown: str, term: str, spot: Spot) -> str:
    scope = spot.scope
    name = f"{scope.prefix}__help-{next(scope.helps)}"
    button = f'<button type="button" class="help-term" popovertarget="{name}">{escapeHtml(shown)}</button>'
    text = f'<span popover id="{name}" class="help-text">{scope.explain(term.lower())}</span>'
    return f'<span class="help">{button}{text}</span>'
