"""Numbers that the platform chooses for deposits. None of them is law; what the law asks is that
nothing stands in the way of paying a deposit back (R6.4).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from teleshop.kernel.calendar import end_of_working_days
from teleshop.kernel.clock import china_date, end_of_china_day


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositPolicy:
    """Amounts in fen. ``required`` is asked of a supplier for which finance set no other amount;
    ``alone_up_to`` is what one person alone pays back to a supplier in ``alone_days`` at most.
    A hold that a lower amount lifted is back if the amount is raised again within ``lowered_days``.
    """

    required: int = 50_000_00
    top_up_working_days: int = 10
    alone_up_to: int = 10_000_00
    alone_days: int = 30
    lowered_days: int = 30
    days_per_role: int = 3

    def __post_init__(self) -> None:
        if self.required < 0 or self.alone_up_to < 0:
            raise ValueError("amounts are not negative")
        times = self.top_up_working_days, self.days_per_role, self.alone_days, self.lowered_days
        if min(times) < 1:
            raise ValueError("times are at least one day")

    def top_up_due(self, now: datetime) -> datetime:
        """The end of the last day in China for a top-up that is asked for at ``now``.

        While the holidays of the coming year are not published, the latest day that the number of
        working days can come to: nobody is held for a holiday that was announced later.
        """
        last = end_of_working_days(china_date(now), self.top_up_working_days)
        return end_of_china_day(last.latest)


DEFAULT_POLICY: Final = DepositPolicy()
