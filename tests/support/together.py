"""What several processes of one run need and is costly to make: the first makes it, the others read it."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, made by one process of this run; whoever comes meanwhile waits for it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make()
    kept = factory.getbasetemp().parent / f"{name}.pickle"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            written = kept.with_suffix(".new")
            written.write_bytes(pickle.dumps(make()))
            written.replace(kept)
    found: Made = pickle.loads(kept.read_bytes())  # noqa: S301 - what this run has written
    return found
