"""The scorers mark by the rules that the course explains."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from site_builder.grading.text import fill

Code = Callable[[str], Any]
Row = tuple[str, int, list[str]]

CURT = "Check your order status in your account dashboard."
POLITE = (
    "I completely understand your concern about your order! I'm here to help you resolve this immediately. Let me look "
    "into your order status right away. Could you please provide your order number so I can give you specific updates?"
)

# An answer, its politeness, and the codes of the reasons after the first, which is always the same.
POLITENESS: tuple[Row, ...] = (
    (CURT, 2, []),
    ("Please check the troubleshooting guide in the documentation.", 2, []),
    ("I'm sorry about the delay.", 3, ["feelings"]),
    ("I am not sorry at all.", 2, []),
    ("Thank you for the photo.", 3, ["kindness"]),
    ("Gladly!", 3, ["offers"]),
    ("Let me know.", 3, ["asks"]),
    ("Have a lovely day.", 3, ["asks"]),
    ("I\u2019m sorry about the delay. I\u2019ll look into it.", 4, ["feelings", "offers"]),
    ("Thank you, and I'm sorry! I'll check. Could you wait a moment?", 5, ["feelings", "kindness", "offers"]),
    (POLITE, 5, ["feelings", "offers", "asks"]),
    ("It's in the manual.", 1, ["dismisses"]),
    ("You are an idiot.", 0, ["insults"]),
    ("Calm down, you idiot.", 0, ["insults"]),
    ("Watch your tone.", 0, ["insults"]),
    ("I'm sorry, but it's your fault.", 2, ["feelings", "dismisses"]),
    ("I'm sorry. Could you tell me what happens when you", 3, ["feelings", "asks", "unfinished"]),
    ("Thank you. The parcel came to the parcel came to the parcel.", 2, ["kindness", "repeats"]),
)

HELPFULNESS: tuple[Row, ...] = (
    (CURT, 3, ["tells"]),
    ("9 to 5.", 3, ["tells"]),
    ("No. That's excluded.", 3, ["tells"]),
    ("Settings > Account.", 3, ["tells"]),
    ("Navigate to Settings > Account > Preferences.", 3, ["tells"]),
    ("You'll find it under Profile.", 3, ["tells"]),
    ("Refunds take five days. Open Orders.", 4, ["tells", "tells_more"]),
    ("1. Open the app.\n2. Select Help.\n3. Type your question", 5, ["tells", "tells_more", "tells_more"]),
    ("You have 30 days. I'll send a label. Which address do you want?", 5, ["tells", "asks_for"]),
    ("Could you tell me your order number?", 3, ["asks_for"]),
    ("What is your order number?", 3, ["asks_for"]),
    ("I'll look into it.", 2, ["takes_on"]),
    (POLITE, 5, ["asks_for", "takes_on"]),
    ("Please check the troubleshooting guide in the documentation.", 2, ["elsewhere"]),
    ("See the guide. Then press the red button.", 3, ["tells"]),
    ("I'm happy to help with anything!", 1, ["general"]),
    ("Noted.", 0, ["useless"]),
    ("I'm sorry to hear that. Have a lovely day!", 0, ["useless"]),
    ("Use a microwave. That's not my problem.", 2, ["tells", "dismisses"]),
    ("It's your fault. Refunds take five days.", 3, ["tells"]),
    ("Did you even read what it says?", 0, ["useless"]),
    ("Open the cover, turn the screw, and pull the", 4, ["tells", "tells_more", "tells_more", "unfinished"]),
    ("Restart your phone. Restart your phone.", 3, ["tells", "tells_more", "repeats"]),
    ("Press the button. " + " ".join(f"Word{number}" for number in range(120)) + ".", 2, ["tells", "long"]),
)

ODD = (
    "!!! ... ???",
    "🙂🙂🙂",
    "ok",
    "\x00\ud800\uffff",
    "Entschuldigung! Könnten Sie mir Ihre Bestellnummer nennen?",
    "ご不便をおかけして申し訳ございません。注文番号を教えてください。",
    "Извините! Подскажите, пожалуйста, номер заказа",
    "آسف على التأخير؟",
    "no mark no end no sense",
    "I'LL CHECK IT. THANK YOU!!!",
    "{words} <b>sorry</b> &amp;",
    f"Open {'a' * 300}.",
)


@pytest.mark.parametrize(("answer", "polite", "helpful"), [(CURT, 2, 3), (POLITE, 5, 5)])
def test_the_sample_comparison_has_the_marks_of_the_specification(
    code: Code, answer: str, polite: int, helpful: int
) -> None:
    """Exactly."""
    scoring = code("scoring")
    assert (scoring.politeness(answer).points, scoring.helpfulness(answer).points) == (polite, helpful)


@pytest.mark.parametrize(("answer", "points", "codes"), POLITENESS)
def test_politeness_is_marked_by_its_rules(code: Code, answer: str, points: int, codes: list[str]) -> None:
    """Each of them alone, and several."""
    mark = code("scoring").politeness(answer)
    assert (mark.points, [reason.code for reason in mark.reasons]) == (points, ["neutral", *codes])


@pytest.mark.parametrize(("answer", "points", "codes"), HELPFULNESS)
def test_helpfulness_is_marked_by_its_rules(code: Code, answer: str, points: int, codes: list[str]) -> None:
    """Each of them alone, and several."""
    mark = code("scoring").helpfulness(answer)
    assert (mark.points, [reason.code for reason in mark.reasons]) == (points, codes)


@pytest.mark.parametrize(
    ("answer", "topic", "points", "codes"),
    [
        ("Your refund takes five days. Open Orders.", "refund", 4, ["tells", "tells_more"]),
        ("Your refund takes five days. Open Orders.", "password", 1, ["tells", "tells_more", "off_topic"]),
        ("I'm happy to help with your invoice!", "password", 1, ["general"]),
        ("Could you tell me your order number?", "password", 3, ["asks_for"]),
        (CURT, "order", 3, ["tells"]),
        (POLITE, "order", 5, ["asks_for", "takes_on"]),
    ],
)
def test_an_answer_about_something_else_is_hardly_helpful(
    code: Code, answer: str, topic: str, points: int, codes: list[str]
) -> None:
    """One about nothing in particular keeps its mark."""
    mark = code("scoring").helpfulness(answer, topic)
    assert (mark.points, [reason.code for reason in mark.reasons]) == (points, codes)
    assert mark.points == sum(reason.points for reason in mark.reasons)


def test_every_rule_is_tried_and_has_words_for_learners(code: Code) -> None:
    """A reason without words would leave a mark unexplained."""
    tried = {reason for *_, codes in (*POLITENESS, *HELPFULNESS) for reason in codes} | {
        "silent",
        "neutral",
        "off_topic",
    }
    assert tried == set(code("scoring").REASONS)


@pytest.mark.parametrize("scorer", ["politeness", "helpfulness"])
def test_a_mark_is_the_sum_of_its_reasons_which_name_words_of_the_answer(code: Code, scorer: str) -> None:
    """Whatever the answer is."""
    scoring = code("scoring")
    for answer in (*(answer for answer, *_ in (*POLITENESS, *HELPFULNESS)), *ODD):
        mark = getattr(scoring, scorer)(answer)
        assert 0 <= mark.points <= 5
        assert mark.points == sum(reason.points for reason in mark.reasons)
        for reason in mark.reasons:
            message = scoring.REASONS[reason.code]
            assert bool(reason.words) == ("{words}" in message)
            assert "{words}" not in fill(message, {"words": reason.words.replace("{words}", "")})
            assert reason.words.rstrip("\u2026") in answer or reason.code == "repeats"


@pytest.mark.parametrize("answer", ["", " \n\t", "!!! ... ???", "🙂🙂🙂"])
def test_an_answer_without_words_has_no_marks(code: Code, answer: str) -> None:
    """And the reason is that it says nothing."""
    scoring = code("scoring")
    for mark in (scoring.politeness(answer), scoring.helpfulness(answer)):
        assert (mark.points, [reason.code for reason in mark.reasons]) == (0, ["silent"])


@pytest.mark.parametrize(
    "unit",
    ["a", "a ", "\n", ".", "> ", "sorry ", "I'm sorry. ", "you can ", "1. ", "it is a a a ", "Settings > ", "好"],
)
def test_long_answers_take_no_time(code: Code, unit: str) -> None:
    """20,000 characters of anything: nothing in the rules goes over the text again and again."""
    scoring, answer = code("scoring"), (unit * 20_000)[:20_000]
    start = time.process_time()
    scoring.politeness(answer)
    scoring.helpfulness(answer)
    assert time.process_time() - start < 1
