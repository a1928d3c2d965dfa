"""Models that were trained or read in this visit, kept so that nobody does the same twice: a cache by content, bounded.

This is the only place of the course's Python that remembers anything. The key stands for everything that a model
follows from, so what is found is what training again would give, bit for bit: no result depends on what is kept.
"""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from course_code.model import Model
from course_code.words import Vocabulary

Kept = TypeVar("Kept")


class Trained(NamedTuple):
    """A model, and what it can say. Not to be changed."""

    model: Model
    vocabulary: Vocabulary


class Models(Generic[Kept]):
    """The last `most` models that were kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._models: dict[str, Kept] = {}

    def keep(self, key: str, model: Kept) -> None:
        """Keeps a model, and lets go of the one that was kept first."""
        self._models.pop(key, None)
        self._models[key] = model
        while len(self._models) > self._most:
            del self._models[next(iter(self._models))]

    def kept(self, key: str) -> Kept | None:
        """The model, where it is still there."""
        return self._models.get(key)


TRAINED: Models[Trained] = Models(2)
"""A trained model takes some megabytes."""
