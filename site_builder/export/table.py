"""The formats in which a course is handed out: one row each, and what somebody who uploads the file must know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from site_builder.build import Site
from site_builder.errors import UsageError, nearest
from site_builder.export.options import EDITION, FAILED, ID, MOVE_ON, SCORE_AT_END, STATUS, Option, Options
from site_builder.export.schemas import reader
from site_builder.export.scorm import scorm_12, scorm_2004
from site_builder.export.single_file import single_file
from site_builder.export.web import web
from site_builder.export.xapi import cmi5, tincan


@dataclass(frozen=True)
class Exporter:
    """One format."""

    name: str
    make: Callable[[Site, Options], bytes]
    ending: str
    upload: str
    """What is done with the file."""
    host: str
    """What the place must do that serves it."""
    options: tuple[Option, ...] = ()
    web: bool = False
    """Whether a web server serves it, so that packed copies and a service worker make sense."""
    schemas: bool = False
    """Whether XML schemas look at the package, which needs more than the core."""

    def check(self, options: Options) -> None:
        """Raises `UsageError` where this format lacks something, or was asked for what makes no sense for it."""
        if self.schemas:
            reader()
        if (options.offline or options.precompress) and not self.web:
            raise UsageError(f"--offline and --precompress are for web servers; the format '{self.name}' is for none.")

    def asks(self, options: Options) -> str:
        """What the place must do that serves the file, with what these options need to be of use."""
        more = ((options.offline, _OFFLINE), (options.precompress, _PACKED))
        return ". ".join([self.host, *(text for chosen, text in more if chosen)])


_OFFLINE = "It must use https: without it, browsers keep nothing to be used without a network"
_PACKED = (
    "It must send the .br or .gz copy of a file in place of the file to browsers that take it, "
    "or the copies have no use"
)
_IN_AN_LMS = (
    "serve .js as JavaScript and .html as HTML; any type will do for the other files. The page and the LMS's API must "
    "share an origin. A Content-Security-Policy of the host must allow 'wasm-unsafe-eval' and blob: workers; where it "
    "doesn't, the course can be read, and says that its exercises cannot be judged"
)
_WITH_AN_LRS = (
    "serve .js as JavaScript and .html as HTML over https. An LRS on another origin must allow requests from there "
    "(CORS). A Content-Security-Policy of the host must allow 'wasm-unsafe-eval', blob: workers and the LRS"
)
_SCORM = "upload it to the LMS as a SCORM package"
_TOLD = (FAILED, SCORE_AT_END, STATUS)
"""What an LMS may be told in another way, because it takes something amiss."""


def _single_file(site: Site, options: Options) -> bytes:
    """Nothing can be chosen for it."""
    del options
    return single_file(site)


_ROWS = (
    Exporter(
        "web",
        web,
        ".zip",
        "unpack it on any web server, also below a sub-path",
        "serve files; no special header is needed. Folders whose names hold a hash may be cached for ever",
        web=True,
    ),
    Exporter("scorm12", scorm_12, ".zip", _SCORM, _IN_AN_LMS, _TOLD, schemas=True),
    Exporter("scorm2004", scorm_2004, ".zip", _SCORM, _IN_AN_LMS, (EDITION, *_TOLD), schemas=True),
    Exporter(
        "cmi5",
        cmi5,
        ".zip",
        "upload it to the LMS as a cmi5 package",
        _WITH_AN_LRS,
        (ID, MOVE_ON, FAILED, SCORE_AT_END),
        schemas=True,
    ),
    Exporter(
        "xapi",
        tincan,
        ".zip",
        "upload it to the LMS as an xAPI (Tin Can) package",
        _WITH_AN_LRS,
        (ID, FAILED, SCORE_AT_END),
    ),
    Exporter(
        "single-file",
        _single_file,
        ".html",
        "hand the file out; it opens by double-click, without a server or a network",
        "do nothing, because there is none; on a web server it works too, whatever headers that sends",
    ),
)
EXPORTERS = MappingProxyType({exporter.name: exporter for exporter in _ROWS})
OFFERED = MappingProxyType({exporter.name: exporter.options for exporter in _ROWS})
"""What can be chosen for each format."""


def exporter_named(name: str) -> Exporter:
    """The format of this name. Raises `UsageError` with the nearest one where there is none."""
    if name not in EXPORTERS:
        hint = nearest(name.lower(), EXPORTERS)
        raise UsageError(f"There is no format '{name}'{f': {hint}' if hint else '.'} One of: {', '.join(EXPORTERS)}.")
    return EXPORTERS[name]
