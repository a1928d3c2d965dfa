"""An answer that was kept by another edition of an exercise, or damaged, leaves the exercise as usable as before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from site_builder.build import Site
from tests.support.examples import examples
from tests.support.faults import BLANK, PUT, database, site_facts, visiting
from tests.support.hands import Mouse
from tests.support.learner import solve
from tests.support.server import Server, serve
from tests.support.visitors import Visitors

ODD: Any = {"answer": {"decisions": {}, "typed": {}, "seen": "some"}}
MORE: Any = {"answer": {"decisions": {}, "typed": {}, "seen": 99}}
OTHER: Any = {"answer": {"chosen": []}}
GONE: Any = {"answer": {"looked": ["snow", "rain"]}}
SCORED: Any = {
    "answer": {"ratings": {"gone": {"new": {"warmth": 1}}, "soup": {"older": {"warmth": 1}, "new": {"taste": 3}}}}
}


@pytest.fixture(scope="module")
def host(gallery_site: Site) -> Iterator[Server]:
    """The gallery, and a page to put something into its record."""
    with serve({**gallery_site.files, **BLANK}) as server:
        yield server


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("walkthrough", MORE),
        ("walkthrough", ODD),
        ("demonstration", OTHER),
        ("demonstration", ODD),
        ("jsonl", OTHER),
        ("dashboard", OTHER),
        ("dashboard", GONE),
        ("compare", OTHER),
        ("compare", SCORED),
    ],
)
def test_an_exercise_is_solved_in_spite_of_what_was_kept(
    kind: str, data: object, chromium: Visitors, host: Server
) -> None:
    """Screens may have gone since, or the exercise may have become another one."""
    exercise = next(item.exercise for item in examples() if item.row.name == kind)
    row = {"id": "draft", "kind": "draft", "target": exercise.id, "time": "2026-01-02T03:04:05.000Z", "data": data}
    with visiting(chromium, host, "index.html") as (page, watch):  # which makes the record, and needs no Python
        watch.allowed = ("at Object.write",)
        page.goto(host.url("blank.html"))
        name = database(site_facts(host.files)["course"]["id"])
        page.evaluate(PUT, {"name": name, "store": "events", "rows": [row]})
        page.goto(host.url(f"types/{kind}.html"))
        solve(page, Mouse(), exercise)
