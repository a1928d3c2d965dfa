"""How much of the tests a run takes: what every edit needs, what every landing needs, or all there is.

A test belongs to `make check` unless it says otherwise. Tests in a browser and those marked `landing` (whole sites
built, bytes compared, models trained again) wait for `make test`; those marked `long` wait for `make test-all`: they
repeat, for every hand, format or moment, a path that another test walks once.
"""

from __future__ import annotations

import pytest

IN_BROWSER = "tests/browser/"
WHOLE_SITES = "tests/site/"
SCOPES = ("check", "test", "all")
"""The values of `--scope`, from little to much. Without it, who runs a few tests by name gets those that they name."""


def in_browser(item: pytest.Item) -> bool:
    """Whether it drives a browser."""
    return item.nodeid.startswith(IN_BROWSER)


def needed(item: pytest.Item) -> str:
    """The smallest scope in which the test runs."""
    if item.get_closest_marker("long"):
        return "all"
    whole = in_browser(item) or item.nodeid.startswith(WHOLE_SITES)
    return "test" if whole or item.get_closest_marker("landing") else "check"


def within(items: list[pytest.Item], scope: str) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests of a scope, and those that are left out of it."""
    allowed = SCOPES[: SCOPES.index(scope) + 1]
    return [item for item in items if needed(item) in allowed], [item for item in items if needed(item) not in allowed]


def for_a_slow_world(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests in a browser but those that measure the time itself, and those that are left out of it."""
    fit = [item for item in items if in_browser(item) and not item.get_closest_marker("punctual")]
    return fit, [item for item in items if item not in fit]


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Files in a browser first, and those marked `lengthy` before all, so that nobody waits for one at the end."""
    lengthy = {item.path for item in items if item.get_closest_marker("lengthy")}
    return sorted(items, key=lambda item: (item.path not in lengthy, not in_browser(item)))
