"""The request `report`: which words each kind of LMS gets."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from site_builder.grading.compiled import CompiledCourse, Situation
from site_builder.grading.contract import Data
from site_builder.grading.lms_scorm import scorm12, scorm2004
from site_builder.grading.lms_xapi import xapi

PROFILES = MappingProxyType({"scorm12": scorm12, "scorm2004": scorm2004, "xapi": xapi})

_DAY = 24 * 60
"""In minutes."""


def report(course: CompiledCourse, situation: Situation, request: Data) -> dict[str, Any]:
    """What to tell the LMS of a profile; fields that are missing or make no sense are as good as empty.

    `lms`: what it holds already, element -> value; `options`: see `lms`; `offset`: minutes from UTC to the learner's
    time; `mode`: only in `normal` anything is told.
    """
    options, offset = request.get("options"), request.get("offset")
    asked = {
        "lms": _mapping(request.get("lms")),
        "options": _mapping(options),
        "offset": offset if type(offset) is int and abs(offset) <= _DAY else 0,
    }
    told = PROFILES[request["profile"]](course, situation, asked)
    return told if request.get("mode", "normal") == "normal" else {name: _nothing(told[name]) for name in told}


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _nothing(value: Any) -> Any:
    """Nothing, in the form of the value."""
    return [] if isinstance(value, list) else "" if isinstance(value, str) else None
