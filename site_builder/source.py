"""Source files as text with places: reading them safely, and saying of a fault where it stands."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from site_builder.errors import Place, Problem, Problems, did_you_mean

MAX_BYTES = 1_000_000
"""A page or a YAML file of this size is a mistake; nobody writes a novel as one unit."""

# What no text needs: control characters, and the separators that YAML counts as line ends and editors do not.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


@dataclass(frozen=True)
class Source:
    """The text of one file. `file` is the name shown in messages, `path` the place below the course's folder."""

    file: str
    path: PurePosixPath
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return self.text.split("\n")

    def problem(self, line: int, column: int, code: str, message: str, **texts: str) -> Problem:
        """A fault at a line and column (from 1)."""
        shown = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Problem(Place(self.file, line, column), code, message, **texts, source=shown)


@dataclass(frozen=True)
class Span:
    """Some lines of a source, first and last included (from 1). `column` is where the first one begins to count.

    `exact` says that the lines of the text in hand are these lines; folded YAML texts have others.
    """

    source: Source
    first: int
    last: int
    column: int = 1
    exact: bool = True

    def part(self, first: int, last: int) -> Span:
        """The lines from `first` up to, not including, `last`, both counted from 0 within this span."""
        if not self.exact:
            return self
        return Span(self.source, self.first + first, min(self.last, max(self.first + last - 1, self.first + first)))

    def find(self, snippet: str) -> tuple[int, int]:
        """Line and column at which the snippet begins; the beginning of the span where it is written otherwise."""
        start = self.column - 1
        for number in range(self.first, self.last + 1):
            line = self.source.lines[number - 1] if number <= len(self.source.lines) else ""
            at = line.find(snippet, start)
            if snippet and at >= 0:
                return number, at + 1
            start = 0
        return self.first, self._begin()

    def _begin(self) -> int:
        if self.column > 1 or self.first > len(self.source.lines):
            return self.column
        line = self.source.lines[self.first - 1]
        return len(line) - len(line.lstrip()) + 1

    def problem(self, snippet: str, code: str, message: str, **texts: str) -> Problem:
        """A fault at the first place where the snippet stands."""
        line, column = self.find(snippet)
        return self.source.problem(line, column, code, message, **texts)


class Folder:
    """The folder of a course: reads its files, and nothing outside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._root = folder.resolve()
        self.used: set[PurePosixPath] = set()
        """The texts that were read."""

    def label(self, path: PurePosixPath | str) -> str:
        """The name of a file as the author would type it."""
        return (self.folder / path).as_posix()

    def holds(self, path: PurePosixPath | str) -> bool:
        """Whether there is such a file."""
        return (self.folder / path).is_file()

    def size(self, path: PurePosixPath | str) -> int:
        """The number of bytes in a file that exists."""
        return (self.folder / path).stat().st_size

    def inside(self, path: PurePosixPath | str) -> bool:
        """Whether a path, its symbolic links followed, stays within the course."""
        try:
            return (self.folder / path).resolve().is_relative_to(self._root)
        except RuntimeError:  # links that lead round in a circle, until Python 3.12
            return False

    def near(self, path: PurePosixPath, *, same_name: bool = False) -> str:
        """A hint at a file that may be meant: of the same name elsewhere, or of a similar one in the same folder."""
        there = [file for file in self.files(".") if file.suffix == path.suffix]
        same = [file.as_posix() for file in there if file.name == path.name]
        if same or same_name:
            return did_you_mean(path.as_posix(), same)
        hint = did_you_mean(path.name, [file.name for file in there if file.parent == path.parent])
        return hint if hint.startswith("did") else ""

    def near_ending(self, path: PurePosixPath) -> str:
        """The name of a file beside it that differs in its ending or in capitals only; empty where there is none."""
        beside = (self.folder / path).parent.glob("*.*")
        return next((file.name for file in sorted(beside) if file.stem.lower() == path.stem.lower()), "")

    def read(self, path: PurePosixPath, problems: Problems) -> Source | None:
        """The text of a file that exists; None, and a problem, where it cannot be used."""
        self.used.add(path)
        here = Place(self.label(path))
        raw = self.read_bytes(path, problems, most=MAX_BYTES)
        text = None if raw is None else _decoded(raw, here, problems)
        return None if text is None else self._checked(Source(here.file, path, text), problems)

    def read_bytes(self, path: PurePosixPath, problems: Problems, *, most: int | None = None) -> bytes | None:
        """The content of a file as it is; None, and a problem, where it cannot be had."""
        here = Place(self.label(path))
        if not self.inside(path):
            problems.add(outside(here))
            return None
        file = self.folder / path
        try:
            facts = file.stat()
            if not stat.S_ISREG(facts.st_mode):
                hint = "put an ordinary file there; links to folders are not followed"
                problems.add(Problem(here, "unreadable-file", "this is no ordinary file", hint=hint))
                return None
            if most is not None and facts.st_size > most:
                problems.add(_too_large(here, facts.st_size))
                return None
            return file.read_bytes()
        except OSError as error:
            problems.add(Problem(here, "unreadable-file", f"the file cannot be read: {error.strerror}"))
            return None

    @staticmethod
    def _checked(source: Source, problems: Problems) -> Source | None:
        found = CONTROL.search(source.text)
        if not found:
            return source
        line = source.text.count("\n", 0, found.start()) + 1
        column = found.start() - source.text.rfind("\n", 0, found.start())
        name = f"U+{ord(found.group()):04X}"
        problem = source.problem(line, column, "control-character", f"the file holds the control character {name}")
        # The line is not shown: such a character may confuse a terminal.
        problems.add(Problem(problem.place, problem.code, problem.message, hint="delete it; editors often hide it"))
        return None

    def files(self, below: str) -> list[PurePosixPath]:
        """All files below a folder of the course, and links to folders, sorted; hidden ones and caches are left out."""
        found = []
        for folder, names, files in os.walk(self.folder / below):
            names[:] = [name for name in names if not name.startswith(".") and name != "__pycache__"]
            place = PurePosixPath(Path(folder).relative_to(self.folder).as_posix())
            found += [place / name for name in files if not name.startswith(".")]
            found += [place / name for name in names if Path(folder, name).is_symlink()]
        return sorted(found)


def outside(place: Place, source: str = "") -> Problem:
    """The problem of a path that leads out of the course."""
    return Problem(
        place,
        "outside-course",
        "the path leads out of the course's folder",
        hint="copy the file into it",
        source=source,
    )


def _too_large(here: Place, size: int) -> Problem:
    return Problem(
        here,
        "file-too-large",
        "the file is too large",
        expected=f"at most {MAX_BYTES:,} bytes",
        found=f"{size:,} bytes",
        hint="split it into several pages or exercises",
    )


def not_utf8(error: UnicodeDecodeError, file: str) -> Problem:
    """The problem of a file that is no text in UTF-8, at the first wrong byte."""
    raw = error.object
    before = raw[: error.start].decode("utf-8", "replace")
    return Problem(
        Place(file, before.count("\n") + 1, len(before) - before.rfind("\n")),
        "not-utf8",
        "the file is not UTF-8 text",
        found=f"byte 0x{raw[error.start]:02X}",
        hint="save the file as UTF-8",
    )


def _decoded(raw: bytes, here: Place, problems: Problems) -> str | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(not_utf8(error, here.file))
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
