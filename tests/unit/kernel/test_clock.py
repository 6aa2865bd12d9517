"""Stored in UTC, decided in China time (R10.3)."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.clock import (
    CHINA,
    NaiveDatetimeError,
    china_date,
    end_of_china_day,
    instant,
    parse_instant,
    sortable,
    start_of_china_day,
    utc_now,
)

ZONES = st.timedeltas(timedelta(hours=-12), timedelta(hours=14)).map(
    lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
)
INSTANTS = st.datetimes(
    min_value=datetime(1950, 1, 2),  # noqa: DTZ001 - the strategy takes its bounds without offset
    max_value=datetime(2150, 1, 1),  # noqa: DTZ001 - as above
    timezones=ZONES,
)


@pytest.mark.parametrize("use", [instant, sortable, china_date])
def test_a_time_without_offset_is_refused(use: object) -> None:
    with pytest.raises(NaiveDatetimeError):
        use(datetime(2026, 11, 23))  # type: ignore[operator]  # noqa: DTZ001 - the point of the test
    with pytest.raises(NaiveDatetimeError):
        parse_instant("2026-11-23T00:00:00")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-27T15:59:59Z", date(2026, 11, 27)),
        ("2026-11-27T16:00:00Z", date(2026, 11, 28)),
        ("2026-11-27T23:59:59.999999+08:00", date(2026, 11, 27)),
        ("2026-11-28T00:00:00+08:00", date(2026, 11, 28)),
        ("2026-12-31T16:00:00+00:00", date(2027, 1, 1)),
    ],
)
def test_the_day_ends_at_midnight_in_china(text: str, day: date) -> None:
    assert china_date(parse_instant(text)) == day


@given(INSTANTS)
def test_every_instant_lies_within_its_china_day(moment: datetime) -> None:
    day = china_date(moment)
    assert start_of_china_day(day) <= moment < end_of_china_day(day)


@given(INSTANTS, INSTANTS)
def test_the_order_of_texts_is_the_order_of_time(one: datetime, other: datetime) -> None:
    assert (sortable(one) < sortable(other)) == (one < other)
    assert len(sortable(one)) == len(sortable(other))


@given(INSTANTS)
def test_a_stored_text_reads_back_as_the_same_instant_in_utc(moment: datetime) -> None:
    read = parse_instant(sortable(moment))
    assert read == moment
    assert read.tzinfo is UTC


def test_now_has_an_offset_and_china_is_eight_hours_ahead() -> None:
    assert utc_now().tzinfo is UTC
    assert CHINA.utcoffset(None) == timedelta(hours=8)
