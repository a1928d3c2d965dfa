"""Links: to pages of the course (`other.md#heading`), to its media, and to the web.

Links within the course are checked: files here, pages and headings when all pages are known. A link to a file in media
is a download and says of what kind and how large the file is: what a page is to show stands in it as an image.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from site_builder.markdown.scope import PageLink, Spot, anchor_id, set_html

if TYPE_CHECKING:
    from pathlib import PurePosixPath

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = ("http", "https", "mailto")
_KB, _MB = 1_000, 1_000_000
_EMPTY_WORDS = frozenset(["click here", "here", "link", "this link", "read more", "more", "click", "this", "this page"])


def render(tokens: list[Token], index: int, spot: Spot) -> None:
    """Checks a link and makes it lead to the page's HTML file."""
    token = tokens[index]
    target = str(token.attrGet("href") or "")
    _check_text(tokens, index, spot, target)
    scheme = _SCHEME.match(target)
    if not target:
        spot.problem(
            "]()", "link-target", "this link leads nowhere", hint="write the page or the address into the brackets"
        )
    elif scheme and scheme[1].lower() in _WEB:
        if scheme[1].lower() != "mailto":
            token.attrSet("rel", "external noreferrer")
    elif scheme or target.startswith(("//", "/", "\\")):
        message = "this kind of link is not allowed"
        expected = "https:, http:, mailto:, a page such as other.md, or a file in media"
        spot.problem(unquote(target), "link-target", message, expected=expected, found=target)
    else:
        _inner(tokens, index, unquote(target), spot)


def _inner(tokens: list[Token], index: int, target: str, spot: Spot) -> None:
    """Makes a link lead to a page or a file of the course."""
    href, file = _address(target, spot)
    tokens[index].attrSet("href", href)
    if file:
        tokens[index].attrSet("download", file.name)
        note = Token("", "", 0)
        set_html(note, f' <span class="file-note">({_kind_and_size(file, spot)})</span>')
        tokens.insert(_end(tokens, index), note)


def _kind_and_size(file: PurePosixPath, spot: Spot) -> str:
    size = spot.scope.course.folder.size(file)
    unit, name = (_MB, "MB") if size >= _MB else (_KB, "KB")
    # Rounded up: nobody gets more than was said.
    return escapeHtml(", ".join(filter(None, (file.suffix[1:].upper(), f"{-(-size // unit)} {name}"))))


def _end(tokens: list[Token], index: int) -> int:
    """Where a link ends."""
    return next(place for place in range(index, len(tokens)) if tokens[place].type == "link_close")


def _address(target: str, spot: Spot) -> tuple[str, PurePosixPath | None]:
    """The address of a page or a file of the course; and the file, if it is one."""
    scope = spot.scope
    path, _, anchor = target.partition("#")
    if not scope.local:
        message = "this text stands on several pages, so it can link only to the web"
        spot.problem(target, "link-target", message, expected="https:, http:, or mailto:", found=target)
        return "#", None
    if not path:
        _note_page(scope.url.removesuffix(".html"), anchor, target, spot)
        return "#" + anchor_id(scope.url.removesuffix(".html"), anchor), None
    found = scope.resolve(path)
    if found is None:
        spot.problem(target, "outside-course", "the link leads out of the course's folder")
    elif path.endswith(".md"):
        page = found.as_posix().removesuffix(".md")
        _note_page(page, anchor, target, spot)
        return f"{scope.root}{page}.html" + (f"#{anchor_id(page, anchor)}" if anchor else ""), None
    elif check_media(found, target, spot):
        return scope.root + quote(found.as_posix()), found
    return "#", None


def _note_page(page: str, anchor: str, target: str, spot: Spot) -> None:
    spot.scope.links.append(PageLink(spot.span, target, page, anchor))


def check_media(path: PurePosixPath, target: str, spot: Spot) -> bool:
    """Whether a file can be linked to or shown; notes why not."""
    course = spot.scope.course
    if path.parts[:1] != ("media",):
        message = "this is neither a page nor a file in the media folder"
        spot.problem(target, "link-target", message, found=target, hint=_advice(path, target, spot))
    elif not course.folder.holds(path):
        hint = course.folder.near(path) or f"{course.folder.label(path)} does not exist"
        spot.problem(target, "missing-file", f"there is no file '{target}'", hint=hint)
    else:
        return True
    return False


def _advice(path: PurePosixPath, target: str, spot: Spot) -> str:
    """How the target may be meant."""
    scope = spot.scope
    folder = scope.course.folder
    as_page = path.with_suffix(".md")
    from_root = posixpath.normpath(target.lstrip("./"))
    if target.startswith("www."):
        return f"write 'https://{target}'"
    if "\\" in target:
        return "write / instead of \\ in a path"
    if path.suffix in ("", ".html") and path.name and folder.holds(as_page):
        return f"write '{re.sub('(.html)?$', '.md', target, count=1)}'; the site's file is named when it is built"
    if from_root.startswith("media/") and folder.holds(from_root):
        return f"a path begins at the folder of this file: '{posixpath.relpath(from_root, scope.base)}'"
    return "put the file into media/ of the course"


def _check_text(tokens: list[Token], index: int, spot: Spot, target: str) -> None:
    """The text of a link must tell where it leads, for those who hear it without what stands around."""
    text = "".join(token.content for token in tokens[index + 1 : _end(tokens, index)]).strip()
    if text.lower().rstrip(".!") in _EMPTY_WORDS or not text:
        hint = "name what the reader finds there"
        snippet = f"[{text}](" if text else unquote(target)
        spot.problem(snippet, "link-text", f"the link text '{text}' does not say where it leads", hint=hint)
