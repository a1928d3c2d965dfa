"""What many tests share: the sites that are built once a session, served, and looked at in one browser.

The builder is imported where it is used, so that the tests of one small module need that module alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page

from tests.support import components
from tests.support import scope as scope_of
from tests.support.browser import browser
from tests.support.server import Server, serve
from tests.support.slow_world import WORLD
from tests.support.together import made_once
from tests.support.visitors import ONE_PROCESS, Visitors, keeper_files
from tests.support.zone import ROOT

if TYPE_CHECKING:
    from site_builder.build import Site
    from site_builder.model import Course
    from site_builder.runtime import Runtime
    from site_builder.targets import Target


class Components:
    """Notes which tests pass, and fails the run if one that shows a component of the specification did not."""

    def __init__(self) -> None:
        self.passed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Hears of every test, from whatever process it ran in."""
        if report.when == "call" and report.passed:
            self.passed.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Looks at the list when all is over."""
        if components.not_passed(self.passed) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Names what did not pass."""
        missing = components.not_passed(self.passed)
        if missing:
            terminalreporter.section("components of the specification without a passed test")
            for test in missing:
                terminalreporter.line(test)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the Makefile's commands; who runs some of the tests leaves them out."""
    about = "fail if a test that tests/course/components.yaml names did not pass"
    parser.addoption("--components", action="store_true", help=about)
    parser.addoption("--scope", choices=scope_of.SCOPES, help="the tests that this command of the Makefile needs")


def pytest_configure(config: pytest.Config) -> None:
    """With several processes, the one that started the others hears of all tests."""
    if config.getoption("--components") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Components())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Takes the tests of the scope, the longest first; one in a browser gets a second try, but in a run of all.

    A page, Python and the test share the machine, and may meet in any order. What fails the first time is named at the
    end of the run; it is a race to look into, not one to get used to.
    """
    scope = config.getoption("--scope")
    if scope:
        items[:], left = scope_of.within(items, scope)
        config.hook.pytest_deselected(items=left)
    if WORLD.slow:
        items[:], left = scope_of.for_a_slow_world(items)
        config.hook.pytest_deselected(items=left)
    items[:] = scope_of.longest_first(items)
    for item in items:
        if scope_of.in_browser(item) and scope != "all" and not WORLD.slow:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def runtime() -> Runtime:
    """The Python that sites ship."""
    from site_builder.runtime import get_runtime

    return get_runtime()


@pytest.fixture(scope="session")
def checked_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course, all of it proven, its model trained."""
    from site_builder.build import load_checked

    return made_once(tmp_path_factory, "course", lambda: load_checked(ROOT / "course"))


@pytest.fixture(scope="session")
def course_site(checked_course: Course, runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The course in its own theme."""
    return made_once(tmp_path_factory, "site", lambda: _site(checked_course, runtime))


@pytest.fixture(scope="session")
def course_file(checked_course: Course, runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course in one file, as somebody hands it on."""
    from site_builder.export.single_file import single_file
    from site_builder.targets import SINGLE_FILE

    path = tmp_path_factory.mktemp("a folder with spaces, ü and #") / "the course.html"
    made = made_once(tmp_path_factory, "file", lambda: single_file(_site(checked_course, runtime, target=SINGLE_FILE)))
    path.write_bytes(made)
    return path


@pytest.fixture(scope="session")
def plain_site(checked_course: Course, runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The course in the theme `plain`."""
    return made_once(tmp_path_factory, "plain site", lambda: _site(checked_course, runtime, theme="plain"))


@pytest.fixture(scope="session")
def gallery_site(runtime: Runtime, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The author's guide with every example of every exercise type."""
    from site_builder.build import load_checked
    from site_builder.gallery import guide_with_gallery

    def make() -> Site:
        with guide_with_gallery() as folder:
            return _site(load_checked(folder), runtime)

    return made_once(tmp_path_factory, "gallery", make)


def _site(course: Course, runtime: Runtime, *, theme: str = "", target: Target | None = None) -> Site:
    from site_builder.build import THEMES, site_of
    from site_builder.targets import WEB
    from site_builder.theme import load_theme

    return site_of(course, load_theme(THEMES / (theme or course.theme)), target or WEB, runtime)


@pytest.fixture
def course_server(course_site: Site) -> Iterator[Server]:
    """The course on a web server."""
    with serve(course_site.files) as server:
        yield server


@pytest.fixture
def gallery_server(gallery_site: Site) -> Iterator[Server]:
    """The author's guide on a web server."""
    with serve(gallery_site.files) as server:
        yield server


@pytest.fixture(scope="session")
def chromium(runtime: Runtime) -> Iterator[Visitors]:
    """One Chromium for all tests of a session, and the visitors in it."""
    with browser(ONE_PROCESS) as running, serve(keeper_files(runtime.files["python.wasm"])) as keeper:
        yield Visitors(running, keeper.url())


@pytest.fixture
def tab(chromium: Visitors) -> Iterator[Page]:
    """An empty page with storage of its own."""
    with chromium.visitor() as visitor:
        yield visitor.new_page()
