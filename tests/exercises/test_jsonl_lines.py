"""Every fault in a text of JSON Lines has its own code and place, and the quick way says what the slow one does."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest

from site_builder.exercises.jsonl.lines import MOST, Locator, survey
from site_builder.exercises.jsonl.personal import personal_data
from site_builder.exercises.jsonl.quick import Quick
from site_builder.exercises.jsonl.reader import read, read_sound
from site_builder.grading.text import Refused
from tests.support.examples import FOLDER
from tests.support.json_lines import RULES, SOUND, line


def told(text: str, **rules: Any) -> list[str]:
    """The problems of a text, as "line:column code"."""
    found = survey(text, {**RULES, **rules})
    locator = Locator(text)
    places = [locator.locate(problem.start, problem.end) for problem in found.problems]
    return [f"{p['line']}:{p['column']} {problem.code}" for p, problem in zip(places, found.problems, strict=True)]


def marked(text: str, code: str) -> str:
    """What a problem marks."""
    problem = next(problem for problem in survey(text, RULES).problems if problem.code == code)
    return text[problem.start : problem.end]


# Each text with all that is said of it.
SYNTAX = {
    "sound": (SOUND, []),
    "trailing comma in a list": (SOUND.replace("}]}", "},]}"), ["1:91 trailing_comma"]),
    "trailing comma in an object": (SOUND.replace('"Hi"}', '"Hi",}'), ["1:47 trailing_comma"]),
    "comma after a line": (f"{SOUND},\n{line('a')}", ["1:93 comma_after_line"]),
    "single quotes": ("{'messages': []}", ["1:2 single_quotes"]),
    "single quotes around a value": (SOUND.replace('"Hi"', "'Hi'"), ["1:43 single_quotes"]),
    "curly quotes": (SOUND.replace('"Hi"', "\u201cHi\u201d"), ["1:43 curly_quotes"]),
    "a key without quotes": ("{messages: []}", ["1:2 key_unquoted"]),
    "a value without quotes": (SOUND.replace('"user"', "user"), ["1:24 value_unquoted"]),
    "a word of Python": (SOUND.replace('"Hi"', "None"), ["1:43 python_word"]),
    "a comment": (f"{SOUND} // polite", ["1:94 comment"]),
    "a comment of another kind": (f"# polite\n{SOUND}", ["1:1 comment"]),
    "a comment inside": (SOUND.replace("[{", "[/* first */{"), ["1:15 comment"]),
    "a quote inside a text": (line("a").replace('"a"', '"say "please" now"'), ["1:48 quote_inside"]),
    "a missing closing quote": (SOUND.replace('"user",', '"user,'), ["1:31 quote_inside"]),
    "a text without end": (SOUND[:-6], ["1:83 string_open"]),
    "a missing bracket": (SOUND[:-1], ["1:91 unfinished"]),
    "a wrong bracket": (SOUND[:-2] + "}}", ["1:91 bracket_mismatch"]),
    "a missing comma": (SOUND.replace("}, {", "} {"), ["1:49 comma_missing"]),
    "a missing colon": (SOUND.replace('"role": "user"', '"role" "user"'), ["1:16 colon_missing"]),
    "a missing value": (SOUND.replace('"Hi"', ""), ["1:43 value_missing"]),
    "a missing key": ('{{"messages": []}}', ["1:2 key_missing"]),
    "two commas": (SOUND.replace("}, {", "},, {"), ["1:49 value_missing"]),
    "two objects": (f"{SOUND} {SOUND}", ["1:94 two_objects"]),
    "two objects and a comma": (f"{SOUND}, {SOUND}", ["1:93 two_objects"]),
    "more text": (f"{SOUND}]", ["1:93 text_after"]),
    "a tab in a text": (SOUND.replace('"Hi"', '"H\ti"'), ["1:45 control_character"]),
    "a control character": (SOUND.replace('"Hi"', '"H\x07i"'), ["1:45 control_character"]),
    "an unknown escape": (SOUND.replace('"Hi"', r'"H\i"'), ["1:45 bad_escape"]),
    "half an escape": (SOUND.replace('"Hi"', r'"H\u12"'), ["1:45 bad_escape"]),
    "half a pair": (SOUND.replace('"Hi"', r'"\ud83d"'), ["1:44 half_character"]),
    "the other half": (SOUND.replace('"Hi"', r'"\ude00\ud83d"'), ["1:44 half_character", "1:50 half_character"]),
    "a whole pair": (SOUND.replace('"Hi"', r'"\ud83d\ude00"'), []),
    "a lone surrogate": (SOUND.replace('"Hi"', '"\ud83d"'), ["1:44 damaged_character"]),
    "a character that was lost": (SOUND.replace('"Hi"', '"\ufffd"'), ["1:44 damaged_character"]),
    "a key twice": (SOUND.replace('"role": "user"', '"role": "user", "role": "user"'), ["1:32 key_repeated"]),
    "a leading zero": ('{"messages": 01}', ["1:14 bad_number"]),
    "not a number": ('{"messages": NaN}', ["1:14 bad_number"]),
    "minus infinity": ('{"messages": -Infinity}', ["1:14 bad_number"]),
    "a space of another kind": (SOUND.replace("[{", "[\u00a0{"), ["1:15 strange_space"]),
    "something else": (SOUND.replace("[{", "[~{"), ["1:15 unexpected"]),
    "a list": ("[]", ["1:1 list_line"]),
    "a text": ('"Hello"', ["1:1 not_object"]),
    "prose": ("Hello there", ["1:1 value_unquoted"]),
}


@pytest.mark.parametrize(("text", "expected"), SYNTAX.values(), ids=list(SYNTAX))
def test_each_fault_of_syntax_has_a_code_and_a_place(text: str, expected: list[str]) -> None:
    """In our words and with our columns, the same in every Python."""
    assert told(text) == expected


SHAPE = {
    "no messages": ('{"a": 1}', ["1:2 key_unknown"]),
    "nothing": ("{}", ["1:1 messages_missing"]),
    "misspelled messages": ('{"mesages": []}', ["1:2 key_misspelled"]),
    "messages in capitals": ('{"Messages": []}', ["1:2 key_misspelled"]),
    "messages that are none": ('{"messages": {}}', ["1:14 messages_not_list"]),
    "empty messages": ('{"messages": []}', ["1:14 messages_empty"]),
    "texts as messages": ('{"messages": ["Hi"]}', ["1:15 message_not_object"]),
    "a misspelled role": (SOUND.replace("assistant", "asistant"), ["1:59 role_misspelled"]),
    "a role in capitals": (SOUND.replace('"user"', '"User"'), ["1:24 role_misspelled"]),
    "another role": (SOUND.replace('"user"', '"customer"'), ["1:24 role_unknown"]),
    "a role that is no text": (SOUND.replace('"user"', "1"), ["1:24 role_not_text"]),
    "no role": (SOUND.replace('"role": "user", ', ""), ["1:15 role_missing"]),
    "a misspelled key": (SOUND.replace('"content": "Hi"', '"contents": "Hi"'), ["1:32 key_misspelled"]),
    "an unknown key": (SOUND.replace('"Hi"', '"Hi", "mood": "good"'), ["1:49 key_unknown"]),
    "no content": (SOUND.replace(', "content": "Hi"', ""), ["1:15 content_missing"]),
    "empty content": (SOUND.replace('"Hi"', '" "'), ["1:43 content_empty"]),
    "content that is no text": (SOUND.replace('"Hi"', "null"), ["1:43 content_not_text"]),
    "the last message from the user": (
        '{"messages": [{"role": "assistant", "content": "a"}, {"role": "user", "content": "b"}]}',
        ["1:63 last_role"],
    ),
    "no answer": ('{"messages": [{"role": "user", "content": "b"}]}', ["1:14 role_needed"]),
    "an e-mail address": (line("I am ann.lee@example.com, hi"), ["1:49 personal_email"]),
    "a phone number": (line("Call +49 (30) 901820 now"), ["1:49 personal_phone"]),
    "a card number": (line("4111 1111 1111 1111"), ["1:44 personal_card"]),
    "personal data in disguise": (SOUND.replace("Hi", r"a\u0040b.org"), ["1:44 personal_email"]),
}


@pytest.mark.parametrize(("text", "expected"), SHAPE.values(), ids=list(SHAPE))
def test_each_broken_rule_has_a_code_and_a_place(text: str, expected: list[str]) -> None:
    """Where the key or the value stands that breaks it."""
    assert told(text) == expected


def test_every_problem_can_be_told_in_words() -> None:
    """A code without words would be a problem that nobody sees."""
    codes = {entry.split()[1] for cases in (SYNTAX, SHAPE) for _, expected in cases.values() for entry in expected}
    codes |= {
        "several_lines",
        "line_break",
        "blank_line",
        "list_around",
        "byte_order_mark",
        "repeated_line",
        "too_deep",
    }
    codes |= {"line_extra", "text_differs", "role_differs", "turns_differ"}
    text = (FOLDER / "jsonl" / "text.yaml").read_text("utf-8")
    assert [code for code in sorted(codes) if f'\n  {code}: "<b>' not in text] == []


def test_rules_can_be_relaxed() -> None:
    """Each switch lets its own fault pass."""
    relaxed: list[tuple[str, dict[str, Any]]] = [
        (SOUND.replace("user", "pirate"), {"roles": ["pirate", "assistant"], "needed": []}),
        ('{"messages": [{"role": "user", "content": "a"}]}', {"needed": [], "last": ""}),
        (SOUND.replace("}]}", '}], "id": 1}'), {"line_keys": ["id"]}),
        (SOUND.replace('"Hi"', '"Hi", "weight": 0'), {"message_keys": ["weight"]}),
        (SOUND.replace('"Hi"', '""'), {"allow_empty": True}),
        (f"{SOUND}\n{SOUND}", {"allow_repeats": True}),
        (f"\ufeff{SOUND}", {"allow_bom": True}),
        (line("a@b.org 4111111111111111"), {"personal": []}),
    ]
    for text, rules in relaxed:
        assert told(text), text
        assert told(text, **rules) == [], text


def test_pretty_printed_json_is_one_problem_and_can_be_read() -> None:
    """Not one for every line of it; what else is wrong inside is told at its own place."""
    pretty = json.dumps(json.loads(SOUND), indent=2)
    assert told(f"{pretty}\n{line('b')}") == ["1:1 several_lines"]
    assert told(pretty.replace('"Hi"', '"Hi",')) == ["1:1 several_lines", "5:22 trailing_comma"]
    found = survey(pretty, RULES)
    assert found.problems[0].data == {"n": 12}
    assert found.entries[0].turns == (("user", "Hi"), ("assistant", "Hello"))


def test_a_line_that_is_not_closed_swallows_none_of_the_next() -> None:
    """The following example is judged by itself."""
    assert told(f"{SOUND[:-2]}\n{line('b')}\n{line('c')}") == ["1:90 unfinished"]


def test_a_line_break_inside_a_text_is_one_problem() -> None:
    """With the place where the break is."""
    assert told(SOUND.replace("Hello", "Hel\nlo")) == ["1:87 line_break"]
    assert told(SOUND.replace("Hello", "Hel\r\nlo")) == ["1:87 line_break"]


def test_a_list_around_the_lines_is_told_once() -> None:
    """Each line's own comma is a problem of that line."""
    assert told(f"[\n{SOUND},\n{line('b')}\n]") == ["1:1 list_around", "2:93 comma_after_line"]


