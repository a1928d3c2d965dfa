"""Promise 7: nothing leaves the device."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.support.faults import python_ready, scripts_ready, site_facts, visiting
from tests.support.learner import wait_for_status
from tests.support.server import Server, serve
from tests.support.visitors import Visitors
from tests.support.workbench import FOLLOW

REACH = """async (url) => {
    const image = (address) => new Promise((resolve) => {
        const picture = new Image();
        picture.onload = () => resolve("reached");
        picture.onerror = () => resolve("refused");
        picture.src = address;
    });
    const added = (tag, changes) => new Promise((resolve) => {
        const element = Object.assign(document.createElement(tag), changes);
        element.onload = () => resolve("reached");
        element.onerror = () => resolve("refused");
        document.head.append(element);
    });
    const socket = () => new Promise((resolve) => {
        try {
            const line = new WebSocket(url.replace("http", "ws"));
            line.onopen = () => resolve("reached");
            line.onerror = () => resolve("refused");
        } catch {
            resolve("refused");
        }
    });
    const attempt = (promise) => promise.then(() => "reached", () => "refused");
    const form = Object.assign(document.createElement("form"), {action: url, method: "post", target: "hidden"});
    document.body.append(form);
    form.submit();
    navigator.sendBeacon(url, "secret");
    return {
        fetch: await attempt(fetch(url, {mode: "no-cors"})),
        image: await image(url),
        script: await added("script", {src: url}),
        style: await added("link", {rel: "stylesheet", href: url}),
        module: await attempt(import(url)),
        socket: await socket(),
    };
}"""


def use_everything(page: Page, server: Server) -> None:
    """Goes to every page and presses what can be pressed there."""
    page.goto(server.url())
    scripts_ready(page)
    for unit in site_facts(server.files)["units"]:
        page.evaluate(FOLLOW, server.url(unit["url"]))
        expect(page.locator("body")).to_have_attribute("data-page", unit["id"])
        for term in page.locator("main button[popovertarget]:visible").all()[:2]:
            term.click()
            page.keyboard.press("Escape")
        page.locator('[data-do="theme"]').click()
    page.goto(server.url("phase-1/how-it-works.html"))
    python_ready(page)
    frame = page.locator('[data-exercise="practice"]')
    frame.locator('[data-do="hint"]').click()
    expect(frame.locator("[data-hints] li")).to_have_count(1)
    frame.get_by_label("In this browser").check()
    frame.locator('[data-do="check"]').click()
    wait_for_status(frame, "done")
    with page.expect_download() as download:
        page.locator('[data-do="export"]').click()
    assert download.value.url.startswith("blob:")


def test_no_request_leaves_the_origin(chromium: Visitors, course_server: Server) -> None:
    """Whatever is pressed on whatever page, the worker included: all requests are plain GETs of files of the site."""
    asked: list[tuple[str, str]] = []
    with visiting(chromium, course_server, None) as (page, _):
        page.context.on("request", lambda request: asked.append((request.method, request.url)))
        use_everything(page, course_server)
        assert {method for method, _ in asked} == {"GET"}
        origins = {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for _, url in asked if url.startswith("http")}
        assert origins == {course_server.origin}
        assert [path for path in course_server.requests if "?" in path] == []
        assert page.context.cookies() == []
        assert set(page.evaluate("() => Object.keys(localStorage)")) == {"site-builder-theme"}
        assert page.evaluate("() => sessionStorage.length") == 0
        assert page.evaluate("async () => (await caches.keys()).length") == 0


def test_the_page_itself_cannot_reach_another_origin(chromium: Visitors, course_server: Server) -> None:
    """The policy refuses every way that a script in the page could take to another server."""
    with serve({"x": b""}) as other, visiting(chromium, course_server, "index.html") as (page, watch):
        watch.allowed = ("Content Security Policy", "foreign:", "failed:", "blocked", "Failed to fetch")
        reached: dict[str, Any] = page.evaluate(REACH, other.url("x"))
        assert set(reached.values()) == {"refused"}, reached
        page.wait_for_timeout(300)
        assert other.requests == []
