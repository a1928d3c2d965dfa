"""A simulation that nobody could ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.faults import Fault


def check(content: Mapping[str, Any]) -> Iterator[Fault]:
    """A simulation replies to what is typed."""
    if "simulation" in content and not content["typing"]:
        message = "the simulation is never asked, because nothing can be typed"
        yield Fault(("simulation",), "simulation-unasked", message, expected="'typing: true' beside it", key=True)
