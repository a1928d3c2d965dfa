"""The page that an LMS launches: it talks to the LMS and holds the site in a frame, so that a reload ends neither."""

from __future__ import annotations

import re

from site_builder.build import Site
from site_builder.export.package import framed
from site_builder.export.templates import fill

LAUNCH = "index.html"
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.-]", re.ASCII)


def package_id(site: Site) -> str:
    """A name that is the same over all versions of a course, and a name in XML."""
    return f"course-{_NOT_IN_NAMES.sub('_', site.facts.id)}"


def in_frame(site: Site) -> dict[str, bytes]:
    """The files of a package but for its manifest."""
    page = fill(
        "shell.html",
        language=site.facts.language,
        title=site.facts.title,
        description=site.facts.description,
        csp=site.target.shell_csp,
        assets=f"site/{site.assets}",
        course_id=site.facts.id,
        package=package_id(site),
        labels=site.labels,
    )
    return {LAUNCH: page, **framed(site.files)}
