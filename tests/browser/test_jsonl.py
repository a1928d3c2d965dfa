"""The editor for JSON Lines: problems show while typing and lead to their places, and nothing written gets lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.support.examples import Example, examples
from tests.support.hands import Clicks, Keyboard
from tests.support.heard import hears, listen, said
from tests.support.json_lines import line
from tests.support.learner import ANSWER_TIMEOUT, DRIVERS, reload, wait_for_status
from tests.support.workbench import Copy, Desk

PAGE = "types/jsonl.html"
TALKS, PARROT = (example for example in examples() if example.row.name == "jsonl")
PASTE = """(area, n) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "x".repeat(n));
    return area.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""
SELECTED = "area => area.value.slice(area.selectionStart, area.selectionEnd)"


class Bench:
    """A page with one exercise in hand."""

    def __init__(self, copy: Copy) -> None:
        self.page = copy.page
        self.frame = copy.frame
        self.field = self.frame.locator("textarea")
        self.summary = self.frame.locator("[data-summary]")
        self.problems = self.frame.locator(".jsonl-problem")
        listen(self.page)

    def type(self, text: str) -> None:
        """Writes into the editor at the caret."""
        self.field.focus()
        self.page.keyboard.insert_text(text)

    def paste(self, text: str) -> None:
        """Puts a text in as people do with long ones; the browser takes minutes where it is typed."""
        self.field.focus()
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("ControlOrMeta+v")

    def problem(self, text: str) -> Locator:
        """The button of a problem."""
        return self.problems.filter(has_text=text).locator("button")


@pytest.fixture
def bench(desk: Desk) -> Bench:
    """The exercise with two conversations."""
    copy = desk.take(TALKS)
    copy.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return Bench(copy)


def test_problems_show_while_typing_and_go_when_they_are_mended(bench: Bench) -> None:
    """Line, column, what, why and how; the numbers of bad lines are marked; nothing counts as an attempt."""
    bench.type("{'messages': []}")
    expect(bench.problem("Single quotes.")).to_contain_text("Line 1, column 2", timeout=ANSWER_TIMEOUT)
    expect(bench.problems).to_contain_text("Write \" in place of ' around keys and texts.")
    expect(bench.summary).to_have_text("1 problem found.")
    expect(bench.frame.locator(".jsonl-mirror [data-bad]")).to_have_count(1)
    bench.field.fill(TALKS.states["right"]["text"])
    expect(bench.problems).to_have_count(0, timeout=ANSWER_TIMEOUT)
    expect(bench.summary).to_contain_text("2 lines, no problems found.")
    expect(bench.frame).to_have_attribute("data-status", "new")


def test_a_problem_takes_the_caret_to_its_place(bench: Bench) -> None:
    """Also beyond characters that take two units, and in a line far down."""
    lines = [line(f"\U0001f99c question {n}") for n in range(60)]
    lines[50] = lines[50].replace('"assistant"', '"asistant"')
    bench.type("\n".join(lines))
    button = bench.problem("Did you mean “assistant”?")
    expect(button).to_contain_text("Line 51", timeout=ANSWER_TIMEOUT)
    button.click()
    expect(bench.field).to_be_focused()
    assert bench.field.evaluate(SELECTED) == '"asistant"'
    expect(bench.frame.locator("[data-position]")).to_contain_text("Line 51, column")
    top = "area => [area.scrollTop, area.scrollHeight, area.clientHeight]"
    scrolled, whole, seen = bench.field.evaluate(top)
    assert whole * 0.6 < scrolled + seen, "the place is not in sight"


def test_the_keyboard_alone_finds_a_problem_mends_it_and_leaves(bench: Bench) -> None:
    """Tab leaves the editor for the problems; Enter goes to the place, where it is marked and typed over."""
    keys = bench.page.keyboard
    bench.type(TALKS.states["right"]["text"].replace('"user"', '"usr"', 1))
    expect(bench.problem("Did you mean “user”?")).to_be_visible(timeout=ANSWER_TIMEOUT)
    keys.press("Tab")
    expect(bench.problem("Did you mean “user”?")).to_be_focused()
    keys.press("Enter")
    expect(bench.field).to_be_focused()
    keys.insert_text('"user"')
    expect(bench.problems).to_have_count(0, timeout=ANSWER_TIMEOUT)
    keys.press("Tab")
    expect(bench.frame.locator('[data-do="check"]')).to_be_focused()
    keys.press("Enter")
    wait_for_status(bench.frame, "done")
    keys.press("Shift+Tab")
    expect(bench.field).to_be_focused()


def test_the_outcome_is_said_once_and_after_a_pause(bench: Bench) -> None:
    """Not with every key: a screen reader is told when the learner rests, and when there is news."""
    for piece in ("{", "'", "a", "'"):
        bench.type(piece)
        bench.page.wait_for_timeout(350)
    expect(bench.summary).to_have_text("1 problem found.", timeout=ANSWER_TIMEOUT)
    hears(bench.page, "1 problem found.")
    bench.type(" ")
    bench.page.wait_for_timeout(2500)
    assert [text for text in said(bench.page) if "problem" in text] == ["1 problem found."]
    expect(bench.field).to_have_attribute("aria-invalid", "true")


