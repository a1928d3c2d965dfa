"""Runs each test in Firefox and in WebKit, and tells at the end which they were and how long learners wait there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.engines.drivers import NAMES, Engine, start

Note = Callable[[str], None]
FIGURE = "engine"


@pytest.fixture(params=NAMES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The browser, with nothing in its storage."""
    with start(request.param) as started:
        yield started


@pytest.fixture
def note(engine: Engine, record_property: Callable[[str, object], None]) -> Note:
    """Keeps a line for the summary."""
    return lambda text: record_property(FIGURE, f"{engine.version}: {text}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Writes the lines that the tests kept."""
    for report in terminalreporter.getreports("passed"):
        for name, text in report.user_properties:
            if name == FIGURE:
                terminalreporter.write_line(str(text))
