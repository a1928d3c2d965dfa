"""The page at the end: what is missing, the certificate with the learner's name, the results, the sheet of paper."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from site_builder.build import build
from site_builder.runtime import Runtime
from site_builder.targets import WEB
from tests.support import axe
from tests.support.courses import COURSE, SUM, write_course
from tests.support.learner import ANSWER_TIMEOUT, Watch
from tests.support.server import Server, serve
from tests.support.visitors import Visitors
from tests.support.warm import Lender

END = """\
---
title: Your certificate
certificate: true
---
This is the end of the course.
"""
COURSE_OF_TWO = COURSE.replace("phases: [phase-1]", "phases: [phase-1, phase-2]").replace(
    "title: A tiny course", "title: A tiny course about counting\nsubtitle: From two to four"
)
THREE = """\
  - {id: six, text: Six, misconception: far-off, feedback: Two too many.}
proofs:
  - {answer: {chosen: [six]}, score: 0/1, fails: [six], feedback: ["wrong:six"]}
"""
LAST_SUM = (SUM.replace("id: sum", "id: more").replace("title: A sum", "title: A *last* sum\nattempts: 2")).replace(
    "proofs:\n", THREE
)
FILES = {
    "course.yaml": COURSE_OF_TWO,
    "phase-2/phase.yaml": "title: The second phase\nlabel: Second\npages: [sums, certificate]\n",
    "phase-2/sums.md": "---\ntitle: More sums\n---\n```{exercise} sum.yaml\n```\n",
    "phase-2/sum.yaml": LAST_SUM,
    "phase-2/certificate.md": END,
}
ADDRESS = "phase-2/certificate.html"
NAME = "Zoë Ångström-Okonkwo"
STORED = """async () => {
    const database = await new Promise((resolve) => {
        const request = indexedDB.open("course:tiny");
        request.onsuccess = () => resolve(request.result);
    });
    const rows = [];
    for (const name of database.objectStoreNames) {
        rows.push(await new Promise((resolve) => {
            const request = database.transaction(name).objectStore(name).getAll();
            request.onsuccess = () => resolve(request.result);
        }));
    }
    database.close();
    return JSON.stringify(rows);
}"""
TODAY = "new Date().toLocaleDateString('en', {year: 'numeric', month: 'long', day: 'numeric'})"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two phases with a certificate."""
    return write_course(tmp_path_factory.mktemp("course"), FILES)


@pytest.fixture(scope="module")
def host(runtime: Runtime, folder: Path) -> Iterator[Server]:
    """The course in the theme of the real one."""
    with serve(build(folder, target=WEB, runtime=runtime, theme="learn").files) as server:
        yield server


@pytest.fixture(scope="module")
def plain_host(runtime: Runtime, folder: Path) -> Iterator[Server]:
    """The course in the plain theme."""
    with serve(build(folder, target=WEB, runtime=runtime, theme="plain").files) as server:
        yield server


@pytest.fixture(scope="module")
def lender(chromium: Visitors, host: Server) -> Iterator[Lender]:
    """A completed course at its certificate, for the tests that leave it as it was."""
    lender = Lender(chromium, host.origin, lambda page: complete(page, host), back_at_the_certificate)
    yield lender
    lender.close()


@pytest.fixture
def awarded(lender: Lender, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The certificate of a learner, who has given no name yet."""
    with lender.lent(request.node) as page:
        yield page


def back_at_the_certificate(page: Page) -> bool:
    """Takes back what is set for paper, and the name."""
    page.emulate_media(media="null", color_scheme="null")
    page.get_by_label("Your name on the certificate").fill("", timeout=ANSWER_TIMEOUT)
    return True


def answer(page: Page, unit: str, **options: str) -> None:
    """Follows a link to a question, answers it once for each option, and waits for what is said of it."""
    page.locator(f'a[href$="{unit}.html"]').first.click()
    expect(page.locator("body")).to_have_attribute("data-page", unit)
    for option, said in options.items():
        page.get_by_label(option).check()
        page.get_by_role("button", name="Check answer").click()
        expect(page.locator("main").get_by_text(said)).to_be_visible(timeout=ANSWER_TIMEOUT)


def begin(page: Page, host: Server) -> None:
    """All but the last exercise."""
    page.goto(host.url("phase-1/intro.html"))
    expect(page.locator("header [data-saved]")).to_have_text("Saved on this device")
    answer(page, "phase-1/sums", Four="Well counted.")


def complete(page: Page, host: Server) -> None:
    """The whole course, up to its certificate."""
    begin(page, host)
    answer(page, "phase-2/sums", Five="One too many.", Four="Well counted.")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", name="Exercise Complete!")).to_be_visible()


def pages_of(paper: bytes) -> list[tuple[float, float]]:
    """Width and height of each sheet of a PDF file."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", paper)
    assert len(boxes) == len(re.findall(rb"/Type\s*/Page\b", paper))
    return [(float(width), float(height)) for width, height in boxes]


