"""What is particular to each type, told by small exercises made here."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.exercises.chat import grade as chat
from site_builder.exercises.checklist import grade as checklist
from site_builder.exercises.choice import grade as choice
from site_builder.exercises.free_text import grade as free_text
from site_builder.grading.outcome import Feedback, Inputs, Invalid, Outcome, Scored


def codes(outcome: Outcome) -> list[str]:
    """The feedback as proofs write it."""
    assert isinstance(outcome, Scored)
    return [f"{item.code}:{item.part}" if item.part else item.code for item in outcome.feedback]


def fails(outcome: Outcome) -> list[str]:
    """The parts that are not met."""
    assert isinstance(outcome, Scored)
    return [part.id for part in outcome.parts if not part.met]


def points(outcome: Outcome) -> tuple[int, int, bool]:
    """Earned, total, done."""
    assert isinstance(outcome, Scored)
    return outcome.earned, outcome.total, outcome.done


def choice_key(right: str, wrong: str, *, multiple: bool) -> dict[str, Any]:
    """Options by letter."""
    options = [{"id": name, "text": name, "right": True, "feedback": name} for name in right]
    options += [
        {"id": name, "text": name, "right": False, "feedback": name, "misconception": f"m-{name}"} for name in wrong
    ]
    return choice.split({"id": "e", "question": "?", "multiple": multiple, "order": "hashed", "options": options})[1]


@pytest.mark.parametrize(
    ("chosen", "earned"),
    [("a", 1), ("ab", 2), ("abc", 3), ("abcx", 2), ("abcxy", 1), ("abxy", 0), ("x", 0), ("xy", 0), ("ax", 0)],
)
def test_choice_scores_right_minus_wrong(chosen: str, earned: int) -> None:
    """Never below 0, and done only when all and nothing else is chosen."""
    outcome = choice.grade(choice_key("abc", "xy", multiple=True), {"chosen": list(chosen)}, Inputs())
    assert points(outcome) == (earned, 3, chosen == "abc")


def test_choice_tells_how_many_are_missing_but_not_which() -> None:
    """The count has no part; a wrong option carries its misconception."""
    outcome = choice.grade(choice_key("abc", "xy", multiple=True), {"chosen": ["a", "x"]}, Inputs())
    assert isinstance(outcome, Scored)
    assert outcome.feedback == (
        Feedback("right", "a", "good"),
        Feedback("wrong", "x", "bad", {"misconception": "m-x"}),
        Feedback("missed", data={"n": 2}),
    )


def test_choice_of_one_has_no_rule_for_the_right_option() -> None:
    """It cannot be missed without choosing a wrong one; each wrong one is a rule."""
    key = choice_key("a", "xy", multiple=False)
    assert choice.rules(key) == ["x", "y"]
    outcome = choice.grade(key, {"chosen": ["x"]}, Inputs())
    assert (points(outcome), fails(outcome), codes(outcome)) == ((0, 1, False), ["x"], ["wrong:x"])
    assert choice.grade(key, {"chosen": ["a", "x"]}, Inputs()) == Invalid("malformed")


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"chosen": None},
        {"chosen": "a"},
        {"chosen": ["q"]},
        {"chosen": ["a", "a"]},
        {"chosen": [["a"]]},
        {"chosen": ["a"], "x": 1},
    ],
)
def test_choice_refuses_other_shapes(answer: Any) -> None:
    """What the page cannot have sent is malformed, never wrong."""
    assert choice.grade(choice_key("ab", "x", multiple=True), answer, Inputs()) == Invalid("malformed")


def checklist_key(needed: str, other: str) -> dict[str, Any]:
    """Items by letter."""
    items = [{"id": name, "text": name, "needed": name in needed, "feedback": name} for name in needed + other]
    return checklist.split({"id": "e", "prompt": "?", "order": "hashed", "items": items})[1]


@pytest.mark.parametrize(
    ("hints", "named"), [(0, []), (1, ["missing:a"]), (2, ["missing:a", "missing:c"]), (9, ["missing:a", "missing:c"])]
)
def test_checklist_names_missing_items_by_hints(hints: int, named: list[str]) -> None:
    """First the wrong ticks, then how many are missing, then as many names as hints were used."""
    outcome = checklist.grade(checklist_key("cba", "x"), {"checked": ["x", "b"]}, Inputs(hints))
    assert codes(outcome) == ["wrong:x", "missing", *named]
    assert points(outcome) == (0, 3, False)
    assert isinstance(outcome, Scored)
    assert outcome.feedback[1].data == {"n": 2}


def test_checklist_explains_everything_when_done() -> None:
    """Also what was rightly left out."""
    outcome = checklist.grade(checklist_key("ab", "x"), {"checked": ["b", "a"]}, Inputs())
    assert codes(outcome) == ["needed:a", "needed:b", "not_needed:x"]
    assert points(outcome) == (2, 2, True)


def text_key(min_words: int = 3, **concepts: list[str]) -> dict[str, Any]:
    """A rubric: concept = its phrases; one that begins with / is a pattern."""
    content = {
        "id": "e",
        "question": "?",
        "min_words": min_words,
        "max_chars": 200,
        "placeholder": "",
        "model_answer": "<p>m</p>",
        "concepts": [
            {
                "id": name,
                "label": name,
                "found": "f",
                "missing": "m",
                "any": [phrase for phrase in phrases if phrase[0] != "/"],
                "patterns": [phrase[1:] for phrase in phrases if phrase[0] == "/"],
            }
            for name, phrases in concepts.items()
        ],
    }
    return free_text.split(content)[1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We should say SORRY to the customer first", True),
        ("We should say sorry, to the customer first", True),
        ("We could feel their pain, I would say", True),
        ("We could FEEL   their\nPAIN, I would say", True),
        ("They are sorrycakes, all of these things", False),
        ("We could feel their great pain, I would say", False),
        ("It would be good if one apologised there", True),
        ("It would be good if one apologises there", False),
    ],
)
def test_free_text_finds_whole_words(text: str, found: bool) -> None:
    """Phrases in any capitals and spacing; patterns on the folded words."""
    outcome = free_text.grade(text_key(a=["sorry", "feel their pain", "/apologi[sz]ed"]), {"text": text}, Inputs())
    assert fails(outcome) == ([] if found else ["a"])


@pytest.mark.parametrize(
    ("text", "soup"),
    [
        ("sorry polite help", True),
        ("sorry sorry sorry and polite help", True),
        ("sorry and polite and help and sorry and polite", True),
        ("I would first say sorry, then offer help, and stay polite", False),
        ("nothing of all this stands in it", False),
    ],
)
def test_free_text_knows_a_list_of_keywords(text: str, soup: bool) -> None:
    """It is told so, and no concept counts as found."""
    outcome = free_text.grade(text_key(a=["sorry"], b=["polite"], c=["help"]), {"text": text}, Inputs())
    assert ("keyword_list" in codes(outcome)) == soup
    assert points(outcome) == (1, 2, False)
    if soup:
        assert fails(outcome) == ["a", "b", "c"]
        assert codes(outcome) == ["keyword_list", "model_answer", "compare:a", "compare:b", "compare:c"]


def test_free_text_gate_is_length_and_comparison() -> None:
    """The rubric never blocks: a text without any concept is done when each of them was compared."""
    key = text_key(3, a=["sorry"], b=["polite"])
    assert free_text.grade(key, {"text": " \n\t"}, Inputs()) == Invalid("unanswered")
    assert free_text.grade(key, {"text": "?!"}, Inputs()) == Invalid("too_short", {"have": 0, "n": 3})
    assert free_text.grade(key, {"text": "one, two"}, Inputs()) == Invalid("too_short", {"have": 2, "n": 1})
    assert free_text.grade(key, {"text": "a" * 203}, Inputs()) == Invalid("too_long", {"n": 3})
    text = "words of another kind"
    assert points(free_text.grade(key, {"text": text}, Inputs())) == (1, 2, False)
    assert points(free_text.grade(key, {"text": text, "compared": {"a": "no"}}, Inputs())) == (1, 2, False)
    assert points(free_text.grade(key, {"text": text, "compared": {"a": "no", "b": "yes"}}, Inputs())) == (2, 2, True)


@pytest.mark.parametrize("compared", [None, [], "yes", {"a": "maybe"}, {"a": None}, {"a": ["yes"]}, {"z": "yes"}])
def test_free_text_refuses_other_comparisons(compared: Any) -> None:
    """What the page cannot have sent is malformed."""
    answer = {"text": "long enough to be judged", "compared": compared}
    assert free_text.grade(text_key(a=["sorry"]), answer, Inputs()) == Invalid("malformed")


def test_free_text_describes_long_texts_in_short() -> None:
    """The response is whole, the short text is cut."""
    public: dict[str, Any] = {"concepts": []}
    interaction = free_text.describe(public, {"text": "word " * 100})
    assert len(interaction.text) == 100
    assert interaction.text.endswith("…")
    assert interaction.response == ("word " * 100,)


CHAT = {
    "id": "e",
    "intro": "?",
    "learner": "You",
    "partner": "It",
    "needed": 2,
    "typing": True,
    "fallback": "Pardon?",
    "messages": [
        {"id": name, "text": f"Message {name}!", "reply": f"Reply {name}", "expect": "good", "feedback": name}
        for name in "abc"
    ],
    "judgements": [{"id": "good", "label": "Good"}, {"id": "bad", "label": "Bad", "mistaken": "Look again"}],
}


def turns(*pairs: tuple[str, str]) -> dict[str, Any]:
    """Messages (texts where they hold a space) with judgements, empty: none."""
    found = []
    for said, judgement in pairs:
        turn = {"text" if " " in said else "message": said}
        found.append({**turn, "judgement": judgement} if judgement else turn)
    return {"turns": found}


@pytest.mark.parametrize(
    ("answer", "result", "feedback"),
    [
        (turns(("a", "")), (0, 2, False), ["to_do"]),
        (turns(("a", "good")), (1, 2, False), ["judged_right:a", "to_do"]),
        (turns(("b", "bad"), ("a", "good")), (1, 2, True), ["judged_right:a", "judged_wrong:b", "mistaken:bad"]),
        (
            turns(("a", "good"), ("b", "good"), ("c", "good")),
            (2, 2, True),
            ["judged_right:a", "judged_right:b", "judged_right:c"],
        ),
        (turns(("a", "bad"), ("a", "good")), (1, 2, False), ["judged_right:a", "to_do"]),
        (turns(("a", "good"), ("message A", "good")), (1, 2, False), ["judged_right:a", "to_do"]),
        (turns(("what is this", "good"), ("a", "good")), (1, 2, False), ["judged_right:a", "to_do"]),
    ],
)
def test_chat_counts_different_judged_replies(answer: Any, result: tuple[int, int, bool], feedback: list[str]) -> None:
    """Each message once, the later judgement counts, and the fallback never does."""
    outcome = chat.grade(chat.split(CHAT)[1], answer, Inputs())
    assert (points(outcome), codes(outcome)) == (result, feedback)


@pytest.mark.parametrize(
    ("message", "asked", "text"),
    [
        ({"message": "a"}, "a", "Reply a"),
        ({"text": " message  B "}, "b", "Reply b"),
        ({"text": "hello"}, None, "Pardon?"),
        ({"text": "!"}, None, "Pardon?"),
        ({"message": "z"}, None, "Pardon?"),
        ({}, None, "Pardon?"),
        (7, None, "Pardon?"),
    ],
)
def test_chat_replies_from_its_table(message: Any, asked: str | None, text: str) -> None:
    """Picked or typed; nothing that can be sent makes it fail."""
    key = chat.split(CHAT)[1]
    _, reply = chat.respond(key, None, message, Inputs())
    assert reply == {"message": asked, "text": text, "fallback": asked is None}


@pytest.mark.parametrize(
    "answer",
    [
        {"turns": [{}]},
        {"turns": [{"message": "z"}]},
        {"turns": [{"message": "a", "text": "a"}]},
        {"turns": [{"message": "a", "judgement": "a"}]},
        {"turns": {}},
    ],
)
def test_chat_refuses_other_shapes(answer: Any) -> None:
    """What the page cannot have sent is malformed."""
    assert chat.grade(chat.split(CHAT)[1], answer, Inputs()) == Invalid("malformed")


def test_chat_packs_unknown_messages_as_text() -> None:
    """Typed line ends cannot turn one message into two."""
    public, _ = chat.split(CHAT)
    packed = chat.pack(public, turns(("what\nis message a", ""), ("c", "bad")))
    assert packed.texts == {"typed": "what is message a"}
    assert chat.unpack(public, packed) == turns(("c", "bad"), ("what is message a", ""))