def test_of_too_many_blank_lines_it_is_told_that_there_are_more() -> None:
    """Each counts; what is told stays within its bounds."""
    found = survey("\n" * (MOST + 3) + SOUND, RULES)
    assert [problem.code for problem in found.problems] == ["blank_line"] * MOST
    assert found.more == 3


def test_blank_lines_between_lines_are_problems_and_at_the_end_are_none() -> None:
    assert told(f"{SOUND}\n\n{line('b')}\n\n \n") == ["2:1 blank_line"]


def test_a_byte_order_mark_is_told_and_hides_nothing() -> None:
    assert told(f"\ufeff{SOUND}") == ["1:1 byte_order_mark"]
    assert told("\ufeff{'") == ["1:1 byte_order_mark", "1:3 single_quotes"]


def test_line_ends_of_every_kind_separate_lines() -> None:
    """As a browser gives them, and as other programs write them."""
    lines = [line("a"), line("b"), SOUND[:-1]]
    for end in ("\n", "\r\n", "\r"):
        assert told(end.join(lines)) == ["3:91 unfinished"]


def test_personal_data_is_marked_where_it_stands_in_the_text() -> None:
    """Also after escapes of every kind."""
    assert (
        marked(SOUND.replace("Hi", r"\"\u00e9\ud83d\ude00\" a.b@example.org!"), "personal_email") == "a.b@example.org"
    )
    assert marked(line("x 0171 2345678 y"), "personal_phone") == "0171 2345678"


