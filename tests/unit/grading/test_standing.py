"""`standing` and `views`: how a learner stands in an exercise, and what the page shows of it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from site_builder.grading.outcome import Scored
from site_builder.grading.seeds import derive, fingerprint
from site_builder.grading.views import reply
from tests.support.fake_course import NOW, Learner, course, exercise, unit

LATER = NOW.replace("09:30", "09:31")


def _codes(reply: Any) -> list[str]:
    return [item["code"] for item in reply["feedback"]]


def _learner(exercises: dict[str, Any], record: dict[str, list[Any]] | None = None) -> Learner:
    return Learner(course([unit("p1/one", *exercises)], exercises), record)


def _edited(learner: Learner, **changes: Any) -> Learner:
    """The same learner after the author has edited exercise `a`."""
    key = {"right": "right", "items": ["near", "right", "wrong"], "texts": {}, **changes}
    edited = {**exercise(), "key": key, "fingerprint": "v2", "settings": {**exercise()["settings"], "attempts": 2}}
    return _learner({"a": edited}, copy.deepcopy(learner.record))


def test_an_untouched_exercise() -> None:
    """The whole view, once."""
    assert _learner({"a": exercise()}).view("a") == {
        "status": "new",
        "attempts": 0,
        "left": None,
        "seed": derive(0, "a"),
        "order": ["wrong", "near", "right"],
        "draw": None,
        "hints": {"used": 0, "total": 2, "html": []},
        "can_check": True,
        "can_hint": True,
        "can_reveal": False,
        "stale": False,
        "answer": None,
        "reply": None,
        "solution": None,
    }


def test_the_order_follows_the_learner_and_then_the_attempt() -> None:
    """A learner's order comes from the seed drawn at the beginning, and stays as it was answered."""
    begun = {"id": "b", "kind": "begin", "target": "demo", "time": NOW, "data": {"seed": 7}}
    odd = {**begun, "id": "c", "data": {"seed": "x"}}
    learner = _learner({"a": exercise()}, {"attempts": [], "events": [odd, begun]})
    assert learner.view("a")["seed"] == derive(7, "a")
    learner.pick("a", "near")
    assert learner.view("a")["seed"] == 5


@pytest.mark.parametrize(("item", "tone", "headline"), [("near", "partly", "Nearly: 1."), ("wrong", "bad", "Not yet.")])
def test_a_try_that_is_not_done(item: str, tone: str, headline: str) -> None:
    """The type's own words come before the common ones; the answer is there to go on from."""
    learner = _learner({"a": exercise()})
    view = learner.pick("a", item)["view"]
    assert (view["status"], view["attempts"], view["answer"]) == ("tried", 1, {"pick": item})
    assert (view["reply"]["tone"], view["reply"]["headline"]) == (tone, headline)
    assert view["can_check"]
    assert view["can_hint"]


def test_the_best_attempt_counts_and_done_stays_done() -> None:
    """A later, worse attempt is shown as the last but takes nothing away."""
    learner = _learner({"a": exercise()})
    learner.pick("a", "right")
    view = learner.pick("a", "wrong")["view"]
    assert (view["status"], view["reply"]["earned"]) == ("done", 0)
    assert not view["can_hint"]
    assert learner.progress()["score"] == {"earned": 2, "total": 2}


def test_the_last_allowed_attempt_closes() -> None:
    """Nothing more is judged, and the answer may be seen."""
    learner = _learner({"a": exercise(attempts=2)})
    assert learner.pick("a", "near")["view"]["left"] == 1
    view = learner.pick("a", "wrong")["view"]
    assert (view["status"], view["left"], view["can_check"], view["can_hint"]) == ("closed", 0, False, False)
    assert view["can_reveal"]
    again = learner.pick("a", "right")
    assert again["attempt"] is None
    assert again["reply"]["kind"] == "invalid"
    assert again["view"]["status"] == "closed"


def test_done_with_the_last_attempt_is_done() -> None:
    """It is not closed, but no more attempts are left."""
    learner = _learner({"a": exercise(attempts=1)})
    view = learner.pick("a", "right")["view"]
    assert (view["status"], view["can_check"], view["can_reveal"]) == ("done", False, False)


def test_reveal_comes_after_the_set_number_of_attempts() -> None:
    """Before, there is neither event nor answer; a second time there is no second event."""
    learner = _learner({"a": exercise(reveal=2)})
    learner.pick("a", "wrong")
    early = learner.ask("reveal", exercise="a")
    assert (early["event"], early["answer"], early["view"]["status"]) == (None, None, "tried")
    assert learner.pick("a", "near")["view"]["can_reveal"]
    shown = learner.ask("reveal", exercise="a")
    assert shown["event"] == {"id": "r2", "kind": "reveal", "target": "a", "time": NOW, "data": {}}
    assert shown["answer"] == {"pick": "right"} == shown["view"]["solution"]
    assert (shown["view"]["status"], shown["view"]["can_check"]) == ("tried", True)
    again = learner.ask("reveal", exercise="a")
    assert (again["event"], again["answer"]) == (None, {"pick": "right"})
    assert learner.progress()["score"] == {"earned": 1, "total": 2}


