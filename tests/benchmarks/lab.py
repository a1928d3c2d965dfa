"""Measures the page while a lab runs: how long input is blocked, and how long a verdict on another exercise takes.

    .venv/bin/python -m tests.benchmarks.lab [rounds]

The simulation never rests: each of its steps takes some milliseconds and adds a point to two charts, which are drawn
live. Meanwhile keys are pressed in a field, and another exercise is checked again and again. `idle` is the same without
a run. A gap is the time between two turns of the page's event loop. On a machine that does other things as well, gaps
are theirs too; `work` is the time that the page's thread was really computing in its longest tasks.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from site_builder.build import build
from site_builder.runtime import get_runtime
from site_builder.targets import WEB
from tests.benchmarks.verdict import CLICKS, columns, say
from tests.support.browser import browser
from tests.support.courses import COURSE, write_course
from tests.support.server import serve

ROUNDS = 40
WARM_UP = 3
MAX_GAP = 50
MAX_VERDICT = 200
START_TIMEOUT = 120_000

SIMULATION = '''\
"""Works for as long as it is let."""

from site_builder.grading.simulation import Progress


def run(params, inputs, seed):
    x, points = 0.5, []
    for step in range(params["steps"]):
        for _ in range(20_000):
            x = 3.9 * x * (1.0 - x)
        points = [[step, round(x, 4)]]
        yield Progress((step + 1) / params["steps"], {"points": {"x": points, "y": points}})
    return {"metrics": {"x": round(x, 4)}, "series": {"x": points, "y": points}}
'''
LAB = """\
id: work
type: lab
title: Work
prompt: Work.
simulation: work
form:
  - {id: steps, label: Steps, kind: number, min: 2, max: 1000000, step: 2, default: 100000}
charts:
  - {title: One, x: Step, y: x, series: [{name: x, label: x}]}
  - {title: Two, x: Step, y: y, series: [{name: x, label: x}, {name: y, label: y}]}
metrics:
  - {name: x, label: x}
goals:
  - {id: short, text: Short., feedback: Shorter., where: [{param: steps, max: 2}]}
proofs:
  - {answer: {runs: []}, invalid: unanswered}
  - {answer: {runs: [{params: {steps: 2}}]}, score: 1/1, feedback: ["met:short"]}
  - {answer: {runs: [{params: {steps: 4}}]}, score: 0/1, fails: [short], feedback: ["missed:short"]}
"""
PAGE = """\
---
title: Sums
---
```{exercise} sum.yaml
```

```{exercise} work.yaml
```
"""
# From here on `gaps` grows: one entry for each turn of the event loop.
WATCH = """() => {
    globalThis.gaps = [];
    const channel = new MessageChannel();
    let before = performance.now();
    channel.port1.onmessage = () => {
        const now = performance.now();
        gaps.push(now - before);
        before = now;
        setTimeout(() => channel.port2.postMessage(null), 1);
    };
    channel.port2.postMessage(null);
}"""
# How long each key waits until its listener is called.
KEYS = """() => {
    globalThis.delays = [];
    const note = (event) => delays.push(performance.now() - event.timeStamp);
    document.querySelector("[data-field] [type=number]").addEventListener("keydown", note);
}"""


def measure(page: Page, rounds: int) -> dict[str, Any]:
    """What the page does while it is used."""
    page.evaluate("() => { gaps.length = delays.length = 0; }")
    asked = {"exercise": "sum", "answers": answers(page), "rounds": WARM_UP + rounds}
    verdicts = page.evaluate(CLICKS, asked)[WARM_UP:]
    field = page.locator("[data-field] [type=number]")
    field.focus()
    for _ in range(rounds):
        page.keyboard.press("ArrowUp")
        page.wait_for_timeout(30)
    seen: dict[str, Any] = page.evaluate("() => ({gaps, delays})")
    return {**seen, "verdicts": verdicts}


def answers(page: Page) -> list[list[str]]:
    """Each option of the other exercise, chosen alone."""
    boxes = page.locator('[data-exercise="sum"] [data-item] input')
    return [[box.get_attribute("value") or ""] for box in boxes.all()]


def work_of(trace: bytes) -> list[float]:
    """How long the page's main thread computed in each of its tasks."""
    events = json.loads(trace)["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [event for event in events if event["name"].endswith("RunTask") and (event["pid"], event["tid"]) in mains]
    return [task["tdur"] / 1000 for task in tasks if "tdur" in task]


def report(name: str, seen: dict[str, Any], work: list[float]) -> None:
    """A line of the table."""
    longest = "".join(f"{max(times):8.1f}" for times in (seen["gaps"], work))
    say(f"{name:8}{columns(seen['gaps'])}{longest}{'':4}{columns(seen['delays'])}{'':5}{columns(seen['verdicts'])}")


def traced(browser_: Browser, page: Page, rounds: int) -> tuple[dict[str, Any], list[float]]:
    """What the page does, and what work that was."""
    browser_.start_tracing(page=page, categories=["toplevel", "disabled-by-default-devtools.timeline", "__metadata"])
    seen = measure(page, rounds)
    return seen, work_of(browser_.stop_tracing())


def opened(browser_: Browser, url: str) -> Page:
    """The page, Python warm."""
    page = browser_.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(url)
    page.locator('[data-exercise="sum"] [data-do="check"]').click(timeout=START_TIMEOUT)
    expect(page.locator('[data-exercise="sum"] .verdict-headline')).to_be_visible(timeout=START_TIMEOUT)
    page.evaluate(KEYS)
    page.evaluate(WATCH)
    return page


def main(rounds: int = ROUNDS) -> None:
    """Prints a table."""
    with tempfile.TemporaryDirectory() as scratch:
        files = {"python/work.py": SIMULATION, "phase-1/work.yaml": LAB, "phase-1/sums.md": PAGE}
        files["course.yaml"] = f"{COURSE}gates: open\n"
        site = build(write_course(Path(scratch), files), target=WEB, runtime=get_runtime())
    with serve(site.files) as server, browser() as running:
        say(f"Chromium {running.version}, {platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        say(f"{rounds} verdicts and {rounds} keys; milliseconds")
        say("        gap: min     p50     p95     max    work    key: min     p50     p95 verdict: min     p50     p95")
        page = opened(running, server.url("phase-1/sums.html"))
        report("idle", *traced(running, page, rounds))
        page.locator("[data-act=run]").click()
        expect(page.locator("[data-run-status]")).to_contain_text("Running", timeout=START_TIMEOUT)
        report("running", *traced(running, page, rounds))
        expect(page.locator("[data-running]")).to_be_attached()
    say(f"Targets while it runs: no gap over {MAX_GAP} ms, a verdict within {MAX_VERDICT} ms.")
    say(f"Load at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
