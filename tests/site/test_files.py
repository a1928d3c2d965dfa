"""What a built site consists of, and what must not be in it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from site_builder.build import Site
from site_builder.targets import WEB
from tests.support.html import pages

KNOWN = {".html", ".js", ".css", ".svg", ".png", ".jpg", ".webp", ".wasm", ".zip", ".txt"}
SAVED = {".jsonl"}
"""Files that no page loads: learners save them, whatever type a host sends them with."""
TEXT = {".html", ".js", ".css", ".svg", ".txt"}


def test_only_kinds_of_files_that_hosts_serve(site: Site) -> None:
    endings = {PurePosixPath(path).suffix for path in site.files} - {""}
    assert endings <= KNOWN | SAVED  # above all no .mjs, which many hosts send with a type that browsers refuse


def test_brings_its_notices_and_keeps_jekyll_away(site: Site) -> None:
    notices = site.files["THIRD_PARTY_NOTICES.txt"].decode()
    assert "Pyodide" in notices
    assert "Mozilla Public License" in notices
    assert site.files[".nojekyll"] == b""


def test_every_page_has_the_policy_of_its_target(site: Site) -> None:
    for path, found in pages(site.files):
        policies = [
            e.attributes["content"] for e in found if e.attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policies == [WEB.csp], path


def test_nothing_is_inline_that_the_policy_forbids(site: Site) -> None:
    for path, found in pages(site.files):
        for element in found:
            assert not (element.tag == "script" and "src" not in element.attributes), path
            assert element.tag != "style", path
            inline = [name for name in element.attributes if name == "style" or name.startswith("on")]
            assert not inline, (path, element)


def test_pages_load_nothing_but_files_of_the_site(site: Site) -> None:
    """Names and addresses in texts are no requests; sources, imports and style sheets are."""
    request = re.compile(rb"""(?:@import|url\()\s*['"]?(?:https?:)?//|from\s+['"]https?:|import\(\s*['"]https?:""")
    for path, data in site.files.items():
        if PurePosixPath(path).suffix in TEXT and not path.startswith("runtime/"):
            assert not request.search(data), path
