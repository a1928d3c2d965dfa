"""Who has a second try: tests in a browser, where programs meet in any order; all others end the same each time."""

from __future__ import annotations

import pytest

from tests.support.scope import in_browser


def test_only_tests_in_a_browser_have_a_second_try(request: pytest.FixtureRequest) -> None:
    """Of those that were found for this run; one more try, not several, and none where everything is run."""
    marks = {item: item.get_closest_marker("flaky") for item in request.session.items}
    assert {item.nodeid for item, mark in marks.items() if mark and not in_browser(item)} == set()
    allowed = set() if request.config.getoption("--scope") == "all" else {1}
    assert {mark.kwargs["reruns"] for mark in marks.values() if mark} <= allowed
