"""What SCORM 1.2 and SCORM 2004 are told, element by element, as the texts that they take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from site_builder.grading import lms
from site_builder.grading.compiled import CompiledCourse, Situation
from site_builder.grading.contract import Data
from site_builder.grading.instants import instant, seconds
from site_builder.grading.lms import FULL, Answered, Result, decimal, fixed
from site_builder.grading.lms_answers import DESCRIPTION, identifier, in_12, in_2004, line

Pairs = list[list[str]]
"""Elements with their values, in the order in which they are written."""

_RANK_12 = ("not attempted", "browsed", "incomplete", "failed", "completed", "passed")
_COMPLETION = ("not attempted", "unknown", "incomplete", "completed")
_SUCCESS = ("unknown", "failed", "passed")
_MINUTE, _HOUR = 6000, 360_000
"""In hundredths of a second."""
_SECONDS = 60


def scorm12(course: CompiledCourse, situation: Situation, asked: Data) -> dict[str, Any]:
    """For SCORM 1.2, which has one status for both completion and success."""
    held, options, offset = asked["lms"], asked["options"], asked["offset"]
    progress = course.progress(situation)
    told = lms.result(progress, options)
    status = _better(_RANK_12, held.get("cmi.core.lesson_status"), _status_12(told, options))
    score = _higher(told.score, fixed(held.get("cmi.core.score.raw"), 2))
    objectives = [
        {"id": identifier(name), "values": [*_scores("score.", points), ["status", _phase_status(completion, full)]]}
        for name, _, completion, points, full in lms.phases(progress)
    ]
    return {
        "values": [*_scores("cmi.core.score.", score), ["cmi.core.lesson_status", status]],
        "interactions": [_interaction_12(one, offset) for one in lms.answered(course, situation)],
        "objectives": objectives,
        "location": lms.place(course, situation),
    }


def _status_12(told: Result, options: Data) -> str:
    """Who has completed the course without passing it stays incomplete, unless the LMS asks for `failed`."""
    if told.success == "passed":
        return "completed" if options.get("status") == "completed" else "passed"
    return "failed" if told.success == "failed" else "incomplete"


def _phase_status(completion: str, full: Any) -> str:
    return "passed" if completion == "completed" and full else completion


def scorm2004(course: CompiledCourse, situation: Situation, asked: Data) -> dict[str, Any]:
    """For SCORM 2004."""
    held, options, offset = asked["lms"], asked["options"], asked["offset"]
    progress = course.progress(situation)
    told = lms.result(progress, options)
    score = _higher(told.score, fixed(held.get("cmi.score.raw"), 2))
    measure = _higher(told.percent * 100, fixed(held.get("cmi.progress_measure"), 4))
    success = "unknown" if options.get("status") == "completed" else told.success
    return {
        "values": [
            *_scaled("cmi.score.", score),
            ["cmi.progress_measure", decimal(measure or 0, 4)],
            ["cmi.completion_status", _better(_COMPLETION, held.get("cmi.completion_status"), told.completion)],
            ["cmi.success_status", _better(_SUCCESS, held.get("cmi.success_status"), success)],
        ],
        "interactions": [_interaction_2004(one, offset) for one in lms.answered(course, situation)],
        "objectives": list(_objectives_2004(progress)),
        "location": lms.place(course, situation),
    }


def _objectives_2004(progress: Data) -> Iterator[dict[str, Any]]:
    for name, title, completion, points, full in lms.phases(progress):
        success = "passed" if completion == "completed" and full else "unknown"
        values = [
            *_scaled("score.", points),
            ["completion_status", completion],
            ["success_status", success],
            ["description", line(title, DESCRIPTION)],
        ]
        yield {"id": identifier(name), "values": values}


def _better(ranks: tuple[str, ...], held: Any, ours: str) -> str:
    """The better of two statuses."""
    return str(held) if held in ranks and ranks.index(held) > ranks.index(ours) else ours


def _higher(ours: int | None, held: int | None) -> int | None:
    """The higher of two numbers; one that is too high was never ours."""
    return ours if held is None or held > FULL else max(held, ours or 0)


def _scores(prefix: str, score: int | None) -> Pairs:
    """A score from 0 to 100, if there is one."""
    if score is None:
        return []
    return [[f"{prefix}min", "0"], [f"{prefix}max", "100"], [f"{prefix}raw", decimal(score, 2)]]


def _scaled(prefix: str, score: int | None) -> Pairs:
    return [] if score is None else [*_scores(prefix, score), [f"{prefix}scaled", decimal(score, 4)]]


def _interaction_12(one: Answered, offset: int) -> dict[str, Any]:
    said = in_12(one)
    values = [["type", said.kind], ["time", _local(one, offset)[11:]]]
    values += [["student_response", said.response]] if said.response else []
    values += [["result", _verdict(one, "wrong")], ["latency", _clock(one.duration)]]
    return {"id": identifier(one.judge.name), "values": values}


def _interaction_2004(one: Answered, offset: int) -> dict[str, Any]:
    said = in_2004(one)
    values = [["type", said.kind], ["timestamp", _local(one, offset)]]
    values += [["learner_response", said.response]] if said.response else []
    values += [
        ["result", _verdict(one, "incorrect")],
        ["latency", duration(one.duration)],
        ["description", line(one.title, DESCRIPTION)],
    ]
    return {"id": identifier(one.judge.name), "values": values}


def _verdict(one: Answered, wrong: str) -> str:
    """Right, wrong, or the share of the points of what is done without all of them."""
    earned, total, done = one.outcome["earned"], one.outcome["total"], one.outcome["done"]
    if not total:
        return "neutral"
    if not done:
        return wrong
    return "correct" if earned == total else decimal(earned * FULL // total, 4)


def _local(one: Answered, offset: int) -> str:
    """When it was answered, in the learner's time, without a zone: some LMSs take no other."""
    return instant(max(0, seconds(one.time) + offset * _SECONDS)).partition(".")[0]


def _clock(time: int) -> str:
    """A duration for SCORM 1.2."""
    return f"{time // _HOUR:04}:{time // _MINUTE % 60:02}:{time // 100 % 60:02}.{time % 100:02}"


def duration(time: int) -> str:
    """A duration for SCORM 2004 and xAPI."""
    return f"PT{time // _HOUR}H{time // _MINUTE % 60}M{decimal(time % _MINUTE, 2)}S"
