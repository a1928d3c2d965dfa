"""What is particular to `walkthrough`: decisions, typed values, the way and its detours, and what `check` finds."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.exercises.walkthrough import check as walkthrough_check
from site_builder.exercises.walkthrough import grade as walkthrough
from site_builder.grading.outcome import Feedback, Inputs, Invalid, Outcome, Packed, Scored

Options = dict[str, dict[str, Any]]


def decision(name: str, options: Options, look: str = "radio", order: str = "hashed") -> dict[str, Any]:
    """A step that decides; options that are right begin with `r`."""
    given = [
        {
            "id": ident,
            "label": ident,
            "about": "",
            "right": ident.startswith("r"),
            "feedback": f"<p>{ident}</p>",
            **more,
        }
        for ident, more in options.items()
    ]
    texts = {"title": name, "text": "", "tip": "", "question": f"{name}?", "unit": ""}
    return {"id": name, "look": look, "order": order, "options": given, **texts}


def screen(name: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A screen with one explanation before its decisions."""
    explanation = {"title": "Look", "text": "", "tip": ""}
    return {"id": name, "title": name, "menu": "", "trail": [], "steps": [explanation, *steps], "parts": [], **more}


def tour(*screens: dict[str, Any]) -> dict[str, Any]:
    """The content of an exercise."""
    return {"id": "e", "prompt": "?", "app": {"name": "App", "notice": "", "menu": []}, "screens": list(screens)}


CONTENT = tour(
    screen("a", decision("one", {"right": {}, "wrong": {"next": "aside"}}), next="b"),
    screen("aside", next="a"),
    screen(
        "b",
        decision(
            "two", {"r1": {"from": 2, "to": 4}, "w1": {"from": 4}, "rest": {}} | {"rest": {"right": False}}, "number"
        ),
    ),
    screen("c", decision("three", {"r2": {"says": ["The  Door", "door"]}, "other": {}}, "text")),
)
PUBLIC, KEY = walkthrough.split(CONTENT)


def judged(answer: Any) -> Outcome:
    """The outcome of an answer to `CONTENT`."""
    return walkthrough.grade(KEY, answer, Inputs())


def fails(outcome: Outcome) -> list[str]:
    """The rules that an outcome fails."""
    assert isinstance(outcome, Scored)
    return [part.id for part in outcome.parts if not part.met]


@pytest.mark.parametrize(
    ("answer", "earned", "failed"),
    [
        ({"decisions": {}, "seen": 1}, 0, ["one", "two", "three", "seen"]),
        ({"decisions": {"one": "right"}, "seen": 0}, 1, ["two", "three", "seen"]),
        ({"decisions": {"one": "wrong"}, "typed": {"two": "3"}, "seen": 3}, 1, ["one", "three"]),
        ({"decisions": {"one": "right"}, "typed": {"two": "3", "three": "door"}, "seen": 2}, 3, ["seen"]),
        ({"decisions": {"one": "right"}, "typed": {"two": "3", "three": "door"}, "seen": 3}, 3, []),
    ],
)
def test_a_point_for_each_right_decision(answer: Any, earned: int, failed: list[str]) -> None:
    """Done at the end of the way, when all are right."""
    outcome = judged(answer)
    assert isinstance(outcome, Scored)
    assert (outcome.earned, outcome.total, outcome.done) == (earned, 3, not failed)
    assert fails(outcome) == failed


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("2", "r1"),
        (" 4.0 ", "r1"),
        ("2,5", "r1"),
        ("4.01", "w1"),
        ("1.99", "rest"),
        ("-3", "rest"),
        ("three", "rest"),
        ("3 chairs", "rest"),
        ("1e1", "rest"),
        ("\u0663", "rest"),  # a digit, but none that the field asks for
        ("9" * 200, "rest"),
    ],
)
def test_a_typed_number_means_the_first_option_that_takes_it(typed: str, option: str) -> None:
    """Point or comma; both ends of a range belong to it; what is no number means the rest."""
    outcome = judged({"decisions": {}, "typed": {"two": typed}, "seen": 0})
    assert isinstance(outcome, Scored)
    assert outcome.feedback[0].part == option


@pytest.mark.parametrize(
    ("typed", "option"), [("the door", "r2"), ("DOOR", "r2"), ("a door", "other"), ("\ud800", "other")]
)
def test_typed_words_are_compared_without_capitals(typed: str, option: str) -> None:
    """And without surplus spaces."""
    outcome = judged({"decisions": {}, "typed": {"three": f"  {typed} "}, "seen": 0})
    assert isinstance(outcome, Scored)
    assert outcome.feedback[0].part == option


@pytest.mark.parametrize(
    "answer",
    [
        {"decisions": {"one": "r1"}, "seen": 0},
        {"decisions": {"two": "r1"}, "seen": 0},
        {"decisions": {}, "typed": {"one": "right"}, "seen": 0},
        {"decisions": {}, "typed": {"two": 3}, "seen": 0},
        {"decisions": {}, "typed": {"two": "3" * 201}, "seen": 0},
        {"decisions": {}, "typed": [], "seen": 0},
        {"decisions": {}, "seen": 4},
        {"decisions": {}, "seen": True},
        {"decisions": {"one": ["right"]}, "seen": 0},
        {"seen": 1},
    ],
)
def test_other_shapes_are_malformed(answer: Any) -> None:
    """What the page cannot have sent."""
    assert judged(answer) == Invalid("malformed")


