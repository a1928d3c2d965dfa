"""The lab in a browser: set, run, watch, cancel, compare, check; whatever a simulation does, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from site_builder.build import build
from site_builder.runtime import Runtime
from site_builder.targets import WEB
from tests.support.courses import COURSE, INTRO, SUM, write_course
from tests.support.hands import Keyboard
from tests.support.heard import hears, listen, said
from tests.support.learner import ANSWER_TIMEOUT, check, reload, set_field, start_run, wait_for_status
from tests.support.server import Server, serve
from tests.support.visitors import Visitors
from tests.support.warm import Copies, Lender, attempts_at, copied, events_of, exercise_of

PAGE = "phase-1/sums-1.html"
COPIES = 13
"""Of the page with the lab: half of what the tests need, since each makes the course larger for all of them."""
WALK = '''\
"""A walk whose every step is as long as is set, and that ends as is set."""

from course_code.paces import DATA

from site_builder.grading.simulation import Progress


def run(params, inputs, seed):
    place, path, back = 0.0, [[0, 0.0]], [[0, 10.0]]
    for step in range(1, params["steps"] + 1):
        for _ in range(4000 if params["way"] == "slow" else 10):
            place += params["stride"] / 1000.0 - params["stride"] / 1000.0
        place += params["stride"]
        path.append([step, round(place, 3)])
        back.append([step, round(10.0 - place, 3)])
        while params["way"] == "hang" and step > 5:
            pass
        if params["way"] == "fail" and step > 5:
            raise ValueError(place)
        yield Progress(step / params["steps"], {"points": {"path": path[-1:], "back": back[-1:]}})
    if params["steps"] == 10:  # over before there is anything to draw
        path, back = [], []
    metrics = {"far": round(place, 2), "steps": params["steps"], "read": len(inputs)}
    result = {"metrics": metrics, "series": {"path": path, "back": back}, "notes": ["far" if place > 10 else "near"]}
    return {**result, "outputs": {"told": f"{metrics['far']} {DATA}"}}
'''
PREPARED = "gates: open\nprepared: {paces: measuring}\n"
MEASURING = 'def build():\n    return "paces"\n'
LAB = """\
id: walk-@
type: lab
title: A walk
prompt: How far can you walk?
simulation: walk
seed: 3
inputs: [sum-@]
form:
  - {id: stride, label: Stride, kind: number, min: 0.01, max: 10, scale: log, default: 0.1, unit: m, help: Of one step.}
  - {id: steps, label: Steps, kind: number, min: 10, max: 2000, step: 10, default: 20}
  - id: way
    label: Way
    kind: choice
    options:
      - {value: good, label: good}
      - {value: slow, label: slow}
      - {value: hang, label: endless}
      - {value: fail, label: broken}
    default: good
presets:
  - {label: A long way, about: many small steps, params: {stride: 0.1, steps: 200, way: good}}
charts:
  - {title: The way, x: Step, y: Place (m), series: [{name: path, label: path}, {name: back, label: way back}]}
metrics:
  - {name: far, label: Distance, decimals: 1, unit: m, max: 100000, help: From the start.}
  - {name: steps, label: Steps, decimals: 0, max: 5000}
  - {name: read, label: Answers read, decimals: 0}
notes:
  far: {label: far, text: This was a **long** walk.}
  near: {label: near, text: This was a short walk.}
goals:
  - {id: far, text: Walk at least 20 m., feedback: Make longer strides., where: [{metric: far, min: 20}]}
  - id: near
    text: Walk at most 2 m.
    feedback: Make shorter strides.
    met: That is near enough.
    where: [{metric: far, max: 2}]
proofs:
  - {answer: {runs: []}, invalid: unanswered}
  - name: both
    answer:
      runs:
        - {params: {stride: 0.1, steps: 20, way: good}}
        - {params: {stride: 2, steps: 20, way: good}}
    score: 2/2
    feedback: ["met:far", "met:near"]
  - answer: {runs: [{params: {stride: 0.1, steps: 20, way: good}}]}
    score: 1/2
    fails: [far]
    feedback: ["missed:far", "met:near"]
  - answer: {runs: [{params: {stride: 2, steps: 20, way: good}}]}
    score: 1/2
    fails: [near]
    feedback: ["met:far", "missed:near"]
