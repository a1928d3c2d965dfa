"""A screen reader in the page, of which every spoken phrase is kept: @guidepup/virtual-screen-reader.

It follows the focus and says what is announced in live regions, as a learner who sees nothing would hear it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.support.browser import until

MODULE = (
    Path(__file__).parent.parent
    / "node_modules"
    / "@guidepup"
    / "virtual-screen-reader"
    / "lib"
    / "esm"
    / "index.browser.js"
)
EXPORT = re.compile(r"export\{(.*?)\};", re.DOTALL)


@cache
def _script() -> str:
    """The library as an ordinary script: a page's CSP lets no module in from elsewhere."""
    source = MODULE.read_text("utf-8")
    (names,) = EXPORT.findall(source)
    (name,) = re.findall(r"([\w$]+) as virtual\b", names)
    return EXPORT.sub("", source) + f"\nglobalThis.reader = {name};"


@contextmanager
def listening(page: Page) -> Iterator[Listener]:
    """Someone who hears a page, until the end of the block; a page that is left in it confuses the library."""
    page.evaluate(f"() => {{ globalThis.reader ?? (() => {{ {_script()} }})(); }}")
    page.evaluate("() => reader.start({container: document.body})")
    yield Listener(page)
    page.evaluate("() => reader.stop()")


class Listener:
    """The log of what was said."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._heard = 0
        self.news()

    def log(self) -> list[str]:
        """Every phrase so far."""
        phrases: list[str] = self._page.evaluate("() => reader.spokenPhraseLog()")
        return phrases

    def news(self) -> list[str]:
        """What was said since the last time that this was asked."""
        phrases = self.log()
        self._heard, before = len(phrases), self._heard
        return phrases[before:]

    def hears(self, text: str, how: str = "polite: ") -> None:
        """Waits until a phrase of that kind says this; `polite` ones tell what has changed."""
        try:
            until(lambda: any(text in phrase and phrase.startswith(how) for phrase in self.log()[self._heard :]), 20)
        except TimeoutError:
            raise AssertionError(f"{text!r} was not said, but: {self.news()}") from None
