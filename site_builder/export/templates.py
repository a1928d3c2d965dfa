"""Fills the templates of what stands around a site: manifests, and the page that holds it in a frame."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["address"] = lambda path: quote(path, safe="/")
    return made


def fill(template: str, **values: Any) -> bytes:
    """A file made from a template of this folder."""
    return _environment().get_template(template).render(values).encode()
