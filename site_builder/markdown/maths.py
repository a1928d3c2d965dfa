"""Maths: LaTeX between `$` in a line, or `$$` by itself, becomes MathML, which browsers and screen readers know.

The library escapes nothing of what an author writes, so the text that it makes isn't used: a `<` would begin HTML. The
tree from which it makes it is: in a tree, words cannot become elements, whatever they are. It is checked against what a
formula may hold, and written by the standard library, which escapes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

from site_builder.markdown.scope import Spot, set_html

if TYPE_CHECKING:
    from markdown_it.token import Token

_ELEMENTS = re.compile(
    "menclose|mfrac|mi|mn|mo|mover|mpadded|mphantom|mroot|mrow|mspace|msqrt|mstyle|msub|msubsup|msup|"
    "mtable|mtd|mtext|mtr|munder|munderover"
)
_ATTRIBUTES = re.compile(
    "accent|columnalign|columnlines|columnspacing|depth|displaystyle|fence|form|height|largeop|linebreak|"
    "linethickness|lspace|mathbackground|mathcolor|mathsize|mathvariant|maxsize|minsize|movablelimits|"
    "notation|rowlines|rowspacing|rspace|scriptlevel|separator|stretchy|voffset|width"
)
_VALUE = re.compile(r"[-+#%.,() \w]*", re.ASCII)
"""Sizes, colours and words: all that an attribute of MathML needs."""

_OWN_REFERENCE = "&#x"
"""How a sign begins that the library writes as the number of a character: it has no others."""
_AUTHORS = "\0#x"
"""Stands for the same, written by an author, while the library works. No source file holds a NUL."""
_REFERENCE = re.compile("&amp;(#x(?:[0-9A-Fa-f]+;)?)")
# The library passes a command that it does not know through as a name; it ends `\text{a {b} c}` at the first brace that
# closes, so that the last one is left over. Open braces it closes by itself, which leaves no trace: see `_balanced`.
_MISREAD = re.compile(r"\\|<mi[^>]*>}")

_UNREADABLE = "check braces and commands"
_FORBIDDEN = "a formula holds no links, classes, styles and frames (\\href, \\class, \\style, \\fcolorbox)"
_NO_VALUE = "write a size as in \\hspace{1em}, a colour as in \\textcolor{red}{x}"


class _UnfitError(Exception):
    """A formula that cannot be shown."""

    def __init__(self, hint: str, found: str = "") -> None:
        super().__init__(hint)
        self.hint = hint
        self.found = found


def render(tokens: list[Token], index: int, spot: Spot) -> None:
    """A formula."""
    token = tokens[index]
    latex = token.content.strip()
    block = token.type == "math_block"
    html = ""
    try:
        html = _mathml(latex, "block" if block else "inline")
    except _UnfitError as unfit:
        snippet = latex.split("\n")[0]
        spot.problem(snippet, "maths-syntax", "this formula cannot be read", found=unfit.found, hint=unfit.hint)
    set_html(token, f'<div class="math" tabindex="0">{html}</div>\n' if block else html)


@lru_cache(maxsize=1000)
def _mathml(latex: str, display: str) -> str:
    """MathML in which all text is escaped. Raises `_UnfitError` where there is none."""
    from latex2mathml.converter import convert_to_element

    try:
        tree = convert_to_element(latex.replace(_OWN_REFERENCE, _AUTHORS), display=display)
        written = tostring(tree, encoding="unicode")
    except Exception as error:  # (the library raises many kinds for bad input, and documents none)
        raise _UnfitError(_UNREADABLE) from error
    for element in tree.iterfind(".//"):
        _check(element)
    html = _REFERENCE.sub(_character, written).replace("\0", "&amp;")
    if _MISREAD.search(html) or not _balanced(latex):
        raise _UnfitError(_UNREADABLE)
    return html


def _check(element: Element) -> None:
    """Refuses an element, an attribute or a value that no formula needs."""
    if not _ELEMENTS.fullmatch(element.tag):
        raise _UnfitError(_FORBIDDEN, f"the element {element.tag}")
    for name, value in element.items():
        if not _ATTRIBUTES.fullmatch(name):
            raise _UnfitError(_FORBIDDEN, f"the attribute {name}")
        if not _VALUE.fullmatch(value):
            raise _UnfitError(_NO_VALUE, f'{name}="{value}"')


def _character(found: re.Match[str]) -> str:
    r"""A sign as the library writes it. An author names one with `\unicode`, and may name one that there is not."""
    reference = f"&{found[1]}"
    character = unescape(reference)
    if len(character) != 1 or character == "\N{REPLACEMENT CHARACTER}":
        raise _UnfitError(_UNREADABLE)
    return reference


def _balanced(latex: str) -> bool:
    plain = latex.replace("\\{", "").replace("\\}", "")
    return plain.count("{") == plain.count("}")
