"""Time: stored in UTC, decided in China time (UTC+8, no daylight saving since 1991).

Only handlers call :func:`utc_now`; everything below takes ``now`` as an argument, so that a
replayed event decides the same and a person can ask what happens at any instant.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Fixed offset instead of a zone file: the Lambda runtime carries no tz database to keep current.
"""


class NaiveDatetimeError(ValueError):
    """A datetime without offset was given where an instant is needed."""


class InstantOutOfRangeError(ValueError):
    """An instant before the year 1 or after the year 9999 in UTC."""


def utc_now() -> datetime:
    """The current instant; for handlers only."""
    return datetime.now(UTC)


def instant(value: datetime) -> datetime:
    """``value`` in UTC; raises :class:`NaiveDatetimeError` for a datetime without offset."""
    if value.tzinfo is None:
        raise NaiveDatetimeError(f"{value!r} has no offset")
    try:
        return value.astimezone(UTC)
    except OverflowError as outside:
        # Year 1 or 9999 with an offset: beyond what can be written, and what anybody can mean.
        raise InstantOutOfRangeError(f"{value!r}") from outside


def parse_instant(text: str) -> datetime:
    """An ISO 8601 instant with offset (``Z`` allowed) in UTC."""
    return instant(datetime.fromisoformat(text))


def sortable(value: datetime) -> str:
    """``2026-11-23T21:44:00.000000Z``: equal length, so that text order is time order in an
    index.
    """
    return instant(value).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def china_date(value: datetime) -> date:
    """The calendar day in China at that instant; the day ends at 24:00 local time."""
    return instant(value).astimezone(CHINA).date()


def start_of_china_day(day: date) -> datetime:
    """The first instant of ``day`` in China, in UTC."""
    return datetime.combine(day, time.min, CHINA).astimezone(UTC)


def end_of_china_day(day: date) -> datetime:
    """The first instant after ``day`` in China, in UTC: what is valid to that day lapses here."""
    return start_of_china_day(day + timedelta(days=1))
