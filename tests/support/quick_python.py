"""The Python of the tests in the place of the page's, for tests of what surrounds the judge: it need not start.

A page's Python takes longest of all that a launch does. Its replies are those of this Python, to the bit: see
`parity`. So where a test is about an LMS, the worker asks the host that has served it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

from site_builder.exercises.table import TYPES
from site_builder.grading.bridge import Bridge
from site_builder.runtime import Runtime

ASK = "/python?"
"""Where a worker asks; its name comes after that."""
WORKER = f"""
const address = `${{location.origin}}{ASK}${{Math.random()}}`;
onmessage = ({{ data: {{ type, id, text }} }}) => {{
  if (type === "start") return postMessage({{ type: "ready" }});
  if (type !== "call") throw new Error(`a ${{type}} needs the Python of the page`);
  postMessage({{ type: "calling", id }});
  const request = new XMLHttpRequest();
  request.open("POST", address, false);
  request.send(text);
  postMessage({{ type: "reply", id, text: request.responseText }});
}};
"""
NO_CODE = b"\0asm\1\0\0\0"
"""A module of WebAssembly that holds nothing. The page compiles it, or is forbidden to."""


def quick(runtime: Runtime) -> Runtime:
    """A runtime of the same form and with the same judge, for courses without simulations and Python of their own."""
    files = {**dict.fromkeys(runtime.files, b"-"), "worker.js": WORKER.encode(), "python.wasm": NO_CODE}
    return replace(runtime, files=files)


class QuickPython:
    """Answers the workers of a package, each with a bridge of its own."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        name = next(name for name in files if "/bundle/" in name)
        with zipfile.ZipFile(io.BytesIO(files[name])) as bundle:
            self._course = bundle.read("course.json").decode()
        self._bridges: dict[str, Bridge] = {}

    def reply(self, worker: str, request: str) -> str:
        """The reply to a worker's call."""
        bridge = self._bridges.setdefault(worker, Bridge(self._course, TYPES))
        return bridge.call(request)
