"""Measures the click: from "Check answer" to the verdict in the page, with records of several lengths.

    .venv/bin/python -m tests.benchmarks.verdict [rounds]

Python is warm, and the record is one that the judge itself has made. It grows by one attempt with each round. `bridge`
is the same question put to a worker without the page: JSON, the messages there and back, and Python.
"""

from __future__ import annotations

import io
import json
import math
import os
import platform
import sys
import zipfile
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any

from playwright.sync_api import Page, expect

from site_builder.build import Site, build, load_checked
from site_builder.exercises.table import TYPES
from site_builder.grading.bridge import Bridge
from site_builder.model import Course, Exercise
from site_builder.runtime import get_runtime
from site_builder.targets import WEB
from tests.support.browser import browser
from tests.support.server import Server, serve
from tests.support.states import lay_in
from tests.support.zone import ROOT

LENGTHS = (0, 50, 200, 1000)
ROUNDS = 60
WARM_UP = 5
TARGET = 20
START_TIMEOUT = 120_000

CLICKS = """async ({exercise, answers, rounds}) => {
    const frame = document.querySelector(`[data-exercise="${exercise}"]`);
    const verdict = frame.querySelector("[data-verdict]");
    const headline = () => verdict.hidden ? null : verdict.querySelector(".verdict-headline");
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
        const chosen = answers[round % answers.length];
        for (const box of frame.querySelectorAll("[data-item] input")) {
            if (box.checked !== chosen.includes(box.value)) box.click();
        }
        // What the last click has set going (the store, other listeners) comes to an end first.
        await new Promise((resolve) => setTimeout(resolve, 150));
        const before = headline();
        times.push(await new Promise((resolve) => {
            const observer = new MutationObserver(() => {
                if (!headline() || headline() === before) return;
                observer.disconnect();
                resolve(performance.now() - start);
            });
            observer.observe(verdict, {attributes: true, childList: true, subtree: true});
            const start = performance.now();
            frame.querySelector('[data-actions] [data-do="check"]').click();
        }));
    }
    return times;
}"""

CALLS = """async ({python, site, root, request, rounds}) => {
    const {createPython} = await import(python);
    const {SITE} = await import(site);
    const started = createPython(SITE, root);
    await started.start();
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
        const start = performance.now();
        const reply = await started.call(request);
        times.push(performance.now() - start);
        if (!reply.reply) throw new Error(JSON.stringify(reply));
    }
    return times;
}"""


def compiled_course(site: Site) -> str:
    """The course as the worker reads it."""
    name = next(name for name in site.files if name.startswith("bundle/"))
    with zipfile.ZipFile(io.BytesIO(site.files[name])) as bundle:
        return bundle.read("course.json").decode()


def scored_answers(exercise: Exercise) -> list[Any]:
    """The answers of the proofs that are judged."""
    return [proof.answer for proof in exercise.proofs if "score" in proof.expected]


def grade_request(exercise: str, answer: Any, number: int, record: Mapping[str, Any]) -> dict[str, Any]:
    """What the page asks when an answer is checked; the number stands for id and time."""
    fields = {"do": "grade", "exercise": exercise, "answer": answer, "seed": 1, "duration": 12.5, "record": record}
    minute, second = divmod(number, 60)
    return {
        **fields,
        "id": f"{number:08d}-93b3-4f0b",
        "now": f"2026-01-02T{minute // 60:02}:{minute % 60:02}:{second:02}Z",
    }


def records(course: Course, bridge: Bridge) -> Iterator[dict[str, Any]]:
    """A record of each length, in which every page was visited and all exercises were tried in turn."""
    visits = [
        {"id": f"visit-{page.id}", "kind": "visit", "target": page.id, "time": "2026-01-01T00:00:00Z", "data": {}}
        for page in course.pages
    ]
    tries = cycle((exercise.id, answer) for _, exercise in course.exercises() for answer in scored_answers(exercise))
    attempts: list[Any] = []
    for length in LENGTHS:
        while len(attempts) < length:
            request = grade_request(*next(tries), len(attempts), {})
            attempts.append(json.loads(bridge.call(json.dumps(request)))["attempt"])
        yield {"attempts": list(attempts), "events": visits}


def click_times(
    page: Page, server: Server, place: tuple[Course, str, Exercise], record: Any, rounds: int
) -> list[float]:
    """From click to verdict, for a learner who has this record."""
    course, url, exercise = place
    page.goto(server.url())
    lay_in(page, course.id, record)
    page.goto(server.url(url))
    check = page.locator(f'[data-exercise="{exercise.id}"] [data-actions] [data-do="check"]')
    expect(check).to_be_visible(timeout=START_TIMEOUT)
    chosen = [answer["chosen"] for answer in scored_answers(exercise)[:2]]
    times: list[float] = page.evaluate(CLICKS, {"exercise": exercise.id, "answers": chosen, "rounds": WARM_UP + rounds})
    return times[WARM_UP:]


def call_times(page: Page, server: Server, exercise: Exercise, record: Any, rounds: int) -> list[float]:
    """The same question from a page that does nothing else."""
    page.goto(server.url("THIRD_PARTY_NOTICES.txt"))
    modules = {
        name: server.url(next(path for path in server.files if path.endswith(f"/{name}.js")))
        for name in ("python", "site")
    }
    request = grade_request(exercise.id, scored_answers(exercise)[0], len(record["attempts"]), record)
    asked = {**modules, "root": server.url(""), "request": request, "rounds": WARM_UP + rounds}
    times: list[float] = page.evaluate(CALLS, asked)
    return times[WARM_UP:]


def columns(times: list[float]) -> str:
    """The quickest, the middle and the slow end: a busy machine moves the first least."""
    ordered = sorted(times)
    middle, slow = (ordered[math.ceil(share * len(ordered)) - 1] for share in (0.5, 0.95))
    return f"{ordered[0]:8.1f}{middle:8.1f}{slow:8.1f}"


def say(text: str) -> None:
    """Writes a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(rounds: int = ROUNDS) -> None:
    """Prints a table."""
    course = load_checked(ROOT / "course")
    site = build(ROOT / "course", target=WEB, runtime=get_runtime())
    page_of, exercise = next((page, one) for page, one in course.exercises() if one.type == "choice")
    with serve(site.files) as server, browser() as running:
        say(f"Chromium {running.version}, {platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        say(f"{rounds} rounds of '{exercise.id}', one of {site.facts.exercises} exercises; milliseconds")
        say("attempts   click: min     p50     p95     bridge: min     p50     p95")
        for record in records(course, Bridge(compiled_course(site), TYPES)):
            page = running.new_context(viewport={"width": 1280, "height": 800}).new_page()
            clicks = click_times(page, server, (course, page_of.url, exercise), record, rounds)
            calls = call_times(page, server, exercise, record, rounds)
            say(f"{len(record['attempts']):8}{'':5}{columns(clicks)}{'':7}{columns(calls)}")
            page.context.close()
    say(f"Target: {TARGET} ms from click to verdict, p95. Load at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