"""
SUMS = """\
---
title: Sums
---
Try it.

```{exercise} sum-@.yaml
```

```{exercise} walk-@.yaml
```
"""
VERDICT = """async () => {
    const verdict = document.querySelector("[data-exercise^=sum] [data-verdict]");
    const shown = new Promise((resolve) => {
        const seen = () => verdict.querySelector(".verdict-headline") && resolve();
        new MutationObserver(seen).observe(verdict, {attributes: true, childList: true, subtree: true});
    });
    document.querySelector("[data-exercise^=sum] [data-do=check]").click();
    await shown;
    return document.querySelector("[data-lab]").hasAttribute("data-running");
}"""
ROWS = """(table) => Array.from(table.rows, (row) => Array.from(row.cells, (cell) => cell.textContent))"""


@pytest.fixture(scope="module")
def files(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The course, with a shorter limit for a step."""
    changes = {"course.yaml": COURSE + PREPARED, "python/walk.py": WALK, "python/measuring.py": MEASURING}
    changes |= copied(
        COPIES,
        {
            "phase-1/intro-@.md": INTRO,
            "phase-1/sums-@.md": SUMS,
            "phase-1/sum-@.yaml": SUM.replace("id: sum", "id: sum-@"),
            "phase-1/walk-@.yaml": LAB,
        },
    )
    made = dict(build(write_course(tmp_path_factory.mktemp("course"), changes), target=WEB, runtime=runtime).files)
    name = next(name for name in made if name.endswith("/python.js"))
    assert b"step: 5_000" in made[name]
    made[name] = made[name].replace(b"step: 5_000", b"step: 1_500")
    return made


@pytest.fixture(scope="module")
def server(files: dict[str, bytes]) -> Iterator[Server]:
    """The site on a server."""
    with serve(files) as started:
        yield started


@pytest.fixture(scope="module")
def lender(chromium: Visitors, server: Server) -> Iterator[Lender]:
    """The page with the lab, for all tests."""
    lender = Copies(server, "phase-1/sums-@", COPIES, can_be_run).lender(chromium)
    yield lender
    lender.close()


