"""What is particular to `jsonl`: how conversations and lines are scored, what is said while typing and exported."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.exercises.jsonl import grade as jsonl
from site_builder.grading.outcome import Feedback, Inputs, Invalid, Outcome, Scored
from site_builder.grading.requests import MAX_ANSWER, MAX_MESSAGE
from site_builder.grading.text import dumps
from tests.support.json_lines import RULES, SOUND, line


def conversation(name: str, *turns: tuple[str, str]) -> dict[str, Any]:
    """A wanted conversation."""
    messages = [{"who": role.upper(), "role": role, "content": content} for role, content in turns]
    return {"id": name, "title": f"<em>{name}</em> &amp; co", "messages": messages}


WANTED = [
    conversation("rolls", ("user", "Are these rolls fresh?"), ("assistant", "They came out of the oven at six.")),
    conversation("nuts", ("user", "Is there a cake without any nuts?"), ("assistant", 'Yes: "apple".')),
]
ROLLS = line("Are these rolls fresh?", "They came out of the oven at six.")
NUTS = line("Is there a cake without any nuts?", 'Yes: "apple".')


def key(conversations: list[dict[str, Any]] | None = None, **changes: Any) -> dict[str, Any]:
    """The key of an exercise."""
    content = {
        "id": "e",
        "prompt": "?",
        "conversations": WANTED if conversations is None else conversations,
        "lines": 0,
        "more": False,
        "start": "",
        "samples": [],
        "solution": "",
        "max_chars": 50_000,
        "rules": RULES,
    }
    return jsonl.split({**content, **changes})[1]


def feedback(text: str, **changes: Any) -> list[Feedback]:
    """What is said of a text while it is typed."""
    return list(jsonl.respond(key(**changes), None, {"text": text}, Inputs())[1]["feedback"])


def judged(text: str, **changes: Any) -> Scored:
    """The outcome of a text."""
    outcome: Outcome = jsonl.grade(key(**changes), {"text": text}, Inputs())
    assert isinstance(outcome, Scored)
    return outcome


def codes(outcome: Scored) -> list[str]:
    """The feedback as proofs write it."""
    return [f"{item.code}:{item.part}" if item.part else item.code for item in outcome.feedback]


@pytest.mark.parametrize(
    ("lines", "earned", "said"),
    [
        ([ROLLS, NUTS], 3, ["found:rolls", "found:nuts"]),
        ([NUTS, ROLLS.replace(": ", ":").replace("Are ", "  Are\\n ")], 3, ["found:rolls", "found:nuts"]),
        ([ROLLS], 2, ["missing:nuts"]),
        ([ROLLS, NUTS, SOUND], 2, ["line_extra"]),
        ([ROLLS, NUTS, ROLLS], 2, ["repeated_line"]),
        ([ROLLS, NUTS.replace("]}", ",]}")], 2, ["trailing_comma", "found:nuts"]),
        ([ROLLS, NUTS.replace("any ", "")], 2, ["text_differs", "nearly:nuts"]),
        ([ROLLS, NUTS.replace("user", "system")], 1, ["role_needed", "role_differs", "nearly:nuts"]),
        ([ROLLS, NUTS.replace("user", "usr")], 1, ["role_misspelled", "nearly:nuts"]),
        ([ROLLS, NUTS[:-2] + f", {NUTS[14:]}"], 2, ["turns_differ", "nearly:nuts"]),
        ([SOUND], 0, ["line_extra", "missing:rolls", "missing:nuts"]),
        (["no JSON"], 0, ["value_unquoted", "missing:rolls", "missing:nuts"]),
    ],
)
def test_wanted_conversations_are_found_nearly_found_or_missed(lines: list[str], earned: int, said: list[str]) -> None:
    """One point for each, one for a text without problems; near misses are told kindly."""
    outcome = judged("\n".join(lines))
    assert (outcome.earned, outcome.total, outcome.done) == (earned, 3, earned == 3)
    assert [code for code in codes(outcome) if not code.startswith("found") or code in said] == said


def test_conversations_without_words_are_never_nearly_the_same() -> None:
    """There is nothing to compare them by."""
    dots = conversation("dots", ("user", "..."), ("assistant", "!"))
    assert codes(judged(line("...", "?!"), conversations=[dots])) == ["line_extra", "missing:dots"]


def test_a_difference_is_shown_at_its_first_word() -> None:
    """What is wanted, what stands there, and where."""
    text = ROLLS.replace("oven", "big  oven")
    (item,) = [item for item in judged(text).feedback if item.code == "text_differs"]
    assert (item.data["expected"], item.data["found"]) == ("oven at six.", "big oven at six.")
    assert text[item.data["offset"] :].startswith("big  oven")
    assert item.data["n"] == 2


def test_more_lines_are_allowed_where_the_author_allows_them() -> None:
    assert judged(f"{ROLLS}\n{NUTS}\n{SOUND}", more=True).done


@pytest.mark.parametrize(
    ("count", "changes", "result", "said"),
    [
        (3, {}, (4, True), []),
        (2, {}, (3, False), ["lines_missing"]),
        (5, {}, (3, False), ["lines_extra"]),
        (5, {"more": True}, (4, True), []),
    ],
)
def test_any_sound_lines_count_where_no_conversation_is_named(
    count: int, changes: dict[str, Any], result: tuple[int, bool], said: list[str]
) -> None:
    text = "\n".join(line(f"question {n}") for n in range(count))
    outcome = judged(text, conversations=[], lines=3, **changes)
    assert (outcome.earned, outcome.done) == result
    assert outcome.total == jsonl.points(key(conversations=[], lines=3)) == 4
    assert codes(outcome) == said


def test_nothing_written_is_unanswered_and_too_much_is_told() -> None:
    """The text that stood in the editor at first is nothing written, too."""
    start = SOUND[:-1] + "\n"
    for text in ("", " \n\t\r\n", start, start.replace(" ", "  ") + "\n"):
        assert jsonl.grade(key(start=start), {"text": text}, Inputs()) == Invalid("unanswered")
    long = SOUND + " " * 200
    assert jsonl.grade(key(max_chars=100), {"text": long}, Inputs()) == Invalid("too_long", {"n": 192, "max": 100})


@pytest.mark.parametrize("answer", [None, [], "{}", {}, {"text": None}, {"text": ["a"]}, {"text": "a", "more": 1}])
def test_other_shapes_are_malformed(answer: Any) -> None:
    """What the page cannot have sent is never wrong; while typing nothing is said of it."""
    assert jsonl.grade(key(), answer, Inputs()) == Invalid("malformed")
    assert jsonl.respond(key(), None, answer, Inputs()) == (None, {"feedback": []})


def test_the_summary_comes_first_while_typing() -> None:
    """What is missing is not told before a check."""
    assert feedback(ROLLS) == [Feedback("summary_sound", tone="good", data={"n": 1, "wanted": 2})]
    assert feedback(f"{ROLLS}\n{NUTS}\n")[0].code == "summary_ready"
    assert [item.code for item in feedback(f"{ROLLS}\n{NUTS[:-1]}")] == ["summary_problems", "unfinished"]
    assert [item.code for item in feedback(ROLLS, max_chars=100)] == ["summary_sound", "summary_too_long"]


def test_repeated_lines_are_told_with_the_first_of_them() -> None:
    """However they are written."""
    other = SOUND.replace(": ", ":").replace('"Hi"', '" Hi\\n"')
    text = f"{SOUND}\n{line('b')}\n{other}"
    (item,) = [item for item in feedback(text) if item.code == "repeated_line"]
    assert item.data["first"] == 1


def test_places_count_characters_for_people_and_utf16_for_browsers() -> None:
    """An emoji is one column and two units."""
    text = line("\U0001f99c\U0001f99c") + "\n" + SOUND.replace('"Hi"', "'\U0001f99c'")
    (item,) = [item for item in feedback(text) if item.code == "single_quotes"]
    first = len(text.split("\n")[0])
    assert item.data == {"line": 2, "column": 43, "offset": first + 2 + 1 + 42, "length": 1}
    assert text.encode("utf-16-le")[2 * item.data["offset"] :].decode("utf-16-le").startswith("'\U0001f99c")


def test_only_the_first_problems_are_listed_and_the_rest_is_counted() -> None:
    text = "\n".join("{'a'}" for _ in range(50))
    items = feedback(text)
    assert items[0] == Feedback("summary_many", tone="bad", data={"n": 20, "lines": 50})
    assert items[-1] == Feedback("more", data={"n": 30})


def test_a_text_too_long_to_be_sent_is_told_by_its_length() -> None:
    """The editor takes more than is stored, and less than would stop the page."""
    said = [Feedback("too_long_to_check", data={"n": 3_000_000})]
    assert jsonl.respond(key(), None, {"length": 3_000_000}, Inputs()) == (None, {"feedback": said})
    assert MAX_ANSWER < jsonl.MAX_LOOK < MAX_MESSAGE
    five_thousand = "\n".join(line(f"question {n} " + "word " * 20) for n in range(5000))
    assert len(dumps(five_thousand)) < MAX_MESSAGE


def test_sound_lines_are_exported_as_they_were_written() -> None:
    """With the spaces that the learner typed; lines with problems are left out."""
    text = f"{line('a  b')}\n{line('c')[:-1]}\n{SOUND.replace('Hi', 'mail@example.org')}\n{line('d')}"
    exported = jsonl.export(key(), {"text": text}, {})
    assert [turns[0] for turns in exported["conversations"]] == [
        {"role": "user", "content": "a  b"},
        {"role": "user", "content": "d"},
    ]
    assert jsonl.export(key(), {"other": 1}, {}) == {"conversations": []}


def test_the_text_of_an_answer_is_kept_as_typed() -> None:
    """Packed and unpacked, with every line end and space."""
    text = f"{SOUND}\r\n\r {SOUND}\n\n"
    packed = jsonl.pack({}, {"text": text})
    assert jsonl.unpack({}, packed) == {"text": text}
    assert jsonl.describe({}, {"text": text}).response == (text,)
