"""Python in a worker, under the strict CSP, below a sub-path, from a server that does not know what WebAssembly is."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from site_builder.assets import scripts
from site_builder.bundle import make_bundle
from site_builder.runtime import get_runtime
from tests.support.browser import until
from tests.support.server import Server, serve
from tests.support.small_course import RIGHT, TEXTS, WRONG, small_course
from tests.support.visitors import Visitors
from tests.support.warm import Lender

HERE = Path(__file__).parent / "python_page"
PREFIX = "/courses/first one/"
LIMIT = 5_000
"""How long the page waits for a sign of life. (milliseconds)"""


def fake_bundle() -> bytes:
    """A bundle whose bridge does what the test asks."""
    files = {
        "site_builder/__init__.py": b"",
        "site_builder/grading/__init__.py": b"",
        "site_builder/grading/bridge.py": (HERE / "bridge.py").read_bytes(),
        "site_builder/exercises/__init__.py": b"",
        "site_builder/exercises/table.py": b"TYPES = ()\n",
        "course.json": '{"title": "Zürich"}'.encode(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


STUCK = "stuck"
"""The file that the stand-in asks for when it begins with what never ends."""


def site_files(bundle: bytes) -> dict[str, bytes]:
    """A site of one page, which is not at its root."""
    runtime = get_runtime().files
    files = {f"runtime/{name}": content for name, content in runtime.items()} | {"bundle.zip": bundle}
    names = {"worker": "runtime/worker.js", "wasm": "runtime/python.wasm", "core": "runtime/core.zip"}
    names |= {"rest": "runtime/rest.zip", "bundle": "bundle.zip"}
    site = {"files": {key: {"url": name, "bytes": len(files[name])} for key, name in names.items()}}
    files |= {f"assets/{name}": content for name, content in scripts().items()}
    files |= {"assets/page.js": (HERE / "page.js").read_bytes(), "page/index.html": (HERE / "index.html").read_bytes()}
    return files | {"site.json": json.dumps(site).encode(), STUCK: b""}


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    """The site with the stand-in for the bridge."""
    return site_files(fake_bundle())


@pytest.fixture
def server(files: Mapping[str, bytes]) -> Iterator[Server]:
    """The site on a server."""
    with serve(files, PREFIX) as started:
        yield started


@pytest.fixture
def page(tab: Page, server: Server) -> Page:
    """The page, opened, Python not started."""
    tab.goto(server.url("page/index.html"))
    until(lambda: tab.evaluate("() => Boolean(globalThis.python)"))
    return tab


@pytest.fixture(scope="module")
def host(files: Mapping[str, bytes]) -> Iterator[Server]:
    """The site, for the tests that share a page."""
    with serve(files, PREFIX) as started:
        yield started


@pytest.fixture(scope="module")
def lender(chromium: Visitors, host: Server) -> Iterator[Lender]:
    """A page on which Python is ready, and whose clock the tests can advance, for all tests that need no other."""

    def begin(page: Page) -> None:
        page.goto(host.url("page/index.html"))
        until(lambda: page.evaluate("() => Boolean(globalThis.python)"))
        start(page)

    def go_on(page: Page) -> bool:
        start(page)
        page.evaluate("() => seen.states.splice(2)")
        return True

    lender = Lender(chromium, host.origin, begin, go_on, allowed=("",), clock=True)  # a dying Python says a lot
    yield lender
    lender.close()


@pytest.fixture
def warm(lender: Lender, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page, Python ready."""
    with lender.lent(request.node) as page:
        yield page


def given_up(page: Page, host: Server, script: str, argument: Any = None, times: int = 1) -> Any:
    """What a script gives in which Python is stuck so many times; once it is, the clock goes on, and not before."""
    before = asked_for(host, STUCK)
    page.evaluate(f"(argument) => {{ globalThis.told = ({script})(argument); }}", argument)
    for turn in range(1, times + 1):
        until(lambda turn=turn: asked_for(host, STUCK) == before + turn)  # type: ignore[misc]
        page.clock.fast_forward(LIMIT)
    return page.evaluate("() => told")


def call(page: Page, **request: Any) -> Any:
    """The reply to a request."""
    return page.evaluate("request => inTime(python.call(request))", request)


