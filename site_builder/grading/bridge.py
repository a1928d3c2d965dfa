"""The one door between JavaScript and the judge: JSON text in, JSON text out, and nothing is ever raised.

The bridge knows the compiled course. Every request brings the learner's record, and the reply says which row to add to
it. What can be asked stands in `requests`.

A long record need not come again and again: one with a `name` is kept until the next such, and a record that says
`since` a name holds only the rows that came after that one. The answer is as if the whole had come; where that record
is not kept, it is `unknown_record`, and the request has to bring the whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any, TypeVar

from site_builder.grading.compiled import CompiledCourse, Situation
from site_builder.grading.contract import Data, ExerciseType, Load
from site_builder.grading.record import Shape, fits
from site_builder.grading.requests import REQUESTS, RUN, start_run
from site_builder.grading.simulation import Run
from site_builder.grading.text import Refused, dumps, loads

T = TypeVar("T")

# These reach the diagnostics of a broken page, not a learner's eyes.
_ERRORS = MappingProxyType(
    {
        "too_large": "The request is too large.",
        "too_deep": "The request is nested too deeply.",
        "not_json": "The request is not JSON.",
        "unknown_record": "The record that the request goes on from is not kept here.",
        "bad_request": "The request is not one that can be answered.",
        "internal": "The request could not be answered.",
    }
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


class Bridge:
    """Answers requests about one compiled course; `load` gives the modules of the course's own Python by name."""

    def __init__(self, course_json: str, types: Iterable[ExerciseType], load: Load | None = None) -> None:
        self._course = CompiledCourse(course_json, types, load)
        self._load = load
        self._nothing = self._course.read(None)
        self._kept: tuple[str | None, Situation] = (None, self._nothing)

    def call(self, request_json: str) -> str:
        """Answers one request."""
        return _fenced(lambda: dumps(self._answer(loads(request_json))))

    def start_run(self, request_json: str) -> Run | str:
        """A run of an exercise's simulation, to be stepped; or, as JSON, why there is none."""
        return _fenced(lambda: self._start(loads(request_json)))

    def _answer(self, request: Any) -> Data:
        situation = self._situation(request)
        if not fits(request, {"do": (str,)}) or request["do"] not in REQUESTS:
            raise Refused("bad_request")
        shape, answer = REQUESTS[request["do"]]
        self._check(request, shape)
        return answer(self._course, situation, request)

    def _start(self, request: Any) -> Run | str:
        situation = self._situation(request)
        self._check(request, RUN)
        if self._load is None:
            raise Refused("bad_request")
        return start_run(self._course, situation, request, self._load)

    def _situation(self, request: Any) -> Situation:
        """What follows from the record of a request; it is kept whatever else becomes of the request."""
        rows = request.get("record") if isinstance(request, dict) else None
        if not isinstance(rows, dict):
            return self._nothing
        name, situation = self._kept
        if "since" not in rows:
            situation = self._course.read(rows)
        elif rows["since"] != name:
            raise Refused("unknown_record")
        elif rows.get("attempts") or rows.get("events"):
            situation = self._course.read(rows, situation.record)
        if isinstance(rows.get("name"), str):
            self._kept = (rows["name"], situation)
        return situation

    def _check(self, request: Any, shape: Shape) -> None:
        if not fits(request, shape) or not self._is_about_the_course(request, shape):
            raise Refused("bad_request")

    def _is_about_the_course(self, request: Data, fields: Iterable[str]) -> bool:
        """Whether the fields that the request must have name a page, an exercise and a time."""
        valid = {
            "page": lambda value: value in self._course.pages,
            "exercise": lambda value: value in self._course.judges,
            "now": lambda value: _TIME.fullmatch(value) is not None,
        }
        return all(valid[name](request[name]) for name in fields if name in valid)


def _fenced(call: Callable[[], T]) -> T | str:
    try:
        return call()
    except Refused as refused:
        return _error(refused.code)
    except Exception:  # noqa: BLE001 - nothing may be raised into JavaScript
        return _error("internal")


def _error(code: str) -> str:
    return dumps({"error": {"code": code, "message": _ERRORS[code]}})
