"""Finds what looks like personal data in a text: e-mail addresses, phone numbers, card numbers.

Each is looked for in one pass. A card number has to have the right check digit (Luhn), a phone number the shape of one:
long numbers without it, such as order numbers, are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

KINDS = ("email", "phone", "card")

_MANY_DIGITS = re.compile(r"[0-9](?:[ ()./-]{0,2}[0-9]){6}", re.ASCII)
_SIGNS = ("@", "\\u", "\\/")
_BEFORE_AT = re.compile(r"[A-Za-z0-9._%+-]", re.ASCII)
_AFTER_AT = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}\.[A-Za-z]{2,24}", re.ASCII)
_DIGITS = re.compile(r"\+?\(?[0-9](?:[ ()./-]{0,2}[0-9])*", re.ASCII)
_DATE = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2,4}(?![0-9])", re.ASCII)
_GROUPS = re.compile(r"[0-9]{3}-[0-9]{4}|\(?[0-9]{3}\)?[ ./-]{1,2}[0-9]{3}[ ./-][0-9]{4}", re.ASCII)
_NO_DIGIT = re.compile(r"[^0-9]+", re.ASCII)

_LONGEST = 64
"""No name before an @ is longer."""
_CARD = range(13, 20)
_PHONE = range(8, 16)


def personal_data(text: str, kinds: Collection[str]) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of each find, kind by kind."""
    if "email" in kinds:
        yield from _emails(text)
    for match in _DIGITS.finditer(text):
        kind = _kind(match.group())
        if kind in kinds:
            yield kind, match.start(), match.end()


def suspects(text: str) -> Iterator[int]:
    """Where in a text of JSON something may be personal; what is far from all of these is not."""
    for match in _MANY_DIGITS.finditer(text):
        yield match.start()
    for sign in _SIGNS:
        at = text.find(sign)
        while at >= 0:
            yield at
            at = text.find(sign, at + 1)


def _emails(text: str) -> Iterator[tuple[str, int, int]]:
    at = text.find("@")
    while at >= 0:
        start = at
        while start and at - start < _LONGEST and _BEFORE_AT.match(text, start - 1):
            start -= 1
        domain = _AFTER_AT.match(text, at + 1)
        if domain and start < at:
            yield "email", start, domain.end()
        at = text.find("@", at + 1)


def _kind(written: str) -> str:
    """What a run of digits and separators is; empty: nobody's."""
    digits = _NO_DIGIT.sub("", written)
    if len(digits) in _CARD and _luhn(digits):
        return "card"
    begins = written.startswith(("+", "0", "(0")) and not _DATE.match(written)
    if (begins and len(digits) in _PHONE) or _GROUPS.fullmatch(written):
        return "phone"
    return ""


def _luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others, as on every payment card."""
    checked = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        checked += value // 10 + value % 10
    return checked % 10 == 0
