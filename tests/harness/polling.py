"""Waiting for other threads, with a bound."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LIMIT = 20.0
"""Seconds after which something is taken to hang; generous, since a busy machine must not fail a
test.
"""


def until(reached: Callable[[], T], what: str, *, limit: float = LIMIT, pause: float = 0.002) -> T:
    """What ``reached()`` answers as soon as that is true; looked at every ``pause`` seconds, and
    TimeoutError naming ``what`` after ``limit``.
    """
    rest = threading.Event()
    end = time.monotonic() + limit
    while not (found := reached()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {limit} s")
        rest.wait(pause)
    return found
