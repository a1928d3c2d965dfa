"""What a learning record store is told: the facts of the statements that the page makes for cmi5 and xAPI."""

from __future__ import annotations

from typing import Any

from site_builder.grading import lms
from site_builder.grading.compiled import CompiledCourse, Situation
from site_builder.grading.contract import Data
from site_builder.grading.lms import FULL, Answered, fixed
from site_builder.grading.lms_answers import DESCRIPTION, identifier, in_2004, line
from site_builder.grading.lms_scorm import duration


def xapi(course: CompiledCourse, situation: Situation, asked: Data) -> dict[str, Any]:
    """The facts, with a success that fits the `masteryScore` of the launch."""
    progress = course.progress(situation)
    told = lms.result(progress, asked["options"])
    return {
        "completion": told.completion,
        "success": _success(told, fixed(asked["lms"].get("masteryScore"), 4)),
        "score": _score(told.score),
        "progress": told.percent / 100,
        "answered": [_answered(one) for one in lms.answered(course, situation)],
        "location": lms.place(course, situation),
    }


def _success(told: lms.Result, wanted: int | None) -> str:
    """What the course says; an LMS takes neither `passed` below the wanted score, nor `failed` from it on."""
    if wanted is None:
        return told.success
    agreed = "passed" if (told.score or 0) >= wanted else "failed"
    return told.success if told.success == agreed else "unknown"


def _score(score: int | None) -> dict[str, float] | None:
    return None if score is None else {"scaled": score / FULL, "raw": score / 100, "min": 0, "max": 100}


def _answered(one: Answered) -> dict[str, Any]:
    """One exercise; where no points are to be earned there is neither success nor score."""
    said = in_2004(one)
    earned, total, done = one.outcome["earned"], one.outcome["total"], one.outcome["done"]
    return {
        "id": identifier(one.judge.name),
        "type": said.kind,
        "name": line(one.title, DESCRIPTION),
        "response": said.response,
        "success": done if total else None,
        "score": earned / total if total else None,
        "timestamp": one.time,
        "duration": duration(one.duration),
    }
