"""Asks this Python and a browser's the same: every proof of a course, and what an LMS gets, and both replies."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from site_builder.build import Site
from site_builder.check.completion import Completion, completion
from site_builder.course_code import course_code
from site_builder.exercises.table import TYPES
from site_builder.grading.bridge import Bridge
from site_builder.grading.lms_report import PROFILES
from site_builder.grading.outcome import Scored, to_json
from site_builder.model import Course, Exercise, Proof
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
    """One request for each proof, one for each run in them, in its situation, and what the page asks besides."""
    asked: list[dict[str, Any]] = [{"do": "open", "record": {"attempts": [], "events": []}}]
    with completion(course) as proofs:
        for _, exercise in course.exercises():
            for proof in exercise.proofs:
                asked += _asked(exercise, proofs.proof(exercise, proof).answer, _record(exercise, proof, proofs))
    # Proofs share runs, and each takes seconds.
    return list({json.dumps(request, sort_keys=True): request for request in asked}.values())


def lms_requests(asked: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What a page in an LMS asks, with a record in which all those answers were given one after the other."""
    graded = [request for request in asked if request.get("do") == "grade"]
    record = {"attempts": [_attempt(n, request) for n, request in enumerate(graded)], "events": []}
    for limit in (0, 3500, 30_000):
        yield {"do": "state", "limit": limit, "record": record}
    for profile in PROFILES:
        yield {"do": "report", "profile": profile, "offset": 60, "record": record}


def _attempt(number: int, request: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: request[name] for name in ("exercise", "answer", "seed", "duration")}
    outcome = to_json(Scored(0, 0, done=False))
    time = f"2026-01-02T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}.5Z"
    return {**row, "id": f"a{number}", "fingerprint": "", "inputs": {}, "time": time, "outcome": outcome, "hints": 0}


def restoring(replies: list[Any]) -> Iterator[dict[str, Any]]:
    """Brings back the states among the replies."""
    for text in (reply["text"] for reply in replies if "text" in reply):
        for damaged in (text, text[:-2]):
            yield {"do": "restore", "text": damaged, "record": {"attempts": [], "events": []}}


def _asked(exercise: Exercise, answer: Any, record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    common = {"exercise": exercise.id, "now": NOW, "record": record}
    yield {**common, "do": "grade", "answer": answer, "seed": 7, "id": "attempt-1", "duration": 1500}
    for run in runs_in(answer):
        yield {**common, "id": "run-1", "params": run["params"], "seed": run["seed"]}


def _record(exercise: Exercise, proof: Proof, proofs: Completion) -> dict[str, Any]:
    """A learner who used the proof's hints, and gave the answers that it takes from other exercises."""
    hints = [
        {"id": f"hint-{n}", "kind": "hint", "target": exercise.id, "time": NOW, "data": {"n": n}}
        for n in range(1, proof.hints + 1)
    ]
    attempts = [
        {
            "id": f"attempt-at-{other}",
            "exercise": other,
            "fingerprint": "of whatever version",
            "seed": 7,
            "inputs": {},
            "time": NOW,
            "answer": proofs.answer(other, name),
            "outcome": to_json(Scored(0, 0, done=False)),
            "hints": 0,
            "duration": 1500,
        }
        for other, name in proof.inputs.items()
    ]
    return {"attempts": attempts, "events": hints}


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
    if isinstance(run, str):
        return run
    while not (end := run.step()):
        pass
    return end


def in_the_browser(server: Server, run: Run, requests: list[dict[str, Any]]) -> list[Any]:
    """The replies of the bridge in Pyodide, asked through the modules of the page that is open."""
    assets = next(name for name in server.files if name.endswith("/site.js")).removesuffix("site.js")
    replies: list[Any] = run(ASK_ALL, {"assets": server.url(assets), "root": server.url(""), "requests": requests})
    return replies


def written(data: Any) -> str:
    """The data as JSON, whole numbers as JavaScript writes them: it has no other way to write 1.0 than 1."""
    return json.dumps(json.loads(json.dumps(data), parse_float=_number), sort_keys=True)


def _number(text: str) -> float:
    return int(float(text)) if float(text).is_integer() else float(text)


def compare(site: Site, course: Course, server: Server, run: Run) -> int:
    """Fails at the first reply that differs; gives how many proofs were compared."""
    proofs = requests_of(course)
    requests = [*proofs, *lms_requests(proofs)]
    here = in_this_python(site, requests)
    brought_back = list(restoring(here))
    requests += brought_back
    here += in_this_python(site, brought_back)
    there = in_the_browser(server, run, requests)
    # What Python says in words is an answer too: of settings with which there is no run.
    assert not [reply for reply in here if "html" not in reply.get("error", {"html": ""})]
    for request, expected, found in zip(requests, here, there, strict=True):
        assert written(found) == written(expected), request
    return len(proofs) - 1
