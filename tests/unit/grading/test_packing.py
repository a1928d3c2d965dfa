"""The parts of a state: digits in a number, a number in text, texts pressed, and moments."""

from __future__ import annotations

import random
import string
from datetime import UTC, datetime

import pytest

from site_builder.grading.digits import ALPHABET, BASE, Measure, Pen, Reader, read, spelled
from site_builder.grading.instants import instant, seconds
from site_builder.grading.state_texts import PIECES, pressed, unpressed

CHANCE = random.Random(11)  # noqa: S311 - made again by every run


def test_the_alphabet_survives_every_way() -> None:
    """Printable ASCII, each sign once, and none that HTML, JSON, forms, addresses or we ourselves give a meaning."""
    assert len(set(ALPHABET)) == BASE == 84
    assert set(ALPHABET) <= set(string.printable.strip())
    assert set(ALPHABET) & set("\"'<>&\\%+., ") == set()


def test_numbers_are_spelled_and_read() -> None:
    """Of any size; other signs are none."""
    for bits in (0, 1, 6, 7, 64, 5000):
        number = CHANCE.getrandbits(bits) if bits else 0
        assert read(spelled(number)) == number
    assert spelled(0) == ""
    assert read("é") is None


def test_digits_come_back_in_their_order_and_are_measured() -> None:
    """One that does not fit becomes the nearest."""
    digits = [(CHANCE.randrange(size), size) for size in (CHANCE.randrange(1, 1 << 40) for _ in range(300))]
    pen, measure = Pen(), Measure()
    for value, size in digits:
        assert pen.digit(value, size) == value
        assert measure.digit(0, size) == size - 1
    reader = Reader(pen.number())
    assert [reader.digit(0, size) for _, size in digits] == [value for value, _ in digits]
    assert reader.rest == 0
    assert pen.number() < measure.count
    assert [Pen().digit(value, 5) for value in (-1, 7)] == [0, 4]


TEXTS = (
    "",
    "a",
    "\n",
    "It does not say sorry, and it does not offer any help.",
    '{"messages": [{"role": "user", "content": "Where is it?"}]}\n' * 9,
    "Größe, naïve, 日本語, 😀\x00\x1f\x7f",
    "x" * 5000,
    "".join(chr(CHANCE.randrange(0x20, 0xD800)) for _ in range(700)),
    "".join(CHANCE.choice(string.printable) for _ in range(1200)),
)


@pytest.mark.parametrize("text", TEXTS)
def test_texts_come_back_as_they_were(text: str) -> None:
    """In any script, and of any length."""
    found = pressed(text, 1_000_000)
    assert found is not None
    assert set(found) <= {*ALPHABET, PIECES}
    assert unpressed(found) == text
    assert pressed(text, len(found)) == found
    assert not found or pressed(text, len(found) - 1) is None


def test_english_takes_about_half_its_length() -> None:
    """So that twice as many answers go along."""
    text = (
        "Because an answer like this leaves the customer alone with the problem: it neither says sorry nor offers any "
        "help. A trained model would first take notice of the feelings, and then ask for the order number."
    )
    assert len(pressed(text, 1000) or text) < len(text) * 0.6


@pytest.mark.parametrize("text", ["é", "a,é", "~" * 400, "!,!,!"])
def test_no_damaged_text_makes_it_raise(text: str) -> None:
    """What comes out of it is a text, or nothing."""
    assert isinstance(unpressed(text), str | None)


def test_moments_are_those_of_the_calendar() -> None:
    """From 1970 on, leap years and all, without a clock."""
    for _ in range(3000):
        moment = CHANCE.randrange(1 << 34)
        written = instant(moment)
        assert written == datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        assert seconds(written) == seconds(written.replace(".000", "")) == moment


@pytest.mark.parametrize("time", ["", "x", "2026-05-04", "1900-01-01T00:00:00Z", "2026-05-04T09:30:00+01:00"])
def test_what_is_no_time_is_the_first_moment(time: str) -> None:
    """A record may hold anything."""
    assert seconds(time) == 0