def test_what_is_revealed_is_explained() -> None:
    """With the feedback of the right answer, without praise for it, and with what comes next."""
    learner = _learner({"a": exercise(reveal=1)})
    learner.pick("a", "wrong")
    told = learner.ask("reveal", exercise="a")["reply"]
    assert (told["headline"], told["tone"]) == ("The answer.", "info")
    assert [(item["part"], item["code"]) for item in told["feedback"]] == [("right", "told"), ("", "own_turn")]


def test_who_was_shown_the_answer_still_gives_it() -> None:
    """That makes the exercise done. The points are those of the best attempt before, and the learner reads so."""
    learner = _learner({"a": exercise(reveal=1)})
    learner.pick("a", "near")
    learner.ask("reveal", exercise="a")
    assert learner.ask("grade", exercise="a", answer={"pick": "near"}, now=LATER)["attempt"] is None
    wrong = learner.ask("grade", exercise="a", answer={"pick": "wrong"}, now=LATER)
    assert (wrong["view"]["status"], wrong["view"]["can_reveal"]) == ("tried", True)
    right = learner.ask("grade", exercise="a", answer={"pick": "right"}, now=LATER)
    assert (right["view"]["status"], right["view"]["can_reveal"], right["reply"]["headline"]) == (
        "done",
        False,
        "Done.",
    )
    assert [item["code"] for item in right["reply"]["feedback"]] == ["told", "late"] == _codes(right["view"]["reply"])
    assert learner.progress()["score"] == {"earned": 1, "total": 2}


def test_points_from_before_the_answer_was_shown_are_not_called_late() -> None:
    """Whatever is looked at later."""
    learner = _learner({"a": exercise(reveal=1)})
    learner.pick("a", "near")
    shown = learner.ask("reveal", exercise="a")
    assert _codes(shown["view"]["reply"]) == ["told"]
    assert learner.progress()["score"] == {"earned": 1, "total": 2}


def test_who_used_up_the_attempts_is_not_told_to_try() -> None:
    """The last allowed attempt closes, before the answer was shown or after."""
    learner = _learner({"a": exercise(attempts=2, reveal=1)})
    learner.pick("a", "wrong")
    assert _codes(learner.ask("reveal", exercise="a")["reply"]) == ["told", "own_turn"]
    view = learner.pick("a", "near")["view"]
    assert (view["status"], view["can_check"], view["can_reveal"]) == ("closed", False, True)
    assert _codes(learner.ask("reveal", exercise="a")["reply"]) == ["told"]


def test_an_edited_exercise_shows_again_what_it_has_shown() -> None:
    """Attempts begin to count anew; that the answer was seen does not."""
    learner = _learner({"a": exercise(reveal=2)})
    learner.pick("a", "wrong")
    learner.pick("a", "near")
    learner.ask("reveal", exercise="a")
    assert _edited(learner).view("a")["can_reveal"]


def test_checking_the_same_answer_again_is_no_attempt() -> None:
    """It says the same and uses nothing up; with another answer, another hint or a changed input it is one."""
    learner = _learner({"a": exercise(attempts=9), "b": exercise(inputs=["a"])})
    first = learner.pick("a", "near")
    again = learner.pick("a", "near")
    assert (again["attempt"], again["reply"], again["view"]["left"]) == (None, first["reply"], 8)
    learner.ask("hint", exercise="a")
    assert learner.pick("a", "near")["view"]["left"] == 7
    learner.pick("b", "near")
    assert learner.pick("b", "near")["attempt"] is None
    assert learner.pick("a", "wrong")["view"]["left"] == 6
    assert learner.pick("b", "near")["attempt"] is not None


def test_there_is_no_reveal_without_a_solution() -> None:
    """Nor before the first attempt where none is allowed, nor when it is done."""
    assert not _learner({"t": exercise(right="", attempts=1)}).pick("t", "wrong")["view"]["can_reveal"]
    assert not _learner({"a": exercise(reveal=1)}).pick("a", "right")["view"]["can_reveal"]
    assert not _learner({"a": exercise()}).pick("a", "wrong")["view"]["can_reveal"]


def test_the_points_of_an_exercise_are_known_before_it_is_tried() -> None:
    """Also where there is no solution to show."""
    learner = _learner({"t": exercise(right="")})
    assert learner.progress()["score"] == {"earned": 0, "total": 2}
    learner.pick("t", "near")
    assert learner.progress()["score"] == {"earned": 1, "total": 2}


def test_an_attempt_out_of_nothing_is_worth_nothing() -> None:
    """Some exercises have no points at all, and are done all the same."""
    learner = _learner({"a": exercise()})
    learner.pick("a", "right")
    learner.record["attempts"][0]["outcome"] |= {"earned": 0, "total": 0}
    assert learner.view("a")["status"] == "done"
    assert learner.progress()["score"] == {"earned": 0, "total": 0}


