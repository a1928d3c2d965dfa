"""What to do with a bug report: it depends on what the learner has put into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NEEDED = frozenset({"steps", "expected", "actual", "version"})


def decide(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Whoever has not written a report yet, has not told anything."""
    report = inputs.get("bug-report") or {"checked": []}
    missing = NEEDED - {*report["checked"]}
    if not missing:
        return {"right": ["mend"], "why": {"mend": "complete", "ask": "all_said", "close": "hasty"}}
    if missing == {"version"}:
        return {"right": ["mend", "ask"], "why": {"mend": "nearly", "ask": "gap", "close": "hasty"}}
    return {"right": ["ask"], "why": {"mend": "in_the_dark", "ask": "gap", "close": "hasty"}}
