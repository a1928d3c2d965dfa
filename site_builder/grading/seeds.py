"""Chance and identity that can be recomputed: seeded orders, seeds from seeds, opaque ids and fingerprints.

All follow from SHA-256 and from `random.Random`, whose sequences are equal in every Python version; the tests hold
them.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from typing import Any

from site_builder.grading.text import dumps


def fingerprint(data: Any) -> str:
    """A short name for plain data, which changes when the data changes."""
    return _digest(dumps(data))[:16]


def opaque(exercise: str, item: str) -> str:
    """The id of an item as the page shows it, so that neither name nor order gives the answer away."""
    return "i" + _digest(f"{exercise}/{item}")[:10]


def derive(seed: int, *names: str) -> int:
    """A seed of its own for a named purpose. It stays below 2^52, so that JavaScript can carry it."""
    return int(_digest(dumps([seed, *names]))[:13], 16)


def shuffled(ids: Iterable[str], seed: int) -> list[str]:
    """The ids in an order that depends on the seed alone, not on the order they came in."""
    order = sorted(ids)
    random.Random(seed).shuffle(order)  # noqa: S311 - this is for fairness, not for secrets
    return order


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
