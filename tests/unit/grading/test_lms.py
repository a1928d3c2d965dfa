"""What an LMS is told: the rules of completion and score, and the exact formats with their limits."""

from __future__ import annotations

import re
from typing import Any

import pytest

from site_builder.grading.lms import Answered, decimal, fixed
from site_builder.grading.lms_answers import in_12, in_2004, line
from site_builder.grading.lms_scorm import duration
from site_builder.grading.outcome import Interaction
from tests.support.fake_course import Learner, course, exercise, unit
from tests.support.type_course import Person

SHORT_ID = r"[\w.]{1,250}"
FORMATS_2004 = {
    "choice": rf"{SHORT_ID}(\[,\]{SHORT_ID}){{0,35}}",
    "sequencing": rf"{SHORT_ID}(\[,\]{SHORT_ID}){{0,35}}",
    "matching": rf"{SHORT_ID}\[\.\]{SHORT_ID}(\[,\]{SHORT_ID}\[\.\]{SHORT_ID}){{0,35}}",
    "performance": rf"{SHORT_ID}\[\.\]{SHORT_ID}(\[,\]{SHORT_ID}\[\.\]{SHORT_ID}){{0,124}}",
    "long-fill-in": r"(?!\{)[^\n\r]{1,4000}",
    "other": r"(?!\{)[^\n\r]{1,4000}",
}
FORMATS_12 = {
    "choice": r"[0-9a-z](,[0-9a-z]){0,35}",
    "sequencing": r"[0-9a-z](,[0-9a-z]){0,35}",
    "matching": r"[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z]){0,35}",
    "performance": r"[^\n\r]{1,255}",
    "fill-in": r"[^\n\r]{1,255}",
}


def told(learner: Learner, profile: str = "scorm12", **fields: Any) -> dict[str, str]:
    """The values of a report, by the ends of their elements."""
    reply = learner.ask("report", profile=profile, **fields)
    return {element.removeprefix("cmi.").removeprefix("core."): value for element, value in reply["values"]}


@pytest.fixture
def learner() -> Learner:
    """In a course of two exercises with two points each, of which one can be closed."""
    return Learner(course([unit("index"), unit("p1/one", "a", "b")], {"a": exercise(attempts=1), "b": exercise()}))


def test_the_course_is_incomplete_until_it_is_completed_and_then_passed(learner: Learner) -> None:
    """In 1.2 in one status, in 2004 in two; the score is there from the beginning."""
    assert told(learner) == {"score.min": "0", "score.max": "100", "score.raw": "0", "lesson_status": "incomplete"}
    learner.visit("index", "p1/one")
    learner.pick("a", "right")
    learner.pick("b", "near")
    assert told(learner, "scorm2004") == {
        "score.min": "0",
        "score.max": "100",
        "score.raw": "75",
        "score.scaled": "0.75",
        "progress_measure": "0",
        "completion_status": "incomplete",
        "success_status": "unknown",
    }
    learner.pick("b", "right")
    assert told(learner)["lesson_status"] == "passed"
    found = told(learner, "scorm2004")
    assert (found["completion_status"], found["success_status"], found["progress_measure"]) == (
        "completed",
        "passed",
        "1",
    )


def test_failed_is_told_only_where_that_is_asked_for(learner: Learner) -> None:
    """Some LMSs lock a course that somebody has failed."""
    learner.visit("index", "p1/one")
    learner.pick("a", "wrong")
    learner.pick("b", "right")
    assert told(learner)["lesson_status"] == "incomplete"
    assert told(learner, options={"failed": True})["lesson_status"] == "failed"
    found = told(learner, "scorm2004")
    assert (found["completion_status"], found["success_status"]) == ("completed", "unknown")
    assert told(learner, "scorm2004", options={"failed": True})["success_status"] == "failed"
    assert learner.ask("report", profile="xapi")["success"] == "unknown"


def test_other_options(learner: Learner) -> None:
    """No score before the end, and `completed` in the place of `passed`; what makes no sense is as good as nothing."""
    late = {"score_at_end": True, "status": "completed"}
    assert told(learner, options=late) == {"lesson_status": "incomplete"}
    learner.visit("index", "p1/one")
    learner.pick("a", "right")
    learner.pick("b", "right")
    assert told(learner, options=late) == {**told(learner), "lesson_status": "completed"}
    assert told(learner, options=[], lms="x", offset="y") == told(learner)


