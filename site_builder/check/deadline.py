"""A time limit for code that is anyone's: what never ends in a course must not hang its author's terminal."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TooLong(BaseException):
    """The limit has passed. Not an `Exception`, so that the code in question does not catch it by accident."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raises `TooLong` in the block when it takes longer.

    It is raised between two steps of Python code, in any thread and on any system; a single call of C code that never
    returns is not stopped.
    """
    thread = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    over = False

    def stop() -> None:
        with lock:
            if not over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TooLong))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
        timer.cancel()
