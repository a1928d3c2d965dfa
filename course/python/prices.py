"""Examples of prices for the calculator of the module about costs: round figures, made up in the usual order of size.

Whoever changes one changes the table in `cost/sides.md` too; a test compares them.
"""

from __future__ import annotations

from types import MappingProxyType

AS_OF = "October 2026"

PRICES = MappingProxyType(
    {
        "input": 0.50,
        "output": 2.00,
        "training": 5.00,
        "hosting": 1.50,
        "person": 40.00,
        "handover": 4.00,
    }
)
"""In dollars. input, output, training: per million tokens; hosting, person: per hour; handover: each."""
