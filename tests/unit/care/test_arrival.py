"""When a case reached the platform: a call may be entered later, within bounds."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.care.domain.arrival import (
    ENTERED_AT_LAST,
    ENTERED_WITHIN,
    LateReason,
    arrival_faults,
)

pytestmark = pytest.mark.clause("6.1.3")

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def codes(age: timedelta | None, reason: LateReason | None = None) -> list[str]:
    told = None if age is None else NOW - age
    return [fault.code for fault in arrival_faults(told, reason, NOW, pointer="/arrived_at")]


@pytest.mark.parametrize(
    ("age", "reason", "code"),
    [
        (None, None, []),
        (timedelta(), None, []),
        (-INSTANT, None, ["arrival_in_future"]),
        (-INSTANT, LateReason.OUTAGE, ["arrival_in_future"]),
        (ENTERED_WITHIN, None, []),
        (ENTERED_WITHIN + INSTANT, None, ["arrival_late"]),
        (ENTERED_WITHIN + INSTANT, LateReason.OUTAGE, []),
        (ENTERED_AT_LAST, LateReason.OUTAGE, []),
        (ENTERED_AT_LAST + INSTANT, LateReason.OUTAGE, ["arrival_too_old"]),
        (ENTERED_AT_LAST + INSTANT, None, ["arrival_too_old"]),
    ],
)
def test_the_limits_themselves_are_allowed(
    age: timedelta | None, reason: LateReason | None, code: list[str]
) -> None:
    assert codes(age, reason) == code


@settings(max_examples=60)
@given(st.timedeltas(timedelta(days=-2), timedelta(days=10)), st.sampled_from([None, *LateReason]))
def test_a_reason_never_makes_it_worse(age: timedelta, reason: LateReason | None) -> None:
    found = codes(age, reason)
    assert len(found) <= 1
    assert len(found) <= len(codes(age))
    for fault in arrival_faults(NOW - age, reason, NOW, pointer="/arrived_at"):
        assert fault.message("zh")
        assert fault.message("en")
        assert (fault.pointer, fault.clause) == ("/arrived_at", "6.1.3")
