"""The single file: what it is made of; that it runs is seen in `tests/browser/test_single_file.py`."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from html import unescape
from pathlib import Path

import pytest

from site_builder.build import Site, build
from site_builder.errors import UsageError
from site_builder.export.single_file import single_file
from site_builder.runtime import Runtime
from site_builder.targets import SINGLE_FILE
from tests.support.courses import SUM, SUMS, write_course
from tests.support.html import elements

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>"&amp;\'</title></svg>'
FILES: dict[str, str | bytes | None] = {
    "index.md": "---\ntitle: A tiny course\nlayout: start\n---\nSee [why](phase-1/intro.md#why-count).\n",
    "phase-1/sums.md": f"{SUMS}\n![A dot](../media/dot.svg) and [a file](../media/list.jsonl), "
    "[back](intro.md), [out](https://example.org/a.html)\n",
    "phase-1/sum.yaml": SUM.replace("Well counted.", '"See [why](intro.md#why-count) and ![dots](../media/dots.svg)"'),
    "media/dot.svg": PICTURE,
    "media/dots.svg": PICTURE,
    "media/list.jsonl": b'{"a": 1}\n',
}
PYTHON = Runtime("0", {"worker.js": b"w" * 999, "python.wasm": b"\0asm", "core.zip": b"core", "rest.zip": b"rest"}, {})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A tiny course with a picture, a download, links between pages and in feedback."""
    folder = write_course(tmp_path_factory.mktemp("course"), FILES)
    return build(folder, target=SINGLE_FILE, runtime=PYTHON, theme="learn")


@pytest.fixture(scope="module")
def text(site: Site) -> str:
    """Its file."""
    return single_file(site).decode()


def data(text: str, kind: str) -> dict[str, str]:
    """What lies in the file for the scripts, by name."""
    return {
        unescape(name): content
        for name, content in re.findall(
            rf'<script type="text/plain" data-{kind}="([^"]*)">(.*?)</script>', text, re.DOTALL
        )
    }


def test_every_page_stands_in_it_once_in_reading_order(text: str) -> None:
    """As a section with the page's address for an id, and what lies around it as text."""
    found = elements(text.encode())
    sections = [element.attributes["id"] for element in found if "data-stored" in element.attributes]
    assert sections == ["index.html", "phase-1/intro.html", "phase-1/sums.html"]
    assert [element.tag for element in found].count("main") == 1
    assert list(data(text, "page")) == sections
    ids = [element.attributes["id"] for element in found if "id" in element.attributes]
    assert len(ids) == len(set(ids))


def test_links_lead_to_places_in_it(text: str) -> None:
    """To a page, or to a place on it; others stay; all that stays inside leads somewhere."""
    found = elements(text.encode())
    ids = {element.attributes["id"] for element in found if "id" in element.attributes}
    links = [element.attributes["href"] for element in found if element.tag == "a" and "href" in element.attributes]
    assert {"#phase-1/intro.html", "#phase-1_intro_why-count", "https://example.org/a.html"} <= set(links)
    assert [link for link in links if not link.startswith(("https:", "data:")) and link[1:] not in ids] == []


def test_it_asks_for_no_file(text: str) -> None:
    """Pictures, downloads, styles, scripts and the icon are inside it."""
    encoded = base64.b64encode(PICTURE).decode()
    assert f'src="data:image/svg+xml;base64,{encoded}"' in text
    assert 'href="data:application/jsonl;base64,' in text
    assert 'rel="icon" href="data:image/svg+xml;base64,' in text
    for element in elements(text.encode()):
        assert element.tag != "link" or element.attributes["href"].startswith("data:")
        assert not element.attributes.get("src", "data:").partition("data:")[0]
    assert list(data(text, "media")) == ["media/dots.svg"]


def test_the_files_of_python_are_in_it(site: Site, text: str) -> None:
    """Deflated, under the names that the scripts have for them."""
    packed = data(text, "file")
    assert sorted(packed) == ["bundle", "core", "rest", "wasm", "worker"]
    unpacked = {name: zlib.decompress(base64.b64decode(content)) for name, content in packed.items()}
    assert unpacked["worker"] == PYTHON.files["worker.js"]
    assert unpacked["wasm"] == PYTHON.files["python.wasm"]
    assert unpacked["bundle"] == next(content for path, content in site.files.items() if path.startswith("bundle/"))


def test_the_policy_allows_what_is_inside_and_no_request(text: str) -> None:
    """Scripts and styles by their hashes; the worker from a Blob; nothing else."""
    policy = unescape(re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[0])
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["connect-src"] == "'none'"

    def hashes(contents: list[str]) -> set[str]:
        return {
            f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'" for content in contents
        }

    scripts = re.findall(r'<script(?: type="module")?>(.*?)</script>', text, re.DOTALL)
    assert len(scripts) == 2
    assert {*rules["script-src"].split()} == {*hashes(scripts), "'wasm-unsafe-eval'"}
    assert {*rules["style-src"].split()} == hashes(re.findall(r"<style>(.*?)</style>", text, re.DOTALL))
    assert "unsafe-inline" not in policy


def test_it_holds_the_licences(site: Site, text: str) -> None:
    """Those of the runtime that it ships."""
    assert data(text, "notices")["THIRD_PARTY_NOTICES.txt"] == site.files["THIRD_PARTY_NOTICES.txt"].decode()


def test_the_same_site_gives_the_same_bytes(site: Site) -> None:
    """No clock and no order of files."""
    turned = Site(dict(sorted(site.files.items(), reverse=True)), site.facts)
    assert single_file(turned) == single_file(site)


def test_words_of_authors_cannot_end_a_script(tmp_path: Path) -> None:
    """A title goes into the data of the scripts, where `</script>` would end them."""
    title = "On </script> and <!-- tags"
    page = f'---\ntitle: "{title}"\n---\nHere.\n'
    site = build(write_course(tmp_path, {"phase-1/intro.md": page}), target=SINGLE_FILE, runtime=PYTHON)
    text = single_file(site).decode()
    scripts = re.findall(r'<script type="module">(.*?)</script>', text, re.DOTALL)
    assert "On \\u003c/script> and \\u003c!-- tags" in scripts[0]
    assert f"<title>{title.replace('<', '&lt;').replace('>', '&gt;')}" in data(text, "page")["phase-1/intro.html"]


def test_a_module_of_a_theme_is_refused_in_words(site: Site) -> None:
    """It would be missing without a word."""
    first = site.files["index.html"].replace(b"</head>", b'<script type="module" src="assets/own.js"></script></head>')
    with pytest.raises(UsageError, match=r"theme's own module"):
        single_file(Site({**site.files, "index.html": first}, site.facts))
