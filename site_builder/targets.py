"""Where a built course can live. What differs between the places stands in this table and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Target:
    """One kind of place that a course is built for."""

    name: str
    csp: str
    """The Content-Security-Policy of every page; the worker inherits it, because it starts from a Blob."""
    adapter: str = ""
    """The script that talks to the LMS, and with it the frame around the site; empty: there is no LMS."""
    router: str = "paths"
    """How one moves between pages: `paths` (they are files over http) or `fragments` (all lie in one file)."""
    source: str = "files"
    """Where the worker's bytes come from: `files`, or `inline` in the page itself."""
    service_worker: bool = False
    """Whether the site keeps itself on the device, to be used without a network."""
    settings: Mapping[str, bool | str] = field(default_factory=dict)
    """What the author chose for this place; the scripts read it in `SITE.settings`."""

    @property
    def shell_csp(self) -> str:
        """The policy of the page that holds the site in a frame."""
        return f"{self.csp}; frame-src 'self'"


def _csp(*, worker: str = "blob:", connect: str = "'self'") -> str:
    return (
        f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src {worker}; connect-src {connect}; "
        "style-src 'self'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'"
    )


WEB = Target(name="web", csp=_csp())
"""Files on any web server, also below a sub-path."""

OFFLINE = Target(name="web", csp=_csp(worker="'self' blob:"), service_worker=True)
"""The same, and the browser keeps them."""

_ANY_LRS = "'self' https:"
"""Where statements go is known only when the LMS launches the course."""

SINGLE_FILE = Target(
    name="single-file",
    csp=(
        "default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; worker-src blob:; connect-src 'none'; "
        "style-src {styles}; img-src data:; media-src data:; base-uri 'none'; form-action 'none'"
    ),
    router="fragments",
    source="inline",
)
"""All in one file; its exporter puts the hashes of what is in it into the policy."""

TARGETS = MappingProxyType(
    {
        "web": WEB,
        "web-offline": OFFLINE,
        "scorm12": Target(name="scorm12", csp=_csp(), adapter="scorm12"),
        "scorm2004": Target(name="scorm2004", csp=_csp(), adapter="scorm2004"),
        "cmi5": Target(name="cmi5", csp=_csp(connect=_ANY_LRS), adapter="cmi5"),
        "xapi": Target(name="xapi", csp=_csp(connect=_ANY_LRS), adapter="xapi"),
        "single-file": SINGLE_FILE,
    }
)
