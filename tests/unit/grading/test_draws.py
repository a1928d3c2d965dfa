"""Types that ask something else in each attempt: what the page shows, what an attempt keeps, what comes next."""

from __future__ import annotations

import json
from typing import Any

import pytest

from site_builder.exercises.table import TYPES
from site_builder.grading.bridge import Bridge
from site_builder.grading.seeds import derive
from tests.support.examples import examples

NOW = "2026-05-04T09:30:00.000Z"
KITCHEN = next(item.exercise for item in examples() if item.name == "with-a-pass-mark")
RIGHT = {option for question in KITCHEN.key["questions"] for option in question["right"]}


def bridge(attempts: int = 0) -> Bridge:
    """The judge of a course with this one exercise."""
    settings = {"required": True, "attempts": attempts, "reveal": 0, "hints": [], "inputs": [], "code": ""}
    course = {
        "format": 1,
        "course": {"id": "c", "version": "1.0.0", "title": "C", "fingerprint": "c"},
        "text": {"common": {}, "assessment": {}},
        "gates": "open",
        "units": [{"id": "p/u", "url": "p/u.html", "title": "U", "phase": "p", "optional": False, "exercises": ["e"]}],
        "phases": [{"id": "p", "title": "P", "label": "P", "number": 1}],
        "extras": [],
        "planned": [],
        "exercises": {
            "e": {
                "type": "assessment",
                "title": "E",
                "unit": "p/u",
                "public": KITCHEN.public,
                "key": KITCHEN.key,
                "settings": settings,
                "names": KITCHEN.names,
                "fingerprint": "v1",
            }
        },
    }
    return Bridge(json.dumps(course), TYPES)


class Learner:
    """Someone with a record, whose seed is 5."""

    def __init__(self, attempts: int = 0) -> None:
        self._bridge = bridge(attempts)
        begin = {"id": "b", "kind": "begin", "target": "c", "time": NOW, "data": {"seed": 5}}
        self.record: dict[str, list[Any]] = {"attempts": [], "events": [begin]}

    def ask(self, **request: Any) -> Any:
        """Asks the judge."""
        asked = {"now": NOW, "id": f"a{len(self.record['attempts'])}", "record": self.record, **request}
        return json.loads(self._bridge.call(json.dumps(asked)))

    @property
    def view(self) -> Any:
        """The exercise as the page shows it."""
        return self.ask(do="open")["views"]["e"]

    def answer(self, *, right: bool) -> Any:
        """Begins the next draw and hands it in."""
        draw = self.view["draw"]
        chosen: list[str] = []
        for question in KITCHEN.key["questions"]:
            if question["id"] in draw["order"]:
                wrong = [option for option in question["options"] if option not in question["right"]]
                chosen += question["right"] if right else wrong[:1]
        answer = {"seed": draw["seed"], "chosen": chosen}
        reply = self.ask(do="grade", exercise="e", answer=answer, seed=0, duration=1)
        self.record["attempts"].append(reply["attempt"])
        return reply


def test_the_first_draw_follows_from_the_learner_and_each_next_one_from_the_last() -> None:
    """So nobody gets other questions by coming back, and everybody by trying again."""
    learner = Learner()
    seeds = [derive(5, "e")]
    for _ in range(3):
        assert learner.view["draw"]["seed"] == seeds[-1]
        reply = learner.answer(right=False)
        assert reply["attempt"]["seed"] == seeds[-1]
        assert (reply["view"]["seed"], reply["view"]["draw"]["seed"]) == (seeds[-1], derive(seeds[-1], "e"))
        seeds.append(derive(seeds[-1], "e"))


def test_the_page_gets_the_draw_that_was_answered_and_the_next_one() -> None:
    """The review shows the questions of the last attempt."""
    learner = Learner()
    first = learner.view["draw"]["order"]
    learner.answer(right=False)
    assert learner.view["order"] == first
    for seed in (learner.view["draw"]["seed"], 17):
        assert len(learner.ask(do="arrange", exercise="e", seed=seed)["order"]) >= 3 + 9
    assert learner.ask(do="arrange", exercise="e", seed=learner.view["draw"]["seed"]) == {
        "order": learner.view["draw"]["order"]
    }


def test_what_was_passed_stays_passed() -> None:
    """A later attempt that fails takes nothing away."""
    learner = Learner()
    assert learner.answer(right=False)["view"]["status"] == "tried"
    assert learner.answer(right=True)["view"]["status"] == "done"
    reply = learner.answer(right=False)
    assert (reply["reply"]["done"], reply["view"]["status"]) == (False, "done")
    assert reply["progress"]["score"] == {"earned": 6, "total": 6}


def test_there_is_no_draw_when_no_attempt_is_left() -> None:
    """The last review stays."""
    learner = Learner(attempts=2)
    learner.answer(right=False)
    assert learner.view["draw"]
    learner.answer(right=False)
    assert (learner.view["draw"], learner.view["status"], learner.view["can_reveal"]) == (None, "closed", False)
    assert learner.view["reply"]["feedback"]


@pytest.mark.parametrize(
    "request_", [{}, {"exercise": "e"}, {"exercise": "e", "seed": "1"}, {"exercise": "x", "seed": 1}]
)
def test_arranging_needs_an_exercise_and_a_seed(request_: dict[str, Any]) -> None:
    """Anything else is refused."""
    assert Learner().ask(do="arrange", **request_)["error"]["code"] == "bad_request"
