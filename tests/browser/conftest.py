"""Which browser engines the tests run in: Chromium, with `--engines` Firefox and WebKit as well."""

from __future__ import annotations

import pytest

from tests.support.browser import ENGINES


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the option to the command line of pytest."""
    parser.addoption("--engines", action="store_true", help="run the browser tests in Firefox and WebKit, too")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `engine` runs once in each."""
    if "engine" in metafunc.fixturenames:
        engines = ENGINES if metafunc.config.getoption("--engines", default=False) else ENGINES[:1]
        metafunc.parametrize("engine", engines, scope="module")