def test_without_an_answer_it_lists_what_is_missing(tab: Page, host: Server) -> None:
    """Each page and each exercise that stands in the way is a link; the results are there from the start."""
    watch = Watch(tab, host.origin)
    tab.goto(host.url(ADDRESS))
    missing = tab.locator("[data-award-list=to_do]")
    expect(missing.locator("> li > a")).to_have_text(["Introduction", "Sums", "More sums"], timeout=ANSWER_TIMEOUT)
    expect(missing.locator("ul a")).to_have_text(["A sum", "A last sum"])
    expect(tab.locator(".certificate")).to_be_hidden()
    expect(tab.locator("[data-results] th")).to_have_text(["1. The first phase", "2. The second phase"])
    expect(tab.locator("[data-results-all] td").first).to_have_text("0 of 2")
    expect(tab.locator("[data-locked]")).to_have_count(0)
    missing.get_by_role("link", name="A last sum").click()
    expect(tab.locator("#x-more__title")).to_be_in_viewport()
    watch.hold()


def test_what_is_done_leaves_the_list(tab: Page, host: Server) -> None:
    """And the phase that is finished has its points."""
    begin(tab, host)
    tab.goto(host.url(ADDRESS))
    expect(tab.locator("[data-award-list=to_do] > li > a")).to_have_text(["More sums"], timeout=ANSWER_TIMEOUT)
    expect(tab.locator("[data-results] tr").first.locator("td")).to_have_text(["1 of 1", "1 of 1", "1", "0", "0"])


def test_the_certificate(awarded: Page, host: Server) -> None:
    """It says who, what, when and how well, by which edition, and what it is not."""
    expect(awarded.locator("[data-progress-text]")).to_have_text("Exercise Complete!")
    awarded.get_by_label("Your name on the certificate").fill(NAME)
    sheet = awarded.locator(".certificate")
    expect(sheet.locator("[data-fill=name]")).to_have_text(NAME)
    expect(sheet).to_contain_text("A tiny course about counting")
    expect(sheet).to_contain_text("2 of 2 points")
    expect(sheet.locator("time")).to_have_text(awarded.evaluate(TODAY))
    expect(sheet).to_contain_text("Self-reported, not proctored. Course version 1.0.0, fingerprint ")
    fingerprint = re.search(r"fingerprint (\w+)", sheet.inner_text())
    assert fingerprint
    expect(awarded.locator(".award-check")).to_contain_text(fingerprint[1])
    expect(sheet).to_contain_text(host.url(ADDRESS))
    expect(awarded.locator("[data-results-all] td")).to_have_text(["2 of 2", "2 of 2", "3", "0", re.compile(r"\d")])


def test_the_name_stays_in_the_browser(awarded: Page, host: Server, tmp_path: Path) -> None:
    """It is there again after a reload, and neither in the record nor in the file with the progress."""
    awarded.get_by_label("Your name on the certificate").fill(NAME)
    asked = len(host.requests)
    awarded.reload()
    expect(awarded.locator("[data-fill=name]")).to_have_text(NAME, timeout=ANSWER_TIMEOUT)
    assert "Zo" not in awarded.evaluate(STORED)
    with awarded.expect_download() as saved:
        awarded.get_by_role("button", name="Save my progress to a file").click()
    saved.value.save_as(tmp_path / "progress.json")
    assert "Zo" not in (tmp_path / "progress.json").read_text("utf-8")
    assert not [path for path in host.requests[asked:] if "Zo" in path]
    awarded.get_by_label("Your name on the certificate").fill("")
    assert awarded.evaluate("JSON.stringify(localStorage)") == "{}"


