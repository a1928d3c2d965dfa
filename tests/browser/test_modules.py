"""Modules of the browser by themselves, where a page would need luck to meet what is tried here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.support.visitors import Visitors

MODULES = Path(__file__).parents[2] / "site_builder" / "browser"
WIDGETS = MODULES.parent / "exercises"
ORIGIN = "https://modules.invalid/"
SITE = "export const SITE = { texts: {}, units: [] };"
"""What a build writes as `site.js`, as far as the modules ask for it before they are used."""

LOADED_MEANWHILE = """async () => {
    const { createSession } = await import("/session.js");
    const stored = { attempts: [], events: [] };
    const record = {
        rows: () => ({ attempts: [...stored.attempts], events: [...stored.events] }),
        add: async (kind, row) => Boolean(stored[kind].push(row)),
        recall: () => null,
        remember: () => {},
    };
    const answer = ({ do: what, id, record }) => {
        const n = record.attempts.length;
        if (what === "open") return { record, progress: { n }, views: { e: { n } } };
        return { attempt: { id, exercise: "e" }, reply: {}, progress: { n: n + 1 }, view: { n: n + 1 } };
    };
    let last = Promise.resolve();
    // One request after the other, and none at once.
    const call = (request) => (last = last.then(() => new Promise((done) => setTimeout(() => done(answer(request))))));
    const python = { start: async () => {}, call };
    const session = createSession({ course: { id: "c", fingerprint: "f" } }, record, python);
    await session.start();
    const judged = session.submit("e", {}, 1);
    await session.merge({ attempts: [], events: [] });
    await judged;
    return session.view("e").n;
}"""

READ_MEANWHILE = """async () => {
    const { createSession } = await import("/session.js");
    const stored = { attempts: [], events: [] };
    const record = {
        rows: () => ({ attempts: [...stored.attempts], events: [...stored.events] }),
        add: async (kind, row) => Boolean(stored[kind].push(row)),
        recall: () => null,
        remember: () => {},
    };
    const read = ({ events }) => events.filter((row) => row.kind === "visit").map((row) => row.target);
    let session;
    const call = async ({ record }) => {
        await session.visit("p");
        return { record, progress: { read: read(record) }, views: {} };
    };
    const python = { start: async () => {}, call };
    session = createSession({ course: { id: "c", fingerprint: "f" } }, record, python);
    await session.start();
    return session.progress.read;
}"""

ANSWERED_MEANWHILE = """async () => {
    const { mount } = await import("/dashboard/widget.js");
    const root = document.createElement("div");
    root.innerHTML = `<div data-dash data-text-nothing="Nothing"><p data-static></p><template data-controls>
        <input type="radio" value="m" checked><p data-empty></p><div data-notes></div>
        <div data-shown><dl data-tiles></dl><div data-chart></div></div></template></div>`;
    const asked = [];
    let handle;
    mount(root, {
        ready: () => true,
        ask: () => new Promise((resolve) => asked.push(resolve)),
        connect: (own) => (handle = own),
        changed: () => {},
    });
    const view = (tiles) => ({ reply: { view: { metric: "m", tiles, chart: null, table: null, notes: [] } } });
    handle.lock(false);
    asked[0](view([]));
    await new Promise((resolve) => setTimeout(resolve));
    asked[1]?.(view([{ label: "Mean", value: "3", unit: "" }]));
    await new Promise((resolve) => setTimeout(resolve));
    return [asked.length, root.querySelector("[data-tiles]").textContent];
}"""

EARLIER_ROWS = """async ([readable, held]) => {
    const { Rows } = await import("/lms/scorm_rows.js");
    const get = (element) => element.endsWith("_count") ? String(held.length) : held[element.match(/[0-9]+/)];
    const written = [];
    const set = (...pair) => (written.push(pair), "");
    const rows = new Rows(get, set, readable ? ["interactions"] : []);
    rows.tell("interactions", ["one", "two"].map((id) => ({ id, values: [["result", "correct"]] })));
    return written;
}"""

DAMAGED_RUNS = """async () => {
    const { listRuns } = await import("/run_table.js");
    const run = { id: "r", time: "", params: { a: 1 }, seed: 1, data: "d", metrics: { m: 1 } };
    const damage = [
        { series: 5 }, { series: { s: 5 } }, { series: { s: [5] } }, { series: { s: [[1, "2"]] } },
        { notes: 5 }, { samples: 5 }, { samples: [null] }, { params: null }, { metrics: "m" },
    ];
    const damaged = damage.map((part, place) => ({ ...run, ...part, seed: place + 2 }));
    const sound = { ...run, series: { s: [[1, 2]] }, notes: ["n"], samples: [{ input: "i", output: "o" }] };
    return listRuns([], [...damaged, run, { ...sound, seed: 0 }]).map((listed) => listed.run.seed);
}"""


@pytest.fixture
def page(chromium: Visitors) -> Iterator[Page]:
    """An empty page that can import the modules."""

    def serve(route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN)
        file = next((folder / name for folder in (MODULES, WIDGETS) if (folder / name).is_file()), None)
        if name == "site.js":
            route.fulfill(body=SITE, content_type="text/javascript")
        elif file:
            route.fulfill(body=file.read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>Modules</title>", content_type="text/html")

    with chromium.visitor() as visitor:
        page = visitor.new_page()
        page.route(f"{ORIGIN}**", serve)
        page.goto(ORIGIN)
        yield page


def test_what_is_judged_while_a_file_is_loaded_is_shown_as_judged(page: Page) -> None:
    """Python's look at the whole record was asked for without the attempt, and came after it."""
    assert page.evaluate(LOADED_MEANWHILE) == 1


def test_a_page_that_is_read_while_python_looks_at_the_record_counts_as_read(page: Page) -> None:
    """Else the gate would ask for the page on which the learner stands."""
    assert page.evaluate(READ_MEANWHILE) == ["p"]


def test_a_dashboard_asks_again_when_something_was_answered_meanwhile(page: Page) -> None:
    """The reply to the first question tells what there was before."""
    assert page.evaluate(ANSWERED_MEANWHILE) == [2, "Mean3"]


@pytest.mark.parametrize("readable", [False, True], ids=["scorm12", "scorm2004"])
def test_what_is_answered_before_the_first_report_of_a_visit_is_told(readable: bool, page: Page) -> None:
    """What the LMS holds of earlier visits is not told again; where it cannot be read, the number of rows says what."""
    written = [["cmi.interactions.1.id", "two"], ["cmi.interactions.1.result", "correct"]]
    assert page.evaluate(EARLIER_ROWS, [readable, ["one"]]) == written


def test_runs_of_a_damaged_record_are_left_out_of_the_list(page: Page) -> None:
    """They would break the charts; the record keeps them."""
    assert page.evaluate(DAMAGED_RUNS) == [1, 0]
