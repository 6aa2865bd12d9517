"""Weeks and months of China as sortable text: ``2026-W47`` (ISO 8601, from Monday), ``2026-11``."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from teleshop.kernel.calendar import add_months
from teleshop.kernel.clock import china_date

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
DAYS = 7
EARLIEST, LATEST = 2000, 2199
"""Years; beyond them nobody counts, and a mistake of typing is likely."""


def week_of(at: datetime) -> str:
    """The week in China that holds an instant."""
    return week_of_day(china_date(at))


def week_of_day(day: date) -> str:
    """The week that holds a day; the first days of January may belong to the year before."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_of(at: datetime) -> str:
    """The month in China that holds an instant."""
    return f"{china_date(at):%Y-%m}"


def year_of(week: str) -> str:
    """The year that a week is counted in."""
    return week[:4]


def first_day(period: str) -> date:
    """The Monday of a week, or the first day of a month.

    ValueError for text that names no period, such as the 53rd week of a year that has 52.
    """
    if found := _WEEK.fullmatch(period):
        day = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    elif found := _MONTH.fullmatch(period):
        day = date(int(found[1]), int(found[2]), 1)
    else:
        raise ValueError(f"{period} is no week and no month")
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(f"{period} is out of range")
    return day


def is_week(period: str) -> bool:
    """Whether a period is a week and not a month."""
    return "W" in period


def shifted(period: str, count: int) -> str:
    """The period ``count`` weeks or months later; earlier if negative."""
    day = first_day(period)
    if is_week(period):
        return week_of_day(day + timedelta(days=DAYS * count))
    return f"{add_months(day, count):%Y-%m}"


def up_to(period: str, count: int) -> Sequence[str]:
    """``count`` periods, the last of which is ``period``, earliest first."""
    return [shifted(period, -back) for back in range(count - 1, -1, -1)]


def between(first: str, last: str) -> Sequence[str]:
    """The weeks from ``first`` to ``last``, both included; none if they are the wrong way round."""
    days = (first_day(last) - first_day(first)).days
    return [shifted(first, step) for step in range(days // DAYS + 1)] if days >= 0 else []