def start(page: Page) -> None:
    """Starts Python."""
    page.evaluate("() => inTime(python.start())")


def asked_for(server: Server, name: str) -> int:
    """How often a file was requested."""
    return sum(path.endswith(name) for path in server.requests)


def test_starts_and_answers(page: Page, server: Server) -> None:
    start(page)
    reply = call(page, do="echo", n=7)
    seen = page.evaluate("() => seen")
    assert reply["n"] == 7
    assert reply["course"] == {"title": "Zürich"}
    assert reply["version"].startswith("3.14.")
    assert seen["states"] == ["loading", "ready"]
    totals = {total for _, total in seen["progress"]}
    assert len(totals) == 1
    assert seen["progress"][-1][0] == totals.pop()
    assert [asked_for(server, name) for name in ("worker.js", "python.wasm", "core.zip", "bundle.zip")] == [1, 1, 1, 1]
    assert asked_for(server, "rest.zip") == 0


def test_requests_before_the_start_are_answered_in_order(page: Page) -> None:
    replies = page.evaluate(
        """async () => {
            const order = [];
            const calls = [1, 2, 3].map((n) => python.call({do: "echo", n}).then((reply) => order.push(reply.n)));
            await python.start();
            await Promise.all(calls);
            return order;
        }"""
    )
    assert replies == [1, 2, 3]


def test_late_import_fetches_the_rest_once(page: Page, server: Server) -> None:
    start(page)
    assert call(page, do="late") == ["1", "late"]
    assert asked_for(server, "rest.zip") == 1
    assert call(page, do="load", modules=["unittest.mock", "email.mime.text", "encodings.cp1250"]) == [
        "/lib/python314-rest.zip/unittest/mock.pyc",
        "/lib/python314-rest.zip/email/mime/text.pyc",
        "/lib/python314-rest.zip/encodings/cp1250.pyc",
    ]
    assert asked_for(server, "rest.zip") == 1


def test_late_import_that_cannot_be_fetched_is_an_import_error_and_can_be_tried_again(
    page: Page, server: Server, files: Mapping[str, bytes]
) -> None:
    start(page)
    server.files = {name: content for name, content in files.items() if not name.endswith("rest.zip")}
    failed = call(page, do="late")
    server.files = files
    assert "status 404" in failed[0]
    assert call(page, do="late") == ["1", "late"]


def test_endless_loop_is_stopped_and_judged_once_more(warm: Page, host: Server) -> None:
    script = """() => Promise.all([python.call({do: "grade", answer: "loop"}), python.call({do: "echo", n: 1})])"""
    replies = given_up(warm, host, script, times=2)
    assert replies[0] == {"failed": "timeout", "answer": "loop"}
    assert replies[1]["n"] == 1
    assert warm.evaluate("() => seen.states") == ["loading", "ready"] * 3


def test_dead_interpreter_is_replaced_and_the_answer_not_sent_again(warm: Page) -> None:
    assert call(warm, do="grade", answer="die") == {"failed": "crashed", "answer": "die"}
    assert warm.evaluate("() => seen.states") == ["loading", "ready"] * 2
    reply = call(warm, do="die")
    assert reply["error"]["code"] == "crashed"
    assert call(warm, do="echo", n=2)["n"] == 2


TELL = """(requests) => inTime((async () => {
    const row = new Map();
    const same = (id) => row.get(id) ?? row.set(id, {id}).get(id);
    const told = [];
    for (const [what, attempts = "", events = ""] of requests) {
        const record = {attempts: [...attempts].map(same), events: [...events].map(same)};
        const reply = await python.call({do: what, record});
        const ids = (rows) => rows.map(({id}) => id).join("");
        const {name, since} = reply.record ?? {};
        const rows = [ids(reply.record?.attempts ?? []), ids(reply.record?.events ?? [])];
        if (name) told.push([since === undefined ? "whole" : name - since, ...rows]);
    }
    return told;
})())"""


