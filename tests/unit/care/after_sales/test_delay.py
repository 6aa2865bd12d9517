"""By when to refund, deliberate delay, freight (R1.10-R1.12)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from teleshop.care.domain.after_sales.decision import Ground, Party
from teleshop.care.domain.after_sales.delay import (
    Delay,
    Handling,
    deliberate_delays,
    refund_due_at,
    refund_due_on,
    remedy_delay_line,
)
from teleshop.care.domain.after_sales.freight import freight_outlay, freight_side
from tests.factories.purchases import china

pytestmark = pytest.mark.clause("6.3.1")

REQUESTED = china(date(2026, 9, 20), 15)
LINE = china(date(2026, 10, 6), 0)
INSTANT = timedelta(microseconds=1)


def test_the_refund_is_due_on_the_seventh_day_and_no_holiday_prolongs_it() -> None:
    assert refund_due_on(date(2026, 9, 24)) == date(2026, 10, 1)
    assert refund_due_at(china(date(2026, 9, 24), 23, 59)) == china(date(2026, 10, 2), 0)
    assert refund_due_at(china(date(2026, 9, 25), 0)) == china(date(2026, 10, 3), 0)


def test_more_than_fifteen_days_without_processing_is_deliberate_delay() -> None:
    open_request = Handling(requested_at=REQUESTED)
    assert deliberate_delays(open_request, LINE - INSTANT) == {}
    assert deliberate_delays(open_request, LINE) == {Delay.NOT_PROCESSED: LINE}
    in_time = replace(open_request, processed_at=LINE - INSTANT)
    assert deliberate_delays(in_time, LINE + timedelta(days=99)) == {}
    late = replace(open_request, processed_at=LINE)
    assert deliberate_delays(late, LINE) == {Delay.NOT_PROCESSED: LINE}


def test_an_approved_return_without_a_true_address_is_deliberate_delay() -> None:
    approved = Handling(requested_at=REQUESTED, processed_at=REQUESTED, approved_at=REQUESTED)
    assert deliberate_delays(approved, LINE) == {Delay.NO_RETURN_ADDRESS: LINE}
    assert deliberate_delays(replace(approved, address_given_at=REQUESTED), LINE) == {}


def test_a_refund_more_than_fifteen_days_after_receipt_is_delay_unless_excused() -> None:
    received = Handling(
        requested_at=REQUESTED,
        processed_at=REQUESTED,
        approved_at=REQUESTED,
        address_given_at=REQUESTED,
        received_at=REQUESTED + timedelta(days=5),
    )
    line = LINE + timedelta(days=5)
    assert deliberate_delays(received, line - INSTANT) == {}
    assert deliberate_delays(received, line) == {Delay.NOT_REFUNDED: line}
    assert deliberate_delays(replace(received, excused=True), line) == {}
    assert deliberate_delays(replace(received, refunded_at=line - INSTANT), line) == {}


def test_refusal_by_own_rule_or_because_it_was_opened_has_no_days_of_grace() -> None:
    refused = Handling(
        requested_at=REQUESTED,
        processed_at=REQUESTED,
        refused_by_own_rule_at=REQUESTED,
        refused_because_opened_at=REQUESTED + timedelta(hours=1),
    )
    assert deliberate_delays(refused, REQUESTED) == {Delay.OWN_RULE: REQUESTED}
    assert set(deliberate_delays(refused, REQUESTED + timedelta(hours=1))) == {
        Delay.OWN_RULE,
        Delay.BECAUSE_OPENED,
    }


def test_exchange_and_repair_of_faulty_goods_have_the_same_line() -> None:
    assert remedy_delay_line(REQUESTED) == LINE


def test_the_way_back_is_paid_by_the_customer_without_reason_and_by_the_operator_for_faults() -> (
    None
):
    assert freight_side(Ground.NO_REASON) is Party.CUSTOMER
    assert freight_side(Ground.NO_REASON, operator_agreed=True) is Party.OPERATOR
    assert {freight_side(g) for g in Ground if g.is_fault} == {Party.OPERATOR}
    assert freight_outlay(Party.CUSTOMER, 1_500) == 0
    assert freight_outlay(Party.OPERATOR, 1_500) == 1_500
    assert freight_outlay(Party.OPERATOR, 2_000_000) == 20_000
