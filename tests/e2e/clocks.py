"""The clocks of one local cloud, which all stories on it share.

Who lets them run ahead makes everything due that is open at that moment, whosever it is: an order
of another story that waits for its money, an offer of the waiting list. So a story holds the clocks
while it has something open that must not end, and who wants them ahead waits for it.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Clocks:
    """A lock between the processes of a test run, in a file."""

    path: Path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody lets them run ahead meanwhile; any number of stories may hold them. Whoever does
        cannot let them run ahead itself.
        """
        yield from self._locked(fcntl.LOCK_SH)

    @contextmanager
    def free(self) -> Iterator[None]:
        """Nobody holds them meanwhile."""
        yield from self._locked(fcntl.LOCK_EX)

    def _locked(self, how: int) -> Iterator[None]:
        with self.path.open("a") as file:
            fcntl.flock(file, how)
            yield