def test_each_request_brings_only_the_rows_that_are_new_to_the_worker(warm: Page) -> None:
    """All of them again where a row is gone or another one, and where the worker is new or has refused something."""
    requests = [
        ("echo", "ab", "x"),
        ("echo", "ab", "x"),
        ("echo", "abc", "xyz"),
        ("echo", "ac", "xyz"),
        ("echo", "acb", "xyz"),
    ]
    assert warm.evaluate(TELL, requests) == [
        ["whole", "ab", "x"],
        [1, "", ""],
        [1, "c", "yz"],
        ["whole", "ac", "xyz"],
        [1, "b", ""],
    ]
    again = [["whole", "a", ""], ["whole", "ab", ""]]
    assert warm.evaluate(TELL, [("echo", "a"), ("refuse", "ab"), ("echo", "ab")]) == again
    assert warm.evaluate(TELL, [("echo", "a"), ("die", "ab"), ("echo", "ab")]) == again


RUN = """({step, steps, calls, cancel}) => inTime((async () => {
    const seen = [];
    const first = python.run({step, steps}, ({fraction}) => seen.push(fraction));
    const second = python.run({step: "echo"}, () => {});
    const replies = calls.map((n) => python.call({do: "echo", n}));
    if (cancel) setTimeout(first.cancel, cancel);
    const ends = [await first.done, await second.done];
    return {ends, seen, replies: (await Promise.all(replies)).map((reply) => reply.n)};
})())"""


def test_runs_go_one_after_the_other_beside_calls(warm: Page) -> None:
    told = warm.evaluate(RUN, {"step": "echo", "calls": [1, 2]})
    assert told["ends"] == [{"result": {}}, {"result": {}}]
    assert told["replies"] == [1, 2]
    assert 3 <= len(told["seen"]) <= 50
    assert told["seen"] == sorted(told["seen"])
    assert warm.evaluate("() => inTime(python.run({}).done)") == {"error": {"code": "none"}}


@pytest.mark.parametrize(("step", "code"), [("loop", "timeout"), ("die", "crashed")])
def test_a_run_that_hangs_or_dies_is_ended_and_nothing_else(warm: Page, host: Server, step: str, code: str) -> None:
    request = {"step": step, "calls": [1, 2]}
    told = given_up(warm, host, RUN, request) if step == "loop" else warm.evaluate(RUN, request)
    assert told["ends"] == [{"error": {"code": code}}, {"result": {}}]
    assert told["replies"] == [1, 2]
    assert warm.evaluate("() => seen.states") == ["loading", "ready"] * 2


def test_a_call_behind_an_endless_step_is_not_the_one_to_blame(warm: Page, host: Server) -> None:
    told = given_up(
        warm,
        host,
        """() => inTime((async () => {
            const run = python.run({step: "loop", steps: 1}, () => {});
            await new Promise((resolve) => setTimeout(resolve, 700));
            return Promise.all([run.done, python.call({do: "grade", answer: "echo"})]);
        })())""",
    )
    assert told[0] == {"error": {"code": "timeout"}}
    assert told[1]["course"] == {"title": "Zürich"}
    assert warm.evaluate("() => seen.states") == ["loading", "ready"] * 2


def test_a_cancelled_run_ends_at_once_even_in_an_endless_step(warm: Page, host: Server) -> None:
    for step, steps in (("echo", 500), ("loop", 1)):
        request = {"step": step, "steps": steps, "calls": [], "cancel": 150}
        told = given_up(warm, host, RUN, request) if step == "loop" else warm.evaluate(RUN, request)
        assert told["ends"] == [{"error": {"code": "cancelled"}}, {"result": {}}]


def test_a_run_begins_again_after_the_fault_of_a_call(warm: Page) -> None:
    told = warm.evaluate(
        """() => inTime((async () => {
            const seen = [];
            const run = await new Promise((resolve) => {
                const begun = python.run({step: "echo"}, ({fraction}) => {
                    seen.push(fraction);
                    if (fraction > 0.3) resolve({done: begun.done});
                });
            });
            const reply = await python.call({do: "die"});
            return {reply, end: await run.done, seen};
        })())"""
    )
    assert told["reply"]["error"]["code"] == "crashed"
    assert told["end"] == {"result": {}}
    assert told["seen"] != sorted(told["seen"])


def test_a_new_worker_needs_no_file_anew(warm: Page, host: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: content for name, content in host.files.items() if not name.startswith("runtime/")}
    monkeypatch.setattr(host, "files", files)
    assert call(warm, do="die")["error"]["code"] == "crashed"
    assert call(warm, do="echo", n=3)["n"] == 3


