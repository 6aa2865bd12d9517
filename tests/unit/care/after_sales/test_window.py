"""Return without reason: until when (R1.1-R1.3, R1.6, R10)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.care.domain.after_sales.policy import AfterSalesPolicy
from teleshop.care.domain.after_sales.window import (
    Timeliness,
    return_window,
    timeliness,
    window_from,
)
from tests.factories.purchases import china

pytestmark = pytest.mark.clause("6.3.1")


@pytest.mark.parametrize(
    ("signed", "last"),
    [
        (date(2026, 9, 4), date(2026, 9, 11)),
        (date(2026, 11, 20), date(2026, 11, 27)),
        (date(2026, 9, 24), date(2026, 10, 8)),
        (date(2026, 9, 26), date(2026, 10, 8)),
        # Saturday 2026-10-10 is a make-up working day, Saturday 2026-11-28 an ordinary one.
        (date(2026, 10, 3), date(2026, 10, 10)),
        (date(2026, 11, 21), date(2026, 11, 30)),
    ],
)
def test_the_window_is_the_seven_days_after_signing_and_never_ends_on_a_day_off(
    signed: date, last: date
) -> None:
    window = window_from(signed)
    assert (window.start, window.end) == (signed + timedelta(days=1), last)
    assert window.confirmed


def test_an_ordinary_weekend_prolongs_the_window_only_by_the_setting() -> None:
    strict = AfterSalesPolicy(weekends_are_holidays=False)
    assert window_from(date(2026, 11, 21), policy=strict).end == date(2026, 11, 28)
    # A holiday does so in either reading.
    assert window_from(date(2026, 9, 24), policy=strict).end == date(2026, 10, 8)


def test_the_notice_counts_when_it_was_sent_to_the_last_instant_of_the_last_day_in_china() -> None:
    window = window_from(date(2026, 11, 20))
    assert timeliness(window, datetime(2026, 11, 27, 15, 59, 59, 999_999, UTC)) == "in_time"
    assert timeliness(window, datetime(2026, 11, 27, 16, 0, tzinfo=UTC)) == "late"


def test_a_signature_after_midnight_in_china_is_one_of_the_next_day() -> None:
    evening = return_window(datetime(2026, 9, 3, 15, 59, tzinfo=UTC))
    midnight = return_window(datetime(2026, 9, 3, 16, 0, tzinfo=UTC))
    assert evening is not None
    assert midnight is not None
    assert (evening.end, midnight.end) == (date(2026, 9, 10), date(2026, 9, 11))


def test_a_notice_before_delivery_is_early_and_not_late() -> None:
    assert return_window(None) is None
    assert timeliness(None, china(date(2026, 11, 1))) is Timeliness.IN_TIME


@pytest.mark.parametrize(
    ("promised", "statutory", "last"),
    [
        (15, True, date(2026, 9, 20)),  # from Saturday to a make-up working Sunday
        (3, True, date(2026, 9, 11)),
        (3, False, date(2026, 9, 7)),
        (None, True, date(2026, 9, 11)),
    ],
)
def test_a_longer_promise_binds_and_a_shorter_one_takes_nothing_from_the_law(
    promised: int | None, statutory: bool, last: date
) -> None:
    window = return_window(china(date(2026, 9, 4)), promised, statutory=statutory)
    assert window is not None
    assert window.end == last


def test_a_year_without_published_holidays_gives_both_readings_and_no_guess() -> None:
    window = window_from(date(2026, 12, 28))
    assert window.end is None
    assert window.dates() == {
        "window_start": date(2026, 12, 29),
        "window_end_earliest": date(2027, 1, 4),
        "window_end_latest": date(2027, 1, 13),
    }
    assert timeliness(window, china(date(2027, 1, 4), 23, 59)) is Timeliness.IN_TIME
    assert timeliness(window, china(date(2027, 1, 5), 0)) is Timeliness.UNDECIDED
    assert timeliness(window, china(date(2027, 1, 13), 23, 59)) is Timeliness.UNDECIDED
    assert timeliness(window, china(date(2027, 1, 14), 0)) is Timeliness.LATE


@given(
    signed=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    days=st.integers(1, 60),
    minutes=st.integers(-60 * 24 * 5, 60 * 24 * 90),
)
@settings(max_examples=100)
def test_no_window_is_shorter_than_promised_and_no_notice_within_it_is_late(
    signed: date, days: int, minutes: int
) -> None:
    window = window_from(signed, days)
    assert window.raw_end == signed + timedelta(days=days)
    assert window.raw_end <= window.earliest_end <= window.latest_end
    notice = china(signed) + timedelta(minutes=minutes)
    if notice < china(window.raw_end, 23, 59):
        assert timeliness(window, notice) is Timeliness.IN_TIME
    if notice >= window.closes_at:
        assert timeliness(window, notice) is Timeliness.LATE
