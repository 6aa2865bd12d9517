"""Re-verification, moments of expiry, and what stops new products."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.clock import CHINA
from teleshop.suppliers.domain.supplier import (
    HOLD_NAMES,
    HOLD_REMEDIES,
    HoldKind,
    HoldReason,
    SuspensionReason,
    hold,
    suspend,
)
from teleshop.suppliers.domain.verification import (
    expiry_schedule,
    has_lapsed,
    listing_obstacles,
    next_verification,
    verification_overdue_from,
)
from tests.factories.suppliers import NOW, active, countersigned, offered

pytestmark = pytest.mark.clause("3.2.4")

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("verified", "due"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 2, 28), date(2026, 8, 28)),
        (date(2026, 11, 23), date(2027, 5, 23)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_a_verification_is_due_six_calendar_months_on_or_at_the_end_of_the_month(
    verified: date, due: date
) -> None:
    assert next_verification(verified) == due


def test_an_overdue_verification_blocks_new_products_from_the_end_of_its_last_day() -> None:
    supplier = replace(active(), last_verified_on=date(2026, 8, 31))
    overdue = datetime(2027, 3, 1, 0, 0, tzinfo=CHINA)
    assert verification_overdue_from(date(2026, 8, 31)) == overdue
    before = listing_obstacles(supplier, [countersigned()], overdue - timedelta(microseconds=1))
    assert before == []
    after = listing_obstacles(supplier, [countersigned()], overdue)
    assert [(finding.code, finding.rule) for finding in after] == [
        ("reverification_overdue", "R6.2")
    ]
    assert "2027-02-28" in after[0].message("en")


def test_a_certificate_lapses_when_its_last_day_is_over_in_china() -> None:
    last = date(2026, 11, 30)
    schedule = expiry_schedule(last, LONG_AGO)
    assert schedule is not None
    assert schedule.lapses_at == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert not has_lapsed(last, schedule.lapses_at - timedelta(microseconds=1))
    assert has_lapsed(last, schedule.lapses_at)


def test_warnings_come_thirty_and_seven_days_before_the_last_day() -> None:
    schedule = expiry_schedule(date(2026, 11, 30), LONG_AGO)
    assert schedule is not None
    assert schedule.warnings == (
        (30, datetime(2026, 10, 31, 0, 0, tzinfo=CHINA)),
        (7, datetime(2026, 11, 23, 0, 0, tzinfo=CHINA)),
    )


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (datetime(2026, 10, 30, 15, 59, 59, tzinfo=UTC), [30, 7]),
        (datetime(2026, 10, 30, 16, 0, tzinfo=UTC), [7]),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), []),
        (datetime(2027, 1, 1, tzinfo=UTC), []),
    ],
)
def test_warnings_that_are_past_when_the_document_arrives_are_left_out(
    now: datetime, left: list[int]
) -> None:
    schedule = expiry_schedule(date(2026, 11, 30), now)
    assert schedule is not None
    assert [days for days, _ in schedule.warnings] == left


@pytest.mark.parametrize("valid_to", [None, date(9999, 12, 31)])
def test_what_has_no_end_has_no_schedule_and_never_lapses(valid_to: date | None) -> None:
    assert expiry_schedule(valid_to, NOW) is None
    assert not has_lapsed(valid_to, datetime(9999, 12, 30, tzinfo=UTC))


@given(
    st.dates(max_value=date(9998, 12, 31)),
    st.integers(0, 36_500 * 86_400).map(lambda seconds: LONG_AGO + timedelta(seconds=seconds)),
)
def test_state_and_schedule_agree_at_every_instant(valid_to: date, now: datetime) -> None:
    schedule = expiry_schedule(valid_to, now)
    assert schedule is not None
    assert has_lapsed(valid_to, now) == (now >= schedule.lapses_at)
    assert all(now < moment < schedule.lapses_at for _, moment in schedule.warnings)


@pytest.mark.clause("3.2.3")
def test_products_are_listed_only_while_the_agreement_is_in_force() -> None:
    supplier, agreement = active(), countersigned()
    start = datetime(2026, 11, 23, 0, 0, tzinfo=CHINA)
    end = datetime(2027, 11, 23, 0, 0, tzinfo=CHINA)
    verified = replace(supplier, last_verified_on=date(2027, 11, 1))
    assert listing_obstacles(verified, [agreement], start) == []
    assert listing_obstacles(verified, [agreement], end - timedelta(microseconds=1)) == []
    for agreements, instant in (
        ([agreement], start - timedelta(microseconds=1)),
        ([agreement], end),
        ([offered()], start),
        ([], start),
        ([replace(agreement, supplier_id="sup_2")], start),
    ):
        codes = [one.code for one in listing_obstacles(verified, agreements, instant)]
        assert codes == ["agreement_not_in_force"]


@pytest.mark.clause("2.1.5")
def test_all_obstacles_are_named_at_once() -> None:
    suspended = suspend(active(), SuspensionReason("blacklisted", "blk_1"), NOW)
    stale = replace(suspended, last_verified_on=date(2026, 1, 1))
    assert [one.code for one in listing_obstacles(stale, [], NOW)] == [
        "supplier_not_active",
        "agreement_not_in_force",
        "reverification_overdue",
    ]


@pytest.mark.clause("3.3.3", "3.4.2")
@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("deposit_overdue", "请补足保证金，入账后自动恢复。", "Top up the deposit"),
        ("quality_gate", "由平台经理核对最新数据后恢复。", "a manager lifts it"),
        ("violation", "违规案件结案后自动恢复", "by itself with the violation case"),
        ("assessment", "如有异议请申诉。", "appeal if you disagree"),
    ],
)
def test_a_hold_says_what_ends_one_of_its_kind(kind: HoldKind, zh: str, en: str) -> None:
    held = hold(active(), HoldReason(kind, "any_1"))
    (told,) = listing_obstacles(held, [countersigned()], datetime(2026, 11, 24, tzinfo=CHINA))
    assert zh in told.message("zh")
    assert en in told.message("en")


def test_no_hold_is_without_its_remedy() -> None:
    assert set(HOLD_REMEDIES) == set(HOLD_NAMES) == set(get_args(HoldKind))
