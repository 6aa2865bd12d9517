"""How long a supplier has: numbers that the platform chooses, and days by the calendar of China.

A window ends with the last instant of its last working day in China. Make-up days and holidays of a
year are known only once its notice is published (about November of the year before). A window that
runs into a year without notice ends on the latest day that any notice could make of it: nothing may
take effect while the true window could still be open. The supplier is told so together with the
day, and the day that was told stays.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from teleshop.kernel.calendar import end_of_working_days, is_working_day
from teleshop.kernel.clock import china_date, end_of_china_day, start_of_china_day
from teleshop.kernel.quarters import day_after, quarter_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequencePolicy:
    """``appeal_days`` and ``plan_days`` are working days; the standard gives no number, and ten is
    the platform's promise to suppliers.

    ``settle`` passes between the end of a window and what it holds back: an appeal that was sent at
    the last instant is stored by then. ``role_days`` is the time of each role for a decision,
    ``retry`` the pause after a technical failure. ``benefit_slack`` lets a benefit last while the
    next quarter's scorecards are being made; the next scorecard ends or renews it.
    """

    appeal_days: int = 10
    plan_days: int = 10
    settle: timedelta = timedelta(minutes=5)
    warn_before: tuple[timedelta, ...] = (timedelta(days=3),)
    role_days: int = 10
    retry: timedelta = timedelta(days=1)
    benefit_slack: timedelta = timedelta(days=15)


DEFAULT_CONSEQUENCE_POLICY: Final = ConsequencePolicy()


@dataclass(frozen=True, slots=True)
class Window:
    """``last_day`` counts as a whole, in China; ``ends_at`` is the first instant after it.
    ``confirmed``: the holidays of all its days are published.
    """

    last_day: date
    ends_at: datetime
    confirmed: bool


def window(now: datetime, days: int, *, works: Callable[[date], bool] = is_working_day) -> Window:
    """So many working days after the day of ``now`` in China, which is not counted."""
    last = end_of_working_days(china_date(now), days, works=works)
    return Window(last.latest, end_of_china_day(last.latest), last.is_confirmed)


def first_quarter_after(day: date) -> str:
    """The first quarter that begins after ``day``."""
    return quarter_of_day(day_after(quarter_of_day(day)))


def benefit_until(quarter: str, policy: ConsequencePolicy) -> datetime:
    """When the benefit of an excellent quarter ends by itself: the quarter in which it is enjoyed
    is over, and its scorecard should have been made.
    """
    enjoyed_until = day_after(quarter_of_day(day_after(quarter)))
    return start_of_china_day(enjoyed_until) + policy.benefit_slack
