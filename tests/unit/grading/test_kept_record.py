"""`bridge` keeps a named record, so that the next request brings only what is new: the answers stay the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from site_builder.grading.bridge import Bridge
from tests.support.fake_course import NOW, TYPES, Learner, course, exercise, unit

COURSE = course(
    [unit("index"), unit("p1/one", "a"), unit("p1/two", "b")], {"a": exercise(), "b": exercise(inputs=["a"])}
)
UNUSABLE: list[Any] = [None, {"id": "odd"}, {"id": "gone", "exercise": "gone"}]


def answered() -> dict[str, list[Any]]:
    """The record of a learner who has done a bit of everything, with rows that cannot be used."""
    learner = Learner(COURSE)
    learner.visit("index", "p1/one")
    learner.pick("a", "wrong")
    learner.ask("hint", exercise="a")
    learner.pick("a", "right")
    learner.visit("p1/two")
    learner.pick("b", "wrong")
    learner.pick("a", "wrong")
    attempts, events = learner.record["attempts"], learner.record["events"]
    return {"attempts": [*attempts[:1], *UNUSABLE, *attempts, *UNUSABLE], "events": [*events[:2], *events, None]}


def ask(bridge: Bridge, record: Any, do: str = "open") -> Any:
    """The reply to a request with this record; for an answer everything that follows from it."""
    request = {"do": do, "record": record, "exercise": "b", "answer": {"pick": "right"}, "id": "new", "now": NOW}
    reply = json.loads(bridge.call(json.dumps({**request, "seed": 5, "duration": 1})))
    if "dropped" in reply:
        # What is left out of a part is told with that part.
        reply["dropped"] = sorted(map(json.dumps, reply["dropped"]))
    return reply


RECORD = answered()
FRESH = Bridge(json.dumps(COURSE), TYPES)
CUTS = [(a, e) for a in range(len(RECORD["attempts"]) + 1) for e in (0, 2, len(RECORD["events"]))]


@pytest.mark.parametrize(("attempts", "events"), CUTS)
@pytest.mark.parametrize("do", ["open", "grade"])
def test_a_record_in_parts_gives_what_the_whole_gives(do: str, attempts: int, events: int) -> None:
    """Wherever it is cut, and however often."""
    bridge = Bridge(json.dumps(COURSE), TYPES)
    first = {"attempts": RECORD["attempts"][:attempts], "events": RECORD["events"][:events]}
    rest = {"attempts": RECORD["attempts"][attempts:], "events": RECORD["events"][events:]}
    assert ask(bridge, {**first, "name": "1"}, do) == ask(FRESH, first, do)
    assert ask(bridge, {"since": "1", "name": "2", "attempts": [], "events": []}, do) == ask(FRESH, first, do)
    assert ask(bridge, {**rest, "since": "2", "name": "3"}, do) == ask(FRESH, RECORD, do)
    assert ask(bridge, {"since": "3"}, do) == ask(FRESH, RECORD, do)


def test_only_the_last_named_record_is_kept() -> None:
    """A request that goes on from another one is told so, in a new worker too; one without a name changes nothing."""
    bridge = Bridge(json.dumps(COURSE), TYPES)
    assert ask(bridge, {"since": "1"})["error"]["code"] == "unknown_record"
    ask(bridge, {**RECORD, "name": "1"})
    ask(bridge, {"attempts": [], "events": []})
    assert ask(bridge, {"since": "1"}) == ask(FRESH, RECORD)
    ask(bridge, {**RECORD, "name": "2"})
    assert ask(bridge, {"since": "1"})["error"]["code"] == "unknown_record"


def test_a_record_is_kept_when_its_request_is_refused() -> None:
    """Otherwise one bad request would make all that were sent behind it fail."""
    bridge = Bridge(json.dumps(COURSE), TYPES)
    assert ask(bridge, {**RECORD, "name": "1"}, "nothing")["error"]["code"] == "bad_request"
    assert ask(bridge, {"since": "1"}) == ask(FRESH, RECORD)


def test_what_was_judged_is_in_the_record_when_the_page_says_so() -> None:
    """The reply's own row is not kept: the page may have failed to store it."""
    bridge = Bridge(json.dumps(COURSE), TYPES)
    attempt = ask(bridge, {**RECORD, "name": "1"}, "grade")["attempt"]
    assert ask(bridge, {"since": "1"}) == ask(FRESH, RECORD)
    grown = {**RECORD, "attempts": [*RECORD["attempts"], attempt]}
    assert ask(bridge, {"since": "1", "attempts": [attempt], "events": []}) == ask(FRESH, grown)
