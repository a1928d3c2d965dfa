"""Measures the start: from nothing to the first judged answer, stock Pyodide against ours, in one run.

    .venv/bin/python -m tests.benchmarks.start [rounds]

Rounds are interleaved, so that what else the machine does hits both alike; the ratio travels better than the times.
`cold` is a new browser, `warm` the same browser a second time. Both judge the same answer with the
same modules: stock Pyodide has their sources, our own construction ships them compiled.
"""

# ruff: noqa: T201 - a script that prints

from __future__ import annotations

import json
import statistics
import sys
from functools import partial
from pathlib import Path

from site_builder.assets import scripts
from site_builder.bundle import make_bundle, zone_sources
from site_builder.runtime import get_runtime
from site_builder.runtime_fetch import get_package
from tests.support.browser import browser, until
from tests.support.server import TYPES, serve
from tests.support.small_course import TEXTS, small_course

HERE = Path(__file__).parent
HTML = b'<!doctype html><html lang="en"><title>Start</title><script type="module" src="start_page.js"></script></html>'
TARGET = 2.5
VARIANTS = ("stock", "ours")


def site_files() -> dict[str, bytes]:
    """Both variants beside each other, with all that they load."""
    runtime = get_runtime()
    bundle = make_bundle(small_course(), TEXTS, runtime.zone)
    sources = make_bundle(small_course(), TEXTS, zone_sources())
    files = {**runtime.files, "bundle.zip": bundle, "sources.zip": sources, "index.html": HTML}
    names = {
        "worker": "worker.js",
        "wasm": "python.wasm",
        "core": "core.zip",
        "rest": "rest.zip",
        "bundle": "bundle.zip",
    }
    site = {"files": {key: {"url": name, "bytes": len(files[name])} for key, name in names.items()}}
    files["site.json"] = json.dumps(site).encode()
    files |= scripts()
    files |= {name: (HERE / name).read_bytes() for name in ("start_page.js", "stock_worker.js")}
    return files | {f"pyodide/{name}": content for name, content in get_package(None).files.items()}


def measure(url: str, variant: str) -> tuple[float, float]:
    """Milliseconds of a cold and of a warm start."""
    times = []
    with browser() as running:
        context = running.new_context()
        for _ in ("cold", "warm"):
            page = context.new_page()
            page.goto(url)
            until(partial(page.evaluate, "() => Boolean(globalThis.measure)"))
            time, tone = page.evaluate("variant => measure(variant)", variant)
            if tone != "good":
                raise SystemExit(f"{variant}: the right answer was judged '{tone}'")
            times.append(time)
            page.close()
    return times[0], times[1]


def main(rounds: int = 5) -> None:
    """Prints a table and the ratios."""
    results: dict[str, list[tuple[float, float]]] = {variant: [] for variant in VARIANTS}
    # Stock needs the types that our own construction does not.
    types = {**TYPES, ".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json"}
    with serve(site_files()) as server:
        server.types = types
        server.headers = {"Cache-Control": "public, max-age=31536000"}
        for _ in range(rounds):
            for variant in VARIANTS:
                results[variant].append(measure(server.url(), variant))
    print(f"{rounds} rounds, ms: median (min-max)")
    print(f"{'':8}{'cold':>24}{'warm':>24}")
    for variant in VARIANTS:
        print(f"{variant:8}" + "".join(f"{show(column):>24}" for column in zip(*results[variant], strict=True)))
    stock, ours = (zip(*results[variant], strict=True) for variant in VARIANTS)
    ratios = [statistics.median(a) / statistics.median(b) for a, b in zip(stock, ours, strict=True)]
    print(f"{'ratio':8}{ratios[0]:>24.2f}{ratios[1]:>24.2f}    (target: {TARGET} cold)")


def show(times: tuple[float, ...]) -> str:
    """A column of times in one cell."""
    return f"{statistics.median(times):.0f} ({min(times):.0f}-{max(times):.0f})"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
