"""Asks this Python and a browser's the same: every proof of a course, as requests to the bridge, and both replies."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from site_builder.build import Site
from site_builder.check.simulations import simulations
from site_builder.course_code import course_code
from site_builder.exercises.table import TYPES
from site_builder.grading.bridge import Bridge
from site_builder.model import Course
from tests.support.server import Server

NOW = "2026-01-02T03:04:05Z"
ASK_ALL = """async ({assets, root, requests}) => {
    const {createPython} = await import(assets + "python.js");
    const {SITE} = await import(assets + "site.js");
    const python = createPython(SITE, root);
    await python.start();
    const replies = [];
    const reply = (request) => (request.params ? python.run(request).done : python.call(request));
    for (const request of requests) replies.push(await reply(request));
    return replies;
}"""

Run = Callable[[str, Any], Any]
"""Calls a JavaScript function in the page with an argument."""


def requests_of(course: Course) -> list[dict[str, Any]]:
    """One request for each proof, its hints used before, one for each run in it, and what the page asks besides."""
    asked: list[dict[str, Any]] = [{"do": "open", "record": {"attempts": [], "events": []}}]
    with simulations(course) as runs:
        exercises = [runs.completed(exercise) for _, exercise in course.exercises()]
    for exercise in exercises:
        for proof in exercise.proofs:
            hints = [
                {"id": f"hint-{n}", "kind": "hint", "target": exercise.id, "time": NOW, "data": {"n": n}}
                for n in range(1, proof.hints + 1)
            ]
            asked.append(
                {
                    "do": "grade",
                    "exercise": exercise.id,
                    "answer": proof.answer,
                    "seed": 7,
                    "id": "attempt-1",
                    "now": NOW,
                    "duration": 1500,
                    "record": {"attempts": [], "events": hints},
                }
            )
            asked += [
                {"exercise": exercise.id, "id": "run-1", "now": NOW, "params": run["params"], "seed": run["seed"]}
                for run in runs_in(proof.answer)
            ]
    return asked


def runs_in(answer: Any) -> Iterator[Mapping[str, Any]]:
    """The runs of a simulation that an answer holds."""
    if isinstance(answer, dict) and isinstance(answer.get("params"), dict):
        yield answer
    elif isinstance(answer, dict | list):
        for part in answer.values() if isinstance(answer, dict) else answer:
            yield from runs_in(part)


def in_this_python(site: Site, requests: list[dict[str, Any]]) -> list[Any]:
    """The replies of the bridge here, with the course that the browser gets."""
    name = next(name for name in site.files if name.startswith("bundle/"))
    with zipfile.ZipFile(io.BytesIO(site.files[name])) as bundle:
        compiled = bundle.read("course.json").decode()
        prefix = "course_code/"
        names = [name for name in bundle.namelist() if name.startswith(prefix)]
        code = {name.removeprefix(prefix): bundle.read(name) for name in names}
    with course_code(code, "course_code") as load:
        bridge = Bridge(compiled, TYPES, load)
        return [json.loads(ask(bridge, request)) for request in requests]


def ask(bridge: Bridge, request: Mapping[str, Any]) -> str:
    """The reply to a call, or the end of a run."""
    if "params" not in request:
        return bridge.call(json.dumps(request))
    run = bridge.start_run(json.dumps(request))
    text = run if isinstance(run, str) else run.step()
    while not isinstance(run, str) and "progress" in json.loads(text):
        text = run.step()
    return text


def in_the_browser(server: Server, run: Run, requests: list[dict[str, Any]]) -> list[Any]:
    """The replies of the bridge in Pyodide, asked through the modules of the page that is open."""
    assets = next(name for name in server.files if name.endswith("/site.js")).removesuffix("site.js")
    replies: list[Any] = run(ASK_ALL, {"assets": server.url(assets), "root": server.url(""), "requests": requests})
    return replies


def compare(site: Site, course: Course, server: Server, run: Run) -> int:
    """Fails at the first reply that differs; gives how many proofs were compared."""
    requests = requests_of(course)
    here = in_this_python(site, requests)
    there = in_the_browser(server, run, requests)
    assert not [reply for reply in here if "error" in reply]
    for request, expected, found in zip(requests, here, there, strict=True):
        assert json.dumps(found, sort_keys=True) == json.dumps(expected, sort_keys=True), request
    return len(requests) - 1
