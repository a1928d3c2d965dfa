"""The course in Firefox and WebKit: from the start to a verdict, across a reload, and every proof as in CPython."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic
from urllib.parse import unquote, urlsplit

import pytest

from site_builder.build import Site
from site_builder.load import load_course
from site_builder.model import Course
from tests.engines.conftest import Note
from tests.engines.drivers import Engine
from tests.engines.steps import ASKED_FOR, NOTED, WATCH, turn, wait
from tests.support.browser import until
from tests.support.learner import full_answer
from tests.support.parity import compare
from tests.support.server import Server, serve
from tests.support.zone import ROOT

PREFIX = "/courses/first one/"
EXERCISE = "requirements"
FRAME = f'[data-exercise="{EXERCISE}"]'
CHECK = f'{FRAME} [data-do="check"]'


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


def arrive(engine: Engine, server: Server) -> None:
    """Opens the start screen and waits until its scripts are there; WebKit loses a database that is left half made."""
    engine.open(server.url())
    until(lambda: engine.run("""() => document.querySelector('[data-do="theme"]').hidden === false"""))


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
    arrive(engine, server)
    start = monotonic()
    turn(engine, '[data-do="begin"]', "phase-1/how-it-works")
    for page in ("phase-1/base-models", "phase-1/requirements"):
        turn(engine, '[data-nav="next"]', page)
    for item in right[1:]:
        engine.click(f'{FRAME} input[value="{item}"]')
    engine.click(CHECK)
    tried = wait(engine, EXERCISE, lambda state: state["status"] == "tried" and state["verdict"])
    note(f"{monotonic() - start:.1f} s from Begin to the first verdict, two pages and five clicks on the way")
    assert tried["checked"] == right[1:]

    engine.click(f'{FRAME} input[value="{right[0]}"]')
    start = monotonic()
    engine.click(CHECK)
    done = wait(engine, EXERCISE, lambda state: state["status"] == "done" and state["verdict"] != tried["verdict"])
    note(f"{monotonic() - start:.2f} s from Check answer to a verdict when Python is there")
    assert done["percent"] > 0
    hold(engine, server)

    engine.reload()
    again = wait(engine, EXERCISE, lambda state: state["status"] == "done" and state["verdict"])
    assert again == done | {"checked": right}
    engine.click('[data-do="theme"]')
    assert wait(engine, EXERCISE, lambda state: state["theme"] != done["theme"])["theme"] == "light"
    turn(engine, '[data-nav="next"]', "phase-1/test")
    hold(engine, server)


def test_every_proof_gives_the_same_json(engine: Engine, server: Server, course: Course, note: Note) -> None:
    """Promise 3, in engines that are not Chromium."""
    arrive(engine, server)
    start = monotonic()
    count = compare(course, server, engine.run)
    note(f"{count} proofs equal, {monotonic() - start:.1f} s with the start of Python")
    assert count >= len(list(course.exercises())) * 2
    hold(engine, server)
