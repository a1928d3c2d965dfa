"""Comparisons in a browser: score, check, read the scorer's reasons, comment; models that change, or are not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from site_builder.build import build
from site_builder.runtime import Runtime
from site_builder.targets import WEB
from tests.support.courses import COURSE, SUM, write_course
from tests.support.faults import python_ready
from tests.support.hands import Clicks, Keyboard
from tests.support.heard import hears, listen
from tests.support.learner import ANSWER_TIMEOUT, DRIVERS, by_place, check, pick, reload, wait_for_status
from tests.support.server import Server, serve
from tests.support.visitors import Visitors
from tests.support.warm import Copies, Lender, attempts_at, copied, page_of

PAGE = "phase-1/sums-1.html"
COPIES = 20
"""Of the page with the comparison: one for each test."""
VOICES = '''\
"""A plain voice, and one that has learned from the exercise that it reads: it says what was chosen there."""

from site_builder.grading.simulation import Progress


def answers(exercises):
    chosen = next((answer["chosen"] for answer in exercises.values()), None)
    said = {"hello": {"plain": "Hello."}, "bye": {"plain": "Bye."}}
    if chosen:
        said["hello"]["taught"] = f"Hello, dear friend! I have learned {chosen[0]}."
        said["bye"]["taught"] = "Goodbye, dear friend!"
    return said


def marks(text, query):
    dear = {"code": "dear", "points": 3, "words": "dear friend"}
    reasons = [{"code": "speaks", "points": 1, "words": ""}, *([dear] if "dear" in text else [])]
    return {"warmth": {"points": sum(reason["points"] for reason in reasons), "reasons": reasons}}


def run(params, inputs, seed):
    for step in range(2000 if "slow" in params["text"] else 2):
        sum(range(20_000))
        yield Progress(step / 2000)
    if "broken" in params["text"]:
        raise ValueError(params["text"])
    return {"metrics": {}, "outputs": {"plain": "Yes.", "taught": f"Dear friend, you said: {params['text']}"}}
'''
COMPARE = """\
id: voices-@
type: compare
title: Two voices
prompt: How warm are they?
inputs: [sum-@]
code: voices
simulation: voices
own: Say something to both.
missing: "First do the exercise [Sums](sums-@.md)."
models:
  - {id: plain, label: Plain voice}
  - {id: taught, label: "*Taught* voice"}
scales:
  - {id: warmth, label: Warmth, about: From cold to warm.}
reasons:
  speaks: It says something.
  dear: "It is warm: “{words}”"
queries:
  - {id: hello, text: Say hello.}
  - {id: bye, text: Say goodbye.}
needed: 3
proofs:
  - {name: untouched, answer: {ratings: {}}, invalid: unanswered}
  - name: scored before the model was taught
    answer: {ratings: {hello: {plain: {warmth: 1}}}}
    invalid: no_answers
  - name: all
    inputs: {sum-@: right}
    answer:
      ratings:
        hello: {plain: {warmth: 1}, taught: {warmth: 4}}
        bye: {plain: {warmth: 1}, taught: {warmth: 4}}
    score: 3/3
    feedback: ["near:hello-plain", "near:hello-taught", "near:bye-plain", "near:bye-taught"]
  - name: the first too warm
    inputs: {sum-@: right}
    answer:
      ratings:
        hello: {plain: {warmth: 4}, taught: {warmth: 4}}
        bye: {plain: {warmth: 1}, taught: {warmth: 4}}
    score: 3/3
    fails: [hello-plain]
    feedback: ["far:hello-plain", "near:hello-taught", "near:bye-plain", "near:bye-taught"]
  - name: the second not scored
    inputs: {sum-@: right}
    answer: {ratings: {hello: {plain: {warmth: 1}}, bye: {plain: {warmth: 1}, taught: {warmth: 4}}}}
    score: 3/3
    fails: [hello-taught]
    feedback: ["near:hello-plain", "unscored:hello-taught", "near:bye-plain", "near:bye-taught"]
  - name: the third not scored
    inputs: {sum-@: right}
    answer: {ratings: {hello: {plain: {warmth: 1}, taught: {warmth: 4}}, bye: {taught: {warmth: 4}}}}
    score: 3/3
    fails: [bye-plain]
    feedback: ["near:hello-plain", "near:hello-taught", "unscored:bye-plain", "near:bye-taught"]
  - name: the last too cold
    inputs: {sum-@: right}
    answer:
      ratings:
        hello: {plain: {warmth: 1}, taught: {warmth: 4}}
        bye: {plain: {warmth: 1}, taught: {warmth: 0}}
    score: 3/3
    fails: [bye-taught]
    feedback: ["near:hello-plain", "near:hello-taught", "near:bye-plain", "far:bye-taught"]
