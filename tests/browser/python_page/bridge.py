"""Stands in for the real bridge in test_python_worker.py: does in Python what a course's code might do."""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import js  # type: ignore[import-not-found]
from pyodide.ffi import create_proxy  # type: ignore[import-not-found]


class Run:
    """Makes some progress, does its one thing, and ends."""

    def __init__(self, act: Callable[[object], Any], steps: int) -> None:
        self._act = act
        self._steps = steps
        self._done = 0

    def step(self) -> str:
        """Nothing, and in the last step the end."""
        self._done += 1
        if self._done == self._steps:
            self._act({})
            return '{"result":{}}'
        time.sleep(0.01)
        return ""

    def progress(self) -> str:
        """How many steps are done."""
        return json.dumps({"progress": {"fraction": self._done / self._steps, "data": {}}})


class Bridge:
    """Each request names a method below."""

    def __init__(self, course_json: str, types: object, load: Callable[[str], Any]) -> None:
        self.course = json.loads(course_json)
        self.load_module = load
        self.types = types
        self.reached: dict[str, str] = {}

    def start_run(self, text: str) -> Any:
        """A run of one step that does what a method above does to a call."""
        request = json.loads(text)
        return (
            Run(getattr(self, request["step"]), request.get("steps", 50))
            if "step" in request
            else '{"error":{"code":"none"}}'
        )

    def call(self, text: str) -> str:
        """Like the real one: JSON in, JSON out."""
        request = json.loads(text)
        return json.dumps(getattr(self, request["do"])(request))

    def grade(self, request: dict[str, Any]) -> Any:
        """Grades by the method that the answer names."""
        return getattr(self, request["answer"])(request)

    def echo(self, request: dict[str, Any]) -> Any:
        """What came with the request, the course and the environment."""
        version = sys.version.split()[0]
        told = {"n": request.get("n"), "record": request.get("record")}
        return {**told, "course": self.course, "version": version, "hash": hash("seed")}

    def refuse(self, _: object) -> Any:
        """An error, as when a request cannot be read."""
        return {"error": {"code": "too_large", "message": "No."}}

    def failed(self, request: dict[str, Any]) -> Any:
        """What the real bridge makes an invalid outcome of."""
        return {"failed": request["code"], "answer": request["answer"]}

    def load(self, request: dict[str, Any]) -> Any:
        """Imports modules and says where they came from."""
        return [importlib.import_module(name).__file__ for name in request["modules"]]

    def loop(self, _: object) -> Any:
        """Never ends, and lets the server know that it has begun."""
        self._xhr(f"{js.location.origin}/courses/first%20one/stuck")
        while True:
            pass

    def die(self, _: object) -> Any:
        """Ends the interpreter."""
        os.abort()

    def late(self, _: object) -> Any:
        """Uses parts of the standard library that are not in core."""
        try:
            import email.message
            import xml.etree.ElementTree as ET
        except ImportError as error:
            return [str(error)]
        message: Any = email.message.EmailMessage()
        message["Subject"] = "late"
        return [ET.fromstring("<a><b>1</b></a>")[0].text, message["Subject"]]  # noqa: S314 - our own text

    def reach(self, request: dict[str, Any]) -> Any:
        """Tries to reach another origin by every way there is; `outcome` tells later how the slow ways ended."""
        url = request["url"]
        ways: dict[str, Callable[[], Any]] = {
            "xhr": lambda: self._xhr(url),
            "fetch": lambda: self._later("fetch", js.fetch(url)),
            "fetch no-cors": lambda: self._later("fetch no-cors", js.fetch(url, js.JSON.parse('{"mode": "no-cors"}'))),
            "websocket": lambda: self._socket(url.replace("http", "ws", 1)),
            "eval": lambda: self._later("eval", js.eval(f"import('{url}')")),
            "importScripts": lambda: js.WorkerGlobalScope.prototype.importScripts.call(js.globalThis, url),
            "worker": lambda: js.Worker.new(url),
            "events": lambda: self._events(url),
        }
        for name, way in ways.items():
            try:
                way()
            except BaseException as error:  # noqa: BLE001 - whatever stops it
                self.reached[name] = f"refused: {error}"
            else:
                self.reached.setdefault(name, "under way")
        return list(ways)

    def outcome(self, _: object) -> Any:
        """How the attempts to reach another origin ended."""
        return self.reached

    def _note(self, name: str, text: str) -> Any:
        return create_proxy(lambda *_: self.reached.update({name: text}))

    def _later(self, name: str, promise: Any) -> None:
        promise.then(self._note(name, "REACHED"), self._note(name, "refused"))

    def _xhr(self, url: str) -> None:
        request = js.XMLHttpRequest.new()
        request.open("GET", url, False)
        request.send()

    def _socket(self, url: str) -> None:
        socket = js.WebSocket.new(url)
        socket.onopen = self._note("websocket", "REACHED")
        socket.onerror = self._note("websocket", "refused")

    def _events(self, url: str) -> None:
        source = js.EventSource.new(url)
        source.onopen = self._note("events", "REACHED")
        source.onerror = self._note("events", "refused")
