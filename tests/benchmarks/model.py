"""Measures the course's language model: the text it is read from, reading, training, and answering.

    .venv/bin/python -m tests.benchmarks.model

Times are of this interpreter; Pyodide takes two to three times as long. The memory is what Python's own objects take,
where a word is twice as long as in the browser.
"""

from __future__ import annotations

import os
import platform
import time
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Any

from site_builder.check.prepared import prepared
from site_builder.course_code import course_code
from site_builder.grading.simulation import simulate
from site_builder.load import load_course
from tests.benchmarks.verdict import say
from tests.support.zone import ROOT

LIMIT = 20
"""Seconds that a default run may take in the browser."""
HEAP = 48
"""MiB by which it may grow the heap there."""
SIZE = 400
"""KB of the packed base model."""


def timed(name: str, work: Callable[[], Any]) -> Any:
    """What the work gives; says how long it took."""
    start = time.perf_counter()
    found = work()
    say(f"{name:44}{time.perf_counter() - start:8.2f} s")
    return found


def main() -> None:
    """Prints a table."""
    say(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    course = prepared(load_course(ROOT / "course"))
    with course_code(course.python, "course/python") as load:
        timed("base model trained", load("base_training").build)
        text = load("base_model").DATA
        say(f"{'its text':44}{len(text) / 1000:8.0f} KB, packed {len(zlib.compress(text.encode())) / 1000:.0f} KB")
        base = timed("base model read", load("base").base)
        weights = sum(map(len, base.model.rows.values()))
        say(f"{'rows, weights, words':44}{len(base.model.rows):8} {weights} {base.model.size}")
        held_out, model = load("held_out").HELD_OUT, load("model")
        timed(
            f"{len(held_out)} answers of the base model",
            lambda: [model.answer(base.model, base.vocabulary, one.message) for one in held_out],
        )
        job = load("job").prepare({}, {})
        words = job.settings.epochs * sum(len(one.steps) for one in job.training)
        timed(f"a default run, with {words} words trained on", lambda: [*simulate(load, "fine_tuning", {}, {}, 1)])
        tracemalloc.start()
        [*simulate(load, "fine_tuning", {}, {}, 2)]
        say(f"{'memory of another run, at most':44}{tracemalloc.get_traced_memory()[1] / 2**20:8.1f} MiB")
    say(f"Targets in the browser: a run within {LIMIT} s, its heap by {HEAP} MiB; the text packed below {SIZE} KB.")


if __name__ == "__main__":
    main()