def test_personal_data_is_marked_behind_escapes_that_are_wrong_themselves() -> None:
    """Each of them is one sign or more of the text, and none of the places lies outside of it."""
    for wrong in (r"\u" * 12 + " ", r"\x\u12 ", r"\ud83d\udx ", r"\ud83d \udc00 "):
        assert marked(SOUND.replace("Hi", f"{wrong}a.b@example.org!"), "personal_email") == "a.b@example.org"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("write to a@b.co or c@d.org", ["email", "email"]),
        ("@home, 3 @ 5, a@b, a@.de, me@localhost", []),
        ("4111-1111-1111-1111 and 4111 1111 1111 1112", ["card"]),
        ("(030) 901820, 555-0142, 212-555-0142, +1 212 555 0142", ["phone", "phone", "phone", "phone"]),
        ("order 100234567, 12.05.2026 10:30, 05/12/2026, 2026-05-12, 0.5, 2000000", []),
    ],
)
def test_personal_data_is_told_from_other_numbers(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in personal_data(text, ("email", "phone", "card"))] == kinds


def test_brackets_nested_ten_thousand_deep_are_refused_in_words() -> None:
    """Before any parser sees them; in one line and over many."""
    for text in ("[" * 10_000, '{"a":' * 10_000, "[" * 10_000 + "]" * 10_000, "{\n" * 10_000):
        codes = [entry.split()[1] for entry in told(text)]
        assert codes[0] in {"too_deep", "unfinished"}, codes[:3]
        with pytest.raises(Refused):
            read_sound(text)
    assert told("[" * 10_000) == ["1:33 too_deep"]
    assert told("[" * 32 + "]" * 32) == ["1:1 list_line"]