def test_the_text_is_kept_as_it_was_typed(bench: Bench) -> None:
    """Over a reload and a check, with every space and line end."""
    text = f'  {line("a")}\n\n{{"messages":\t[]}} \n'
    bench.type(text)
    reload(bench.page)
    expect(bench.field).to_have_value(text, timeout=ANSWER_TIMEOUT)
    bench.field.focus()
    expect(bench.problem("This line is empty.")).to_be_visible(timeout=ANSWER_TIMEOUT)
    bench.frame.locator('[data-do="check"]').click()
    wait_for_status(bench.frame, "tried")
    expect(bench.field).to_have_value(text)
    reload(bench.page)
    expect(bench.field).to_have_value(text, timeout=ANSWER_TIMEOUT)


def test_five_thousand_lines_are_checked_and_can_be_typed_into(bench: Bench) -> None:
    """The first problems are listed; what is too long to be handed in is told, and kept."""
    lines = [line(f"question {n}, and some words to make it as long as usual") for n in range(5000)]
    lines[4000] = lines[4000][:-1]
    bench.paste("\n".join(lines))
    expect(bench.problem("Line 4001")).to_be_visible(timeout=ANSWER_TIMEOUT)
    expect(bench.summary).to_contain_text("can be handed in")
    bench.page.keyboard.insert_text("\nx")
    expect(bench.problem("Line 5001")).to_be_visible(timeout=ANSWER_TIMEOUT)
    bench.frame.locator('[data-do="check"]').click()
    expect(bench.frame.locator("[data-verdict]")).to_contain_text("It is kept as it is.", timeout=ANSWER_TIMEOUT)
    assert bench.field.input_value().endswith("}\nx")


def test_twenty_megabytes_are_kept_out_kindly(bench: Bench) -> None:
    """What stood in the editor stays, the learner is told, and the page goes on."""
    bench.type("{}")
    assert not bench.field.evaluate(PASTE, 20_000_000)
    expect(bench.summary).to_contain_text("20000000 characters, more than the editor can show. Nothing was inserted")
    expect(bench.field).to_have_value("{}")
    bench.type(" ")
    expect(bench.problem('The key "messages" is missing.')).to_be_visible(timeout=ANSWER_TIMEOUT)
    assert bench.field.evaluate(PASTE, 1000)


def test_a_sample_is_added_in_a_line_of_its_own_and_can_be_undone(bench: Bench) -> None:
    """Below what was written."""
    bench.type("{")
    bench.frame.get_by_role("button", name="Add to the editor").click()
    written = bench.field.input_value().split("\n")
    assert (written[0], len(written)) == ("{", 2)
    assert written[1] == TALKS.content["samples"][0]["text"]
    expect(bench.field).to_be_focused()
    bench.page.keyboard.press("ControlOrMeta+z")
    expect(bench.field).to_have_value("{")


def test_brackets_nested_ten_thousand_deep_leave_the_page_alive(bench: Bench) -> None:
    bench.type('{"a":' * 10_000)
    expect(bench.problem("Brackets stand in brackets too deeply")).to_be_visible(timeout=ANSWER_TIMEOUT)
    bench.frame.locator('[data-do="check"]').click()
    expect(bench.frame.locator("[data-verdict]")).to_be_visible(timeout=ANSWER_TIMEOUT)


def test_a_near_miss_is_told_at_its_conversation_and_at_its_place(bench: Bench) -> None:
    """After a check each conversation says whether it was found."""
    text = TALKS.states["right"]["text"].replace("ten minutes", "an hour")
    DRIVERS["jsonl"](Clicks(), bench.frame, {"text": text})
    wait_for_status(bench.frame, "tried")
    rolls, nuts = bench.frame.locator(".jsonl-conversation").all()
    expect(rolls).to_contain_text("Line 1 is nearly it")
    expect(nuts).to_contain_text("Right, in line 2.")
    bench.problem("Message 2 differs").click()
    assert bench.field.evaluate(SELECTED).startswith("an hour ago.")


@pytest.mark.parametrize("subject", [TALKS, PARROT], ids=lambda subject: subject.name)
def test_every_example_is_solved_by_keyboard(subject: Example, desk: Desk) -> None:
    """The text that stands there at first is replaced."""
    copy = desk.take(subject)
    copy.page.set_viewport_size({"width": 390, "height": 780})
    DRIVERS["jsonl"](Keyboard(), copy.frame, copy.subject.states["right"])
    wait_for_status(copy.frame, "done")


def test_numbers_stand_beside_their_lines_also_when_text_is_spaced(bench: Bench) -> None:
    """On a narrow screen each line takes several rows; the numbers follow."""
    bench.page.set_viewport_size({"width": 320, "height": 700})
    bench.page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; }");
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    bench.type("\n".join(line(f"{'many words ' * n}") for n in (1, 5, 2, 9)) + "\nlast")
    heights = """frame => {
        const area = frame.querySelector("textarea"), lines = frame.querySelectorAll(".jsonl-mirror .jsonl-line");
        const style = getComputedStyle(area);
        const inner = area.scrollHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
        return [inner, Array.from(lines).reduce((sum, line) => sum + line.getBoundingClientRect().height, 0)];
    }"""
    text, numbers = bench.frame.evaluate(heights)
    assert abs(text - numbers) < 3
    assert bench.page.evaluate("document.documentElement.scrollWidth") <= 320
