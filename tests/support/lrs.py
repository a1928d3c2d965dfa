"""A learning record store on loopback that is strict: what cmi5 does not allow is noted as a fault and refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from tests.support.hosts import CONTENT, Reply, Request, from_package

ACTIVITY = "https://example.org/courses/tiny"
REGISTRATION = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
ACTOR = {"objectType": "Agent", "account": {"homePage": "https://lms.example.org", "name": "learner-7"}}
SESSION = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
CATEGORIES = "https://w3id.org/xapi/cmi5/context/categories/"
VERBS = "http://adlnet.gov/expapi/verbs/"
GROUPING = {"objectType": "Activity", "id": "https://lms.example.org/course/1"}
DEFINED = ("initialized", "completed", "passed", "failed", "terminated")
MOVES = ("completed", "passed", "failed")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_DURATION = re.compile(r"PT\d+(\.\d{1,2})?S")

Statement = dict[str, Any]


@dataclass
class Lrs:
    """What the store holds, and what was wrong with what it got."""

    files: Mapping[str, bytes]
    mode: str = "Normal"
    mastery: float | None = None
    cmi5: bool = True
    """Whether the rules of cmi5 hold."""
    away: bool = False
    """Whether it answers nothing but 503."""
    return_to: str = ""
    picky: str = ""
    """It takes no answers to that exercise, nor anything that comes with them."""
    statements: list[Statement] = field(default_factory=list)
    states: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    origin: str = ""
    sessions: int = 0
    _tokens: int = 0
    _prepared: set[str] = field(default_factory=set)
    """What was read in this session, which must be before the first statement."""

    def launch(self) -> str:
        """The address of a new session."""
        self.sessions += 1
        self._prepared.clear()
        given = {"endpoint": f"{self.origin}/lrs", "actor": json.dumps(ACTOR), "registration": REGISTRATION}
        if self.cmi5:
            given |= {"fetch": f"{self.origin}/fetch?session={self.sessions}", "activityId": ACTIVITY}
        else:
            given |= {"auth": "Basic token-0", "activity_id": ACTIVITY}
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in given.items())
        return f"{self.origin}{CONTENT}index.html?{query}"

    def verbs(self) -> list[str]:
        """What was said, in order, answers left out."""
        return [verb for one in self.statements if (verb := _verb(one)) != "answered"]

    def of(self, verb: str) -> list[Statement]:
        """The statements with that verb."""
        return [one for one in self.statements if _verb(one) == verb]

    def answer(self, request: Request) -> Reply:
        """A file of the package, the token, a document, or what comes of statements."""
        address = urlsplit(request.address)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/fetch":
            return self._fetch(request)
        if not address.path.startswith("/lrs/"):
            return from_package(self.files, request.address)
        if self.away:
            return Reply(503)
        if request.headers.get("Authorization") != f"Basic token-{self._tokens}":
            return self._refuse("no token", 401)
        if not request.headers.get("X-Experience-API-Version", "").startswith("1.0"):
            return self._refuse("no version")
        return {
            "/lrs/activities/state": self._state,
            "/lrs/agents/profile": self._profile,
            "/lrs/statements": self._take,
        }[address.path](request, query)

    def _refuse(self, fault: str, status: int = 400) -> Reply:
        self.faults.append(fault)
        return Reply(status, content=fault.encode())

    def _fetch(self, request: Request) -> Reply:
        if request.method != "POST" or self._tokens == self.sessions:
            self.faults.append("the token was asked for twice, or not by POST")
            return Reply(content=b'{"error-code": "1", "error-text": "Already in use."}')
        self._tokens = self.sessions
        return Reply(content=json.dumps({"auth-token": f"token-{self._tokens}"}).encode())

    def _profile(self, _: Request, query: Mapping[str, str]) -> Reply:
        self._prepared.add(query["profileId"])
        return Reply(404) if json.loads(query["agent"]) == ACTOR else self._refuse("another agent")

    def _state(self, request: Request, query: Mapping[str, str]) -> Reply:
        name = query["stateId"]
        self._prepared.add(name)
        if (query["activityId"], json.loads(query["agent"])) != (ACTIVITY, ACTOR) or "registration" not in query:
            return self._refuse(f"the document {name} of somebody else")
        if request.method == "PUT":
            self.states[name] = json.loads(request.body)
            return Reply(204)
        document = self._launch_data() if self.cmi5 and name == "LMS.LaunchData" else self.states.get(name)
        return Reply(404) if document is None else Reply(content=json.dumps(document).encode())

    def _launch_data(self) -> dict[str, Any]:
        return {
            "contextTemplate": {
                "contextActivities": {"grouping": [GROUPING]},
                "extensions": {SESSION: f"session-{self.sessions}"},
            },
            "launchMode": self.mode,
            "moveOn": "CompletedAndPassed",
            **({"masteryScore": self.mastery} if self.mastery is not None else {}),
            **({"returnURL": self.return_to} if self.return_to else {}),
        }

    def _take(self, request: Request, _: Mapping[str, str]) -> Reply:
        said = json.loads(request.body)
        new = [one for one in said if one["id"] not in {held["id"] for held in self.statements}]
        if len(new) < len(said):
            return Reply(409)
        if self.picky and any(one["object"]["id"].endswith(f"#{self.picky}") for one in new):
            return Reply(400)
        for statement in new:
            fault = self._fault(statement)
            if fault:
                return self._refuse(f"{_verb(statement)}: {fault}")
            self.statements.append(statement)
        return Reply(content=json.dumps([one["id"] for one in new]).encode())

    def _fault(self, statement: Statement) -> str:
        """What is wrong with a statement; empty: nothing."""
        checks = {
            "the id is no UUID": _UUID.fullmatch(statement["id"]),
            "another actor": statement["actor"] == ACTOR,
            "the time has no zone": _TIME.fullmatch(statement["timestamp"]),
            "the registration is missing": statement["context"].get("registration") == REGISTRATION,
            "the object is another one": _verb(statement) not in DEFINED or statement["object"]["id"] == ACTIVITY,
        }
        if self.cmi5:
            checks |= self._cmi5_checks(statement)
        return next((fault for fault, fine in checks.items() if not fine), "")

    def _cmi5_checks(self, statement: Statement) -> dict[str, Any]:
        verb, context, result = _verb(statement), statement["context"], statement.get("result", {})
        session = f"session-{self.sessions}"
        before = [_verb(one) for one in self.statements if one["context"]["extensions"][SESSION] == session]
        ever = [_verb(one) for one in self.statements]
        names = {one["id"].removeprefix(CATEGORIES) for one in context["contextActivities"].get("category", [])}
        wanted = ({"cmi5"} if verb in DEFINED else set()) | ({"moveon"} if verb in MOVES else set())
        mastery = context["extensions"].get("https://w3id.org/xapi/cmi5/context/extensions/masteryscore")
        return {
            "launch data and preferences were not read": {"LMS.LaunchData", "cmi5LearnerPreferences"} <= self._prepared,
            "it must be the first": (verb == "initialized") == (not before),
            "the session is over": "terminated" not in before,
            "it is said once": verb not in ("completed", "passed") or verb not in ever,
            "it was passed before": verb != "failed" or "passed" not in ever,
            "the mode forbids it": self.mode == "Normal" or verb in ("initialized", "terminated"),
            "the template is missing": GROUPING in context["contextActivities"].get("grouping", []),
            "the session is missing": context["extensions"].get(SESSION) == session,
            "the categories are others": names == wanted,
            "the duration is missing": verb in ("initialized", "answered")
            or _DURATION.fullmatch(result.get("duration", "")),
            "a score stands where none may": "score" not in result or verb in ("passed", "failed", "answered"),
            "completion": (verb == "completed") == (result.get("completion") is True),
            "success": verb not in ("passed", "failed") or result.get("success") is (verb == "passed"),
            "the mastery score is missing": verb not in ("passed", "failed") or mastery == self.mastery,
        }


def _verb(statement: Statement) -> str:
    return str(statement["verb"]["id"]).removeprefix(VERBS)
