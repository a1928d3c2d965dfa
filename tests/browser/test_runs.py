"""Simulations in the learner's browser: a run goes on beside everything else, and nothing is lost when it does not end.

The course is made here. Its one question gets a simulation in the bundle, and its widget lends the test its client.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from site_builder.build import build
from site_builder.runtime import Runtime
from site_builder.targets import WEB
from tests.support.browser import until
from tests.support.courses import COURSE, INTRO, SUM, SUMS, write_course
from tests.support.faults import site_facts, with_runtime
from tests.support.server import Server, serve
from tests.support.visitors import Visitors
from tests.support.warm import Copies, Lender, attempts_at, copied

COPIES = 6
"""Of the page with the question: one for each test."""
WORK = """\
from site_builder.grading.simulation import Progress


def run(params, inputs, seed):
    x = float(seed)
    for step in range(params["steps"]):
        for _ in range(params["work"]):
            x = x * 0.5 + 1.0
        while params.get("hang") == step:
            pass
        if params.get("fail") == step:
            raise ValueError(x)
        yield Progress((step + 1) / params["steps"], {"x": x})
    return {"metrics": {"x": round(x, 6)}, "series": {"x": [x] * 500}}
"""
LONG = {"steps": 10**7, "work": 20_000}
SHORT = {"steps": 40, "work": 20_000}
RUN = """async (params) => {
    const seen = [];
    const end = await client.run(params, (progress) => seen.push(progress)).done;
    return {end, seen};
}"""
BEGIN = """(params) => {
    globalThis.seen = [];
    globalThis.ended = null;
    globalThis.running = client.run(params, (progress) => seen.push(progress.fraction));
    running.done.then((end) => (ended = end));
}"""
CHECK = """async () => {
    const verdict = document.querySelector("[data-verdict]");
    verdict.replaceChildren();
    const shown = new Promise((resolve) => {
        const seen = () => verdict.querySelector(".verdict-headline") && resolve();
        new MutationObserver(seen).observe(verdict, {attributes: true, childList: true, subtree: true});
    });
    document.querySelector("[data-do=check]").click();
    await shown;
}"""


@pytest.fixture(scope="module")
def files(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site, its question with a simulation, its widget with an open door, its limits shorter."""
    changes = {"course.yaml": f"{COURSE}gates: open\n", "python/work.py": WORK}
    changes |= copied(
        COPIES,
        {
            "phase-1/intro-@.md": INTRO,
            "phase-1/sums-@.md": SUMS.replace("sum.yaml", "sum-@.yaml"),
            "phase-1/sum-@.yaml": SUM.replace("id: sum", "id: sum-@"),
        },
    )
    folder = write_course(tmp_path_factory.mktemp("course"), changes)
    made = dict(build(folder, target=WEB, runtime=runtime).files)
    made = with_runtime(made, "bundle", _with_simulation(made[site_facts(made)["files"]["bundle"]["url"]]))
    mount = b"export function mount(root, client) {"
    door = b" globalThis.client = client; return mountOwn(root, client); }\nfunction mountOwn(root, client) {"
    for ending, old, new in (
        ("widgets/choice.js", mount, mount + door),
        ("/python.js", b"step: 5_000", b"step: 2_000"),
    ):
        name = next(name for name in made if name.endswith(ending))
        assert old in made[name]
        made[name] = made[name].replace(old, new)
    return made


def _with_simulation(bundle: bytes) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "course.json":
                course = json.loads(content)
                for exercise in course["exercises"].values():
                    exercise["key"]["simulation"] = "work"
                content = json.dumps(course).encode()
            new.writestr(name, content)
    return changed.getvalue()


@pytest.fixture(scope="module")
def server(files: dict[str, bytes]) -> Iterator[Server]:
    """The site on a server."""
    with serve(files) as started:
        yield started


@pytest.fixture(scope="module")
def lender(chromium: Visitors, server: Server) -> Iterator[Lender]:
    """The page with the question, for all tests."""
    lender = Copies(server, "phase-1/sums-@", COPIES, can_be_checked).lender(chromium)
    yield lender
    lender.close()


