"""Moments as whole seconds, and as the browser writes them; without the clock and the calendar of the machine."""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?Z", re.ASCII)
_DAY = 86_400
_ERA = 146_097
"""Days in 400 years, after which the calendar comes again."""
_TO_1970 = 719_468
"""Days from the first of March of the year 0 to 1970."""


def seconds(time: str) -> int:
    """Seconds since 1970, any fraction left out; 0 for what is no time."""
    found = _WRITTEN.fullmatch(time)
    if not found:
        return 0
    year, month, day, hour, minute, second = map(int, found.groups())
    # Years begin with March here, so that a leap day is the last one.
    year -= month < 3  # noqa: PLR2004
    era, year = divmod(year, 400)
    days = era * _ERA + year * 365 + year // 4 - year // 100 + (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return max(0, (days - _TO_1970) * _DAY + hour * 3600 + minute * 60 + second)


def instant(moment: int) -> str:
    """The time so many seconds after the beginning of 1970."""
    days, rest = divmod(moment, _DAY)
    era, days = divmod(days + _TO_1970, _ERA)
    year = (days - days // 1460 + days // 36_524 - days // 146_096) // 365
    days -= 365 * year + year // 4 - year // 100
    place = (5 * days + 2) // 153
    month = (place + 2) % 12 + 1
    day = days - (153 * place + 2) // 5 + 1
    year += era * 400 + (month < 3)  # noqa: PLR2004
    return f"{year:04}-{month:02}-{day:02}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}.000Z"
