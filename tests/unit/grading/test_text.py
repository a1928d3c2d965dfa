"""`text` gives the same letters, words, sentences and JSON whatever the interpreter's tables and messages are."""

from __future__ import annotations

import json
import time

import pytest

from site_builder.grading import text
from site_builder.grading.text import Refused, dumps, fill, fold, guard, loads, words

OWN_RULES = "\u0130\u1e9e\u03c2\u2018\u2019\u02bc\u2010\u2011\u00a0\u202f"


def test_fold_agrees_with_lower_case_where_that_is_settled() -> None:
    """Latin, Greek, Cyrillic and Armenian follow Unicode; what does not is listed."""
    for first, last in ((0x00, 0x17F), (0x386, 0x3FF), (0x400, 0x52F), (0x531, 0x587), (0x1E00, 0x1EFF)):
        for code in range(first, last + 1):
            letter = chr(code)
            if letter not in OWN_RULES and not 0x3CF <= code <= 0x3FF:
                assert fold(letter) == letter.lower(), hex(code)


def test_fold_makes_typed_and_typeset_text_equal() -> None:
    """Phones put other apostrophes, hyphens and spaces; sigma has two small forms."""
    assert fold("Don\u2019t  re\u2011use\u00a0IT") == "don't  re-use it"
    assert fold("\u039f\u03a3") == fold("\u03bf\u03c2")
    assert fold("\u0130STANBUL") == "istanbul"
    assert fold("GRO\u1e9e") == "gro\u00df"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", []),
        (" \n\t - ... !", []),
        ("I\u2019m sorry, that's 2nd-rate!", ["i'm", "sorry", "that's", "2nd", "rate"]),
        ("'quoted' rock 'n' roll", ["quoted", "rock", "n", "roll"]),
        ("Na\u00efve \u00c9lan \u00d7 \u00f7", ["na\u00efve", "\u00e9lan"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("snake_case a.b", ["snake", "case", "a", "b"]),
        (
            "\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440",
            ["\u043f\u0440\u0438\u0432\u0435\u0442", "\u043c\u0438\u0440"],
        ),
        (
            "\u0645\u0631\u062d\u0628\u0627\u060c \u0639\u0627\u0644\u0645",
            ["\u0645\u0631\u062d\u0628\u0627", "\u0639\u0627\u0644\u0645"],
        ),
        ("\u0928\u092e\u0938\u094d\u0924\u0947\u0964", ["\u0928\u092e\u0938\u094d\u0924\u0947"]),
        ("\u65e5\u672c\u8a9e", ["\u65e5", "\u672c", "\u8a9e"]),
        ("\uc548\ub155 \ud558\uc138\uc694", ["\uc548\ub155", "\ud558\uc138\uc694"]),
        ("ok\U0001f389ok", ["ok", "ok"]),
    ],
)
def test_words_are_found_in_any_script(given: str, expected: list[str]) -> None:
    """Letters, digits and accents make words; punctuation and pictures part them."""
    assert words(given) == expected


def test_fill_escapes_what_it_fills_in() -> None:
    """Data is text, never markup; the message itself is."""
    assert (
        fill("<b>{said}</b> {n}", {"said": '<a href="x">\'&', "n": 3})
        == "<b>&lt;a href=&quot;x&quot;&gt;&#x27;&amp;</b> 3"
    )
    assert fill("{a}", {"a": "{b}", "b": "c"}) == "{b}"
    assert fill("{a} {b}", {"a": True, "b": [1, "<"]}) == "true [1,&quot;&lt;&quot;]"


def test_fill_leaves_what_it_does_not_know() -> None:
    """A missing value shows; braces of other kinds are text."""
    assert fill("{x} {X} {} { x } {{x}}", {}) == "{x} {X} {} { x } {{x}}"


@pytest.mark.parametrize(
    ("data", "expected"), [({"n": 1}, "one"), ({"n": 0}, "0 more"), ({"n": 2}, "2 more"), ({}, "{n} more")]
)
def test_fill_chooses_the_plural(data: dict[str, int], expected: str) -> None:
    """One, or any other number."""
    assert fill({"one": "one", "other": "{n} more"}, data) == expected


def test_dumps_gives_one_text_for_equal_data() -> None:
    """Sorted, without spaces, in ASCII; what JSON cannot hold is an error."""
    assert (
        dumps({"b": [1, 2.5, None, True], "a": "\u00e9\U0001f389"})
        == '{"a":"\\u00e9\\ud83c\\udf89","b":[1,2.5,null,true]}'
    )
    with pytest.raises(ValueError, match="float"):
        dumps(float("nan"))


@pytest.mark.parametrize("data", [None, [], {"a": [1, -2.5, 'x"\\[{'], "b": {"c": False}}, "\U0001f389", 1e-7])
def test_loads_reads_what_dumps_writes(data: object) -> None:
    """There and back."""
    assert loads(dumps(data)) == data


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("{'a': 1}", "not_json"),
        ("[1,]", "not_json"),
        ("NaN", "not_json"),
        ("[-Infinity]", "not_json"),
        ("1e999", "not_json"),
        ("1" * 5000, "not_json"),
        ('"\n"', "not_json"),
        ('"open', "not_json"),
        ('"\\', "not_json"),
        ("[" * 65 + "]" * 65, "too_deep"),
        ('{"a":' * 65, "too_deep"),
        ("[" * 1_000_000, "too_deep"),
        (" " * 20_000_001, "too_large"),
    ],
    ids=lambda value: str(value)[:8],
)
def test_loads_refuses_by_code(given: str, code: str) -> None:
    """The reason is ours, so that it is the same in every version."""
    with pytest.raises(Refused) as refused:
        loads(given)
    assert refused.value.code == code
    assert str(refused.value) == code


def test_brackets_in_strings_do_not_count() -> None:
    """Only nesting counts, up to the limit."""
    assert loads(json.dumps(["[" * 100, '"' + "{" * 100, "\\"])) == ["[" * 100, '"' + "{" * 100, "\\"]
    deepest = "[" * 64 + "]" * 64
    guard(deepest)
    loads(deepest)
    with pytest.raises(Refused):
        guard("[[]]", max_depth=1)


@pytest.mark.parametrize("given", ['"' + '\\"' * 400_000, '"' * 400_001, "\\" * 400_000, '"' + "\\" * 400_001])
def test_the_scan_is_linear(given: str) -> None:
    """Text made to slow the scan down does not: a quadratic scan would take minutes."""
    start = time.perf_counter()
    guard(given)
    assert time.perf_counter() - start < 2


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    """Such text can come from JavaScript; it could not be hashed or sent."""
    assert loads('{"\\ud800": ["a\\udfffb", 1, null]}') == {"\ufffd": ["a\ufffdb", 1, None]}
    assert loads('"\ud800"') == "\ufffd"
    assert loads('"\\ud83c\\udf89"') == "\U0001f389"


def test_the_tables_cannot_change() -> None:
    """There is no global state."""
    with pytest.raises(TypeError):
        text._FOLDS[65] = 66  # type: ignore[index]