@pytest.mark.parametrize(
    "text",
    [
        "{\n" * 5000,
        '{"a":\n' * 5000,
        '"' * 300_000,
        "@" * 300_000,
        "1 " * 300_000,
        "+(" * 300_000,
        "\\" * 300_000,
        "\n" * 300_000,
        SOUND[:-1] + "\n" + "x" * 300_000,
        '{"messages": [{"role": "usr"}]}\n' * 5000,
        '{\n"messages": [{"role": "usr"}]\n}\n' * 5000,
        "a." * 150_000 + "@" + "a." * 150_000,
        line("a@b.co " * 40_000),
        line("\n a@b.co " * 30_000),
        '{"messages": [' + ",".join(['{"role": "usr", "content": ""}'] * 10_000) + "]}",
        "{" + ",".join(f'"messag{number}": 1' for number in range(15_000)) + "}",
    ],
    ids=range(16),
)
def test_no_text_takes_long(text: str) -> None:
    """Time grows with length, and not faster: these take well under a second where nothing else runs."""
    start = time.process_time()
    found = survey(text, RULES)
    assert time.process_time() - start < 3
    assert len(found.problems) <= MOST


BITS = [*"{}[],:\"'\\ \t\n\x00\x7f0123.-+eEu/#@", "\ud800", "\ufffd", "\u00a0", "\\ud83d", "\\ude00", "NaN", "true"]
BITS += ["null", "[" * 33, '"a":', "\\u12", "\u201c", "\U0001f600", '"messages"', '{"a":1,"a":2}', "1" * 5000, "a@b.co"]


def mutations(seed: int, count: int) -> list[str]:
    """A line with things put in and taken out by chance."""
    chance = random.Random(seed)  # noqa: S311 - made again by every run
    start = line("Hi \\ud83d 0171 2345678", 'Hello "you" é')
    found = []
    for _ in range(count):
        text = chance.choice((start, SOUND))
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(text) + 1)
            text = text[:at] + chance.choice([*BITS, ""]) + text[at + chance.choice([0, 0, 1, 2]) :]
        found.append(text)
    return found


def test_the_quick_reader_accepts_exactly_what_the_slow_one_does() -> None:
    """And gives equal data."""
    accepted = 0
    for text in mutations(1, 20_000):
        reading = read(text, 0, len(text))
        try:
            data = read_sound(text)
        except ValueError:
            assert reading.problems, text
        else:
            accepted += 1
            assert not reading.problems, text
            assert json.dumps(reading.data) == json.dumps(data)
    assert accepted > 1000


def test_the_quick_look_takes_only_lines_without_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said of a text does not depend on which way its lines went."""
    texts = ["\n".join(mutations(seed, 4)) for seed in range(1500)]
    quick = [survey(text, RULES) for text in texts]
    looked = [sum(entry.sound for entry in found.entries) for found in quick]
    monkeypatch.setattr(Quick, "look", lambda *_: None)
    for text, found in zip(texts, quick, strict=True):
        assert survey(text, RULES) == found, text
    assert sum(looked) > 100


def test_right_to_left_text_is_text_like_any_other() -> None:
    arabic = line("أين طردي؟", "آسف للتأخير. ما رقم طلبك؟")
    assert told(arabic) == []
    assert told(arabic[:-1]) == [f"1:{len(arabic) - 1} unfinished"]
