"""One sum for many files: the same for the same files, another one when a byte, a path or a file is another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def sum_of(files: Iterable[tuple[str, bytes]]) -> str:
    """The sum of paths and contents, in hexadecimal digits; their order counts."""
    whole = hashlib.sha256()
    for path, content in files:
        whole.update(f"{path}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()
