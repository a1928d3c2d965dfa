"""Collects what is found in a package: problems, which refuse it, and notes."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from site_builder.errors import Place, Problem, Problems
from site_builder.export.safe_xml import Document, UnsafeXmlError, read_xml
from site_builder.export.safe_zip import Package


class Spot(NamedTuple):
    """Where something is: a file of the package, line and column."""

    file: str
    line: int = 1
    column: int = 1


class Findings:
    """Problems and notes on one package."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._problems = Problems()
        self._notes: list[str] = []

    def problem(self, code: str, at: Spot | str, message: str, hint: str = "") -> None:
        """Notes what is wrong for certain: at a spot, in a file, or (without a name) in the package itself."""
        spot = at if isinstance(at, Spot) else Spot(at)
        file = "/".join(part for part in (self._label, spot.file) if part) or "package"
        self._problems.add(Problem(Place(file, spot.line, spot.column), code, _one_line(message), hint=_one_line(hint)))

    def note(self, file: str, text: str) -> None:
        """Notes what works in some places only."""
        self._notes.append(_one_line(f"{file}: {text}" if file else text))

    @property
    def notes(self) -> tuple[str, ...]:
        """All notes, in order."""
        return tuple(self._notes)

    def stop(self) -> None:
        """Raises `ContentError` if there is any problem."""
        self._problems.stop()

    def read_xml(self, package: Package, name: str) -> Document | None:
        """A file of the package as XML; what is wrong with it becomes a problem."""
        try:
            return read_xml(package.read(name))
        except UnsafeXmlError as error:
            self.problem("package-xml", Spot(name, error.line, error.column), str(error))
            return None

    def address(self, spot: Spot, text: str, base: str = "") -> SplitResult | None:
        """An address in its parts, as seen from a base; one that cannot be read becomes a problem."""
        try:
            return urlsplit(urljoin(base, text))
        except ValueError:
            hint = "a file is named by its path in the package, such as site/index.html"
            self.problem("package-address", spot, f"the address '{text}' cannot be read", hint)
            return None


def _one_line(text: str) -> str:
    """What a stranger wrote stays within the line that is about it."""
    return " ".join(text.split())
