"""What a type's `check.py` finds in an author's content: faults that JSON Schema cannot state.

The optional `check.py` of an exercise type belongs to the build alone and is not shipped. It offers
`check(content) -> Iterator[Fault]`. Its content has the author's own ids and texts, defaults filled in, is valid by the
type's schema, and refers only to items that exist. It may also offer `answers(key)`: answers worth a try where proofs
are missing, for a type whose answers cannot be found near the known ones.
"""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One fault. `path` leads to the value, or to its key; the loader turns it into a place in the file."""

    path: Path
    code: str
    message: str
    hint: str = ""
    expected: str = ""
    found: str = ""
    key: bool = False
