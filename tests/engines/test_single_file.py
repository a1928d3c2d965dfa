"""The course in one file, opened from a folder in Firefox and WebKit: the first phase, and what a reload finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any

import pytest

from site_builder.build import Site, build
from site_builder.export.single_file import single_file
from site_builder.load import load_course
from site_builder.model import Exercise
from site_builder.runtime import Runtime
from site_builder.targets import SINGLE_FILE
from tests.engines.conftest import Note
from tests.engines.drivers import PATIENCE, Engine
from tests.engines.steps import ASKED_FOR, NOTED, WATCH, turn, wait
from tests.support.browser import until
from tests.support.hands import STILL
from tests.support.learner import full_answer, required
from tests.support.zone import ROOT

REPLIES = """(exercise) => Array.from(
    document.querySelectorAll(`[data-exercise="${exercise}"] .chat-turn [data-slot=reply]`),
    (reply) => reply.textContent.trim()).filter(Boolean).length"""
WRITE = """({exercise, text}) => {
    const area = document.querySelector(`[data-exercise="${exercise}"] textarea`);
    area.value = text;
    area.dispatchEvent(new Event("input", {bubbles: true}));
}"""
IS_SEEN = "(selector) => document.querySelector(selector)?.checkVisibility() ?? false"
IS_STILL = f"""(selector) => {{
    const element = document.querySelector(selector);
    element.scrollIntoView({{block: "center", behavior: "instant"}});
    return ({STILL})(element);
}}"""
SAVED = """() => document.querySelector("header [data-saved]").textContent"""
PROBLEM = """() => document.querySelector("[data-problem]")?.textContent ?? \"\""""


@pytest.fixture(scope="module")
def file(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course in one file that notes its faults."""
    site = build(ROOT / "course", target=SINGLE_FILE, runtime=runtime)
    watched = {name: WATCH + data if name.endswith("/early.js") else data for name, data in site.files.items()}
    path = tmp_path_factory.mktemp("a folder") / "the course.html"
    path.write_bytes(single_file(Site(watched, site.facts)))
    return path


def frame(exercise: Exercise) -> str:
    """Where an exercise stands."""
    return f'[data-exercise="{exercise.id}"]'


def press(engine: Engine, selector: str) -> None:
    """Presses what can be seen, once nothing moves it any more."""
    until(lambda: engine.run(IS_SEEN, selector), PATIENCE)
    engine.run(IS_STILL, selector)
    engine.click(selector)


def check(engine: Engine, exercise: Exercise) -> None:
    """Presses "Check answer"."""
    press(engine, f'{frame(exercise)} [data-do="check"]')


def tick(engine: Engine, exercise: Exercise, answer: Mapping[str, Any]) -> None:
    """Chooses what a list of choices has right."""
    for item in answer.get("checked", answer.get("chosen", ())):
        press(engine, f'{frame(exercise)} input[value="{item}"]')
    check(engine, exercise)


def talk(engine: Engine, exercise: Exercise, answer: Mapping[str, Any]) -> None:
    """Says each message and judges the reply."""
    for place, said in enumerate(answer["turns"], 1):
        press(engine, f'{frame(exercise)} button[data-message="{said["message"]}"]')
        until(lambda: engine.run(REPLIES, exercise.id) == place, PATIENCE)  # noqa: B023
        shown = f"{frame(exercise)} .chat-turn:nth-child({place})"
        press(engine, f'{shown} label:has(input[value="{said["judgement"]}"])')
        press(engine, f'{shown} button[type="submit"]')


def write(engine: Engine, exercise: Exercise, answer: Mapping[str, Any]) -> None:
    """Writes a text and compares it with the model answer."""
    engine.run(WRITE, {"exercise": exercise.id, "text": answer["text"]})
    check(engine, exercise)
    if "compared" in answer:
        for concept, verdict in answer["compared"].items():
            label = f'{frame(exercise)} label:has(input[data-concept="{concept}"][value="{verdict}"])'
            press(engine, label)
        check(engine, exercise)


WAYS: Mapping[str, Callable[[Engine, Exercise, Mapping[str, Any]], None]] = MappingProxyType(
    {"chat": talk, "checklist": tick, "choice": tick, "free_text": write}
)


def test_the_first_phase_is_learned_from_a_file(engine: Engine, file: Path, note: Note) -> None:
    """From the start screen to the end of the phase, with no request; a reload finds what the browser has kept."""
    phase = load_course(ROOT / "course").phases[0]
    begun = monotonic()
    engine.open(file.as_uri())
    until(lambda: engine.run("""() => document.querySelector('[data-do="theme"]').hidden === false"""), PATIENCE)
    note(f"{monotonic() - begun:.1f} s until the file of {file.stat().st_size / 1e6:.1f} MB can be used")
    begun = monotonic()
    turn(engine, '[data-do="begin"]', phase.pages[0].id)
    until(lambda: engine.run("() => document.documentElement.dataset.python") == "ready", PATIENCE)
    note(f"{monotonic() - begun:.1f} s from Begin to Python")
    for unit in phase.pages:
        if unit is not phase.pages[0]:
            turn(engine, '[data-nav="next"]', unit.id)
        for exercise in required(unit):
            WAYS[exercise.type](engine, exercise, full_answer(exercise))
            wait(engine, exercise.id, lambda state: state["status"] == "done")
    turn(engine, '[data-nav="next"]', "phase-2/intro")
    percent = wait(engine, "", lambda state: state["percent"] > 0)["percent"]
    assert engine.run(PROBLEM) == ""
    assert engine.run(SAVED) == "Saved on this device"

    engine.reload()
    wait(engine, "", lambda state: state["page"] == "phase-2/intro" and state["percent"] == percent)
    assert engine.run(NOTED) == ""
    assert engine.faults() == []
    assert [url for url in engine.run(ASKED_FOR) if not url.startswith(("blob:", "data:"))] == []
