"""Asks the judge of a course in whatever Python runs this file; the bundle brings all that it needs.

    python -I -S asking.py BUNDLE < requests > replies

Both have one JSON text a line. Beside the standard library there is only the bundle, read as the browser's worker reads
it: an archive on the path, with the zone, the course's own Python and the compiled course.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

if TYPE_CHECKING:
    from site_builder.grading.bridge import Bridge


def main(bundle: str) -> None:
    """Answers every line of the input."""
    sys.path.insert(0, bundle)
    bridge = _bridge(bundle)
    for line in sys.stdin.buffer:
        # A learner's text may hold half a sign, which strict UTF-8 refuses.
        reply = _ask(bridge, json.loads(line)).encode("utf-8", "surrogatepass")
        sys.stdout.buffer.write(reply + b"\n")


def _bridge(bundle: str) -> Bridge:
    from site_builder.exercises.table import TYPES
    from site_builder.grading.bridge import Bridge

    with ZipFile(bundle) as archive:
        course = archive.read("course.json").decode()
    return Bridge(course, TYPES, lambda name: import_module(f"course_code.{name}"))


def _ask(bridge: Bridge, request: Mapping[str, Any]) -> str:
    """The reply to a call, or the end of a run."""
    if "params" not in request:
        return bridge.call(json.dumps(request))
    run = bridge.start_run(json.dumps(request))
    if isinstance(run, str):
        return run
    while not (end := run.step()):
        pass
    return end


if __name__ == "__main__":
    main(sys.argv[1])
