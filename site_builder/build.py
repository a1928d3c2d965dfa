"""From a course folder to a finished site: load, check, bundle, gather what pages load, render.

The result depends on the course, the theme, the target and the runtime alone: no clock, no machine, no order of files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from site_builder.assets import hashed_file, hashed_folder, scripts, service_worker, site_js
from site_builder.bundle import course_facts, make_bundle
from site_builder.check.budget import Budget, budget, check_budget
from site_builder.check.prepared import prepared
from site_builder.check.table import check_course
from site_builder.contexts import SiteFacts
from site_builder.errors import Problems
from site_builder.load import load_course
from site_builder.model import Course
from site_builder.render import render_pages
from site_builder.runtime import Runtime, notices
from site_builder.targets import WEB, Target
from site_builder.theme import Theme, Words, check_named, load_theme, theme_assets, type_texts

_HERE = Path(__file__).parent
THEMES = next(folder for folder in (_HERE / "themes", _HERE.parent / "themes") if folder.is_dir())
"""Inside the installed package, or beside it in the repository."""


@dataclass(frozen=True)
class Facts:
    """What there is to tell about a course."""

    pages: int
    exercises: int
    proofs: int
    fingerprint: str
    """Changes with anything that is judged or counted; a certificate names it."""
    forgotten: tuple[str, ...] = ()
    id: str = ""
    version: str = ""
    title: str = ""
    description: str = ""
    language: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)
    """What stands in `slots.lock.json`, or is to stand there now."""


@dataclass(frozen=True)
class Site:
    """A finished site."""

    files: Mapping[str, bytes]
    """Path relative to the root of the site -> content."""
    facts: Facts
    target: Target = WEB
    assets: str = ""
    """Folder of its scripts and style sheets."""
    labels: Words = field(default_factory=dict)
    """The theme's words, for what stands around the site."""
    budget: Budget | None = None
    """How much an LMS has to keep of a learner; None where there is no LMS."""


def load_checked(course_dir: Path) -> Course:
    """The course, with every exercise proven and its Python whole. Raises `ContentError` with all that is wrong."""
    course = load_course(course_dir)
    check_course(course).stop()
    return prepared(course)


def check_look(course_dir: Path, course: Course) -> None:
    """Finds what the course asks of its theme in vain. Raises `ContentError` as building it would."""
    render_pages(course, _look(course_dir, course), SiteFacts(csp=WEB.csp, assets="assets", fingerprint=""))


def _look(course_dir: Path, course: Course, other: str | None = None) -> Theme:
    """The theme of a course, or another one."""
    if other is None:
        check_named(course.theme, THEMES, course_dir / "course.yaml")
    return load_theme(THEMES / (other or course.theme))


def facts_of(course: Course) -> Facts:
    """Counts what the course holds."""
    exercises = [exercise for _, exercise in course.exercises()]
    return Facts(
        pages=len(course.pages),
        exercises=len(exercises),
        proofs=sum(len(exercise.proofs) for exercise in exercises),
        fingerprint=course_facts(course)["fingerprint"],
        forgotten=course.forgotten,
        id=course.id,
        version=course.version,
        title=course.title,
        description=course.description,
        language=course.language,
        slots=course.slots,
    )


def build(course_dir: Path, *, target: Target, runtime: Runtime, theme: str | None = None) -> Site:
    """Builds the site of a course; `theme` names a theme to take instead of the one that the course asks for."""
    course = load_checked(course_dir)
    if target.adapter:
        Problems(check_budget(course, (course_dir / "course.yaml").as_posix())).stop()
    return site_of(course, _look(course_dir, course, theme), target, runtime)


def site_of(course: Course, look: Theme, target: Target, runtime: Runtime) -> Site:
    """Puts the files of a site together, from a course that was checked."""
    facts = facts_of(course)

    messages = {name: words["messages"] for name, words in type_texts(look).items()}
    bundle = hashed_file("bundle", ".zip", make_bundle(course, messages, runtime.zone))
    python = hashed_folder("runtime", runtime.files)
    fetched = {"bundle": bundle, **{Path(path).stem: (path, data) for path, data in python.files.items()}}

    config = site_js(course, target=target, texts=look.script, fetched=fetched, pyodide=runtime.version)
    assets = hashed_folder("assets", {**scripts(target), "site.js": config, **theme_assets(look)})
    told = SiteFacts(target.csp, assets.path, facts.fingerprint, lms=bool(target.adapter))
    pages = render_pages(course, look, told)

    files = {
        **course.media,
        **{path: html.encode() for path, html in pages.items()},
        **assets.files,
        **python.files,
        **dict([bundle]),
        "THIRD_PARTY_NOTICES.txt": notices().encode(),
        ".nojekyll": b"",
    }
    if target.service_worker:
        files |= [service_worker(course, files)]
    kept = budget(course) if target.adapter else None
    return Site({path: files[path] for path in sorted(files)}, facts, target, assets.path, look.labels, kept)
