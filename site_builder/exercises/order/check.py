"""Prerequisites that no sequence can satisfy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.faults import Fault


def check(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Steps that wait for each other, and prerequisites of or on steps that do not belong."""
    steps = content["steps"]
    extra = [step["id"] for step in steps if step["extra"]]
    for place, step in enumerate(steps):
        if step["extra"] and step["after"]:
            message = f"'{step['id']}' does not belong into the order, so it cannot have prerequisites"
            yield Fault(("steps", place, "after"), "extra-with-prerequisites", message, key=True)
        for number, other in enumerate(step["after"]):
            if other in extra:
                message = f"'{step['id']}' waits for '{other}', which does not belong into the order"
                yield Fault(("steps", place, "after", number), "waits-for-extra", message)
    waits = {step["id"]: step["after"] for step in steps if not step["extra"]}
    circle = _circle(waits)
    if circle:
        place = [step["id"] for step in steps].index(circle[0])
        message = f"these steps wait for each other: {' -> '.join(circle)}"
        hint = "take one of the ids out of `after`, so that one step can come first"
        yield Fault(("steps", place, "after"), "prerequisite-circle", message, hint, key=True)


def _circle(waits: Mapping[str, list[str]]) -> list[str]:
    """Steps of which each waits for the next, the first one again at the end; none where they can be ordered."""
    stuck = dict(waits)
    while free := [step for step, others in stuck.items() if not any(other in stuck for other in others)]:
        for step in free:
            del stuck[step]
    if not stuck:
        return []
    way = [next(iter(stuck))]
    while way[-1] not in way[:-1]:
        way.append(next(other for other in stuck[way[-1]] if other in stuck))
    return way[way.index(way[-1]) :]
