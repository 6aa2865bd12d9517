"""Waiting for other threads, with a bound."""

import threading
import time
from collections.abc import Callable

LIMIT = 20.0
"""Seconds after which something is taken to hang; generous, since a busy machine must not fail a
test.
"""


def until(reached: Callable[[], bool], what: str) -> None:
    """Return as soon as ``reached()``; TimeoutError naming ``what`` after :data:`LIMIT`."""
    pause = threading.Event()
    end = time.monotonic() + LIMIT
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {LIMIT} s")
        pause.wait(0.002)
