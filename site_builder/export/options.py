"""What an author may choose for an export: `--set KEY=VALUE`. Each exporter names the options that it knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_builder.errors import UsageError, nearest

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    name: str
    about: str
    default: str
    values: tuple[str, ...] = ()
    """What it may be; empty: an IRI."""
    told: bool = False
    """Whether the scripts of the course need it."""

    def problem(self, value: str) -> str:
        """Why the value cannot be; empty: it can."""
        if self.values:
            return "" if value in self.values else f"it may be {' or '.join(self.values)}"
        return (
            "" if _IRI.fullmatch(value) else "it must be an absolute IRI, such as https://example.org/courses/greetings"
        )


EDITION = Option("edition", "edition of SCORM 2004", "4", ("3", "4"))
FAILED = Option(
    "failed",
    "tell the LMS when the course can no longer be passed; some LMSs then lock it",
    "no",
    ("no", "yes"),
    told=True,
)
SCORE_AT_END = Option(
    "score_at_end",
    "tell the score only when the course is done; some LMSs take the first one for final",
    "no",
    ("no", "yes"),
    told=True,
)
STATUS = Option(
    "status",
    "what a finished course is reported as; some LMSs report `completed` better",
    "passed",
    ("passed", "completed"),
    told=True,
)
MOVE_ON = Option(
    "move_on",
    "what the LMS asks for before it counts the course as done",
    "CompletedOrPassed",
    ("Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed", "NotApplicable"),
)
ID = Option("id", "IRI that names the course everywhere (default: one made from the course's id)", "")


@dataclass(frozen=True)
class Options:
    """What was chosen."""

    values: Mapping[str, str] = field(default_factory=dict)
    schemas: Path | None = None
    """An unpacked npm package with the schemas of SCORM, instead of fetching it."""
    offline: bool = False
    """Whether the browser keeps the site, to be used without a network."""
    precompress: bool = False
    """Whether packed copies stand beside the files."""

    def get(self, option: Option) -> str:
        """The value of an option."""
        return self.values.get(option.name, option.default)

    def settings(self, known: Iterable[Option]) -> dict[str, bool | str]:
        """What the scripts are told."""
        chosen = {option.name: self.get(option) for option in known if option.told}
        return {name: {"yes": True, "no": False}.get(value, value) for name, value in chosen.items()}


def parse(given: Iterable[str], kind: str, offered: Mapping[str, tuple[Option, ...]]) -> dict[str, str]:
    """Name -> value of what was given as `KEY=VALUE` for a format; `offered`: what each has. Raises `UsageError`."""
    by_name = {option.name: option for option in offered[kind]}
    chosen = {}
    for word in given:
        name, equals, value = word.partition("=")
        if name not in by_name:
            raise UsageError(_unknown(name, kind, offered))
        problem = by_name[name].problem(value) if equals else "give it a value: --set KEY=VALUE"
        if problem:
            raise UsageError(f"The option '{name}' cannot be '{value}': {problem}.")
        chosen[name] = value
    return chosen


def _unknown(name: str, kind: str, offered: Mapping[str, tuple[Option, ...]]) -> str:
    """Says that a format does not have an option, which ones it has, and who has this one."""
    names = sorted(option.name for option in offered[kind])
    if not names:
        return f"{kind} has no options for --set."
    others = [other for other, options in offered.items() if name in [option.name for option in options]]
    near = nearest(name, names)
    if others:
        hint = f" ({', '.join(others)} {'has' if len(others) == 1 else 'have'})."
    else:
        hint = f": {near}" if near else "."
    return f"{kind} has no option '{name}'{hint} It has: {', '.join(names)}."
