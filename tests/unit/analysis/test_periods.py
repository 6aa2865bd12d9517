"""Weeks and months of China."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.analysis.domain.periods import (
    between,
    first_day,
    month_of,
    shifted,
    up_to,
    week_of,
)

instants = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2180, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.clause("6.1.4")
@given(instants, st.integers(-200, 200))
def test_a_period_later_and_back_is_the_same(at: datetime, count: int) -> None:
    for period in (week_of(at), month_of(at)):
        assert shifted(shifted(period, count), -count) == period
        assert (shifted(period, count) > period) == (count > 0)


@pytest.mark.clause("6.1.4")
@given(instants)
def test_a_week_begins_on_monday(at: datetime) -> None:
    assert first_day(week_of(at)).isoweekday() == 1
    assert week_of(at) in between(shifted(week_of(at), -1), week_of(at))


def test_weeks_across_the_turn_of_a_year() -> None:
    assert up_to("2027-W01", 3) == ["2026-W52", "2026-W53", "2027-W01"]
    assert between("2026-W53", "2027-W01") == ["2026-W53", "2027-W01"]
    assert between("2027-W01", "2026-W53") == []
    assert up_to("2026-W47", 0) == []
    assert shifted("2026-11", 2) == "2027-01"


@pytest.mark.parametrize(
    "text", ["2027-W53", "2026-W00", "2026-13", "2026", "", "1999-W01", "2200-01", "2026-w47"]
)
def test_what_names_no_period_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        first_day(text)
