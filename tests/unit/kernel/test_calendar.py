"""Working days, calendar days and months of China (R10.1, R10.2)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.calendar import (
    LastDay,
    add_months,
    add_working_days,
    end_of_days,
    end_of_working_days,
    is_working_day,
    next_working_day,
)
from teleshop.kernel.errors import CalendarUnconfirmedError

DAYS = st.dates(date(2005, 1, 1), date(2026, 11, 30))


@pytest.mark.parametrize(
    ("days", "result"),
    [
        (5, date(2026, 10, 13)),
        (7, date(2026, 10, 15)),
        (15, date(2026, 10, 27)),
        (30, date(2026, 11, 17)),
    ],
)
def test_working_days_skip_the_national_holiday_and_count_its_make_up_days(
    days: int, result: date
) -> None:
    assert add_working_days(date(2026, 9, 30), days) == result


@pytest.mark.parametrize(
    "day",
    [
        *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
        *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
    ],
)
def test_make_up_days_of_a_weekend_are_working_days(day: str) -> None:
    assert date.fromisoformat(day).weekday() >= 5
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_thirteen_days_off_by_law(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    off = sum(1 for day in days if not is_working_day(day))
    weekends = sum(1 for day in days if day.weekday() >= 5)
    # Make-up days only move days off; by law 13 come on top of the weekends.
    assert off == weekends + 13


def test_a_count_into_a_year_without_official_notice_is_refused_by_that_year() -> None:
    with pytest.raises(CalendarUnconfirmedError) as refused:
        add_working_days(date(2026, 11, 23), 30)
    assert refused.value.params == {"year": 2027}
    assert (refused.value.code, refused.value.status) == ("calendar_unconfirmed", 409)
    with pytest.raises(CalendarUnconfirmedError):
        is_working_day(date(2027, 1, 4))
    with pytest.raises(CalendarUnconfirmedError):
        next_working_day(date(2027, 1, 1))


def test_a_count_that_ends_in_a_known_year_is_answered() -> None:
    assert add_working_days(date(2026, 12, 21), 8) == date(2026, 12, 31)


@given(DAYS, st.integers(0, 20))
def test_counting_in_two_steps_is_counting_at_once(day: date, count: int) -> None:
    assert add_working_days(add_working_days(day, count), 1) == add_working_days(day, count + 1)


@given(DAYS, st.integers(1, 20))
def test_a_count_ends_on_a_working_day_with_as_many_working_days_behind(
    day: date, count: int
) -> None:
    end = add_working_days(day, count)
    between = [day + timedelta(days=number) for number in range(1, (end - day).days + 1)]
    assert is_working_day(end)
    assert sum(map(is_working_day, between)) == count


def test_no_days_are_the_day_itself_and_a_negative_count_is_refused() -> None:
    assert add_working_days(date(2026, 10, 1), 0) == date(2026, 10, 1)
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 10, 1), -1)


@pytest.mark.parametrize(
    ("day", "rolled"),
    [("2026-10-01", "2026-10-08"), ("2026-10-10", "2026-10-10"), ("2026-11-28", "2026-11-30")],
)
def test_the_last_day_rolls_to_a_working_day(day: str, rolled: str) -> None:
    assert next_working_day(date.fromisoformat(day)) == date.fromisoformat(rolled)


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(
    ("day", "earliest", "latest"),
    [
        ("2026-11-24", "2026-12-01", "2026-12-01"),
        ("2026-11-28", "2026-12-07", "2026-12-07"),
        ("2026-09-24", "2026-10-08", "2026-10-08"),
        # No notice for 2027: it may be a holiday, and move as far as holidays ever moved a day.
        ("2026-12-28", "2027-01-04", "2027-01-13"),
    ],
)
def test_a_last_day_that_is_a_holiday_moves_on_or_has_two_readings(
    day: str, earliest: str, latest: str
) -> None:
    last = LastDay(date.fromisoformat(earliest), date.fromisoformat(latest))
    assert end_of_days(date.fromisoformat(day), 7) == last


def test_a_last_day_on_a_weekend_stays_where_weekends_are_no_holidays() -> None:
    saturday = date(2026, 11, 28)
    strict = end_of_days(date(2026, 11, 21), 7, weekends_are_holidays=False)
    assert strict == LastDay(saturday, saturday)


@pytest.mark.clause("3.2.4")
@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-11-23", 6, "2027-05-23"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-01-31", -1, "2025-12-31"),
        ("2028-02-29", 12, "2029-02-28"),
    ],
)
def test_months_end_on_the_same_day_or_at_the_end_of_the_month(
    day: str, months: int, result: str
) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(result)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(-240, 240))
def test_months_move_the_month_exactly_and_the_day_never_forward(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day
    if moved.day < day.day:
        assert (moved + timedelta(days=1)).day == 1


def published_to_december(day: date) -> bool:
    """Weekdays of 2026 and before."""
    if day.year > 2026:
        raise CalendarUnconfirmedError(year=day.year)
    return day.weekday() < 5


@given(DAYS, st.integers(0, 15))
def test_the_end_of_working_days_of_published_years_has_one_reading(day: date, count: int) -> None:
    start = min(day, date(2026, 11, 1))
    found = end_of_working_days(start, count)
    assert found.earliest == found.latest == add_working_days(start, count)
    assert found.is_confirmed


@pytest.mark.parametrize(
    ("start", "count", "earliest", "latest"),
    [
        # Five weekdays to the 31st; then five, or nine more that could all be holidays.
        (date(2026, 12, 24), 10, date(2027, 1, 7), date(2027, 1, 20)),
        (date(2026, 12, 24), 5, date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 12, 31), 1, date(2027, 1, 1), date(2027, 1, 14)),
        (date(2027, 3, 6), 0, date(2027, 3, 6), date(2027, 3, 6)),
    ],
)
def test_working_days_of_a_year_without_notice_have_two_readings(
    start: date, count: int, earliest: date, latest: date
) -> None:
    found = end_of_working_days(start, count, works=published_to_december)
    assert found == LastDay(earliest, latest)


@given(st.integers(0, 400), st.sets(st.integers(0, 60), max_size=9), st.integers(1, 15))
def test_no_notice_makes_working_days_end_outside_of_the_two_readings(
    start: int, holidays: set[int], count: int
) -> None:
    day = date(2027, 1, 1) + timedelta(days=start)
    off = {day + timedelta(days=one) for one in holidays}
    true = end_of_working_days(day, count, works=lambda one: one.weekday() < 5 and one not in off)
    told = end_of_working_days(day, count, works=published_to_december)
    assert told.earliest <= true.latest <= told.latest
