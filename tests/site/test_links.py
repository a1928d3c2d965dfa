"""Links work from any folder on any host: relative, to a file, and to a place that is there."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from site_builder.build import Site
from tests.support.html import Element, pages

ADDRESSES = ("href", "src", "poster", "action", "formaction", "data")
CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)")
IMPORT = re.compile(r"""^(?:import|(?:import|export)\b[^;"'(]*\bfrom)\s*["']([^"']+)["']""", re.MULTILINE)


def resolved(path: str, address: str) -> str:
    """The file that an address in the file `path` means."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(urlsplit(address).path)))


def leads_to_another_site(element: Element, address: str) -> bool:
    """A learner may follow a link to another site; pages load nothing from there."""
    return element.tag == "a" and urlsplit(address).scheme == "https"


def test_every_address_in_a_page_leads_to_a_file(site: Site) -> None:
    ids = {path: {element.attributes.get("id") for element in found} for path, found in pages(site.files)}
    for path, found in pages(site.files):
        for element in found:
            for address in (element.attributes[name] for name in ADDRESSES if name in element.attributes):
                if leads_to_another_site(element, address):
                    continue
                parts = urlsplit(address)
                assert not any((parts.scheme, parts.netloc, parts.path.startswith("/"))), (path, address)
                target = resolved(path, address) if parts.path else path
                assert target in site.files, (path, address)
                assert not parts.fragment or unquote(parts.fragment) in ids[target], (path, address)


def test_ids_that_attributes_refer_to_are_on_the_page(site: Site) -> None:
    names = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "list")
    for path, found in pages(site.files):
        ids = {element.attributes.get("id") for element in found}
        for element in found:
            for name in names:
                missing = set(element.attributes.get(name, "").split()) - ids
                assert not missing, (path, name, missing)


def test_style_sheets_and_scripts_find_their_files(site: Site) -> None:
    for path, data in site.files.items():
        pattern = {"css": CSS_URL, "js": IMPORT}.get(path.rpartition(".")[2])
        if pattern and not path.startswith("runtime/"):
            for address in pattern.findall(data.decode()):
                assert address.startswith("data:") or resolved(path, address) in site.files, (path, address)


def test_every_page_is_reached_from_the_start(site: Site) -> None:
    found = dict(pages(site.files))
    reached, waiting = set[str](), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path not in reached:
            reached.add(path)
            addresses = [element.attributes.get("href", "") for element in found[path] if element.tag == "a"]
            local = [address for address in addresses if urlsplit(address).path and not urlsplit(address).scheme]
            waiting += [resolved(path, address) for address in local if address.split("#")[0].endswith(".html")]
    assert reached == set(found)
