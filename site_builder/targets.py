"""Where a built course can live. What differs between the places stands in this table and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Target:
    """One kind of place that a course is built for."""

    name: str
    csp: str
    """The Content-Security-Policy of every page; the worker inherits it, because it starts from a Blob."""


WEB = Target(
    name="web",
    csp=(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'; "
        "style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'"
    ),
)
"""Files on any web server, also below a sub-path."""

TARGETS = MappingProxyType({target.name: target for target in (WEB,)})
