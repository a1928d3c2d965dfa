"""Asks this Python and a browser's the same: every proof of a course, as requests to the bridge, and both replies."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from site_builder.build import Site
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
    for (const request of requests) replies.push(await python.call(request));
    return replies;
}"""

Run = Callable[[str, Any], Any]
"""Calls a JavaScript function in the page with an argument."""


def requests_of(course: Course) -> list[dict[str, Any]]:
    """One request for each proof, its hints used before, and what the page asks besides."""
    asked: list[dict[str, Any]] = [{"do": "open", "record": {"attempts": [], "events": []}}]
    for _, exercise in course.exercises():
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
    return asked


def in_this_python(site: Site, requests: list[dict[str, Any]]) -> list[Any]:
    """The replies of the bridge here, with the course that the browser gets."""
    name = next(name for name in site.files if name.startswith("bundle/"))
    with zipfile.ZipFile(io.BytesIO(site.files[name])) as bundle:
        bridge = Bridge(bundle.read("course.json").decode(), TYPES)
    return [json.loads(bridge.call(json.dumps(request))) for request in requests]


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
