"""`bridge` answers every request with JSON and raises nothing, whatever comes from the browser."""

from __future__ import annotations

import json
from typing import Any

import pytest

from site_builder.grading.compiled import CompiledCourse
from site_builder.grading.requests import MAX_MESSAGE
from tests.support.fake_course import NOW, Learner, course, exercise, unit


@pytest.fixture
def learner() -> Learner:
    """A learner in a course of one page with one exercise of each kind."""
    exercises = {"a": exercise(), "t": exercise(kind="talk", right="")}
    return Learner(course([unit("index"), unit("p1/one", "a", "t")], exercises))


def test_an_answer_is_judged_and_becomes_an_attempt(learner: Learner) -> None:
    """The reply holds words, row, view and progress; the row holds everything that the outcome followed from."""
    reply = learner.pick("a", "right")
    assert reply["attempt"] == {
        "id": "r0",
        "exercise": "a",
        "fingerprint": "v1",
        "seed": 5,
        "inputs": {},
        "time": NOW,
        "answer": {"pick": "right"},
        "outcome": {
            "kind": "scored",
            "earned": 2,
            "total": 2,
            "done": True,
            "parts": [{"id": "pick", "met": True}],
            "feedback": [
                {"code": "told", "part": "right", "tone": "good", "data": {"hints": 0, "inputs": {}}},
                {"code": "untold", "part": "", "tone": "info", "data": {}},
            ],
        },
        "hints": 0,
        "revealed": False,
        "duration": 1.5,
    }
    assert reply["reply"] == {
        "kind": "scored",
        "tone": "good",
        "headline": "Done.",
        "earned": 2,
        "total": 2,
        "done": True,
        "feedback": [
            {
                "code": "told",
                "part": "right",
                "tone": "good",
                "html": "Yes, {n}.",
                "data": {"hints": 0, "inputs": {}},
            }
        ],
    }
    assert reply["view"]["status"] == "done"
    assert reply["view"]["reply"] == reply["reply"]
    assert reply["progress"]["score"]["earned"] == 2


# A request may hold it, but a record that held it could not be read again.
NESTED = json.loads("[" * 40 + "]" * 40)


@pytest.mark.parametrize(
    ("answer", "headline"),
    [
        (None, "Nothing yet."),
        ({"pick": "<b>"}, "&lt;b&gt; is gone."),
        ({"pick": "boom"}, "It stopped."),
        ({"pick": "odd"}, "It stopped."),
        ({"pick": "x" * 250_001}, "It stopped."),
        (NESTED, "It stopped."),
    ],
    ids=["unanswered", "invalid", "grader fails", "outcome is no plain data", "too long", "too deep"],
)
def test_what_cannot_be_judged_is_no_attempt(learner: Learner, answer: Any, headline: str) -> None:
    """The learner reads why, and the record stays as it was."""
    reply = learner.ask("grade", exercise="a", answer=answer)
    assert reply["attempt"] is None
    assert reply["reply"] == {
        "kind": "invalid",
        "tone": "info",
        "headline": headline,
        "earned": 0,
        "total": 0,
        "done": False,
        "feedback": [],
    }
    assert reply["view"]["status"] == "new"
    assert reply["view"]["attempts"] == 0


def test_a_missing_answer_is_unanswered(learner: Learner) -> None:
    """JavaScript drops what is undefined."""
    assert learner.ask("grade", exercise="a")["reply"]["headline"] == "Nothing yet."


@pytest.mark.parametrize("code", ["timeout", "crashed", "anything"])
def test_a_stopped_judge_is_told_in_words(learner: Learner, code: str) -> None:
    """Only two codes exist; another counts as a crash."""
    reply = learner.ask("failed", exercise="a", answer=None, code=code)
    assert (reply["attempt"], reply["reply"]["headline"], reply["view"]["status"]) == (None, "It stopped.", "new")


def test_hints_come_one_by_one(learner: Learner) -> None:
    """Each is an event; after the last there is none."""
    first = learner.ask("hint", exercise="a")
    assert first["event"] == {"id": "r0", "kind": "hint", "target": "a", "time": NOW, "data": {"n": 1}}
    assert first["view"]["hints"] == {"used": 1, "total": 2, "html": ["h1"]}
    assert first["view"]["can_hint"]
    second = learner.ask("hint", exercise="a")
    assert second["event"]["data"] == {"n": 2}
    assert not second["view"]["can_hint"]
    third = learner.ask("hint", exercise="a")
    assert third["event"] is None
    assert third["view"]["hints"]["used"] == 2
    assert learner.pick("a", "wrong")["attempt"]["hints"] == 2


