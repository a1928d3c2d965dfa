"""An LMS on loopback: it serves a package as content hosts do, launches it, and keeps what the course tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.support.hosts import CONTENT, Reply, Request, from_package
from tests.support.zone import ROOT

HERE = ROOT / "tests" / "browser" / "lms"
SCORM_AGAIN = ROOT / "tests" / "node_modules" / "scorm-again" / "dist"
LEARNER = "learner-7"

Values = dict[str, str]


@dataclass
class Version:
    """What a version of SCORM calls things."""

    name: str
    status: str
    success: str
    score: str
    mode: str
    learner: str
    entry: str
    exit: str
    location: str
    time: str
    script: str


SCORM12 = Version(
    "scorm12",
    status="cmi.core.lesson_status",
    success="cmi.core.lesson_status",
    score="cmi.core.score.raw",
    mode="cmi.core.lesson_mode",
    learner="cmi.core.student_id",
    entry="cmi.core.entry",
    exit="cmi.core.exit",
    location="cmi.core.lesson_location",
    time="cmi.core.session_time",
    script="scorm12.min.js",
)
SCORM2004 = Version(
    "scorm2004",
    status="cmi.completion_status",
    success="cmi.success_status",
    score="cmi.score.raw",
    mode="cmi.mode",
    learner="cmi.learner_id",
    entry="cmi.entry",
    exit="cmi.exit",
    location="cmi.location",
    time="cmi.session_time",
    script="scorm2004.min.js",
)
STATE = "cmi.suspend_data"


@dataclass
class Lms:
    """What the LMS holds, and how it behaves; all of it may change between launches."""

    version: Version
    files: Mapping[str, bytes]
    """What the package holds."""
    way: str = "none"
    """How badly it behaves: a name in `lms.js`, and a number."""
    mode: str = "normal"
    csp: str = ""
    """A policy that the content host sends."""
    stored: Values = field(default_factory=dict)
    history: list[Values] = field(default_factory=list)
    """What each commit brought."""
    ended: int = 0
    """How often a course has ended its session."""
    origin: str = ""
    requests: list[str] = field(default_factory=list)

    def url(self, path: str = "player", host: str = "127.0.0.1") -> str:
        """The address of a page of the LMS; `localhost` is another origin than 127.0.0.1."""
        return f"{self.origin.replace('127.0.0.1', host)}/{path}"

    def answer(self, request: Request) -> Reply:
        """A page, a file, or what comes of a commit."""
        self.requests.append(request.address)
        address = urlsplit(request.address)
        if request.method == "POST":
            self._take(request.body)
            return Reply(content=b"{}")
        if address.path.startswith(CONTENT):
            return from_package(self.files, request.address, {"Content-Security-Policy": self.csp} if self.csp else {})
        if address.path.startswith("/lms/"):
            name = address.path.removeprefix("/lms/")
            script = next(path for folder in (HERE, SCORM_AGAIN) if (path := folder / name).is_file())
            return Reply(kind="text/javascript", content=script.read_bytes())
        page = self._page(address.path, parse_qs(address.query))
        return Reply(kind="text/html; charset=utf-8", content=page.encode()) if page else Reply(404)

    def _take(self, body: str) -> None:
        said = json.loads(body)
        self.history.append(said["values"])
        self.stored.update(said["values"])
        self.ended += said["terminated"]

    def _launch(self) -> Values:
        """What a new session begins with: after any other exit than `suspend`, SCORM 2004 begins anew."""
        left = self.stored.get(self.version.exit)
        if left is not None and left != "suspend" and self.version is SCORM2004:
            self.stored.clear()
        given = {
            name: value for name, value in self.stored.items() if name not in (self.version.exit, self.version.time)
        }
        entry = "resume" if left == "suspend" else "ab-initio"
        return {
            self.version.learner: LEARNER,
            self.version.mode: self.mode,
            self.version.entry: entry,
            **{name: value for name, value in given.items() if not name.startswith("adl.")},
        }

    def _page(self, path: str, query: Mapping[str, list[str]]) -> str | None:
        inner = query.get("inner", ["/content/index.html"])[0]
        if path == "/player":
            launch = json.dumps({"version": self.version.name, "way": self.way, "stored": self._launch()})
            return _PLAYER.format(
                script=self.version.script, launch=launch.replace("<", "\\u003c"), frame=_FRAME.format(address=inner)
            )
        if path == "/frame":
            return _PAGE.format(body=_FRAME.format(address=inner))
        return None


_FRAME = '<iframe src="{address}" width="1200" height="740" title="Content" allowfullscreen></iframe>'
_PAGE = "<!doctype html><html lang=en><title>An LMS</title><body>{body}</body></html>"
_PLAYER = _PAGE.format(
    body='<script type="application/json" id="launch">{launch}</script>'
    '<script src="/lms/{script}"></script><script src="/lms/lms.js"></script>{frame}'
)
