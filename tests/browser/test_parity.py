"""Promise 3: every proof of every exercise gives the same JSON in this Python and in the learner's browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from site_builder.build import Site
from site_builder.exercises.table import TYPES
from site_builder.gallery import guide_with_gallery
from site_builder.load import load_course
from site_builder.model import Course
from tests.support.first_course import first_course
from tests.support.parity import compare
from tests.support.server import serve

pytestmark = pytest.mark.lengthy


def count_equal(site: Site, course: Course, tab: Page) -> int:
    """How many proofs give the same."""
    with serve(site.files) as server:
        tab.goto(server.url())
        return compare(course, server, tab.evaluate)


@pytest.mark.parametrize("name", ["course", "gallery"])
def test_every_proof_gives_the_same_json_in_the_browser(
    name: str, course_site: Site, gallery_site: Site, tab: Page
) -> None:
    """The course's exercises, and every example of every type."""
    if name == "course":
        count = count_equal(course_site, first_course(), tab)
    else:
        with guide_with_gallery() as folder:
            count = count_equal(gallery_site, load_course(folder), tab)
    assert count >= len(TYPES) * 5
