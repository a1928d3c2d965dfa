"""Digits of any size, written into one large number, and that number as text which every LMS keeps.

What is written is read back by the same walk: a function is handed a `Pen`, a `Reader` or a `Measure` and passes each
digit through it. So what is written, what is read, and how much it can be at most cannot come apart.
"""

from __future__ import annotations

from typing import Protocol

ALPHABET = "!#$()*-/0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"
"""Printable ASCII without what HTML, JSON, quotes and addresses would change on the way, and without separators."""
BASE = len(ALPHABET)


class Carrier(Protocol):
    """What digits pass through."""

    def digit(self, value: int, size: int) -> int:
        """Carries a digit of `size` values; gives the digit that a reader will get."""


class Pen:
    """Writes digits."""

    def __init__(self) -> None:
        self._digits: list[tuple[int, int]] = []

    def digit(self, value: int, size: int) -> int:
        """Notes the digit; one that does not fit becomes the nearest."""
        value = min(max(value, 0), size - 1)
        self._digits.append((value, size))
        return value

    def number(self) -> int:
        """All digits as one number, the first one in the lowest place."""
        number = 0
        for value, size in reversed(self._digits):
            number = number * size + value
        return number


class Reader:
    """Reads the digits of a number again."""

    def __init__(self, number: int) -> None:
        self.rest = number

    def digit(self, value: int, size: int) -> int:  # noqa: ARG002
        """The next digit."""
        self.rest, found = divmod(self.rest, size)
        return found


class Measure:
    """Counts how many numbers there are: it takes the largest digit everywhere, behind which there is most to say."""

    def __init__(self) -> None:
        self.count = 1

    def digit(self, value: int, size: int) -> int:  # noqa: ARG002
        """The largest digit."""
        self.count *= size
        return size - 1


def spelled(number: int) -> str:
    """A number as text; nothing stands for 0."""
    signs = []
    while number:
        number, place = divmod(number, BASE)
        signs.append(ALPHABET[place])
    return "".join(signs)


def read(text: str) -> int | None:
    """The number that a text spells; None where a sign is none of the alphabet."""
    number = 0
    for sign in reversed(text):
        place = ALPHABET.find(sign)
        if place < 0:
            return None
        number = number * BASE + place
    return number