@pytest.mark.parametrize(
    ("held", "status", "raw"),
    [
        ({}, "incomplete", "50"),
        ({"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "87.5"}, "passed", "87.5"),
        ({"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "12"}, "completed", "50"),
        ({"cmi.core.lesson_status": "not attempted", "cmi.core.score.raw": ""}, "incomplete", "50"),
        ({"cmi.core.lesson_status": "browsed", "cmi.core.score.raw": "x"}, "incomplete", "50"),
        ({"cmi.core.lesson_status": 7, "cmi.core.score.raw": "900"}, "incomplete", "50"),
    ],
)
def test_what_an_lms_holds_is_never_lowered(learner: Learner, held: Any, status: str, raw: str) -> None:
    """Neither a status nor a score; what is no status and no score is passed over."""
    learner.pick("b", "right")
    found = told(learner, lms=held)
    assert (found["lesson_status"], found["score.raw"]) == (status, raw)
    renamed = {name.replace("cmi.core.", "cmi.").replace("lesson", "completion"): value for name, value in held.items()}
    renamed |= {"cmi.success_status": "passed", "cmi.progress_measure": "0.875"}
    found = told(learner, "scorm2004", lms=renamed)
    assert (found["score.raw"], found["success_status"], found["progress_measure"]) == (raw, "passed", "0.875")


def test_in_review_nothing_is_told(learner: Learner) -> None:
    """Nor when the learner only browses."""
    learner.pick("b", "right")
    for mode in ("review", "browse", "odd", 5):
        for profile in ("scorm12", "scorm2004", "xapi"):
            found = learner.ask("report", profile=profile, mode=mode)
            assert {str(value) for value in found.values()} <= {"[]", "", "None"}
    assert "error" in learner.ask("report", profile="scorm13")


def test_the_master_score_of_a_launch_is_a_condition_of_passing(learner: Learner) -> None:
    """cmi5 forbids `passed` below it."""
    learner.visit("index", "p1/one")
    learner.pick("a", "right")
    learner.pick("b", "right")
    found = learner.ask("report", profile="xapi", lms={"masteryScore": "1"})
    assert (found["completion"], found["success"], found["progress"]) == ("completed", "passed", 1)
    assert found["score"] == {"scaled": 1, "raw": 100, "min": 0, "max": 100}
    assert learner.ask("report", profile="xapi", lms={"masteryScore": "1.01"})["success"] == "unknown"


@pytest.mark.parametrize(
    ("last", "failed", "mastery", "success"),
    [
        ("right", False, {}, "passed"),
        ("right", False, {"masteryScore": "1"}, "passed"),
        ("right", False, {"masteryScore": "1.01"}, "unknown"),
        ("right", True, {"masteryScore": "1.01"}, "unknown"),
        ("right", False, {"masteryScore": "no number"}, "passed"),
        ("near", True, {}, "failed"),
        ("near", True, {"masteryScore": "0.76"}, "failed"),
        ("near", True, {"masteryScore": "0.75"}, "unknown"),
        ("near", True, {"masteryScore": "0"}, "unknown"),
        ("near", True, {"masteryScore": "no number"}, "failed"),
        ("near", False, {}, "unknown"),
        ("near", False, {"masteryScore": "0.76"}, "unknown"),
        ("near", False, {"masteryScore": "0.75"}, "unknown"),
    ],
)
def test_passed_from_the_master_score_on_and_failed_below_it(
    learner: Learner, last: str, failed: bool, mastery: dict[str, str], success: str
) -> None:
    """With all points or three quarters: cmi5 takes neither `passed` below the score nor `failed` from it on."""
    learner.visit("index", "p1/one")
    learner.pick("a", last)
    learner.pick("b", "right")
    found = learner.ask("report", profile="xapi", lms=mastery, options={"failed": failed})
    assert found["score"]["raw"] == {"right": 100, "near": 75}[last]
    assert (found["completion"], found["success"]) == ("completed", success)


def test_an_answered_exercise_in_each_format(learner: Learner) -> None:
    """With its author's names; time in the learner's zone where it is known; one row for each exercise."""
    learner.pick("b", "right")
    learner.pick("b", "near")
    assert learner.ask("report", profile="xapi")["answered"] == [
        {
            "id": "b",
            "type": "choice",
            "name": "Title",
            "response": "__pick____near__",
            "success": False,
            "score": 0.5,
            "timestamp": "2026-05-04T09:30:00.000Z",
            "duration": "PT0H0M0S",
        }
    ]
    reply = learner.ask("report", profile="scorm2004", offset=-600)
    assert reply["interactions"] == [
        {
            "id": "b",
            "values": [
                ["type", "choice"],
                ["timestamp", "2026-05-03T23:30:00"],
                ["learner_response", "__pick____near__"],
                ["result", "incorrect"],
                ["latency", "PT0H0M0S"],
                ["description", "Title"],
            ],
        }
    ]
    assert reply["objectives"][0]["id"] == "p1"
    assert reply["location"] == "p1/one"
    values = learner.ask("report", profile="scorm12")["interactions"][0]["values"]
    assert [name for name, _ in values] == ["type", "time", "student_response", "result", "latency"]
    assert dict(values)["result"] == "wrong"
    assert dict(values)["latency"] == "0000:00:00.00"


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_told_keeps_to_the_format(seed: int) -> None:
    """For answers to all examples of all types, right, wrong and odd ones."""
    person = Person(seed)
    person.begin()
    person.act(120)
    for profile, formats, response in (
        ("scorm12", FORMATS_12, "student_response"),
        ("scorm2004", FORMATS_2004, "learner_response"),
    ):
        found = person.ask("report", profile=profile)
        ids = [row["id"] for row in (*found["interactions"], *found["objectives"])]
        assert len(set(ids)) == len(ids)
        for row in found["interactions"]:
            assert re.fullmatch(r"[A-Za-z0-9_]{1,250}", row["id"])
            values = dict(row["values"])
            assert next(iter(values)) == "type"
            if response in values:
                assert re.fullmatch(formats[values["type"]], values[response])
            assert re.fullmatch(r"correct|neutral|wrong|incorrect|0\.\d{1,4}", values["result"])
            assert ("wrong" if profile == "scorm2004" else "incorrect") not in values["result"].split()
            assert len(values.get("description", "")) <= 250
        for element, value in found["values"]:
            assert isinstance(value, str), element
            assert re.fullmatch(r"[a-z]+|\d{1,3}(\.\d{1,4})?", value)


def said(kind: str, *response: str, text: str = "in words", names: int = 40) -> Answered:
    """An answer to an exercise with items `i0`, `i1`, and so on; every second one has a digit of its own."""

    class Judge:
        name = "e"

        def __init__(self) -> None:
            self.exercise = {"names": {f"i{n}": f"name-{n}" for n in range(names)}, "title": "T"}

        def ranges(self) -> dict[str, int]:
            return {f"i{n}": 2 for n in range(0, names, 2)}

    return Answered(Judge(), Interaction(kind, response, text), {}, "", 0)  # type: ignore[arg-type]


def test_what_has_no_place_in_a_format_is_told_in_words() -> None:
    """Too many items for single signs, steps that are no identifiers, and everything else in 1.2."""
    many = [f"i{n}" for n in range(37)]
    assert in_2004(said("choice", *many)) == ("long-fill-in", "in words")
    assert in_2004(said("choice", *many[:36])).response.count("[,]") == 35
    assert in_12(said("choice", "i1", "i0")) == ("fill-in", "in words")
    assert in_12(said("choice", "i1", "i0", names=36)) == ("choice", "b,a")
    assert in_12(said("matching", "i2.i1", "i0.i3", names=10)) == ("matching", "b.a,a.b")
    assert in_12(said("matching", "i2.i1", names=80)) == ("fill-in", "in words")
    assert in_2004(said("performance", "i1[.]i2")) == ("performance", "name_1[.]name_2")
    assert in_2004(said("performance", "rate=1,batch=2")) == ("long-fill-in", "in words")
    assert in_12(said("performance", "i1[.]i2")) == ("performance", "in words")
    assert in_12(said("other", "3", text="3/4")) == ("fill-in", "3/4")
    assert in_2004(said("other", "3", text="3/4")) == ("other", "3/4")
    assert in_2004(said("choice")) == ("choice", "")


def test_texts_become_one_line_within_the_limit() -> None:
    """Counted as browsers count; what looks like an instruction of SCORM 2004 is none."""
    assert line('{"a": 1}\r\n{"b"}\n\t\x00', 100) == ' {"a": 1}\\n{"b"}\\n  '
    assert line("x" * 300, 255) == "x" * 255
    assert line("😀" * 3, 5) == "😀" * 2
    assert in_12(said("long-fill-in", "a\nb" * 200)).response == ("a\\nb" * 200)[:255]


def test_numbers_are_exact() -> None:
    """Nothing is rounded up: 79.99 is not yet 80."""
    assert [decimal(n, 2) for n in (0, 5, 50, 100, 10_000, 7999)] == ["0", "0.05", "0.5", "1", "100", "79.99"]
    assert [fixed(text, 2) for text in ("0", "87.5", "100", "1.239", "-1", "1e2", "", None)] == [
        0,
        8750,
        10_000,
        123,
        None,
        None,
        None,
        None,
    ]
    assert duration(0) == "PT0H0M0S"
    assert duration(360_000 + 2 * 6000 + 345) == "PT1H2M3.45S"
