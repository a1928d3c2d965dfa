"""A small course about pets as data, for tests of rendering."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from site_builder.contexts import SiteFacts
from site_builder.errors import Place
from site_builder.model import Course, Exercise, Html, Page, Phase, Settings

THEMES = Path(__file__).parents[3] / "themes"
FACTS = SiteFacts(csp="default-src 'self'", assets="assets/0123", fingerprint="4567")

OPTIONS = [{"id": "i1", "text": "<em>One</em>"}, {"id": "i2", "text": "Two"}]
PUBLIC: dict[str, dict[str, Any]] = {
    "chat": {
        "prompt": "<p>Talk.</p>",
        "learner": "Customer",
        "partner": "Model",
        "needed": 1,
        "typing": True,
        "messages": [{"id": "m1", "text": "Hello & welcome"}],
        "judgements": [{"id": "j1", "label": "Kind"}],
    },
    "checklist": {"prompt": "<p>Tick.</p>", "order": "shuffled", "items": OPTIONS},
    "choice": {"prompt": "<p>Choose.</p>", "order": "shuffled", "multiple": True, "options": OPTIONS},
    "free_text": {"prompt": "<p>Write.</p>", "min_words": 5, "max_chars": 99, "placeholder": "", "concepts": ["c1"]},
}


def exercise(kind: str) -> Exercise:
    """An exercise of a type."""
    public = {"id": f"the-{kind}", **PUBLIC[kind]}
    return Exercise(f"the-{kind}", kind, f"The <em>{kind}</em>", public, {}, Settings(), {}, (), Place("x.yaml"), "0")


def unit(name: str, *body: Html | Exercise, tutorial: bool = False, layout: str = "page", minutes: int = 2) -> Page:
    """A unit of the phase `p`."""
    place = Place(f"p/{name}.md")
    return Page(f"p/{name}", f"p/{name}.html", name.title(), layout, body, minutes, tutorial=tutorial, place=place)


def make_course(*pages: Page, start: Page | None = None) -> Course:
    """A course of one phase with these pages; a second phase is announced."""
    meta = {"statement": "To <em>know</em>", "objectives": ["To do"], "box": {"title": "Box", "body": "<p>Inside</p>"}}
    return Course(
        id="c",
        version="1.0.0",
        title="Cats & dogs",
        subtitle="A course",
        description="About pets.",
        language="en",
        theme="plain",
        gates="strict",
        footer="<p>Legal</p>",
        glossary={},
        start=start or Page("index", "index.html", "Cats & dogs", "start", (), meta=meta),
        phases=(Phase("p", 1, "Pets", "Pets", ("Know <em>pets</em>",), pages),),
        planned=("Later",),
    )