def test_who_lost_an_exercise_gets_no_certificate(tab: Page, host: Server) -> None:
    """The course is complete and not passed; the page says because of what."""
    begin(tab, host)
    answer(tab, "phase-2/sums", Five="One too many.", Six="Two too many.")
    tab.get_by_role("link", name="Next").click()
    expect(tab.get_by_role("heading", name="without a certificate")).to_be_visible()
    expect(tab.locator("[data-award-list=closed] a")).to_have_text(["A last sum"])
    expect(tab.locator(".certificate")).to_be_hidden()
    expect(tab.locator("[data-results-all] td").first).to_have_text("1 of 2")


def test_it_prints_on_one_sheet(awarded: Page) -> None:
    """Across, with nothing else on it, whatever the paper, the name and the colors of the screen."""
    awarded.emulate_media(color_scheme="dark")
    for paper, name in product(("A4", "Letter"), ("", NAME, "Wilhelmina " * 7 + "of W")):
        awarded.get_by_label("Your name on the certificate").fill(name)
        sheets = pages_of(awarded.pdf(format=paper, prefer_css_page_size=True, print_background=name == NAME))
        assert len(sheets) == 1, (paper, name)
        assert sheets[0][0] > sheets[0][1], paper
    awarded.emulate_media(media="print")
    assert awarded.locator(".certificate").evaluate("sheet => getComputedStyle(sheet).colorScheme") == "light"
    expect(awarded.locator("header.site-header")).to_be_hidden()
    expect(awarded.locator(".award-results")).to_be_hidden()


def test_the_print_button(awarded: Page) -> None:
    """It opens the browser's own dialog, in which a PDF file can be had."""
    awarded.evaluate("window.print = () => { window.printed = true; }")
    awarded.get_by_role("button", name="Print or save as PDF").click()
    assert awarded.evaluate("window.printed") is True


@pytest.mark.long
def test_both_states_are_clean_and_reflow(chromium: Visitors, plain_host: Server) -> None:
    """The same in the plain theme, for all that a browser shows. The test below walks this path."""
    _check_looks(chromium, plain_host)


def test_both_states_are_clean_and_reflow_in_the_theme_of_the_course(chromium: Visitors, host: Server) -> None:
    """As they are for the learners."""
    _check_looks(chromium, host)


def _check_looks(chromium: Visitors, host: Server) -> None:
    """Axe finds nothing in light, dark and forced colors; nothing scrolls sideways at 320 px."""
    with chromium.visitor(viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(host.url(ADDRESS))
        expect(page.locator("[data-award-list=to_do]")).to_be_visible(timeout=ANSWER_TIMEOUT)
        assert axe.faults(page) == []
        complete(page, host)
        page.get_by_label("Your name on the certificate").fill("Bartholomew" * 7)
        expect(page.locator("[data-results-all] tr")).to_be_visible()
        assert axe.faults(page) == []
        page.emulate_media(color_scheme="dark")
        assert axe.faults(page) == []
        page.emulate_media(color_scheme="light", forced_colors="active")
        assert axe.faults(page) == []
        page.emulate_media(forced_colors="none")
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_it_says_what_would_be_here(chromium: Visitors, host: Server) -> None:
    """And the version and the fingerprint stand there for whoever checks a certificate."""
    with chromium.fresh(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(host.url(ADDRESS))
        note = page.locator(".award [data-static-note]")
        expect(note).to_be_visible()
        expect(note).to_contain_text("your certificate appears here")
        expect(page.locator(".award-check")).to_contain_text("This is version 1.0.0 of the course")
        expect(page.locator(".certificate")).to_be_hidden()


def test_the_certificate_never_stands_in_the_way(tab: Page, host: Server) -> None:
    """The course is completed before it is looked at."""
    begin(tab, host)
    answer(tab, "phase-2/sums", Four="Well counted.")
    expect(tab.locator("[data-progress-text]")).to_have_text("Exercise Complete!")
    rows = [row for store in json.loads(tab.evaluate(STORED)) for row in store if isinstance(row, dict)]
    assert "phase-2/certificate" not in {row.get("target") for row in rows}
