"""Quarters of the China calendar, written ``2026Q4``."""

import re
from datetime import date, datetime

from teleshop.kernel.calendar import add_months
from teleshop.kernel.clock import china_date

PATTERN = r"^20[0-9]{2}Q[1-4]$"
FIRST = "2000Q1"
_SHAPE = re.compile(PATTERN)


def quarter_of(now: datetime) -> str:
    """The quarter in China at that instant."""
    return quarter_of_day(china_date(now))


def quarter_of_day(day: date) -> str:
    """The quarter that holds a day."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def is_quarter(text: str) -> bool:
    """Whether ``text`` names a quarter."""
    return bool(_SHAPE.fullmatch(text))


def first_day(quarter: str) -> date:
    """Its first day; ValueError for what names no quarter."""
    if not is_quarter(quarter):
        raise ValueError(f"{quarter!r} is no quarter")
    return date(int(quarter[:4]), 3 * int(quarter[-1]) - 2, 1)


def day_after(quarter: str) -> date:
    """The first day of the quarter after it."""
    return add_months(first_day(quarter), 3)


def is_over(quarter: str, now: datetime) -> bool:
    """Whether its last day has ended in China."""
    return china_date(now) >= day_after(quarter)


def last(quarter: str, count: int) -> list[str]:
    """So many quarters up to and including ``quarter``, oldest first; fewer where they would begin
    before the first one that has a name.
    """
    found = [quarter]
    while len(found) < count and found[-1] != FIRST:
        found.append(before(found[-1]))
    return found[::-1]


def before(quarter: str) -> str:
    """The quarter before it; of the first one none is known, and what comes names no quarter."""
    return quarter_of_day(add_months(first_day(quarter), -3))
