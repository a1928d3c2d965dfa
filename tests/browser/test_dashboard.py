"""The dashboard in a browser: look, switch, filter, read; what is not there yet is said, and does not count."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from site_builder.build import build
from site_builder.runtime import Runtime
from site_builder.targets import WEB
from tests.support.courses import COURSE, SUM, write_course
from tests.support.hands import Keyboard
from tests.support.heard import hears, listen
from tests.support.learner import ANSWER_TIMEOUT, check, pick, reload, wait_for_status
from tests.support.server import Server, serve
from tests.support.visitors import Visitors
from tests.support.warm import Copies, Lender, copied

COPIES = 5
"""Of the page with the dashboard: one for each test."""
CODE = '''\
"""Figures that are there as soon as the sum was answered."""

MARKS = {"ada": (4, 2), "bob": (3, 5)}


def figures(exercises, asked):
    if not exercises:
        return {"notes": ["sum_first"]}
    if asked["metric"] == "broken":
        raise ValueError(asked)
    names = [name for name in MARKS if asked["who"] in ("all", name)]
    place = ("even", "odd").index(asked["metric"])
    values = [MARKS[name][place] for name in names]
    return {
        "tiles": [{"name": "mean", "value": sum(values) / len(values)}],
        "chart": {"title": "by_name", "categories": names, "series": {"mark": values}},
        "table": {"columns": ["who", "mark"], "rows": [list(row) for row in zip(names, values)]},
        "notes": ["one"] if len(names) == 1 else [],
    }
'''
BOARD = """\
id: marks-@
type: dashboard
title: Marks
prompt: Who is better?
code: marks
inputs: [sum-@]
metrics:
  - {name: even, label: Even, about: Marks in even weeks., unit: of 5, max: 5}
  - {name: odd, label: Odd, about: Marks in odd weeks., simulated: a throw of the dice, unit: of 5}
filters:
  - name: who
    label: Who
    options: [{value: all, label: Both}, {value: ada, label: Ada}, {value: bob, label: Bob}]
tiles: [{name: mean, label: Mean}]
series: [{name: mark, label: Mark}]
labels: {by_name: "{metric} marks"}
notes: {sum_first: Answer the **sum** first., one: This is one person.}
proofs:
  - {answer: {looked: []}, invalid: unanswered}
  - {answer: {looked: [even, odd]}, invalid: no_results}
  - {answer: {looked: [odd, even]}, inputs: {sum-@: right}, score: 0/0}
  - {answer: {looked: [odd]}, inputs: {sum-@: right}, score: 0/0, done: false, fails: [looked], feedback: [to_see]}
"""
SUMS = """\
---
title: Sums
---
Try it.

```{exercise} sum-@.yaml
```

```{exercise} marks-@.yaml
```
"""
ROWS = "(table) => Array.from(table.rows, (row) => Array.from(row.cells, (cell) => cell.textContent))"
BARS = "(bars) => bars.map((bar) => Math.round(bar.getBoundingClientRect().width))"


@pytest.fixture(scope="module")
def server(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A course with a sum and a dashboard that reads it."""
    named = SUM.replace("{answer: {chosen: [four]}", "{name: right, answer: {chosen: [four]}")
    changes = {"course.yaml": f"{COURSE}gates: open\n", "python/marks.py": CODE}
    changes |= copied(
        COPIES,
        {
            "phase-1/sums-@.md": SUMS,
            "phase-1/sum-@.yaml": named.replace("id: sum", "id: sum-@"),
            "phase-1/marks-@.yaml": BOARD,
        },
    )
    with serve(
        build(write_course(tmp_path_factory.mktemp("course"), changes), target=WEB, runtime=runtime).files
    ) as it:
        yield it


@pytest.fixture(scope="module")
def lender(chromium: Visitors, server: Server) -> Iterator[Lender]:
    """The page with the dashboard, for all tests."""
    lender = Copies(server, "phase-1/sums-@", COPIES, waits_for_the_sum).lender(chromium)
    yield lender
    lender.close()


