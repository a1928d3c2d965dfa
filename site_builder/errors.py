"""What is wrong with an author's content, said so that it can be mended.

A `Problem` names one fault: where it is, what was expected and found, and what to do. `Problems` collects them, so that
one run reports all of them. `ContentError` carries a finished collection up to the command line.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_MAX_SHOWN = 500  # characters; nobody finds a caret in a longer line


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a source file; line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the content. `source` is the text of the line that the place names, for the caret."""

    place: Place
    code: str
    message: str
    expected: str = ""
    found: str = ""
    hint: str = ""
    source: str = field(default="", compare=False)

    def __str__(self) -> str:
        lines = [f"{self.place}: error: {self.message} [{self.code}]"]
        if 0 < len(self.source) <= _MAX_SHOWN:
            number = str(self.place.line)
            before = self.source[: self.place.column - 1]
            # Tabs are kept, so that the caret stands under its character whatever the tab width.
            indent = "".join("\t" if character == "\t" else " " for character in before)
            lines += [f"  {number} | {self.source}", f"  {' ' * len(number)} | {indent}^"]
        for label, text in (("expected", self.expected), ("found", self.found), ("hint", self.hint)):
            if text:
                head, *rest = text.splitlines()
                lines += [f"  {label}: {head}", *(f"    {line}" for line in rest)]
        return "\n".join(lines)


class Problems:
    """A growing collection of problems."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._problems = list(problems)

    def add(self, problem: Problem) -> None:
        """Notes one more problem."""
        self._problems.append(problem)

    def __iter__(self) -> Iterator[Problem]:
        """All problems, each once, by file, line and column."""
        return iter(sorted(set(self._problems)))

    def __bool__(self) -> bool:
        return bool(self._problems)

    def __len__(self) -> int:
        return len(set(self._problems))

    def stop(self) -> None:
        """Raises `ContentError` if there is any problem."""
        if self._problems:
            raise ContentError(self)


class ContentError(Exception):
    """The content has problems, so there is nothing to build."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class UsageError(Exception):
    """The command was called in a way it cannot follow, or the machine lacks something; the text says what to do."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or all of them where none is near."""
    names = sorted(known)
    return nearest(word, names) or (f"one of: {', '.join(names)}" if names else "")


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word; empty where none is near."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else ""
