"""What readers see of a page without JavaScript."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

SCRIPTED = (
    "data-locked data-complete data-gate data-actions data-hints data-verdict data-compare data-count data-chat-waiting"
    " data-award"
)
"""Places that the scripts fill or show: what they hold is not part of the text."""
# A menu opens without a script, as help texts do.
LOST_WORDS = """(scripted) => {
    const lost = [];
    for (const fold of document.querySelectorAll("main details")) fold.open = true;  // as readers can, without a script
    const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode.textContent.trim();
        const holder = texts.currentNode.parentElement;
        if (!text || holder.closest(`[popover], select, .visually-hidden, ${scripted}`)) continue;
        if (!holder.checkVisibility({opacityProperty: true, visibilityProperty: true})) lost.push(text);
    }
    return lost;
}"""


def lost_words(page: Page) -> Any:
    """What stands in the page and cannot be read."""
    return page.evaluate(LOST_WORDS, ", ".join(f"[{name}]" for name in SCRIPTED.split()))
