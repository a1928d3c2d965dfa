"""What the browser can ask of the judge: one function for each request, listed in `REQUESTS` with the fields it needs.

Each takes the compiled course, the learner's situation and the request, and gives plain data. A reply names the row
that the browser is to add to the record; its view and progress count that row already.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from types import MappingProxyType
from typing import Any, NamedTuple

from site_builder.grading.compiled import CompiledCourse, Situation
from site_builder.grading.contract import Data, Load
from site_builder.grading.lms_report import PROFILES, report
from site_builder.grading.marks import marks
from site_builder.grading.outcome import Invalid, Outcome, Scored, to_json
from site_builder.grading.record import Attempt, Row, Shape
from site_builder.grading.simulation import Run, run_answer, run_data, simulate
from site_builder.grading.standing import Standing
from site_builder.grading.state import state
from site_builder.grading.state_restore import restore
from site_builder.grading.text import Refused, dumps, guard
from site_builder.grading.views import can_check, can_hint, can_reveal

MAX_ANSWER = 250_000
MAX_ANSWER_DEPTH = 32
"""Below what a whole record may have, so that an answer that was taken never makes the record unreadable."""

MAX_MESSAGE = 4_000_000
"""What is only looked at, and not stored, may be longer."""

_STOPPED = ("timeout", "crashed")


Answer = Callable[[CompiledCourse, Situation, Data], Data]


class Request(NamedTuple):
    """A row of the table of requests."""

    shape: Shape
    answer: Answer


def _open(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    """The whole course as this learner finds it."""
    del request
    return {
        "record": situation.record.to_json(),
        "dropped": list(situation.record.dropped),
        "progress": course.progress(situation),
        "views": {name: course.view(name, situation) for name in course.judges},
    }


def _progress(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    del request
    return {"progress": course.progress(situation)}


def _visit(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    event = _event("visit", request["page"], request, {})
    return {"event": event, "progress": course.progress(_with_event(course, situation, event))}


def _arrange(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    """What is drawn, and in which order, with any seed: an answer may come from another device."""
    del situation
    return {"order": course.judges[request["exercise"]].arrange(request["seed"])}


def _grade(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    """Judges an answer. One that cannot be judged is no attempt, nor is the last one checked once more."""
    name, answer = request["exercise"], request.get("answer")
    standing = situation.standings[name]
    outcome: Outcome
    if not can_check(standing):
        outcome = Invalid("closed")
    elif not _storable(answer):
        outcome = Invalid("malformed")
    else:
        outcome = course.judges[name].grade(answer, standing.known)
    attempt = None
    if isinstance(outcome, Scored) and not _repeats(course, standing, answer):
        attempt = _attempt(course, standing, request, outcome)
        situation = course.situation(situation.record.with_attempt(Attempt(attempt, attempt["outcome"])))
    reply = course.reply(name, outcome, late=situation.standings[name].late)
    return {"reply": reply, "attempt": attempt, **_after(course, situation, name)}


def _repeats(course: CompiledCourse, standing: Standing, answer: Any) -> bool:
    """Whether nothing has changed since the last attempt: neither the answer nor what it is judged by."""
    if standing.last is None:
        return False
    row = standing.last.row
    version = course.judges[row["exercise"]].exercise["fingerprint"]
    return (row["fingerprint"], row["hints"], row["answer"]) == (version, standing.hints, answer) and not standing.stale


def _storable(answer: Any) -> bool:
    try:
        guard(dumps(answer), MAX_ANSWER, MAX_ANSWER_DEPTH)
    except Refused:
        return False
    return True


def _failed(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    """What to tell when an answer twice took too long, or ended the worker."""
    name, code = request["exercise"], request["code"]
    outcome = Invalid(code if code in _STOPPED else "crashed")
    return {"reply": course.reply(name, outcome), "attempt": None, **_after(course, situation, name)}


def _hint(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    name = request["exercise"]
    standing = situation.standings[name]
    event = None
    if can_hint(course.judges[name], standing):
        event = _event("hint", name, request, {"n": standing.hints + 1})
        situation = _with_event(course, situation, event)
    return {"event": event, **_after(course, situation, name)}


def _reveal(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    """Shows the answer where that is allowed; a second time without a second event."""
    name = request["exercise"]
    standing = situation.standings[name]
    judge = course.judges[name]
    if not can_reveal(judge, standing):
        return {"event": None, "answer": None, "reply": None, **_after(course, situation, name)}
    event = None
    if not standing.revealed:
        event = _event("reveal", name, request, {})
        situation = _with_event(course, situation, event)
    answer = judge.solution()
    reply = course.revealed(name, judge.grade(answer, standing.known), situation)
    return {"event": event, "answer": answer, "reply": reply, **_after(course, situation, name)}


def _respond(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    """One turn of an exercise that talks back; the reply is null where there is none."""
    name, state, message = request["exercise"], request.get("state"), request.get("message")
    if len(dumps(message)) > MAX_MESSAGE:
        return {"state": state, "reply": None}
    state, reply = course.judges[name].respond(state, message, situation.standings[name].known)
    return {"state": state, "reply": course.spoken(name, reply)}


def _state(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    """What an LMS is to keep, in so many characters at most."""
    return state(course, situation, request["limit"])


def _restore(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    """The rows that such a state adds to the record."""
    return restore(course, situation, request["text"])


def _report(course: CompiledCourse, situation: Situation, request: Data) -> Data:
    """What an LMS is told of the learner; `lms` is what it holds already."""
    if request["profile"] not in PROFILES:
        raise Refused("bad_request")
    return report(course, situation, request)


def start_run(course: CompiledCourse, situation: Situation, request: Data, load: Load) -> Run | str:
    """Starts the simulation of an exercise, or says as JSON why its parameters do not allow that.

    What the module of the simulation does first happens in the first step of the run.
    """
    name = request["exercise"]
    judge = course.judges[name]
    key = judge.exercise["key"]
    if not isinstance(key.get("simulation"), str):
        raise Refused("bad_request")
    params = judge.read_params(request["params"])
    if isinstance(params, Invalid):
        return dumps({"error": {"code": params.code, "html": course.reply(name, params)["headline"]}})
    inputs = situation.standings[name].inputs
    seed = key["seed"] if isinstance(key.get("seed"), int) else request["seed"]

    def finish(result: Data) -> Data:
        answer = run_answer(params, inputs, seed, result)
        return {"result": result, "answer": answer, "event": _event("run", name, request, run_data(answer, result))}

    # A copy: the course's own Python may change what it gets, and the record stays here.
    return Run(simulate(load, key["simulation"], params, deepcopy(inputs), seed), finish)


def _attempt(course: CompiledCourse, standing: Standing, request: Data, outcome: Scored) -> Row:
    seed = course.judges[request["exercise"]].seed_of(request.get("answer"))
    return {
        "id": request["id"],
        "exercise": request["exercise"],
        "fingerprint": course.judges[request["exercise"]].exercise["fingerprint"],
        "seed": request["seed"] if seed is None else seed,
        "inputs": marks(standing.inputs),
        "time": request["now"],
        "answer": request.get("answer"),
        "outcome": to_json(outcome),
        "hints": standing.hints,
        "revealed": standing.revealed,
        "duration": request["duration"],
    }


def _event(kind: str, target: str, request: Data, data: Data) -> Row:
    return {"id": request["id"], "kind": kind, "target": target, "time": request["now"], "data": data}


def _with_event(course: CompiledCourse, situation: Situation, event: Row) -> Situation:
    return course.situation(situation.record.with_event(event))


def _after(course: CompiledCourse, situation: Situation, exercise: str) -> dict[str, Any]:
    return {"view": course.view(exercise, situation), "progress": course.progress(situation)}


def _row(answer: Answer, **shape: tuple[type, ...]) -> Request:
    return Request(MappingProxyType(shape), answer)


RUN: Shape = MappingProxyType({"exercise": (str,), "params": (dict,), "seed": (int,), "id": (str,), "now": (str,)})
"""What a request for a run needs; it is answered by a `Run`, not by data."""

REQUESTS = MappingProxyType(
    {
        "open": _row(_open),
        "progress": _row(_progress),
        "visit": _row(_visit, page=(str,), id=(str,), now=(str,)),
        "arrange": _row(_arrange, exercise=(str,), seed=(int,)),
        "grade": _row(_grade, exercise=(str,), seed=(int,), id=(str,), now=(str,), duration=(int, float)),
        "failed": _row(_failed, exercise=(str,), code=(str,)),
        "hint": _row(_hint, exercise=(str,), id=(str,), now=(str,)),
        "reveal": _row(_reveal, exercise=(str,), id=(str,), now=(str,)),
        "respond": _row(_respond, exercise=(str,)),
        "state": _row(_state, limit=(int,)),
        "restore": _row(_restore, text=(str,)),
        "report": _row(_report, profile=(str,)),
    }
)