def test_hints_of_two_tabs_count_once() -> None:
    """The highest number counts, and never more than there are; what is no number does not count."""
    hints = [
        {"id": f"h{i}", "kind": "hint", "target": "a", "time": NOW, "data": {"n": n}}
        for i, n in enumerate([1, 1, "x", True, -5])
    ]
    learner = _learner({"a": exercise()}, {"attempts": [], "events": hints})
    assert learner.view("a")["hints"] == {"used": 1, "total": 2, "html": ["h1"]}
    learner.record["events"][0]["data"]["n"] = 99
    assert learner.view("a")["hints"]["used"] == 2


def test_after_an_edit_answers_are_judged_again() -> None:
    """What was done stays done; the score follows the present key; attempts begin anew."""
    learner = _learner({"a": exercise(attempts=2)})
    learner.pick("a", "near")
    learner.pick("a", "right")
    edited = _edited(learner, right="near")
    view = edited.view("a")
    assert (view["status"], view["attempts"], view["left"]) == ("done", 0, 2)
    assert (view["reply"]["earned"], view["reply"]["done"]) == (0, False)
    assert edited.progress()["score"] == {"earned": 2, "total": 2}
    assert edited.pick("a", "wrong")["view"]["attempts"] == 1
    assert edited.progress()["score"] == {"earned": 2, "total": 2}


def test_after_an_edit_an_answer_may_turn_out_right() -> None:
    """An author who mends a wrong key mends what learners were told."""
    learner = _learner({"a": exercise(attempts=1)})
    learner.pick("a", "near")
    edited = _edited(learner, right="near")
    assert edited.progress()["score"] == {"earned": 2, "total": 2}
    assert edited.view("a")["status"] == "done"


def test_after_an_edit_what_cannot_be_judged_keeps_its_score() -> None:
    """The option is gone; nothing is lost."""
    learner = _learner({"a": exercise()})
    learner.pick("a", "right")
    edited = _edited(learner, right="near", items=["near"])
    assert (edited.view("a")["status"], edited.view("a")["reply"]["earned"]) == ("done", 2)
    assert edited.progress()["score"] == {"earned": 2, "total": 2}


def test_inputs_are_the_latest_answers_of_other_exercises() -> None:
    """The attempt stores their fingerprints; when they change it is stale, and a new attempt is not."""
    exercises = {"a": exercise(), "b": exercise(inputs=["a", "t"]), "t": exercise()}
    learner = _learner(exercises)
    learner.pick("a", "near")
    reply = learner.pick("b", "right")
    assert reply["attempt"]["inputs"] == {"a": fingerprint({"pick": "near"})}
    assert reply["attempt"]["outcome"]["feedback"][0]["data"]["inputs"] == {"a": {"pick": "near"}}
    assert not reply["view"]["stale"]
    learner.pick("a", "right")
    assert (learner.view("b")["stale"], learner.view("b")["status"]) == (True, "done")
    assert not learner.pick("b", "right")["view"]["stale"]


def test_a_conversation_is_shown_with_its_replies() -> None:
    """A reply that fails is null and the rest goes on; other answers have no turns."""
    learner = _learner({"t": exercise(kind="talk"), "a": exercise()})
    turns = ["hi", "boom", "you"]
    learner.ask("grade", exercise="t", answer={"pick": "near", "turns": turns})
    learner.ask("grade", exercise="a", answer={"pick": "near", "turns": turns})
    assert learner.view("t")["turns"] == [{"said": "hi", "count": 1}, None, {"said": "you", "count": 2}]
    assert "turns" not in learner.view("a")
    learner.ask("grade", exercise="t", answer={"pick": "near", "turns": 3})
    assert "turns" not in learner.view("t")


def test_inputs_are_what_the_type_exports() -> None:
    """In the author's names; an answer that cannot be exported counts as none, and an unanswered one is absent."""
    exercises = {"a": exercise(kind="tell"), "b": exercise(inputs=["a"])}
    learner = _learner(exercises)
    seen = []
    for item in (None, "right", "near"):
        if item:
            learner.pick("a", item)
        seen.append(learner.pick("b", "near")["attempt"]["outcome"]["feedback"][0]["data"]["inputs"])
    assert seen == [{}, {"a": {"picked": "the-right-one", "right": True}}, {}]


def test_an_exercise_without_points_is_unfinished_rather_than_wrong() -> None:
    """What only shows something has nothing to be wrong about."""
    texts = {"common": {"unfinished": "There is more."}}
    told = reply(texts, exercise(), Scored(0, 0, done=False))
    assert (told["tone"], told["headline"]) == ("info", "There is more.")


def test_inputs_speak_the_authors_ids_where_the_type_exports_nothing() -> None:
    """Opaque ids would mean something else in another exercise."""
    a = {**exercise(), "names": {"near": "author-near"}}
    learner = _learner({"a": a, "b": exercise(inputs=["a"])})
    learner.pick("a", "near")
    feedback = learner.pick("b", "near")["attempt"]["outcome"]["feedback"]
    assert feedback[0]["data"]["inputs"] == {"a": {"pick": "author-near"}}