def test_a_conversation_goes_on_from_its_state(learner: Learner) -> None:
    """The state goes to the browser and back; where there is no answer, the reply is null."""
    first = learner.ask("respond", exercise="t", message="hello")
    assert first == {"state": 1, "reply": {"said": "hello", "count": 1}}
    assert learner.ask("respond", exercise="t", state=1, message=None)["reply"]["count"] == 2
    assert learner.ask("respond", exercise="t", state=1, message="boom") == {"state": 1, "reply": None}
    assert learner.ask("respond", exercise="t", state=1, message="x" * MAX_MESSAGE) == {"state": 1, "reply": None}


def test_feedback_in_a_reply_is_told_in_words(learner: Learner) -> None:
    """In a turn and in the view of a conversation; what is no feedback or has no words is left out."""
    said = {
        "said": "comment",
        "feedback": [{"code": "told", "part": "", "tone": "info", "html": "No.", "data": {"n": 2}}],
    }
    assert learner.ask("respond", exercise="t", message="comment") == {"state": 1, "reply": said}
    learner.ask("grade", exercise="t", answer={"pick": "near", "turns": ["comment"]})
    assert learner.view("t")["turns"] == [said]
    assert learner.ask("respond", exercise="a", message="hello") == {"state": None, "reply": None}


def test_visits_are_events_and_open_gives_everything(learner: Learner) -> None:
    """What a page needs when it starts comes in one reply."""
    assert learner.ask("visit", page="p1/one")["event"] == {
        "id": "r0",
        "kind": "visit",
        "target": "p1/one",
        "time": NOW,
        "data": {},
    }
    reply = learner.ask("open")
    assert sorted(reply) == ["dropped", "progress", "record", "views"]
    assert reply["record"] == learner.record
    assert reply["dropped"] == []
    assert sorted(reply["views"]) == ["a", "t"]
    assert reply["progress"] == learner.progress()


@pytest.mark.parametrize(
    ("request_json", "code", "message"),
    [
        ("", "not_json", "The request is not JSON."),
        ("[" * 3000, "too_deep", "The request is nested too deeply."),
        (" " * 20_000_001, "too_large", "The request is too large."),
        ("[]", "bad_request", "The request is not one that can be answered."),
        ('{"do": 1}', "bad_request", "The request is not one that can be answered."),
        ('{"do": "judge"}', "bad_request", "The request is not one that can be answered."),
        ('{"do": "__init__"}', "bad_request", "The request is not one that can be answered."),
        ('{"do": "hint", "exercise": "a"}', "bad_request", "The request is not one that can be answered."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_unusable_request_gives_an_error(learner: Learner, request_json: str, code: str, message: str) -> None:
    """By code, with words for the diagnostics."""
    assert json.loads(learner.bridge.call(request_json)) == {"error": {"code": code, "message": message}}


@pytest.mark.parametrize(
    ("do", "fields"),
    [
        ("grade", {"exercise": "zzz", "answer": None}),
        ("grade", {"exercise": "a", "seed": "5"}),
        ("grade", {"exercise": "a", "seed": True}),
        ("grade", {"exercise": "a", "now": "yesterday"}),
        ("grade", {"exercise": "a", "now": "2026-05-04T09:30:00\u0660Z"}),
        ("grade", {"exercise": ["a"]}),
        ("visit", {"page": "p9/none"}),
        ("reveal", {"exercise": "a", "id": None}),
    ],
)
def test_a_request_about_something_else_is_refused(learner: Learner, do: str, fields: dict[str, Any]) -> None:
    """Unknown exercises and pages, wrong types, no time."""
    assert learner.ask(do, **fields)["error"]["code"] == "bad_request"


@pytest.mark.parametrize("record", [None, [], {}, "x", {"attempts": 3, "events": {}}])
def test_a_record_of_any_shape_is_read(learner: Learner, record: Any) -> None:
    """What is no record counts as an empty one."""
    assert learner.ask("open", record=record)["record"] == {"attempts": [], "events": []}


def test_a_fault_of_ours_is_an_error_too(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is raised into JavaScript, whatever happens."""

    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(CompiledCourse, "read", fail)
    assert learner.ask("open") == {"error": {"code": "internal", "message": "The request could not be answered."}}


def test_replies_are_canonical_json(learner: Learner) -> None:
    """The same request gives the same text, letter by letter, in ASCII."""
    request = json.dumps({"do": "open", "record": {}})
    reply = learner.bridge.call(request)
    assert reply == learner.bridge.call(request) == json.dumps(json.loads(reply), sort_keys=True, separators=(",", ":"))
    assert reply.isascii()


def test_a_course_of_a_newer_format_is_refused_in_words() -> None:
    """Files of different builds may meet in a cache."""
    newer = {**course([unit("p1/do")], {}), "format": 2}
    with pytest.raises(ValueError, match="newer format than the judge"):
        CompiledCourse(json.dumps(newer), ())
