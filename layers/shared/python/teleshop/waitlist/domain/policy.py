"""What may be set: how many are waited for, how long an offer and an entry hold, when people sleep.

The standard names no numbers for it; these are the platform's own choice. What runs keeps the terms
it began with: the end of an offer and of an entry are stored with them.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitlistPolicy:
    """``most_pieces`` of one SKU wait in one entry, ``most_open`` entries of one customer are open
    at a time.

    An offer may be answered for ``answer_time``, of which only the time between ``wakes`` and
    ``sleeps`` of a China day counts: nobody loses a place in sleep. An entry is kept to the end of
    the ``kept_days``-th China day after the one on which it began.
    """

    most_pieces: int = 5
    most_open: int = 20
    answer_time: timedelta = timedelta(minutes=30)
    wakes: timedelta = timedelta(hours=8)
    sleeps: timedelta = timedelta(hours=22)
    kept_days: int = 14

    def __post_init__(self) -> None:
        if not timedelta() <= self.wakes < self.sleeps <= timedelta(days=1):
            raise ValueError("people wake and go to sleep within a day")
        if self.answer_time <= timedelta():
            raise ValueError("an offer needs time to be answered")
        if min(self.most_pieces, self.most_open, self.kept_days) < 1:
            raise ValueError("numbers and days are at least one")


DEFAULT_POLICY: Final = WaitlistPolicy()