@pytest.fixture
def page(lender: Lender, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page with a lab that nobody has used, Python ready."""
    with lender.lent(request.node) as page:
        yield page


def can_be_run(page: Page) -> None:
    """Waits until the lab is at work."""
    expect(lab(page).locator("[data-act=run]")).to_be_visible()


def lab(page: Page) -> Locator:
    """The exercise."""
    return page.locator('[data-exercise^="walk"]')


def begin(page: Page, **params: Any) -> None:
    """Sets what is named and starts a run."""
    for name, value in params.items():
        set_field(Keyboard(), lab(page).locator(f'[data-field="{name}"]'), value)
    start_run(Keyboard(), lab(page))


def run(page: Page, **params: Any) -> None:
    """A whole run."""
    begin(page, **params)
    ended(page)


def ended(page: Page) -> None:
    """Waits for the end of the run."""
    expect(lab(page).locator("[data-running]")).to_have_count(0)


def listed(page: Page) -> list[str]:
    """The names of the runs in the table, as they stand there."""
    return lab(page).locator("[data-runs] th").all_inner_texts()


def status(page: Page) -> Locator:
    """What is said of the run."""
    return lab(page).locator("[data-run-status]")


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    """Set, run, compare, check: the goals show their state and the run that meets them."""
    hand, frame = Keyboard(), lab(page)
    run(page, stride=0.1)
    run(page, stride=2)
    assert listed(page) == ["Run 2", "Run 1"]
    hand.press(frame.locator("[data-runs] input").last)
    expect(frame.locator(".chart-legend li")).to_have_count(4)
    check(hand, frame)
    wait_for_status(frame, "done")
    goals = frame.locator(".lab-goal")
    assert [goal.get_attribute("data-tone") for goal in goals.all()] == ["good", "good"]
    expect(goals.first).to_contain_text("Met. Run 2")
    expect(goals.last).to_contain_text("That is near enough. Run 1")


def test_enter_in_a_field_runs_and_does_not_check(page: Page) -> None:
    """An answer is checked by its button alone."""
    field = lab(page).locator("[data-field=steps] [type=number]")
    field.press("Enter")
    ended(page)
    assert listed(page) == ["Run 1"]
    expect(lab(page)).to_have_attribute("data-status", "new")


def test_slider_and_number_are_kept_in_step(page: Page) -> None:
    """Each leads the other, with the unit for screen readers; presets set all."""
    row = lab(page).locator("[data-field=stride]")
    slider, number = row.locator("[type=range]"), row.locator("[type=number]")
    assert (number.input_value(), slider.get_attribute("aria-valuetext")) == ("0.1", "0.1 m")
    slider.press("ArrowRight")
    assert (number.input_value(), slider.get_attribute("aria-valuetext")) == ("0.2", "0.2 m")
    slider.press("End")
    assert number.input_value() == "10"
    number.fill("0.9")
    assert slider.get_attribute("aria-valuetext") == "0.9 m"
    slider.press("ArrowLeft")
    assert number.input_value() == "0.5"
    lab(page).get_by_role("button", name="A long way (many small steps)").click()
    values = [field.input_value() for field in lab(page).locator("[type=number]").all()]
    assert values == ["0.1", "200"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("11", "Stride has to be at most 10 (and at least 0.01)."),
        ("0.123", "Stride takes two digits, such as 0.12 or 35."),
        ("", "Stride: type a number, such as 0.5."),
    ],
)
def test_wrong_settings_are_told_by_python_and_start_nothing(page: Page, typed: str, words: str) -> None:
    """Beside the field, which gets the focus, and nowhere else; what is mended runs."""
    listen(page)
    field = lab(page).locator("[data-field=stride] [type=number]")
    field.fill(typed)
    lab(page).locator("[data-act=run]").click()
    expect(lab(page).locator("[data-field=stride] [data-fault]")).to_have_text(words)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(status(page)).to_be_hidden()
    assert not any(words in line for line in said(page)), "the focus reads it out"
    assert listed(page) == []
    field.fill("0.5")
    field.blur()
    expect(lab(page).locator("[data-field=stride] [data-fault]")).to_be_empty()
    run(page)
    assert listed(page) == ["Run 1"]


def test_a_run_is_watched_and_canceled(page: Page) -> None:
    """Progress in words, lines that grow; then all is as it was, and the next run runs."""
    run(page)
    begin(page, steps=2000, way="slow")
    expect(status(page)).to_contain_text("Running:")
    legend = lab(page).locator(".chart-legend li")
    expect(legend).to_have_count(2)
    expect(lab(page).locator("[data-results]")).to_have_text("Run 2")
    lab(page).locator("[data-act=cancel]").press("Enter")
    ended(page)
    expect(status(page)).to_have_text("The run was canceled. Your earlier runs and your settings are as they were.")
    expect(lab(page).locator("[data-act=run]")).to_be_focused()
    expect(lab(page).locator("[data-results]")).to_have_text("Run 1")
    assert listed(page) == ["Run 1"]
    run(page, steps=30, way="good")
    assert listed(page) == ["Run 2", "Run 1"]


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("fail", "The simulation stopped because of a fault in it."),
        ("hang", "The simulation took too long over one step and was stopped."),
    ],
)
def test_a_run_that_goes_wrong_is_explained_and_nothing_is_lost(page: Page, way: str, words: str) -> None:
    """Earlier runs stay, other settings run."""
    run(page)
    run(page, way=way)
    expect(status(page)).to_contain_text(words)
    expect(lab(page).locator("[data-results]")).to_have_text("Run 1")
    assert listed(page) == ["Run 1"]
    run(page, way="good", stride=2)
    assert listed(page) == ["Run 2", "Run 1"]
    expect(status(page)).to_be_hidden()


def test_runs_come_back_after_a_reload(page: Page) -> None:
    """History, figures, words and lines, and the runs are still the answer."""
    run(page, stride=2)
    run(page, stride=0.1)
    reload(page)
    expect(lab(page).locator("[data-act=run]")).to_be_visible(timeout=ANSWER_TIMEOUT)
    assert listed(page) == ["Run 2", "Run 1"]
    expect(lab(page).locator("[data-metric=far]")).to_have_text("2.0")
    expect(lab(page).locator("[data-notes]")).to_have_text("This was a short walk.")
    expect(lab(page).locator(".chart-legend li")).to_have_count(2)
    check(Keyboard(), lab(page))
    wait_for_status(lab(page), "done")


def test_the_last_run_keeps_what_the_simulation_put_out(page: Page) -> None:
    """Nobody sees it, and it comes back after a reload; what was prepared when the course was built is there."""

    def told(attempts: int) -> list[Any]:
        check(Keyboard(), lab(page))
        while len(rows := attempts_at(page, "tiny", "walk")) < attempts:
            page.wait_for_timeout(100)
        return [made.get("outputs") for made in rows[-1]["answer"]["runs"]]

    run(page, stride=2)
    run(page, stride=0.1)
    expect(lab(page)).not_to_contain_text("paces")
    reload(page)
    expect(lab(page).locator("[data-act=run]")).to_be_visible(timeout=ANSWER_TIMEOUT)
    assert told(1) == [None, {"told": "2.0 paces"}]
    run(page, stride=2)
    assert told(2) == [None, {"told": "40.0 paces"}]


def test_the_table_of_a_chart_equals_the_series(page: Page) -> None:
    """Of one run, and of two over each other; what is drawn is also said."""
    run(page, steps=20)
    run(page, steps=40)
    lab(page).locator(".chart-table summary").click()
    table = lab(page).locator(".chart-rows table")
    both = events_of(page, "tiny", "walk")
    series = [row["data"]["series"] for row in both if row["kind"] == "run"]
    rows: list[list[str]] = table.evaluate(ROWS)
    assert rows[0] == ["Step", "path", "way back"]
    shown = [[float(cell) for cell in row] for row in rows[1:]]
    assert shown == [[x, y, back] for (x, y), (_, back) in zip(series[1]["path"], series[1]["back"], strict=True)]
    lab(page).locator("[data-runs] input").last.check()
    rows = table.evaluate(ROWS)
    assert rows[0] == ["Step", "Run 1, path", "Run 1, way back", "Run 2, path", "Run 2, way back"]
    assert [float(row[1]) for row in rows[1:22]] == [y for _, y in series[0]["path"]]
    assert [row[1] for row in rows[22:]] == [""] * 20
    about = lab(page).locator(".chart-plot desc").text_content() or ""
    assert "Run 1, path: 21 points, from 0 at 0 to 2 at 20; lowest 0, highest 2." in about
    looks = {line.get_attribute("class") for line in lab(page).locator(".chart-plot > g > g").all()}
    assert len(looks) == 4


def test_no_more_runs_are_drawn_than_can_be_told_apart(page: Page) -> None:
    """The fifth is refused in words."""
    for steps in (20, 30, 40, 50, 60):
        run(page, steps=steps)
    boxes = lab(page).locator("[data-runs] input")
    for place in (1, 2, 3):
        boxes.nth(place).check()
    boxes.nth(4).click()
    expect(boxes.nth(4)).not_to_be_checked()
    expect(status(page)).to_have_text("Up to four runs can be compared. Take one out first.")
    expect(lab(page).locator(".chart-legend li")).to_have_count(8)


def test_what_was_pressed_stays_in_place_while_the_results_above_shrink(page: Page) -> None:
    """Without a run that is drawn, charts, figures and words go."""
    run(page)
    box = lab(page).locator("[data-runs] input")
    box.scroll_into_view_if_needed()
    before = box.evaluate("box => box.getBoundingClientRect().top")
    box.press("Space")
    expect(lab(page).locator(".chart-plot")).to_have_count(0)
    assert abs(box.evaluate("box => box.getBoundingClientRect().top") - before) < 2
    expect(box).to_be_focused()


def test_a_chart_for_which_a_run_has_no_points_is_not_shown(page: Page) -> None:
    """A run that ends early may not come to it; the next run shows it again."""
    run(page, steps=10)
    expect(lab(page).locator(".chart-plot:visible")).to_have_count(0)
    run(page, steps=20)
    expect(lab(page).locator(".chart-plot:visible")).to_have_count(1)


def test_equal_settings_are_one_run(page: Page) -> None:
    """The simulation is repeatable, and the learner is told."""
    run(page)
    run(page, stride=2)
    run(page, stride=0.1)
    assert listed(page) == ["Run 2", "Run 1"]
    expect(status(page)).to_have_text("You have run these settings before: this is Run 1 again.")
    expect(lab(page).locator("[data-results]")).to_have_text("Run 1")


def test_a_run_is_announced_at_its_start_and_its_end(page: Page) -> None:
    """With the words on it and its figures; not with every step."""
    listen(page)
    run(page, steps=200, way="slow")
    hears(page, "finished")
    lines = said(page)
    assert lines[0] == "Run 1 has started."
    assert lines[-1] == "Run 1 is finished. This was a long walk. Distance: 20.0 m. Steps: 200. Answers read: 0."
    assert "100 % done." not in lines
    assert len(lines) <= 5


def test_another_exercise_is_judged_while_a_run_is_on(page: Page) -> None:
    """And the page can be left in the middle; on the way back all is there."""
    run(page)
    page.get_by_label("Four").check()
    begin(page, steps=2000, way="slow")
    expect(status(page)).to_contain_text("Running:")
    assert page.evaluate(VERDICT) is True
    expect(page.locator("[data-exercise^=sum]")).to_contain_text("Well counted.")
    number = exercise_of(page, "walk").rpartition("-")[2]
    page.locator("[data-nav=back]").first.click()
    expect(page.locator("body")).to_have_attribute("data-page", f"phase-1/intro-{number}")
    page.locator("[data-nav=next]").first.click()
    expect(lab(page).locator("[data-act=run]")).to_be_visible()
    assert listed(page) == ["Run 1"]
    expect(lab(page).locator("[data-running]")).to_have_count(0)
    run(page, steps=30)
    assert listed(page) == ["Run 2", "Run 1"]


def test_runs_with_data_that_has_changed_do_not_count(page: Page) -> None:
    """The learner is told, the runs are marked, and run again they count."""
    run(page, stride=2)
    page.get_by_label("Four").check()
    check(Keyboard(), page.locator("[data-exercise^=sum]"))
    wait_for_status(page.locator("[data-exercise^=sum]"), "done")
    check(Keyboard(), lab(page))
    expect(lab(page).locator("[data-verdict]")).to_contain_text("does not count any more")
    run(page, stride=0.1)
    expect(lab(page).locator("[data-metric=read]")).to_have_text("1")
    check(Keyboard(), lab(page))
    wait_for_status(lab(page), "tried")
    expect(lab(page).locator("[data-verdict]")).to_contain_text("One of your runs does not count any more")
    expect(lab(page).locator(".lab-outdated")).to_have_count(1)
    expect(lab(page).locator("[data-runs] tr").last).to_contain_text("does not count")
    run(page, stride=2)
    check(Keyboard(), lab(page))
    wait_for_status(lab(page), "done")


def test_without_javascript_settings_figures_and_goals_are_read(chromium: Visitors, server: Server) -> None:
    """As lists; nothing is offered that cannot work."""
    context = chromium.fresh(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url(PAGE))
    for words in (
        "from 0.01 to 10 m, at first 0.1. Of one step.",
        "one of: good, slow, endless, broken.",
        "Distance (m)",
    ):
        expect(lab(page)).to_contain_text(words)
    expect(lab(page).get_by_text("Walk at least 20 m.")).to_be_visible()
    assert lab(page).locator("input, [data-act]").count() == 0
    context.close()
