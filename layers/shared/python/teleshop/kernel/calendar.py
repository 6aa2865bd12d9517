"""The business calendar of China (rules R10.1-R10.3): days, working days, months.

"N days" are calendar days, the first day not counted; "N working days" skip weekends and holidays
and count make-up days. Make-up days come only from the yearly notice of the State Council, so a
year without notice is refused with :class:`~teleshop.kernel.errors.CalendarUnconfirmedError` and
never guessed.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from teleshop.kernel.errors import CalendarUnconfirmedError
from teleshop.kernel.rules import rule

LONGEST_BREAK_DAYS: Final = 9
"""The longest run of days off a holiday notice has made so far (Spring Festival 2026): bounds the
latest reading of a day whose calendar is not published.
"""
_SATURDAY: Final = 5


@contextmanager
def _as_published(day: date) -> Iterator[None]:
    """Refuse a day whose year has no notice yet."""
    try:
        yield
    except NotImplementedError as unknown:
        raise CalendarUnconfirmedError(year=day.year) from unknown


def is_working_day(day: date) -> bool:
    """Whether offices work that day, make-up days included."""
    # Imported here: only few requests count working days, and the tables cost import time.
    import chinese_calendar

    with _as_published(day):
        return bool(chinese_calendar.is_workday(day))


def is_public_holiday(day: date) -> bool:
    """Whether the yearly notice makes it a day of a public holiday (transferred rest days
    included); an ordinary weekend is none.
    """
    import chinese_calendar

    with _as_published(day):
        off, name = chinese_calendar.get_holiday_detail(day)
    return bool(off) and name is not None


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day`` (``count`` >= 0; 0 gives ``day`` itself)."""
    if count < 0:
        raise ValueError("count of working days is negative")
    while count:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def next_working_day(day: date) -> date:
    """``day`` itself if it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day of a period: ``earliest`` and ``latest`` differ where the holidays of its year
    are not published.
    """

    earliest: date
    latest: date

    @property
    def is_confirmed(self) -> bool:
        """Whether the holidays of all its days are published."""
        return self.earliest == self.latest


@rule(
    id="R10.1",
    clause="6.3.1",
    source="全国年节及纪念日放假办法",
    article="-",
    effective_from=date(2025, 1, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def end_of_days(
    day: date,
    days: int,
    *,
    weekends_are_holidays: bool = True,
    longest_break_days: int = LONGEST_BREAK_DAYS,
) -> LastDay:
    """The last of ``days`` calendar days after ``day``, which is not counted; a last day that is a
    holiday moves to the next day that is none (Civil Code, art. 203).
    """
    last = day + timedelta(days=days)
    try:
        while not is_working_day(last) if weekends_are_holidays else is_public_holiday(last):
            last += timedelta(days=1)
    except CalendarUnconfirmedError:
        return LastDay(last, last + timedelta(days=longest_break_days))
    return LastDay(last, last)


def end_of_working_days(
    day: date, count: int, *, works: Callable[[date], bool] = is_working_day
) -> LastDay:
    """The ``count``-th working day after ``day``, which is not counted. Where the count comes to a
    year without notice, its weekdays alone are left out at the ``earliest``; at the ``latest`` the
    longest break falls on weekdays only, which no notice exceeds.
    """
    last, left = day, count
    while left:
        following = last + timedelta(days=1)
        try:
            left -= works(following)
        except CalendarUnconfirmedError:
            return LastDay(
                _weekdays_after(last, left), _weekdays_after(last, left + LONGEST_BREAK_DAYS)
            )
        last = following
    return LastDay(last, last)


def _weekdays_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day: 2026-08-31 + 6 -> 2027-02-28."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
