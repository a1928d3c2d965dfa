"""The HTML of every page: valid, and with ids that stay unique when the pages meet in one document."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

from site_builder.build import Site
from site_builder.runtime_fetch import get_node
from tests.support.html import pages
from tests.support.zone import ROOT

VALIDATOR = ROOT / "tests" / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
CONFIG = ROOT / "tests" / "htmlvalidate.json"


def test_html_validate_finds_nothing(site: Site, tmp_path: Path) -> None:
    for path, data in site.files.items():
        if path.endswith(".html"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    command = [get_node().node, str(VALIDATOR), "--config", str(CONFIG), "--formatter", "json", "**/*.html"]
    report = tmp_path / "report.json"
    with report.open("w") as output:  # a file, because the validator ends before a pipe is empty
        done = subprocess.run(command, cwd=tmp_path, stdout=output, stderr=subprocess.PIPE, text=True, check=False)
    faults = [
        f"{Path(file['filePath']).name}:{fault['line']}:{fault['column']}: {fault['ruleId']}: {fault['message']}"
        for file in json.loads(report.read_text() or "[]")
        for fault in file["messages"]
    ]
    assert (done.returncode, faults) == (0, []), done.stderr


def test_ids_are_unique_in_the_whole_course(site: Site) -> None:
    """What stands in `main` belongs to one page; the parts around it are the same everywhere and swapped as a whole."""
    counts = Counter[str]()
    shell = set[str]()
    for path, found in pages(site.files):
        ids = [element for element in found if "id" in element.attributes]
        own = [e.attributes["id"] for e in ids if any(outer.tag == "main" for outer in e.within)]
        counts.update(own)
        around = [e.attributes["id"] for e in ids if not any(outer.tag == "main" for outer in e.within)]
        assert len(around) == len(set(around)), path
        shell |= set(around)
    assert [name for name, count in counts.items() if count > 1 or name in shell] == []


def test_every_page_says_what_it_is(site: Site) -> None:
    titles = Counter[str]()
    for path, found in pages(site.files):
        (root,) = [element for element in found if element.tag == "html"]
        assert root.attributes["lang"], path
        assert [e.tag for e in found].count("h1") == 1, path
        (title,) = [e.text for e in found if e.tag == "title" and not any(o.tag == "svg" for o in e.within)]
        titles[title] += 1
    assert [title for title, count in titles.items() if count > 1] == []
