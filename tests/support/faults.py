"""Faults made on purpose: what devices, browsers, servers and graders can do to a learner."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from site_builder.bundle import zone_sources
from tests.support.browser import until
from tests.support.learner import Watch
from tests.support.server import Server
from tests.support.visitors import Visitors

FIRST = "phase-1/how-it-works.html"
"""The first unit: it is never locked, and holds the question `PRACTICE`."""
PRACTICE = "practice"
BLANK = MappingProxyType({"blank.html": b'<!doctype html><title>Blank</title><link rel="icon" href="data:,">'})
"""A page of the same origin that does nothing: to prepare a device on."""
STUCK = "stuck"
"""The file that `HANG` asks for when it begins."""
HANG = f"""
        import js
        request = js.XMLHttpRequest.new()
        request.open("GET", f"{{js.location.origin}}/{STUCK}", False)
        request.send()
        while True: pass"""
"""A fault that never ends; a test that has seen it begin goes on with `give_up`."""
CALL_LIMIT = 5_000
"""How long the page waits for the answer to a call. (milliseconds)"""
NO_DATABASE = "Object.defineProperty(globalThis, 'indexedDB', {value: undefined});"
FORBIDDEN_DATABASE = (
    "IDBFactory.prototype.open = () => { throw new DOMException('The operation is insecure.', 'SecurityError'); };"
)
OPEN = """async ({name, version, change}) => {
    const request = indexedDB.open(name, version);
    const database = await new Promise((resolve, reject) => {
        request.onupgradeneeded = () => (change ?? []).forEach((store) => request.result.createObjectStore(store));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const stored = {version: database.version};
    for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        stored[store] = await new Promise((resolve) => (all.onsuccess = () => resolve(all.result)));
    }
    database.close();
    return stored;
}"""
PUT = """async ({name, store, rows, keys}) => {
    const request = indexedDB.open(name);
    const database = await new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const transaction = database.transaction(store, "readwrite");
    rows.forEach((row, place) => transaction.objectStore(store).put(row, ...(keys ? [keys[place]] : [])));
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
}"""


def site_facts(files: Mapping[str, bytes]) -> dict[str, Any]:
    """What the scripts know of the site: texts, units, files."""
    source = files[_site_js(files)].decode()
    facts: dict[str, Any] = json.loads(source[source.index("{") : source.rindex("}") + 1])
    return facts


def with_runtime(files: Mapping[str, bytes], name: str, content: bytes) -> dict[str, bytes]:
    """The site with another file for `name` (worker, wasm, core, bundle), announced with its true size."""
    facts = site_facts(files)
    facts["files"][name]["bytes"] = len(content)
    script = f"export const SITE = {json.dumps(facts)};".encode()
    return {**files, facts["files"][name]["url"]: content, _site_js(files): script}


def with_worker(files: Mapping[str, bytes], before: str) -> dict[str, bytes]:
    """The site with a worker that first runs this script."""
    worker = files[site_facts(files)["files"]["worker"]["url"]]
    return with_runtime(files, "worker", before.encode() + worker)


def with_grader(files: Mapping[str, bytes], fault: str) -> dict[str, bytes]:
    """The site with a grader of choices that does `fault` on a wrong answer."""
    script = (
        "\n\njudge = grade\n\n\ndef grade(key, answer, inputs):\n    outcome = judge(key, answer, inputs)\n"
        f"    if getattr(outcome, 'earned', 1) == 0:\n        {fault}\n    return outcome\n"
    )
    return with_python({**files, STUCK: b""}, "site_builder/exercises/choice/grade.py", script)


def with_python(files: Mapping[str, bytes], module: str, after: str) -> dict[str, bytes]:
    """The site with a module of its Python that goes on with this script; one that is compiled, as its source."""
    sources = zone_sources()
    bundle = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(files[site_facts(files)["files"]["bundle"]["url"]])) as old,
        zipfile.ZipFile(bundle, "w") as new,
    ):
        for name in old.namelist():
            if name.removesuffix("c") == module:
                new.writestr(module, sources.get(module, old.read(name)) + after.encode())
            else:
                new.writestr(name, old.read(name))
    return with_runtime(files, "bundle", bundle.getvalue())


def _site_js(files: Mapping[str, bytes]) -> str:
    return next(name for name in files if name.endswith("/site.js"))


@contextmanager
def visiting(
    chromium: Visitors,
    server: Server,
    path: str | None = FIRST,
    *,
    script: str = "",
    clock: bool = False,
    **options: Any,
) -> Iterator[tuple[Page, Watch]]:
    """A learner of their own, on a page; whatever the test did not provoke fails at the end.

    With `clock`, the test can advance the time of the page, which passes as usual meanwhile.
    """
    visitor = chromium.visitor(clock=clock, **options)
    page = visitor.new_page()
    if script:
        page.add_init_script(script)
    watch = Watch(page, server.origin)
    if path is not None:
        page.goto(server.url(path))
    if path not in (None, *BLANK):
        scripts_ready(page)
    try:
        yield page, watch
        watch.hold()
    finally:
        visitor.close()


class Held:
    """Holds a file back until it is let go."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._open = False
        self._routes: list[Route] = []
        page.route(pattern, self._hold)

    def _hold(self, route: Route) -> None:
        self._routes.append(route)
        if self._open:
            route.continue_()

    def let_go(self, request: int = 1) -> None:
        """Answers this request, counted from 1, and all later ones; those before it belong to pages that are gone."""
        while len(self._routes) < request:
            self._page.wait_for_timeout(50)
        self._open = True
        self._routes[request - 1].continue_()

    @property
    def asked(self) -> int:
        """How often the file was asked for."""
        return len(self._routes)


def database(course: str) -> str:
    """The name of the course's database."""
    return f"course:{course}"


def stored(page: Page, course: str) -> dict[str, Any]:
    """Everything that the device keeps of the course."""
    found: dict[str, Any] = page.evaluate(OPEN, {"name": database(course)})
    return found


def give_up(page: Page, server: Server, times: int) -> None:
    """Waits until Python hangs for the n-th time, and advances the clock of the page to its limit.

    So nothing is taken for a hang that is only slow, however busy the machine.
    """
    until(lambda: server.requests.count(f"/{STUCK}") == times)
    page.clock.fast_forward(CALL_LIMIT)


def scripts_ready(page: Page) -> None:
    """Waits until the scripts are at work; before, a link is an ordinary one."""
    expect(page.locator('[data-do="theme"]')).to_be_visible()


def python_ready(page: Page) -> None:
    """Waits until Python is there."""
    expect(page.locator("html")).to_have_attribute("data-python", "ready")


def failure(page: Page) -> Locator:
    """The panel that says why Python is not there."""
    return page.locator("[data-failure]")
