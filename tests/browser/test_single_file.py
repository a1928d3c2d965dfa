"""The course in one file, opened by double-click in Chromium: everything works, and no request is made."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from site_builder.gallery import guide_with_gallery
from site_builder.load import load_course
from site_builder.runtime import Runtime
from tests.support import axe
from tests.support.courses import COURSE, SUM, SUMS, write_course
from tests.support.every_type import write_every_type
from tests.support.faults import FORBIDDEN_DATABASE, python_ready
from tests.support.first_course import first_course
from tests.support.hands import Clicks
from tests.support.learner import (
    ANSWER_TIMEOUT,
    Watch,
    begin,
    frame_of,
    next_page,
    reload,
    required,
    solve,
    wait_for_status,
    walk,
)
from tests.support.one_file import in_one_file
from tests.support.reading import lost_words
from tests.support.visitors import DESKTOP, Visitors, keeper_file

TINY: dict[str, str | bytes | None] = {
    "course.yaml": COURSE.replace("phases: [phase-1]", "phases: [phase-1, phase-2]"),
    "phase-1/sums.md": f"{SUMS}\n## More to read\n\nSee [why](intro.md#why-count).\n",
    "phase-1/sum.yaml": SUM.replace(
        "Well counted.",
        '"See [why](intro.md#why-count) and ![two dots](../media/dots.svg) and [dots](../media/dots.svg)"',
    ),
    "phase-2/phase.yaml": "title: The second phase\nlabel: Second\npages: [certificate]\n",
    "phase-2/certificate.md": "---\ntitle: Your certificate\ncertificate: true\n---\nThis is the end of the course.\n",
    "media/dots.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><path d="M0 0h1v1z"/></svg>',
}


@pytest.fixture(scope="module")
def tiny_file(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny course with a certificate, and with a link and a picture in feedback."""
    path = tmp_path_factory.mktemp("tiny") / "tiny.html"
    path.write_bytes(in_one_file(write_course(tmp_path_factory.mktemp("course"), TINY), runtime, "learn"))
    return path


@pytest.fixture(scope="module")
def home(chromium: Visitors, runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitors]:
    """The learners who open files, warm as well."""
    keeper = tmp_path_factory.mktemp("keeper") / "keeper.html"
    keeper.write_bytes(keeper_file(runtime.files["python.wasm"]))
    visitors = Visitors(chromium.browser, keeper.as_uri())
    yield visitors
    visitors.close()


@contextmanager
def opened(
    home: Visitors, file: Path, place: str = "", *, script: str = "", reads_only: bool = False
) -> Iterator[Page]:
    """The file in a browser that has no network; the page may ask for nothing but itself.

    A learner who `reads_only` has no JavaScript.
    """
    with home.fresh(java_script_enabled=False, viewport=DESKTOP) if reads_only else home.visitor() as learner:
        page = learner.new_page()
        page.context.set_offline(True)
        if script:
            page.add_init_script(script)
        watch = Watch(page, file.as_uri())
        page.goto(file.as_uri() + place)
        yield page
        watch.hold()


def shows(page: Page, unit: str) -> None:
    """Waits until the page shows this unit, alone."""
    expect(page.locator("body")).to_have_attribute("data-page", unit)
    expect(page.locator("main h1")).to_have_count(1)


def is_saved(page: Page) -> None:
    """What was done is on the device."""
    expect(page.locator("header [data-saved]")).to_have_text("Saved on this device", timeout=ANSWER_TIMEOUT)


def answer(page: Page) -> None:
    """From the page before it, answers the question of the tiny course and waits for the verdict."""
    next_page(page, Clicks())
    page.get_by_label("Four").check()
    page.get_by_role("button", name="Check answer").click()
    wait_for_status(page.locator("[data-exercise=sum]"), "done")


def test_the_course_begins_without_a_network(home: Visitors, course_file: Path) -> None:
    """The start screen leads on, Python comes out of the file and judges the first answer; a reload finds it."""
    unit = first_course().phases[0].pages[0]
    with opened(home, course_file) as page:
        begin(page, Clicks())
        shows(page, unit.id)
        solve(page, Clicks(), unit.exercises[0])
        reload(page)
        shows(page, unit.id)
        wait_for_status(frame_of(page, unit.exercises[0]), "done")


