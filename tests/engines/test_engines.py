"""The course in Firefox and WebKit: from the start to a verdict, across a reload, and every proof as in CPython."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from site_builder.build import Site
from site_builder.load import load_course
from site_builder.model import Course
from tests.engines.conftest import Note
from tests.engines.drivers import PATIENCE, Engine
from tests.support.browser import until
from tests.support.learner import full_answer
from tests.support.parity import compare
from tests.support.server import Server, serve
from tests.support.zone import ROOT

PREFIX = "/courses/first one/"
EXERCISE = "requirements"
FRAME = f'[data-exercise="{EXERCISE}"]'
CHECK = f'{FRAME} [data-do="check"]'
WATCH = b"""
{
    const note = (text) => sessionStorage.setItem("faults", `${sessionStorage.getItem("faults") ?? ""}${text}\\n`);
    const heard = console.error;
    console.error = (...words) => { note(words.join(" ")); heard(...words); };
    addEventListener("error", (event) => note(event.message ?? `not loaded: ${event.target.outerHTML}`), true);
    addEventListener("unhandledrejection", (event) => note(String(event.reason)));
    addEventListener("securitypolicyviolation", (event) =>
        note(`${event.violatedDirective} refused ${event.blockedURI}`));
}
"""
"""Notes the page's faults before its first script runs, for drivers that do not hear the console; outlives a reload."""
NOTED = '() => sessionStorage.getItem("faults") ?? ""'
ASKED_FOR = '() => performance.getEntriesByType("resource").map((entry) => entry.name)'
STATE = """(exercise) => {
    const frame = document.querySelector(`[data-exercise="${exercise}"]`);
    const verdict = frame?.querySelector("[data-verdict]");
    return {
        page: document.body.dataset.page,
        status: frame?.dataset.status,
        verdict: verdict?.hidden === false ? verdict.innerText : "",
        checked: [...(frame?.querySelectorAll("input:checked") ?? [])].map((box) => box.value).sort(),
        percent: document.querySelector("[data-progress]").value,
        theme: document.documentElement.dataset.theme,
    };
}"""


@pytest.fixture(scope="module")
def course() -> Course:
    """The course as its source files have it."""
    return load_course(ROOT / "course")


@pytest.fixture
def server(course_site: Site) -> Iterator[Server]:
    """The course below a sub-path, from a server that does not know `.wasm`."""
    watched = {
        name: WATCH + content if name.endswith("/early.js") else content for name, content in course_site.files.items()
    }
    with serve(watched, PREFIX) as started:
        yield started


def wait(engine: Engine, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The state of the page as soon as it is as it should be."""
    state: dict[str, Any] = {}

    def look() -> bool:
        state.update(engine.run(STATE, EXERCISE))
        return holds(state)

    try:
        until(look, PATIENCE)
    except TimeoutError as error:
        error.add_note(f"The page: {state}; its faults: {engine.run(NOTED)} {engine.faults()}")
        raise
    return state


def turn(engine: Engine, control: str, page: str) -> None:
    """Follows a link to another page of the course."""
    engine.click(control)
    wait(engine, lambda state: state["page"] == page)


def hold(engine: Engine, server: Server) -> None:
    """Fails if the page told of a fault, or asked for what is not a file of the course."""
    assert engine.run(NOTED) == ""
    assert engine.faults() == []
    assert [url for url in engine.run(ASKED_FOR) if not url.startswith((server.url(""), "blob:"))] == []
    paths = [unquote(urlsplit(path).path) for path in server.requests]
    assert [path for path in paths if path.removeprefix(PREFIX) not in server.files] == []


def test_a_learner_answers_and_finds_everything_again(
    engine: Engine, server: Server, course: Course, note: Note
) -> None:
    """Real clicks from the start screen on: wrong, right, reload, theme, Next."""
    exercise = next(exercise for _, exercise in course.exercises() if exercise.id == EXERCISE)
    right = sorted(full_answer(exercise)["checked"])
    engine.open(server.url())
    start = monotonic()
    turn(engine, '[data-do="begin"]', "phase-1/how-it-works")
    for page in ("phase-1/base-models", "phase-1/requirements"):
        turn(engine, '[data-nav="next"]', page)
    for item in right[1:]:
        engine.click(f'{FRAME} input[value="{item}"]')
    engine.click(CHECK)
    tried = wait(engine, lambda state: state["status"] == "tried" and state["verdict"])
    note(f"{monotonic() - start:.1f} s from Begin to the first verdict, two pages and five clicks on the way")
    assert tried["checked"] == right[1:]

    engine.click(f'{FRAME} input[value="{right[0]}"]')
    start = monotonic()
    engine.click(CHECK)
    done = wait(engine, lambda state: state["status"] == "done" and state["verdict"] != tried["verdict"])
    note(f"{monotonic() - start:.2f} s from Check answer to a verdict when Python is there")
    assert done["percent"] > 0
    hold(engine, server)

    engine.reload()
    assert wait(engine, lambda state: state["status"] == "done" and state["verdict"]) == done | {"checked": right}
    engine.click('[data-do="theme"]')
    assert wait(engine, lambda state: state["theme"] != done["theme"])["theme"] == "light"
    turn(engine, '[data-nav="next"]', "phase-1/test")
    hold(engine, server)


def test_every_proof_gives_the_same_json(
    engine: Engine, server: Server, course: Course, course_site: Site, note: Note
) -> None:
    """Promise 3, in engines that are not Chromium."""
    engine.open(server.url())
    start = monotonic()
    count = compare(course_site, course, server, engine.run)
    note(f"{count} proofs equal, {monotonic() - start:.1f} s with the start of Python")
    assert count >= len(list(course.exercises())) * 2
    hold(engine, server)