@pytest.fixture
def page(lender: Lender, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page with a question that nobody was asked, Python ready."""
    with lender.lent(request.node) as page:
        yield page


def can_be_checked(page: Page) -> None:
    """Waits until the question is at work."""
    expect(page.locator("[data-do=check]")).to_be_enabled()


def runs(page: Page) -> Any:
    """The runs that the record keeps."""
    return page.evaluate("() => client.runs()")


def test_progress_arrives_and_the_run_is_kept(page: Page) -> None:
    """Also after a reload; its series is thinned."""
    told = page.evaluate(RUN, SHORT)
    fractions = [progress["fraction"] for progress in told["seen"]]
    assert fractions == sorted(fractions)
    assert told["end"]["result"]["metrics"] == {"x": 2.0}
    assert len(told["end"]["result"]["series"]["x"]) == 500
    (kept,) = runs(page)
    assert (kept["params"], kept["metrics"], len(kept["series"]["x"])) == (SHORT, {"x": 2.0}, 100)
    expect(page.locator("[data-saved]").first).to_contain_text("Saved")
    page.reload()
    page.wait_for_function("() => globalThis.client")
    assert runs(page) == [kept]


def test_a_verdict_does_not_wait_for_a_run(page: Page) -> None:
    """Verdicts come one after the other while the run goes on; how fast, `tests.benchmarks.lab` measures."""
    page.evaluate(BEGIN, LONG)
    page.wait_for_function("() => seen.length > 2")
    for answer in ("Four", "Five") * 3:
        page.get_by_label(answer).check()
        page.evaluate(CHECK)
        before = page.evaluate("() => seen.length")
        page.wait_for_function("(before) => seen.length > before", arg=before)
    assert page.evaluate("() => ended") is None
    expect(page.locator("[data-exercise]")).to_contain_text("One too many.")
    page.evaluate("() => running.cancel()")
    until(lambda: len(attempts_at(page, "tiny", "sum")) == 6)


def test_a_cancelled_run_leaves_no_trace(page: Page) -> None:
    """It ends at once, tells nothing more, and the next one runs."""
    page.evaluate(BEGIN, LONG)
    page.wait_for_function("() => seen.length > 2")
    page.evaluate("() => running.cancel()")
    assert page.evaluate("() => running.done") == {"error": {"code": "cancelled"}}
    told = page.evaluate("() => seen.length")
    assert "result" in page.evaluate(RUN, SHORT)["end"]
    assert page.evaluate("() => seen.length") == told
    assert len(runs(page)) == 1


def test_a_run_ends_when_its_page_is_left(page: Page) -> None:
    """Nobody would see it."""
    page.evaluate(BEGIN, LONG)
    page.wait_for_function("() => seen.length > 2")
    page.locator("[data-nav=back]").first.click()
    page.wait_for_function("() => ended")
    assert page.evaluate("() => ended") == {"error": {"code": "cancelled"}}


def test_an_endless_step_is_stopped_and_nothing_is_lost(page: Page) -> None:
    """What was answered behind it is judged by the next worker."""
    page.get_by_label("Four").check()
    page.evaluate(BEGIN, {**SHORT, "hang": 20})
    page.locator("[data-do=check]").click()
    page.wait_for_function("() => ended")
    assert page.evaluate("() => ended") == {"error": {"code": "timeout"}}
    expect(page.locator("[data-exercise]")).to_contain_text("Well counted.")
    assert runs(page) == []
    assert "result" in page.evaluate(RUN, SHORT)["end"]


def test_a_simulation_that_raises_fails_alone(page: Page) -> None:
    """The same Python goes on."""
    assert page.evaluate(RUN, {**SHORT, "fail": 3})["end"] == {"error": {"code": "failed"}}
    assert page.evaluate(RUN, {"steps": "many", "work": 1})["end"] == {"error": {"code": "failed"}}
    assert "result" in page.evaluate(RUN, SHORT)["end"]