def test_failed_start_is_told_and_tried_again(page: Page, server: Server, files: Mapping[str, bytes]) -> None:
    server.files = {name: content for name, content in files.items() if not name.endswith(".wasm")}
    page.evaluate("() => { globalThis.early = python.call({do: 'echo', n: 5}); }")
    problem = page.evaluate("() => python.start().catch(String)")
    assert "python.wasm: status 404" in problem
    assert page.evaluate("() => python.state") == "failed"
    server.files = files
    assert call(page, do="echo", n=6)["n"] == 6
    assert page.evaluate("() => globalThis.early")["n"] == 5


def test_truncated_file_is_a_failed_start(page: Page, server: Server, files: Mapping[str, bytes]) -> None:
    server.files = {**files, "runtime/core.zip": files["runtime/core.zip"][:-1]}
    assert "bytes" in page.evaluate("() => python.start().catch(String)")


def test_browser_without_webassembly_is_told(page: Page, server: Server, files: Mapping[str, bytes]) -> None:
    policy = b"script-src 'self' 'wasm-unsafe-eval'"
    html = files["page/index.html"].replace(policy, b"script-src 'self'")
    server.files = {**files, "page/index.html": html}
    page.reload()
    until(lambda: page.evaluate("() => Boolean(globalThis.python)"))
    problem = page.evaluate("() => python.start().catch(String)")
    assert "CompileError" in problem
    assert page.evaluate("() => seen.states.length") == 2


def test_browser_without_workers_is_told(page: Page, server: Server, files: Mapping[str, bytes]) -> None:
    server.files = {
        **files,
        "page/index.html": files["page/index.html"].replace(b"worker-src blob:", b"worker-src 'none'"),
    }
    page.reload()
    until(lambda: page.evaluate("() => Boolean(globalThis.python)"))
    assert "Error" in page.evaluate("() => python.start().catch(String)")


def test_python_reaches_no_other_origin(warm: Page) -> None:
    with serve({"x.js": b"export {}"}) as other:
        ways = call(warm, do="reach", url=other.url("x.js"))
        assert len(ways) == 8
        reached = until(lambda: settled(call(warm, do="outcome")))
        assert [name for name, text in reached.items() if not text.startswith("refused")] == []
        assert other.requests == []


def settled(reached: Mapping[str, str]) -> Mapping[str, str]:
    """How the attempts ended, once all have."""
    return {} if "under way" in reached.values() else reached


def test_each_learner_gets_the_same_order_of_sets(page: Page) -> None:
    start(page)
    first = call(page, do="echo")["hash"]
    page.reload()
    until(lambda: page.evaluate("() => Boolean(globalThis.python)"))
    start(page)
    assert call(page, do="echo")["hash"] == first


def test_core_is_enough_for_the_real_judge(tab: Page) -> None:
    files = site_files(make_bundle(small_course(), TEXTS, get_runtime().zone))
    record: dict[str, Any] = {"attempts": [], "events": []}
    common = {"exercise": "sum", "seed": 1, "now": "2030-01-01T00:00:00Z", "duration": 5, "record": record}
    with serve(files) as server:
        tab.goto(server.url("page/index.html"))
        until(lambda: tab.evaluate("() => Boolean(globalThis.python)"))
        start(tab)
        assert call(tab, do="open", record=record)["progress"]["percent"] == 0
        wrong = call(tab, do="grade", answer=WRONG, id="a1", **common)
        assert wrong["reply"]["feedback"][0]["html"] == "One too many."
        record["attempts"].append(wrong["attempt"])
        hint = call(tab, do="hint", id="e1", **common)
        assert hint["view"]["hints"]["html"] == ["Count on your fingers."]
        assert call(tab, do="reveal", id="e2", **common)["answer"] == RIGHT
        assert call(tab, do="grade", answer=RIGHT, id="a2", **common)["reply"]["tone"] == "good"
        assert call(tab, do="grade", answer={"chosen": []}, id="a3", **common)["attempt"] is None
        assert call(tab, do="failed", answer=RIGHT, code="timeout", **common)["reply"]["headline"] == "Too slow."
        assert call(tab, do="nothing")["error"]["code"] == "bad_request"
        assert asked_for(server, "rest.zip") == 0
