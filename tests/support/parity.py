"""Asks every Python the same about a course, and compares the replies: all proofs, and what an LMS gets of them.

The requests are one list, and the replies that count are those of the Python that runs the tests, in a process in which
nothing is installed. Others are asked with the same bundle; the browser's brings the one that learners get.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from itertools import count, islice
from pathlib import Path
from typing import Any, NamedTuple

from site_builder.build import THEMES
from site_builder.bundle import make_bundle, zone_sources
from site_builder.check.completion import Completion, completion
from site_builder.check.prepared import prepared
from site_builder.grading.lms_report import PROFILES
from site_builder.grading.outcome import Scored, to_json
from site_builder.model import Course, Exercise, Proof
from site_builder.theme import load_theme, type_texts
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

ASKING = Path(__file__).with_name("asking.py")
NOTHING: dict[str, Any] = {"attempts": [], "events": []}
SHOWN = 40
"""Lines of a difference: enough to see what it is."""

Run = Callable[[str, Any], Any]
"""Calls a JavaScript function in the page with an argument."""


class Asked(NamedTuple):
    """A request, and whose answer it is about, in words."""

    about: str
    request: dict[str, Any]


@dataclass(frozen=True)
class Expected:
    """What every Python has to reply: the text of each reply, in the order of the requests."""

    bundle: bytes
    asked: Sequence[Asked]
    replies: Sequence[str]
    proofs: int
    """How many of the requests come from proofs."""


def expected(course: Course) -> Expected:
    """The requests about a course, with the replies of the Python that runs the tests."""
    bundle = _bundle(course)
    proofs = list(_about_proofs(course))
    asked = [Asked("the beginning", {"do": "open", "record": NOTHING}), *proofs, *_about_all(proofs)]
    states = [one for one in asked if one.request.get("do") == "state"]
    asked += _restoring(replies_of(sys.executable, bundle, states))
    return Expected(bundle, asked, replies_of(sys.executable, bundle, asked), len(proofs))


def _bundle(course: Course) -> bytes:
    """What learners get, but with the zone as sources: what is compiled for the browser's Python suits no other."""
    texts = {name: words["messages"] for name, words in type_texts(load_theme(THEMES / course.theme)).items()}
    return make_bundle(prepared(course), texts, zone_sources())


def _about_proofs(course: Course) -> Iterator[Asked]:
    """One request for each proof and each run in it, in the situation it needs; none twice, since runs take long."""
    known: set[str] = set()
    with completion(course) as proofs:
        for _, exercise in course.exercises():
            for proof in exercise.proofs:
                answer, record = proofs.proof(exercise, proof).answer, _record(exercise, proof, proofs)
                about = f"{exercise.id}, proof '{proof.name}'"
                for request in _requests(exercise, answer, record):
                    if (text := json.dumps(request, sort_keys=True)) not in known:
                        known.add(text)
                        yield Asked(about, request)


def _requests(exercise: Exercise, answer: Any, record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    common = {"exercise": exercise.id, "now": NOW, "record": record}
    yield {**common, "do": "grade", "answer": answer, "seed": 7, "id": "attempt-1", "duration": 1500}
    for run in runs_in(answer):
        yield {**common, "id": "run-1", "params": run["params"], "seed": run["seed"]}


def _about_all(proofs: Sequence[Asked]) -> Iterator[Asked]:
    """What a page in an LMS asks, with a record in which all those answers were given one after the other."""
    graded = [one.request for one in proofs if one.request.get("do") == "grade"]
    record = {"attempts": [_attempt(n, request) for n, request in enumerate(graded)], "events": []}
    for limit in (0, 3500, 30_000):
        yield Asked(f"a state of {limit} characters", {"do": "state", "limit": limit, "record": record})
    for profile in PROFILES:
        yield Asked(f"a report in {profile}", {"do": "report", "profile": profile, "offset": 60, "record": record})


def _attempt(number: int, request: Mapping[str, Any]) -> dict[str, Any]:
    row = {name: request[name] for name in ("exercise", "answer", "seed", "duration")}
    outcome = to_json(Scored(0, 0, done=False))
    time = f"2026-01-02T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}.5Z"
    return {**row, "id": f"a{number}", "fingerprint": "", "inputs": {}, "time": time, "outcome": outcome, "hints": 0}


def _restoring(replies: Sequence[str]) -> Iterator[Asked]:
    """Brings back the states in the replies, whole and damaged."""
    for text in (json.loads(reply)["text"] for reply in replies):
        for kept in (text, text[:-2]):
            yield Asked(
                f"a state of {len(kept)} characters, restored", {"do": "restore", "text": kept, "record": NOTHING}
            )


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


def replies_of(python: str, bundle: bytes, asked: Sequence[Asked]) -> list[str]:
    """The replies of an interpreter that has nothing but its standard library and the bundle."""
    lines = "".join(f"{json.dumps(one.request)}\n" for one in asked).encode()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bundle.zip").write_bytes(bundle)
        command = [python, "-I", "-S", str(ASKING), str(Path(folder, "bundle.zip"))]
        done = subprocess.run(command, input=lines, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout.decode("utf-8", "surrogatepass").split("\n")[:-1]


def difference(wanted: Expected, replies: Sequence[str]) -> str:
    """The first reply that is another one, so that it can be read; empty where all are the same."""
    different = [n for n, (ours, theirs) in enumerate(zip(wanted.replies, replies, strict=True)) if ours != theirs]
    if not different:
        return ""
    first = different[0]
    shown = _difference(wanted.replies[first], replies[first])
    return (
        f"{len(different)} of {len(replies)} replies differ; the first is about {wanted.asked[first].about}:\n{shown}"
    )


def _difference(ours: str, theirs: str) -> str:
    """Line by line; or, where only spaces, escapes or the like differ, the texts from there on."""
    here, there = (json.dumps(json.loads(text), indent=1, ensure_ascii=False).split("\n") for text in (ours, theirs))
    if here != there:
        return "\n".join(islice(unified_diff(here, there, "here", "there", lineterm=""), SHOWN))
    start = next(n for n in count() if ours[n : n + 1] != theirs[n : n + 1])
    return f"here:  {ours[start : start + SHOWN]!r}\nthere: {theirs[start : start + SHOWN]!r}"


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


def compare(course: Course, server: Server, run: Run) -> int:
    """Fails where the browser replies otherwise to the course that is served; gives how many proofs were compared."""
    wanted = expected(course)
    here = [json.loads(reply) for reply in wanted.replies]
    there = in_the_browser(server, run, [one.request for one in wanted.asked])
    # What Python says in words is an answer too: of settings with which there is no run.
    assert not [reply for reply in here if "html" not in reply.get("error", {"html": ""})]
    as_here = replace(wanted, replies=[written(reply) for reply in here])
    told = difference(as_here, [written(reply) for reply in there])
    assert not told, told
    return wanted.proofs