def test_nothing_decided_and_nothing_seen_is_unanswered() -> None:
    """A field with spaces in it is empty."""
    assert judged({"decisions": {}, "typed": {"two": "  "}, "seen": 0}) == Invalid("unanswered")


def test_feedback_tells_where_an_option_leads() -> None:
    """Only now: the page does not hold it. Then follows how many decisions are open, or how many screens."""
    outcome = judged({"decisions": {"one": "wrong"}, "seen": 0})
    assert isinstance(outcome, Scored)
    assert outcome.feedback == (
        Feedback("wrong", "wrong", "bad", {"decision": "one", "next": "aside"}),
        Feedback("to_decide", data={"n": 2}),
    )
    outcome = judged({"decisions": {"one": "right"}, "typed": {"two": "2", "three": "door"}, "seen": 1})
    assert isinstance(outcome, Scored)
    assert outcome.feedback[-1] == Feedback("to_see", data={"n": 2})


def test_steps_are_numbered_along_the_way() -> None:
    """A detour has numbers of its own and no place on the way."""
    assert [(item["id"], item["place"], item["next"]) for item in PUBLIC["screens"]] == [
        ("a", 1, "b"),
        ("aside", 0, "a"),
        ("b", 2, "c"),
        ("c", 3, ""),
    ]
    assert [[step["number"] for step in item["steps"]] for item in PUBLIC["screens"]] == [[1, 2], [1], [3, 4], [5, 6]]


def test_options_stand_in_hashed_order_unless_they_have_one_of_their_own() -> None:
    """Typed ones are not in the page at all."""
    options: Options = {"right": {}, "beta": {}, "alpha": {}}
    content = tour(screen("a", decision("one", options), decision("two", options, "menu", "written")))
    shown = [step["decision"] for step in walkthrough.split(content)[0]["screens"][0]["steps"] if step["decision"]]
    assert [[option["id"] for option in item["options"]] for item in shown] == [
        ["alpha", "beta", "right"],
        ["right", "beta", "alpha"],
    ]
    assert PUBLIC["screens"][2]["steps"][1]["decision"]["options"] == []


def test_it_describes_and_packs_what_was_decided() -> None:
    """Typed values travel as texts; without them their decisions are open again."""
    answer = {"decisions": {"one": "wrong"}, "typed": {"two": "3"}, "seen": 2}
    described = walkthrough.describe(PUBLIC, answer)
    assert (described.kind, described.response, described.text) == (
        "performance",
        ("one.wrong", "two.3"),
        "one?: wrong; two?: 3",
    )
    packed = walkthrough.pack(PUBLIC, answer)
    assert packed == Packed({"one": 2, "seen": 2}, {"two": "3"})
    assert walkthrough.unpack(PUBLIC, packed) == answer
    assert walkthrough.unpack(PUBLIC, Packed(packed.digits)) == {**answer, "typed": {}}


def faults(*screens: dict[str, Any]) -> list[tuple[str, str]]:
    """Code and message of what `check` finds."""
    return [(fault.code, fault.message) for fault in walkthrough_check.check(tour(*screens))]


CHOICE: Options = {"right": {}, "wrong": {}}


def test_ways_that_part_and_meet_again_are_fine() -> None:
    """Two right options that lead to different screens; the decision lies before both."""
    assert (
        faults(
            screen("a", decision("one", {"right": {"next": "c"}, "rtoo": {}, "wrong": {"next": "d"}}), next="b"),
            screen("b", next="e"),
            screen("c", next="e"),
            screen("d", next="a"),
            screen("e"),
        )
        == []
    )


def test_a_jump_past_a_decision_is_found() -> None:
    """By a screen's own way, by a right option, or by a wrong one of another screen."""
    told = [("decision-passed-by", "the end can be reached without the decision on the screen 'b'")]
    last = (screen("b", decision("two", CHOICE)), screen("c"))
    other = [("unreachable", "no way leads to the screen 'b'")]
    assert faults(screen("a", next="c"), *last) == other
    assert faults(screen("a", decision("one", {"right": {}, "rtoo": {"next": "c"}, "wrong": {}})), *last) == told
    passed = faults(screen("a", decision("one", {"right": {}, "wrong": {"next": "c"}})), *last)
    assert [code for code, _ in passed] == ["decision-passed-by", "decision-passed-by"]


def test_a_circle_is_found_wherever_it_lies() -> None:
    """Also behind a right option."""
    text = "these screens lead to each other and not to the end: "
    assert faults(screen("a", next="a"), screen("b", decision("one", CHOICE))) == [("circle", f"{text}a -> a")]
    assert faults(screen("a"), screen("b", decision("one", {"right": {"next": "a"}, "wrong": {}})), screen("c")) == [
        ("circle", f"{text}a -> b -> a")
    ]


def test_a_decision_on_the_last_screen_is_not_passed_by() -> None:
    """The end comes after it."""
    assert (
        faults(
            screen("a"),
            screen("b", decision("one", {"right": {}, "wrong": {"next": "c"}})),
        )
        != []
    )
    assert faults(screen("a"), screen("b", decision("one", CHOICE))) == []