@pytest.mark.long  # the gates of a phase are those of any site, and its types those of the next test
def test_the_first_phase_is_learned_without_a_network(home: Visitors, course_file: Path, record_property: Any) -> None:
    """From the start screen through every gate of the phase; a reload finds all of it."""
    units = first_course().phases[0].pages
    hand = Clicks()
    with opened(home, course_file) as page:
        start = monotonic()
        begin(page, hand)
        python_ready(page)
        record_property(
            "python", f"{monotonic() - start:.1f} s from Begin to Python, {course_file.stat().st_size} bytes"
        )
        walk(page, units, hand)
        reload(page)
        shows(page, units[-1].id)
        expect(page.locator('[data-complete="phase-1"]')).to_be_visible(timeout=ANSWER_TIMEOUT)
        next_page(page, hand)
        shows(page, "phase-2/intro")


@contextmanager
def one_of_each() -> Iterator[Path]:
    """A course with the first example of each type."""
    with TemporaryDirectory() as folder:
        yield write_every_type(Path(folder))


@pytest.mark.parametrize(
    "examples",
    [
        pytest.param(one_of_each, id="the first example"),
        pytest.param(guide_with_gallery, id="all examples", marks=pytest.mark.long),  # the same, for more of each type
    ],
)
def test_every_type_works(
    home: Visitors, runtime: Runtime, tmp_path: Path, examples: Callable[[], AbstractContextManager[Path]]
) -> None:
    """Required examples of the author's guide are solved in one file, at least one of each type that has any."""
    file = tmp_path / "guide.html"
    with examples() as folder:
        file.write_bytes(in_one_file(folder, runtime))
        course = load_course(folder)
    solved = set()
    with opened(home, file) as page:
        for unit in course.pages:
            page.evaluate("name => { location.hash = name; }", unit.url)
            shows(page, unit.id)
            for exercise in required(unit):
                solve(page, Clicks(), exercise)
                solved.add(exercise.type)
    assert solved == {exercise.type for _, exercise in course.exercises() if exercise.settings.required}
    assert len(solved) >= 10


def test_links_history_and_reloads_lead_to_pages(home: Visitors, tiny_file: Path) -> None:
    """Each page has its fragment, and so has each place on it."""
    with opened(home, tiny_file, "#phase-1/sums.html") as page:
        shows(page, "phase-1/sums")
        page.get_by_role("link", name="why").click()
        shows(page, "phase-1/intro")
        expect(page).to_have_url(re.compile("#phase-1_intro_why-count$"))
        expect(page.get_by_role("heading", name="Why count")).to_be_focused()
        page.reload()
        shows(page, "phase-1/intro")
        page.get_by_role("link", name="Skip to main content").press("Enter")
        expect(page).to_have_url(re.compile("#main$"))
        page.reload()
        shows(page, "phase-1/intro")
        page.go_back()
        page.go_back()
        shows(page, "phase-1/sums")
        expect(page).to_have_title(re.compile("^Sums"))
        page.go_forward()
        shows(page, "phase-1/intro")
        page.locator("header .home").click()
        shows(page, "index")
        page.goto(f"{tiny_file.as_uri()}#nowhere")
        shows(page, "index")


def test_a_link_that_is_followed_before_the_scripts_are_at_work_leads_to_its_page(
    home: Visitors, tiny_file: Path
) -> None:
    """They open the record first; a link changes the address by itself meanwhile."""
    early = "addEventListener('DOMContentLoaded', () => { location.hash = 'phase-1/sums.html'; });"
    with opened(home, tiny_file, script=early) as page:
        shows(page, "phase-1/sums")
        expect(page.locator("main h1")).to_be_focused()


