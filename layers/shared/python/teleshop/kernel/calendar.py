"""The business calendar of China (rules R10.1-R10.3): days, working days, months.

"N days" are calendar days, the first day not counted; "N working days" skip weekends and holidays
and count make-up days. Make-up days come only from the yearly notice of the State Council, so a
year without notice is refused with :class:`~teleshop.kernel.errors.CalendarUnconfirmedError` and
never guessed.
"""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from teleshop.kernel.errors import CalendarUnconfirmedError


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


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day: 2026-08-31 + 6 -> 2027-02-28."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
