"""Measures live validation: from a text of JSON Lines to what is wrong with it, in a browser whose Python is warm.

    .venv/bin/python -m tests.benchmarks.validate [rounds]

Each round puts one line of the text differently, as typing does, and asks the worker through the modules of the page:
JSON, the messages there and back, and Python. The page itself waits for none of it.
"""

from __future__ import annotations

import json
import os
import platform
import sys

from playwright.sync_api import Page

from site_builder.build import Site, build
from site_builder.gallery import guide_with_gallery
from site_builder.runtime import get_runtime
from site_builder.targets import WEB
from tests.benchmarks.verdict import columns, say
from tests.support.browser import browser
from tests.support.server import Server, serve

EXERCISE = "bakery-lines"
SIZES = (50, 500, 5000)
ROUNDS = 40
WARM_UP = 5
TARGET = 50

CALLS = """async ({python, site, root, exercise, texts, rounds}) => {
    const {createPython} = await import(python);
    const {SITE} = await import(site);
    const started = createPython(SITE, root);
    await started.start();
    const result = {};
    for (const [name, text] of Object.entries(texts)) {
        const times = [];
        for (let round = 0; round < rounds; round += 1) {
            const message = {text: text.replace("@round", `${round}`)};
            const start = performance.now();
            const reply = await started.call({do: "respond", exercise, state: null, message});
            times.push(performance.now() - start);
            if (!reply.reply?.feedback.length) throw new Error(JSON.stringify(reply));
        }
        result[name] = times;
    }
    return result;
}"""


def line(number: int) -> str:
    """A conversation as customers have them, none like another."""
    messages = [
        {"role": "user", "content": f'Where is parcel {number}? It\'s a "surprise" for my sister.'},
        {"role": "assistant", "content": f"I'm sorry that you're waiting! Is {number} the number of your order?"},
    ]
    return json.dumps({"messages": messages}, ensure_ascii=False)


def texts() -> dict[str, str]:
    """Texts by name: sound ones, one with a fault in every tenth line, and one with a fault in every line."""
    found = {}
    for size in SIZES:
        lines = [line(number) for number in range(size)]
        lines[size // 2] = lines[size // 2].replace("surprise", "surprise @round")
        spoiled = [one.replace('"user"', "'user'") for one in lines]
        some = [spoiled[n] if n % 10 == 0 else one for n, one in enumerate(lines)]
        for name, variant in (("sound", lines), ("some bad", some), ("all bad", spoiled)):
            found[f"{size:5} lines, {name}"] = "\n".join(variant)
    return found


def call_times(page: Page, server: Server, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each question, by text."""
    page.goto(server.url("THIRD_PARTY_NOTICES.txt"))
    modules = {
        name: server.url(next(path for path in server.files if path.endswith(f"/{name}.js")))
        for name in ("python", "site")
    }
    asked = {**modules, "root": server.url(""), "exercise": EXERCISE, "texts": texts(), "rounds": WARM_UP + rounds}
    times: dict[str, list[float]] = page.evaluate(CALLS, asked)
    return {name: found[WARM_UP:] for name, found in times.items()}


def gallery() -> Site:
    """The author's guide, which holds every example."""
    with guide_with_gallery() as folder:
        return build(folder, target=WEB, runtime=get_runtime())


def main(rounds: int = ROUNDS) -> None:
    """Prints a table."""
    with serve(gallery().files) as server, browser() as running:
        say(f"Chromium {running.version}, {platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        say(f"{rounds} rounds of '{EXERCISE}'; milliseconds")
        say(f"{'text':24}{'kB':>6}     min     p50     p95")
        sizes = {name: len(text) // 1000 for name, text in texts().items()}
        for name, times in call_times(running.new_page(), server, rounds).items():
            say(f"{name:24}{sizes[name]:6}{columns(times)}")
    say(f"Target: {TARGET} ms for 500 lines, p95. Load at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
