"""A course of all examples of all exercise types, and learners who do in it whatever comes to hand."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from site_builder.check.neighbors import neighbors
from site_builder.exercises.table import TYPES
from site_builder.grading.bridge import Bridge
from site_builder.grading.compiled import CompiledCourse
from site_builder.grading.instants import instant
from site_builder.grading.judge import Judge
from site_builder.grading.outcome import Packed
from tests.support.examples import Example, examples

START = 1_790_000_000
"""Seconds since 1970: when the first learner begins."""
SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"attempts": 2},
    {"reveal": 1},
    {"attempts": 3, "reveal": 2},
    {"required": False},
)
Rows = dict[str, list[Any]]


def nothing() -> Rows:
    """The record of somebody who has not begun."""
    return {"attempts": [], "events": []}


def exercise_id(number: int, example: Example) -> str:
    """Examples of two types may have one id."""
    return f"{example.row.name}-{number}"


@cache
def type_course() -> str:
    """The compiled course: two exercises a unit, three units a phase, each exercise with other settings."""
    exercises = {exercise_id(n, one): _compiled(n, one) for n, one in enumerate(examples())}
    names = list(exercises)
    units = [
        {"id": f"p{n // 6}/u{n}", "url": f"p{n // 6}/u{n}.html", "title": f"U{n}", "phase": f"p{n // 6}"}
        | {"optional": n % 14 == 12, "exercises": names[n : n + 2]}
        for n in range(0, len(names), 2)
    ]
    phases = list(dict.fromkeys(unit["phase"] for unit in units))
    course = {
        "format": 1,
        "course": {"id": "types", "version": "1", "title": "Types", "fingerprint": "f"},
        "text": {"common": {"done": "Done.", "partly": "Partly.", "wrong": "No.", "crashed": "Stopped."}},
        "gates": "open",
        "units": units,
        "phases": [{"id": name, "title": name, "label": name, "number": n} for n, name in enumerate(phases, 1)],
        "extras": [],
        "planned": [],
        "exercises": exercises,
    }
    return json.dumps(course)


def _compiled(number: int, example: Example) -> dict[str, Any]:
    exercise = example.exercise
    own = {"attempts": 0, "reveal": 0, "required": True, **SETTINGS[number % len(SETTINGS)]}
    settings = {**asdict(exercise.settings), "hints": ["one", "two"], "inputs": [], **own}
    return {
        "type": exercise.type,
        "title": f"Number <em>{number}</em>",
        "unit": f"p{number // 6}/u{number // 2 * 2}",
        "public": exercise.public,
        "key": exercise.key,
        "settings": settings,
        "names": exercise.names,
        "fingerprint": exercise.fingerprint,
    }


class Person:
    """Somebody with a record, who acts by chance; `seconds` is the time by the own clock."""

    def __init__(self, seed: int, record: Rows | None = None, seconds: int = START, course: str | None = None) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - made again by every run
        modules = {one.exercise.settings.code: one.code for one in examples()}
        self.bridge = Bridge(course or type_course(), TYPES, modules.__getitem__)
        self.record = record or nothing()
        self.seconds = seconds
        self._seed = seed

    def begin(self) -> None:
        """Notes the beginning, as the page does."""
        event = {"id": f"b{self._seed}", "kind": "begin", "target": "types", "time": self._now()}
        self.record["events"].append({**event, "data": {"seed": self.chance.randrange(1 << 31)}})

    def act(self, times: int) -> None:
        """Opens pages, answers, and asks for hints and answers."""
        for _ in range(times):
            number, example = self.chance.choice(list(enumerate(examples())))
            name = exercise_id(number, example)
            do = self.chance.choice(["visit", "hint", "reveal", "grade", "grade", "grade"])
            answer = self.chance.choice(answers(number)) if do == "grade" else None
            self.do(do, page=f"p{number // 6}/u{number // 2 * 2}", exercise=name, answer=answer)

    def do(self, do: str, **fields: Any) -> Any:
        """Sends a request and keeps the row that comes back."""
        self.seconds += self.chance.randrange(90)
        common = {"id": f"{self._seed}-{len(self.record['attempts']) + len(self.record['events'])}", "now": self._now()}
        duration = self.chance.randrange(90_000)
        reply = self.ask(do, **common, seed=self.chance.randrange(1 << 40), duration=duration, **fields)
        for field in ("attempt", "event"):
            if reply.get(field):
                self.record[f"{field}s"].append(reply[field])
        return reply

    def ask(self, do: str, **fields: Any) -> Any:
        """Sends a request with the record."""
        reply = json.loads(self.bridge.call(json.dumps({"do": do, "record": self.record, **fields})))
        assert "error" not in reply, reply
        return reply

    def restore(self, text: str) -> Any:
        """Takes over what an LMS has kept, as the page does: rows in the order of their times."""
        reply = self.ask("restore", text=text)
        for kind, rows in reply["record"].items():
            self.record[kind] = sorted([*self.record[kind], *rows], key=lambda row: row["time"])
        return reply

    def _now(self) -> str:
        return instant(self.seconds).replace(".000Z", f".{self.chance.randrange(1000):03}Z")


@cache
def answers(number: int) -> list[Any]:
    """Answers that the proofs of an example know, and some that differ from them in one place."""
    example = examples()[number]
    known = [proof.answer for proof in example.exercise.proofs] + list(example.states.values())
    return [*known, *_some(neighbors(known[-1], sorted(example.exercise.names)))]


def _some(found: Iterator[Any]) -> list[Any]:
    return [answer for answer, _ in zip(found, range(40), strict=False)]


def stands(person: Person) -> dict[str, Any]:
    """All that must come back with a state: verdicts, statuses, scores and gates."""
    opened = person.ask("open")
    progress: Mapping[str, Any] = opened["progress"]
    completed_on = (progress["completed_on"] or "")[:19]
    kept = ("status", "left", "can_check", "can_hint", "can_reveal", "stale")
    views = {
        name: {field: view[field] for field in kept}
        | {"hints": view["hints"]["used"], "solved": view["solution"] is not None, "reply": _verdict(view["reply"])}
        for name, view in opened["views"].items()
    }
    return {**progress, "completed_on": completed_on, "results": _counted(progress["results"]), "views": views}


def _verdict(reply: Any) -> Any:
    return reply and {name: reply[name] for name in ("earned", "total", "done", "headline", "tone")}


def _counted(results: Mapping[str, Any]) -> Any:
    """The results without the attempts and minutes, which are only nearly kept."""
    return [{name: one[name] for name in ("done", "earned", "total", "hints")} for one in results["phases"]]


def worst(course: CompiledCourse) -> Rows:
    """The record of a learner of whom there is the most to say: every digit is the last one that it can be."""
    late = instant((1 << 34) - 1)
    rows = nothing()
    begin = {"id": "b", "kind": "begin", "target": course.id, "time": late, "data": {"seed": (1 << 53) - 1}}
    first = {"id": "v", "kind": "visit", "target": min(course.pages), "time": instant(START), "data": {}}
    rows["events"] += [begin, first]
    for page in sorted(course.pages)[1:]:
        rows["events"].append({**first, "id": page, "target": page, "time": late})
    for name, judge in course.judges.items():
        hint = {"id": f"h-{name}", "kind": "hint", "target": name, "time": late, "data": {"n": 1000}}
        rows["events"] += [hint, {**hint, "id": f"r-{name}", "kind": "reveal", "data": {}}]
        rows["attempts"] += _many_attempts(judge, late)
    return rows


def _many_attempts(judge: Judge, late: str) -> list[Any]:
    """More attempts than are counted, of this version and of an earlier one."""
    outcome = {"earned": judge.points, "total": judge.points, "done": True, "parts": [], "feedback": []}
    row = {"exercise": judge.name, "answer": _largest_answer(judge), "outcome": outcome, "seed": 1, "hints": 0}
    row |= {"inputs": {"x": "y"}, "time": late, "duration": 86_399_000}
    version = judge.exercise["fingerprint"]
    versions = ["old"] * 20 + [version] * 70
    return [{**row, "id": f"{judge.name}-{n}", "fingerprint": one} for n, one in enumerate(versions)]


def _largest_answer(judge: Judge) -> Any:
    """Of what can be said the last; only of a sequence, where no two things have one place, the reverse."""
    ranges = judge.ranges()
    digits = {name: 1 if name.endswith(".state") else size - 1 for name, size in ranges.items()}
    if judge.exercise["type"] == "order":
        digits = {name: place for place, name in enumerate(ranges, 1)}
    return judge.unpack(Packed(digits))
