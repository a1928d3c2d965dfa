"""The three sites that every test of this folder looks at."""

from __future__ import annotations

import pytest

from site_builder.build import Site


@pytest.fixture(params=["course_site", "plain_site", "gallery_site"])
def site(request: pytest.FixtureRequest) -> Site:
    """The course in both themes, and the author's guide."""
    built: Site = request.getfixturevalue(request.param)
    return built