@pytest.fixture
def page(lender: Lender, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page with a dashboard that nobody has used, Python ready."""
    with lender.lent(request.node) as page:
        yield page


def waits_for_the_sum(page: Page) -> None:
    """Waits until the dashboard says what it lacks."""
    expect(board(page).locator("[data-notes]")).to_have_text("Answer the sum first.")


def board(page: Page) -> Locator:
    """The exercise."""
    return page.locator('[data-exercise^="marks"]')


def answer_the_sum(page: Page) -> None:
    """Does what the dashboard reads, which then shows its first figures by itself."""
    frame = page.locator('[data-exercise^="sum"]')
    frame.get_by_label("Four").check()
    check(Keyboard(), frame)
    wait_for_status(frame, "done")
    expect(tile(page)).to_have_text("3.5 of 5")
    expect(board(page).locator('[data-seen="even"]')).to_be_visible()


def tile(page: Page) -> Locator:
    """The figure."""
    return board(page).locator("[data-tiles] dd")


def test_without_results_it_says_what_is_missing_and_does_not_count(page: Page) -> None:
    """Nothing is drawn, no metric is marked as seen, and there is nothing to judge."""
    frame = board(page)
    pick(frame, "odd").check()
    expect(frame.locator("[data-notes]")).to_have_text("Answer the sum first.")
    expect(frame.locator(".chart")).to_have_count(0)
    expect(frame.locator("[data-seen]:visible")).to_have_count(0)
    check(Keyboard(), frame)
    expect(frame.locator("[data-verdict]")).to_contain_text("No metric was looked at yet.")


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    """With the last metric it is checked by itself; figures, words and what is simulated are said and shown."""
    hand, frame = Keyboard(), board(page)
    answer_the_sum(page)
    listen(page)
    hand.press(pick(frame, "odd"))
    wait_for_status(frame, "done")
    expect(frame.locator(".dash-title:visible .dash-badge")).to_have_text("Simulated")
    hand.press(frame.locator(".dash-formula summary"))
    expect(frame.locator(".dash-formula p")).to_have_text("a throw of the dice")
    hears(page, "Mean: 3.5 of 5.")


def test_a_filter_changes_figures_bars_and_table(page: Page) -> None:
    """All three tell the same; an unfolded table stays so, and notes are said with the figures."""
    frame = board(page)
    answer_the_sum(page)
    pick(frame, "odd").check()
    expect(frame.locator(".chart-title")).to_have_text("Odd marks")
    expect(tile(page)).to_have_text("3.5 of 5")
    widths = frame.locator(".chart-bar:not(.chart-key *)")
    expect(widths).to_have_count(2)
    short, long = widths.evaluate_all(BARS)
    assert abs(long / short - 2.5) < 0.15
    frame.locator(".chart-table summary").click()
    table = frame.locator(".chart-table table")
    assert table.evaluate(ROWS) == [["who", "Mark"], ["Ada", "2.0"], ["Bob", "5.0"]]
    expect(frame.locator("desc")).to_have_text("Mark: lowest 2.0 (Ada), highest 5.0 (Bob).")
    frame.locator("select").select_option("bob")
    expect(tile(page)).to_have_text("5.0 of 5")
    expect(table).to_be_visible()
    assert table.evaluate(ROWS) == [["who", "Mark"], ["Bob", "5.0"]]
    expect(frame.locator("[data-notes]")).to_have_text("This is one person.")
    expect(page.locator("#say")).to_have_text("Mean: 5.0 of 5. This is one person.")


def test_what_was_looked_at_comes_back_after_a_reload(page: Page) -> None:
    """The marks on the metrics are the answer; figures come anew."""
    frame = board(page)
    answer_the_sum(page)
    reload(page)
    expect(frame.locator('[data-seen="even"]')).to_be_visible(timeout=ANSWER_TIMEOUT)
    expect(frame.locator('[data-seen="odd"]')).to_be_hidden()
    expect(tile(page)).to_have_text("3.5 of 5", timeout=ANSWER_TIMEOUT)
