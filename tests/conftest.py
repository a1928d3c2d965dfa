"""What many tests share: the sites that are built once a session, served, and looked at in one browser.

The builder is imported where it is used, so that the tests of one small module need that module alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import browser
from tests.support.server import Server, serve
from tests.support.zone import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from site_builder.build import Site
    from site_builder.runtime import Runtime


@pytest.fixture(scope="session")
def runtime() -> Runtime:
    """The Python that sites ship."""
    from site_builder.runtime import get_runtime

    return get_runtime()


@pytest.fixture(scope="session")
def course_site(runtime: Runtime) -> Site:
    """The course in its own theme."""
    return _build(ROOT / "course", runtime)


@pytest.fixture(scope="session")
def plain_site(runtime: Runtime) -> Site:
    """The course in the theme `plain`."""
    return _build(ROOT / "course", runtime, theme="plain")


@pytest.fixture(scope="session")
def gallery_site(runtime: Runtime) -> Site:
    """The author's guide with every example of every exercise type."""
    from site_builder.gallery import guide_with_gallery

    with guide_with_gallery() as folder:
        return _build(folder, runtime)


def _build(course: Path, runtime: Runtime, theme: str | None = None) -> Site:
    from site_builder.build import build
    from site_builder.targets import WEB

    return build(course, target=WEB, runtime=runtime, theme=theme)


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
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests of a session."""
    with browser() as running:
        yield running


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """An empty page with storage of its own."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()