"""
SUMS = """\
---
title: Sums
---
Try it.

```{exercise} sum-@.yaml
```

```{exercise} voices-@.yaml
```
"""
ALL = {
    "hello": {"plain": {"warmth": 1}, "taught": {"warmth": 4}},
    "bye": {"plain": {"warmth": 1}, "taught": {"warmth": 4}},
}
FEEDBACK = {"Four": "Well counted.", "Five": "One too many."}
"""What the exercise that the taught voice learns from says to each answer: a verdict may still be the last one's."""


@pytest.fixture(scope="module")
def server(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The course on a server."""
    named = SUM.replace("- {answer: {chosen: [four]}", "- {name: right, answer: {chosen: [four]}")
    changes = {"course.yaml": f"{COURSE}gates: open\n", "python/voices.py": VOICES}
    changes |= copied(
        COPIES,
        {
            "phase-1/sums-@.md": SUMS,
            "phase-1/sum-@.yaml": named.replace("id: sum", "id: sum-@"),
            "phase-1/voices-@.yaml": COMPARE,
        },
    )
    folder = write_course(tmp_path_factory.mktemp("course"), changes)
    with serve(build(folder, target=WEB, runtime=runtime).files) as started:
        yield started


@pytest.fixture(scope="module")
def lender(chromium: Visitors, server: Server) -> Iterator[Lender]:
    """The page with the comparison, for all tests."""
    lender = Copies(server, "phase-1/sums-@", COPIES, scored).lender(chromium)
    yield lender
    lender.close()


@pytest.fixture
def page(lender: Lender, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page with a comparison that nobody has used, Python ready, the model not taught."""
    with lender.lent(request.node) as page:
        yield page


def scored(page: Page) -> None:
    """Waits until an answer can be scored."""
    expect(side(page, "hello", "plain").locator("[data-scale]")).to_be_visible()


def board(page: Page) -> Locator:
    """The exercise."""
    return page.locator('[data-exercise^="voices"]')


def side(page: Page, query: str, model: str) -> Locator:
    """An answer."""
    return page.locator(f'[data-query="{query}"][data-model="{model}"]')


def teach(page: Page, what: str = "Four") -> None:
    """Answers the exercise that the taught voice learns from, and looks again."""
    page.get_by_label(what, exact=True).check()
    check(Clicks(), page.locator("[data-exercise^=sum]"))
    expect(page.locator("[data-exercise^=sum]")).to_contain_text(FEEDBACK[what])
    again = board(page).locator("[data-act=again]")
    if again.count():
        again.click()
    expect(side(page, "hello", "taught").locator("[data-said]")).to_contain_text("dear friend")


def score(page: Page, ratings: dict[str, Any]) -> None:
    """Scores by clicks."""
    for (query, model), scores in by_place(ratings):
        for scale, points in scores.items():
            pick(side(page, query, model).locator(f'[data-scale="{scale}"]'), str(points)).check()


def test_without_the_exercise_that_it_reads_it_says_what_to_do(page: Page) -> None:
    """In words with a link, and what is there can be scored; nothing is judged, and nothing is lost."""
    note = board(page).locator(".sides-missing")
    expect(note).to_contain_text("First do the exercise Sums.")
    expect(note.get_by_role("link")).to_have_attribute("href", f"../{page_of(page)}.html")
    expect(side(page, "hello", "taught").locator("[data-scale]")).to_be_hidden()
    expect(side(page, "hello", "taught")).to_contain_text("This answer comes from Python in your browser.")
    score(page, {"hello": {"plain": {"warmth": 1}}})
    check(Clicks(), board(page))
    expect(board(page).locator("[data-verdict]")).to_contain_text("so nothing was judged. Your scores are kept.")
    expect(board(page)).to_have_attribute("data-status", "new")
    teach(page)
    expect(note).to_have_count(0)
    expect(pick(side(page, "hello", "plain"), "1")).to_be_checked()


def test_everything_can_be_done_by_keyboard(page: Page) -> None:
    """Scored, checked, read, commented on, checked again."""
    teach(page)
    ratings = {"hello": {"plain": {"warmth": 4}, "taught": {"warmth": 4}}, "bye": {"plain": {"warmth": 1}}}
    DRIVERS["compare"](Keyboard(), board(page), {"ratings": ratings})
    wait_for_status(board(page), "tried")
    far = side(page, "hello", "plain")
    expect(far).to_contain_text("You: 4 · Scorer: 1. Too far apart.")
    expect(far.locator(".sides-reasons li")).to_have_text(["+1: It says something."])
    expect(far.locator("details")).to_have_attribute("open", "")
    expect(side(page, "bye", "taught")).to_contain_text("Still to score.")
    assert "Scorer" not in side(page, "bye", "taught").inner_text()
    expect(board(page).locator("[data-verdict]")).to_contain_text("One more answer has to agree")
    Keyboard().write(far.locator("textarea"), "It is short, but not cold.")
    check(Keyboard(), board(page))
    wait_for_status(board(page), "done")
    expect(far).to_contain_text("You keep your score, and you said why.")


def test_a_score_can_be_given_anew_when_the_reasons_were_read(page: Page) -> None:
    """The field for a comment goes where it is not needed any more, and nothing was written."""
    teach(page)
    score(page, {**ALL, "hello": {"plain": {"warmth": 5}}})
    check(Clicks(), board(page))
    plain = side(page, "hello", "plain")
    expect(plain.locator("textarea")).to_be_visible()
    score(page, {"hello": {"plain": {"warmth": 1}}})
    check(Clicks(), board(page))
    expect(plain).to_contain_text("You and the scorer agree.")
    expect(plain.locator("textarea")).to_be_hidden()


def test_marks_come_with_their_reasons(page: Page) -> None:
    """Beside the own scores: the words that were found, and where the scorer's mark is on the scale."""
    teach(page)
    score(page, ALL)
    check(Clicks(), board(page))
    wait_for_status(board(page), "done")
    warm = side(page, "bye", "taught")
    expect(warm).to_contain_text("You: 4 · Scorer: 4")
    warm.locator("summary").click()
    expect(warm.locator(".sides-reasons li").last).to_have_text("+3: It is warm: “dear friend”")
    assert warm.locator("[data-scorer]").all_inner_texts() == ["4"]
    expect(warm.locator("textarea")).to_be_hidden()


def test_groups_are_named_after_what_is_scored(page: Page) -> None:
    """A screen reader says the scale, the model and the query."""
    teach(page)
    name = "Warmth of the answer by Taught voice to “Say goodbye.”"
    expect(board(page).get_by_role("group", name=name, exact=True)).to_be_visible()
    expect(
        board(page).get_by_role("group", name="Answer by Taught voice to “Say goodbye.”", exact=True)
    ).to_be_visible()


def test_scores_of_an_answer_that_has_changed_do_not_count(page: Page) -> None:
    """They go, in words; those of answers that are the same stay, and what was reached is not lost."""
    teach(page)
    score(page, ALL)
    check(Clicks(), board(page))
    wait_for_status(board(page), "done")
    teach(page, "Five")
    reload(page)
    python_ready(page)
    expect(side(page, "hello", "taught")).to_contain_text("This answer is new since you scored it.")
    assert side(page, "hello", "taught").locator("[data-scales] input:checked").count() == 0
    assert "corer" not in side(page, "hello", "taught").inner_text(), "what was said of the other text is gone"
    assert side(page, "bye", "taught").locator("[data-scales] input:checked").input_value() == "4"
    expect(board(page)).to_have_attribute("data-status", "done")
    score(page, {"hello": {"taught": {"warmth": 4}}})
    expect(side(page, "hello", "taught").locator("[data-new]")).to_be_hidden()
    check(Clicks(), board(page))
    wait_for_status(board(page), "done")
    expect(side(page, "hello", "taught")).to_contain_text("You and the scorer agree.")


def test_an_answer_that_changes_under_the_hands_of_the_learner_is_shown_anew(page: Page) -> None:
    """What the model was taught on the same page is read when the scores are checked."""
    teach(page)
    score(page, ALL)
    teach(page, "Five")
    check(Clicks(), board(page))
    expect(side(page, "hello", "taught")).to_contain_text("This answer is new since you scored it.")
    assert side(page, "hello", "taught").locator("[data-scales] input:checked").count() == 0
    wait_for_status(board(page), "done")


def test_scores_and_comments_come_back_after_a_reload(page: Page) -> None:
    """With the marks of what was checked."""
    teach(page)
    answer = {
        "ratings": {**ALL, "hello": {"plain": {"warmth": 5}}},
        "comments": {"hello": {"plain": "Short can be warm."}},
    }
    DRIVERS["compare"](Clicks(), board(page), answer)
    wait_for_status(board(page), "done")
    reload(page)
    python_ready(page)
    plain = side(page, "hello", "plain")
    expect(pick(plain, "5")).to_be_checked()
    expect(plain.locator("textarea")).to_have_value("Short can be warm.")
    expect(plain).to_contain_text("You: 5 · Scorer: 1. Too far apart.")
    expect(side(page, "hello", "taught").locator("[data-said]")).to_contain_text("dear friend")
    assert attempts_at(page, "tiny", "voices")[-1]["answer"]["comments"] == answer["comments"]


def ask(page: Page, text: str) -> None:
    """Types a query of the learner's own and presses Enter."""
    field = board(page).locator("[data-own-text]")
    field.fill(text)
    field.press("Enter")


def test_own_queries_are_answered_and_count_for_nothing(page: Page) -> None:
    """Both answers appear with their marks to unfold; nothing is submitted."""
    listen(page)
    ask(page, "  What is this? ")
    shown = board(page).locator("[data-own-answers] .sides-query").first
    expect(shown).to_be_focused()
    expect(shown).to_contain_text("Dear friend, you said: What is this?")
    expect(shown).to_contain_text("What is this?")
    shown.locator("[data-own-marks] > summary").first.click()
    expect(shown.locator("[data-model=plain]")).to_contain_text("Scorer: 1 of 5")
    hears(page, "The models have answered.")
    expect(board(page)).to_have_attribute("data-status", "new")
    assert attempts_at(page, "tiny", "voices") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [(" ", "Type a query first."), ("this is broken", "The models stopped because of a fault in them.")],
)
def test_own_queries_that_come_to_nothing_are_explained(page: Page, text: str, words: str) -> None:
    """And the next one is answered."""
    ask(page, text)
    expect(board(page).locator("[data-own-status]")).to_contain_text(words)
    ask(page, "And now?")
    expect(board(page).locator("[data-own-answers] .sides-query")).to_have_count(1)