def test_the_gate_and_feedback_lead_on(home: Visitors, tiny_file: Path) -> None:
    """What scripts and Python add has addresses that hold in the file, and pictures and downloads from it."""
    with opened(home, tiny_file) as page:
        begin(page, Clicks())
        next_page(page, Clicks())
        page.locator('[data-nav="next"]').click()
        missing = page.locator("[data-gate] a")
        expect(missing).to_have_text("A sum", timeout=ANSWER_TIMEOUT)
        missing.click()
        expect(page.locator("#x-sum__title")).to_be_in_viewport()
        page.get_by_role("link", name="Back").click()
        shows(page, "phase-1/intro")
        answer(page)
        picture = page.get_by_role("img", name="two dots")
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 4
        with page.expect_download() as caught:
            page.locator("[data-exercise] a[download]").click()
        assert Path(caught.value.path()).read_text("utf-8") == TINY["media/dots.svg"]
        page.locator("[data-exercise]").get_by_role("link", name="why").click()
        shows(page, "phase-1/intro")


def test_the_certificate_is_earned_and_printed(home: Visitors, tiny_file: Path) -> None:
    """It names the file, not where on the device that lies; what is missing is linked before."""
    with opened(home, tiny_file, "#phase-2/certificate.html") as page:
        missing = page.locator("[data-award-list=to_do]")
        expect(missing.locator("> li > a").last).to_have_text("Sums", timeout=ANSWER_TIMEOUT)
        missing.get_by_role("link", name="A sum").click()
        shows(page, "phase-1/sums")
        page.go_back()
        missing.get_by_role("link", name="Introduction").click()
        shows(page, "phase-1/intro")
        answer(page)
        next_page(page, Clicks())
        sheet = page.locator(".certificate")
        expect(sheet).to_be_visible(timeout=ANSWER_TIMEOUT)
        expect(sheet.locator("[data-fill=address]")).to_have_text("tiny.html")
        page.get_by_label("Your name on the certificate").fill("Zoë")
        paper = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_progress_is_carried_to_another_device_in_a_file(home: Visitors, tiny_file: Path, tmp_path: Path) -> None:
    """Saved from one browser, loaded into another; there a reload still has it."""
    saved = tmp_path / "progress.json"
    with opened(home, tiny_file, "#phase-1/intro.html") as page:
        answer(page)
        is_saved(page)
        with page.expect_download() as caught:
            page.get_by_role("button", name="Save my progress to a file").click()
        caught.value.save_as(saved)
    assert len(json.loads(saved.read_text("utf-8"))["attempts"]) == 1
    with opened(home, tiny_file, "#phase-1/sums.html") as page:
        python_ready(page)  # what it says of the page moves the footer
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Load a progress file").click()
        chooser.value.set_files(saved)
        wait_for_status(page.locator("[data-exercise=sum]"), "done")
        reload(page)
        wait_for_status(page.locator("[data-exercise=sum]"), "done")


def test_where_the_browser_saves_nothing_it_says_so(home: Visitors, tiny_file: Path) -> None:
    """The learner works on, and can save a file."""
    with opened(home, tiny_file, "#phase-1/intro.html", script=FORBIDDEN_DATABASE) as page:
        expect(page.locator("[data-problem]")).to_contain_text("unless you save it to a file")
        answer(page)


def test_without_javascript_all_pages_read_one_after_another(home: Visitors, course_file: Path) -> None:
    """Every word can be seen, links lead to places, nothing is offered that cannot work."""
    units = first_course().pages
    with opened(home, course_file, reads_only=True) as page:
        expect(page.locator("main h1")).to_have_count(len(units))
        assert lost_words(page) == []
        for unit in units:
            for exercise in unit.exercises:
                expect(frame_of(page, exercise)).to_be_visible()
        expect(page.locator("[data-static-note]").first).to_contain_text("With JavaScript switched on you can also")
        page.locator('[data-do="begin"]').first.click()
        expect(page.locator(f'[id="{units[1].url}"] h1')).to_be_in_viewport()
        assert not [button for button in page.locator("[data-do]:not(a)").all() if button.is_visible()]


def test_a_page_looks_as_on_the_web(home: Visitors, tiny_file: Path) -> None:
    """Nothing of the other pages is left around it, and it is as accessible."""
    with opened(home, tiny_file, "#phase-1/sums.html") as page:
        shows(page, "phase-1/sums")
        expect(page.locator("[data-stored]")).to_have_count(0)
        assert axe.faults(page) == []
