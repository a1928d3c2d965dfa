"""Runs axe-core in a page: WCAG 2.2 AA and best practice."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RUN = """() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
})"""

STILL = """() => Promise.allSettled(document.getAnimations()
    .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime))
    .map((animation) => animation.finished))"""
"""Colors on their way from one to another are none that anybody reads."""


@cache
def _script() -> str:
    return SCRIPT.read_text("utf-8")


def faults(page: Page) -> list[str]:
    """What axe holds against the page as it is now, one line for each element."""
    page.evaluate(_script())
    page.evaluate(STILL)
    report = page.evaluate(RUN)
    return [
        f"{rule['id']}: {node['html'][:120]}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in report["violations"]
        for node in rule["nodes"]
    ]
