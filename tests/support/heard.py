"""What a screen reader is told through the region that is there for it, once somebody listens."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.support.browser import until

PATIENCE = 10.0
"""Seconds; the page waits a moment before it says something, so that it can be joined with what comes next."""

LISTEN = """() => {
    const region = document.querySelector("#say");
    window.said = [];
    window.hearing?.disconnect();
    window.hearing = new MutationObserver(() => region.textContent && window.said.push(region.textContent));
    window.hearing.observe(region, {childList: true, characterData: true, subtree: true});
}"""


UNSAID = "() => (document.querySelector('#say').textContent = '')"
"""Empties the region before a page is left by a link."""


def arrival_said(page: Page) -> None:
    """Waits until the name of the page is said, to which a link has led; whoever listens then hears what comes next."""
    expect(page.locator("#say")).not_to_be_empty()


def listen(page: Page) -> None:
    """Notes from now on what is said; a page that is loaded anew is listened to anew."""
    page.evaluate(LISTEN)


def said(page: Page) -> list[str]:
    """All that was said so far, each time as a whole."""
    lines: list[str] = page.evaluate("window.said")
    return lines


def hears(page: Page, text: str) -> None:
    """Waits until something was said in which these words stand."""
    try:
        until(lambda: any(text in line for line in said(page)), timeout=PATIENCE)
    except TimeoutError:
        raise AssertionError(f"{text!r} was not said, but {said(page)}") from None
