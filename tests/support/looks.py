"""How a page looks to those who do not see it as its author does: axe, named groups, 320 px, wide spacing of text."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support import axe
from tests.support.browser import until

# The distances that WCAG 1.4.12 names.
SPACING = """* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }"""
CLIPPED = """() => Array.from(document.querySelectorAll("main *, header *, nav *"))
    .filter((element) => element.checkVisibility() && getComputedStyle(element).overflow !== "visible")
    .filter((element) => !element.matches("textarea, input, progress, [tabindex]") && element.clientWidth > 1)
    .filter((element) => element.scrollWidth > element.clientWidth + 1
        || element.scrollHeight > element.clientHeight + 1)
    .map((element) => element.outerHTML.slice(0, 120))"""
ADOPT = """style => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
}"""
UNGROUPED = """() => Array.from(document.querySelectorAll("input[type=radio], input[type=checkbox]"))
    .filter((input) => !input.closest("fieldset")?.querySelector("legend") && !input.closest("[role=radiogroup]"))
    .map((input) => input.outerHTML)"""


def add_style(page: Page, style: str) -> None:
    """Adds rules as a script would; the CSP refuses a style element."""
    page.evaluate(ADOPT, style)


def fits(page: Page) -> bool:
    """Whether nothing scrolls sideways at 320 px, as soon as the page has come to rest."""
    return until(lambda: bool(page.evaluate("document.documentElement.scrollWidth <= 320")), timeout=10)


def is_clean(page: Page, where: str) -> None:
    """Nothing is found by axe, and options stand in named groups; as soon as nothing waits for Python any more."""
    expect(page.locator('[aria-busy="true"]')).to_have_count(0)
    assert not (found := axe.faults(page)), f"{where}: {found}"
    assert not (found := page.evaluate(UNGROUPED)), f"{where}: {found}"


def reflows(page: Page, where: str) -> None:
    """At 320 px nothing scrolls sideways; nor with wide spacing of text, which cuts nothing off."""
    page.set_viewport_size({"width": 320, "height": 640})
    assert fits(page), where
    add_style(page, SPACING)
    assert fits(page), where
    assert not (found := page.evaluate(CLIPPED)), f"{where}: {found}"
    page.evaluate("document.adoptedStyleSheets = []")
