"""Looks at any package as an LMS would: its zip file, its manifest, what that names, and what is known to go wrong.

Nothing is unpacked to disk and no network is used. What is wrong for certain is a problem; what works in some places
only is a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from site_builder.export.check_manifest import check_manifest
from site_builder.export.check_xapi import check_cmi5, check_tincan
from site_builder.export.findings import Findings
from site_builder.export.package import PORTABLE, refused_kind
from site_builder.export.safe_zip import Package, open_package

LARGE = 50_000_000
"""Above this some LMSs refuse a package or run out of time."""
Check = Callable[[Package, Findings, Path | None], str]

MANIFESTS: MappingProxyType[str, Check] = MappingProxyType(
    {"imsmanifest.xml": check_manifest, "cmi5.xml": check_cmi5, "tincan.xml": check_tincan}
)
"""Which file at the root makes which kind of package."""
_FOREIGN = re.compile(
    rb"""<(?:script|link|img|iframe|audio|video|source)\b[^<>]{0,500}?\s(?:src|href)\s*=\s*["']?(?:https?:)?//""",
    re.IGNORECASE,
)
_TO_FOLDER = re.compile(rb"""<a\b[^<>]{0,500}?\shref\s*=\s*["'](?![a-z]+:|//|#)[^"'#?>]{0,500}/["'#?]""", re.IGNORECASE)
_ENDS_SESSION = re.compile(rb"\bLMSFinish\b|\bTerminate\(")
_WAITS_FOR_UNLOAD = re.compile(rb"""addEventListener\(\s{0,20}["']unload["']|\bonunload\s{0,20}=""")
# Every long repetition above is bounded, and ends where the next tag begins: no file of a stranger keeps this busy.


@dataclass(frozen=True)
class Report:
    """What is to be told about a package that has no problem."""

    kind: str
    files: int
    packed: int
    unpacked: int
    largest: str
    largest_size: int
    notes: tuple[str, ...] = field(default=())

    @property
    def about(self) -> str:
        """What it is and how large."""
        return (
            f"{self.kind}, {self.packed / 1e6:.1f} MB ({self.unpacked / 1e6:.1f} MB in {_count(self.files, 'file')}; "
            f"the largest, {self.largest}, has {self.largest_size / 1e6:.1f} MB)"
        )


def check_file(path: Path, schemas: Path | None = None) -> Report:
    """What there is to tell about a package. Raises `ContentError` with all that is wrong with it."""
    return check_package(path.read_bytes(), schemas, path.name)


def check_package(data: bytes, schemas: Path | None = None, label: str = "") -> Report:
    """The same, of bytes. `label` is what problems call the package."""
    findings = Findings(label)
    package = open_package(data, findings.problem)
    kind = _look(package, findings, schemas) if package else ""
    findings.stop()
    assert package  # noqa: S101 - without one there was a problem
    sizes = {name: member.size for name, member in package.members.items()}
    largest = max(sizes, key=lambda name: sizes[name])
    if len(data) > LARGE:
        findings.note(
            "", f"it has {len(data) / 1e6:.0f} MB; some LMSs refuse or lose packages above {LARGE // 1_000_000} MB"
        )
    return Report(kind, len(sizes), len(data), sum(sizes.values()), largest, sizes[largest], findings.notes)


def _look(package: Package, findings: Findings, schemas: Path | None) -> str:
    """The kind of the package, as a reader says it."""
    kinds = [check(package, findings, schemas) for name, check in MANIFESTS.items() if name in package.members]
    if kinds:
        _look_at_names(package, findings)
        _look_at_content(package, findings)
        return " and ".join(kinds)
    if "index.html" in package.members:
        _look_at_content(package, findings)
        return "a web site"
    _complain_of_no_manifest(package, findings)
    return ""


def _complain_of_no_manifest(package: Package, findings: Findings) -> None:
    inner = [name for name in package.members if PurePosixPath(name).name in MANIFESTS]
    if inner:
        hint = "pack the files themselves, not the folder that holds them"
        findings.problem("package-manifest-place", inner[0], "it lies in a folder; LMSs look for it at the root", hint)
    else:
        hint = f"one of: {', '.join(MANIFESTS)}; a web site has an index.html"
        findings.problem("package-no-manifest", "", "it has no manifest", hint)


def _look_at_names(package: Package, findings: Findings) -> None:
    odd = [name for name in package.members if not PORTABLE.fullmatch(name)]
    if odd:
        findings.note(
            odd[0], f"{_count(len(odd), 'name')} that not every LMS takes (spaces, letters beyond ASCII, hidden files)"
        )
    refused = {refused_kind(name): name for name in package.members if refused_kind(name)}
    for ending, name in refused.items():
        why = "sent with a type that browsers refuse" if ending == ".mjs" else "refused by some LMSs"
        findings.note(name, f"files of the kind {ending} are {why}")


def _look_at_content(package: Package, findings: Findings) -> None:
    """What pages and scripts hold that does not work everywhere; one note for each kind."""
    traps = (
        (
            ".html",
            (_FOREIGN,),
            "it loads something from another site: without a network, or under a policy of the LMS, that is missing",
        ),
        (
            ".html",
            (_TO_FOLDER,),
            "it links to a folder, which some LMSs (Moodle) answer with 'not found': name the file",
        ),
        (
            ".js",
            (_ENDS_SESSION, _WAITS_FOR_UNLOAD),
            "it ends the session at `unload`, which browsers no longer promise: progress gets lost; use `pagehide`",
        ),
    )
    found: dict[str, list[str]] = {}
    for name in package.members:
        possible = [(patterns, what) for ending, patterns, what in traps if name.lower().endswith(ending)]
        content = package.read(name) if possible else b""
        for patterns, what in possible:
            if all(pattern.search(content) for pattern in patterns):
                found.setdefault(what, []).append(name)
    for what, names in found.items():
        findings.note(names[0], f"{what} ({_count(len(names), 'file')})")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