def test_own_queries_are_canceled(page: Page) -> None:
    """With the words that say so, and the focus where the next one can be asked."""
    ask(page, "slow")
    expect(board(page).locator("[data-own-status]")).to_contain_text("The models are at work:")
    board(page).locator("[data-act=cancel]").press("Enter")
    expect(board(page).locator("[data-own-status]")).to_have_text("Canceled. Nothing is lost.")
    expect(board(page).locator("[data-act=ask]")).to_be_focused()
    ask(page, "And now?")
    expect(board(page).locator("[data-own-answers] .sides-query")).to_have_count(1)


@pytest.mark.parametrize(("width", "columns"), [(1280, 2), (390, 1), (320, 1)])
def test_answers_stand_side_by_side_where_there_is_room(page: Page, width: int, columns: int) -> None:
    """And below each other where there is none."""
    page.set_viewport_size({"width": width, "height": 800})
    left, right = (side(page, "hello", model).bounding_box() for model in ("plain", "taught"))
    assert left
    assert right
    assert (right["y"] == left["y"]) == (columns == 2)
    assert (right["x"] > left["x"]) == (columns == 2)


def test_without_javascript_queries_are_read(chromium: Visitors, server: Server) -> None:
    """And where their answers come from; nothing is offered that cannot work."""
    context = chromium.fresh(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url(PAGE))
    for words in ("Say hello.", "Taught voice", "From cold to warm.", "This answer comes from Python in your browser."):
        expect(board(page).get_by_text(words).first).to_be_visible(timeout=ANSWER_TIMEOUT)
    assert board(page).locator("input:visible, textarea:visible, [data-act]:visible").count() == 0
    context.close()
