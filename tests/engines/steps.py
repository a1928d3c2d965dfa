"""What tests in these engines do and look at, whatever the course comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.engines.drivers import PATIENCE, Engine
from tests.support.browser import until

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
TOLD = """() => `Python: ${document.documentElement.dataset.python}; ` +
    [...document.querySelectorAll("[data-failure], [data-loading], [data-gate]")]
        .filter((place) => !place.hidden).map((place) => place.innerText).join(" ")"""
"""What the page says about Python, for the message of a test that fails."""
ASKED_FOR = '() => performance.getEntriesByType("resource").map((entry) => entry.name)'
STATE = """(exercise) => {
    const frame = document.querySelector(`[data-exercise="${exercise}"]`);
    const verdict = frame?.querySelector("[data-verdict]");
    return {
        page: document.body?.dataset.page,
        status: frame?.dataset.status,
        verdict: verdict?.hidden === false ? verdict.innerText : "",
        checked: [...(frame?.querySelectorAll("input:checked") ?? [])].map((box) => box.value).sort(),
        percent: document.querySelector("[data-progress]")?.value,
        theme: document.documentElement.dataset.theme,
    };
}"""


def wait(engine: Engine, exercise: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The state of the page as soon as it is as it should be."""
    state: dict[str, Any] = {}

    def look() -> bool:
        state.update(engine.run(STATE, exercise))
        return holds(state)

    try:
        until(look, PATIENCE)
    except TimeoutError as error:
        error.add_note(f"{state}\n{engine.run(TOLD)}\nFaults: {engine.run(NOTED)} {engine.faults()}")
        raise
    return state


def turn(engine: Engine, control: str, page: str) -> None:
    """Follows a link to another page of the course."""
    engine.click(control)
    wait(engine, "", lambda state: state["page"] == page)
