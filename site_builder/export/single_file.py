"""The whole course as one HTML file that opens by double-click and needs no network: pages, media, scripts, Python.

All pages stand in it one after another, so that it can be read without JavaScript; `fragments.js` shows one at a time.
What lies around the `main` of each page is kept as text, and the files of the runtime are deflated; both stand in
`script` elements that no browser runs.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
import zlib
from html import escape
from typing import Any

from site_builder.build import Site
from site_builder.errors import UsageError
from site_builder.export.inside import Inside
from site_builder.export.one_script import MAIN, NOT_IN_A_SCRIPT, one_script
from site_builder.export.page_parts import between, path_of, tags

NOTICES = "THIRD_PARTY_NOTICES.txt"
SCRIPT = re.compile(r'<script\b[^>]*\bsrc="[^"]*"[^>]*></script>')
STYLES = re.compile(r'<link\b[^>]*\brel="stylesheet"[^>]*>')
EARLY = "early.js"
SITE_JS = "site.js"


def single_file(site: Site) -> bytes:
    """The file. The site is one that was built for the target `single-file`."""
    maker = _Maker(site)
    parts = [maker.before(), *map(maker.section, maker.pages), maker.after(), maker.data(), maker.end()]
    return "".join(parts).encode()


class _Maker:
    """Makes the parts of the file of one site."""

    def __init__(self, site: Site) -> None:
        self._files = site.files
        self._assets = next(path for path in site.files if path.endswith(f"/{SITE_JS}")).removesuffix(SITE_JS)
        facts = _facts(site.files[self._assets + SITE_JS])
        self.pages = {unit["url"]: site.files[unit["url"]].decode() for unit in facts["units"]}
        self._fetched = {name: site.files[row["url"]] for name, row in facts["files"].items()}
        self._inside = Inside(site.files, frozenset(self.pages))
        self._first, self._text = next(iter(self.pages.items()))
        self._main, _, self._main_end = between(self._text, tags(self._text), "main")
        self._hashes: dict[str, list[str]] = {"{scripts}": [], "{styles}": []}

    def before(self) -> str:
        """The first page as far as its main part, with the styles and scripts of its head inside."""
        text = re.sub(r"<html\b", "<html data-one-file", self._text[: self._main.end], count=1)
        text = SCRIPT.sub(lambda match: self._script(match[0]), text)
        text = STYLES.sub(lambda match: self._style(match[0]), text)
        text = self._inside.html(text, self._first)
        for place, hashes in self._hashes.items():
            text = text.replace(place, " ".join(hashes), 1)  # in the policy, which comes before all that it allows
        return text

    def section(self, path: str) -> str:
        """What a page says."""
        text = self.pages[path]
        _, content, _ = between(text, tags(text), "main")
        moved = self._inside.html(content, path)
        return f'<section class="stored" id="{escape(path)}" data-stored>{moved}</section>\n'

    def after(self) -> str:
        """The first page from the end of its main part on."""
        return self._inside.html(self._text[self._main_end.start :].partition("</body>")[0], self._first)

    def data(self) -> str:
        """What is no text for readers."""
        return "".join(
            [
                *(_element(self._frame(path), "page", path) for path in self.pages),
                *(_element(self._inside.as_data(path), "media", path) for path in self._media_of_the_judge()),
                *(_element(_packed(data), "file", name) for name, data in self._fetched.items()),
                _element(self._files[NOTICES].decode(), "notices", NOTICES),
            ]
        )

    @staticmethod
    def end() -> str:
        """What ends every page."""
        return "</body>\n</html>\n"

    def _frame(self, path: str) -> str:
        """What lies around the main part of a page: title, header, list of units."""
        text = self.pages[path]
        found = tags(text)
        title, name, title_end = between(text, found, "title")
        body, _, _ = between(text, found, "body")
        main, _, main_end = between(text, found, "main")
        around = text[body.start : main.end] + text[main_end.start :]
        return title.text + name + title_end.text + self._inside.html(around, path)

    def _media_of_the_judge(self) -> list[str]:
        """The files that feedback shows, or offers to download."""
        with zipfile.ZipFile(io.BytesIO(self._fetched["bundle"])) as bundle:
            return self._inside.named_in(bundle.read("course.json").decode())

    def _script(self, element: str) -> str:
        tag = tags(element)[0]
        path, _ = path_of(tag.attribute("src") or "", self._first)
        if tag.attribute("type") != "module":
            return self._allowed("<script>", self._files[path].decode(), "</script>", "{scripts}")
        if path != self._assets + MAIN:
            raise UsageError(f"A theme's own module cannot stand in a single file: {path}.")
        return self._allowed('<script type="module">', one_script(self._modules()), "</script>", "{scripts}")

    def _style(self, element: str) -> str:
        path, _ = path_of(tags(element)[0].attribute("href") or "", self._first)
        text = self._inside.styles(self._files[path].decode(), path)
        return self._allowed("<style>", text, "</style>", "{styles}")

    def _allowed(self, tag: str, text: str, end: str, place: str) -> str:
        """Something that works because the policy names its hash."""
        if end in text.lower():
            raise UsageError(f"A file of the theme holds {end}, so it cannot stand inside a page.")
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        self._hashes[place].append(f"'sha256-{digest}'")
        return tag + text + end

    def _modules(self) -> dict[str, bytes]:
        scripts = (path for path in self._files if path.startswith(self._assets) and path.endswith(".js"))
        modules = {path.removeprefix(self._assets): self._files[path] for path in scripts}
        del modules[EARLY]
        # JSON but for its first words: a title may hold what would end the script.
        return {**modules, SITE_JS: modules[SITE_JS].replace(b"<", b"\\u003c")}


def _facts(site_js: bytes) -> dict[str, Any]:
    """What the scripts know of the site."""
    text = site_js.decode()
    facts: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return facts


def _element(text: str, kind: str, name: str) -> str:
    """Data inside a page, where scripts find it by kind and name."""
    if found := NOT_IN_A_SCRIPT.search(text):
        raise UsageError(f"A single file cannot hold {found[0]!r} in {name}.")
    return f'<script type="text/plain" data-{kind}="{escape(name)}">{text}</script>\n'


def _packed(data: bytes) -> str:
    """Deflated, with the head of zlib: that of gzip names the system on which it was made."""
    return base64.b64encode(zlib.compress(data, 9)).decode()
