"""The life of a request: issued, refused, withdrawn, corrected; clocks and what stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.invoices.domain import request as rules
from teleshop.invoices.domain.amounts import Bill, BilledLine
from teleshop.invoices.domain.buyer import Buyer, InvoiceKind
from teleshop.invoices.domain.policy import InvoicePolicy
from teleshop.invoices.domain.request import (
    CorrectionReason,
    InvoiceRequest,
    OrderInvoices,
    RefusalReason,
    RequestState,
)
from teleshop.invoices.errors import (
    InvoiceNotIssuedError,
    InvoiceRequestEndedError,
    NothingToCorrectError,
)

pytestmark = pytest.mark.clause("6.3.1")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
POLICY = InvoicePolicy()
NUMBER = "26332000000000000001"
RED = "26332000000000000002"


def requested(**changes: object) -> InvoiceRequest:
    made = InvoiceRequest(
        id="ivr_1",
        order_id="ord_1",
        customer_id="ann",
        kind=InvoiceKind.PERSONAL,
        buyer=Buyer(title="王小明", email="wang@example.com"),
        lines=(BilledLine(line=1, sku="S1", title="锅", quantity=1, amount=200_00),),
        freight=0,
        amount=200_00,
        requested_at=NOW,
        requested_by="ann",
        by_staff=False,
        due_at=NOW + POLICY.issue_within,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of a request


def issued() -> InvoiceRequest:
    return rules.issued(requested(), NUMBER, None, "fay", NOW + DAY)


def due(pending: int = 50_00) -> InvoiceRequest:
    return rules.compared(issued(), 200_00 - pending, POLICY, NOW + 2 * DAY)


def test_an_issued_invoice_stands_for_its_amount_and_has_no_clock() -> None:
    known = issued()
    assert (known.state, known.number, known.due_at) == (RequestState.ISSUED, NUMBER, None)
    assert (known.net, known.stands) == (200_00, True)


def test_what_was_issued_refused_or_withdrawn_stays_so() -> None:
    refused = rules.refused(requested(), RefusalReason.TITLE_UNKNOWN, "抬头有误", NOW)
    withdrawn = rules.withdrawn(requested(), NOW)
    for ended in (issued(), refused, withdrawn, due()):
        with pytest.raises(InvoiceRequestEndedError):
            rules.issued(ended, RED, None, "fay", NOW)
        with pytest.raises(InvoiceRequestEndedError):
            rules.withdrawn(ended, NOW)
        with pytest.raises(InvoiceRequestEndedError):
            rules.refused(ended, RefusalReason.TITLE_UNKNOWN, "", NOW)
    assert not refused.stands
    assert not withdrawn.stands


def test_a_return_makes_a_red_letter_due_from_then_on() -> None:
    known = due()
    assert (known.state, known.pending) == (RequestState.RED_LETTER_DUE, 50_00)
    assert known.due_at == NOW + 2 * DAY + POLICY.correct_within
    assert known.turn == 2


def test_a_second_return_adds_to_it_and_moves_no_clock() -> None:
    known = rules.compared(due(), 120_00, POLICY, NOW + 4 * DAY)
    assert (known.pending, known.due_at, known.turn) == (80_00, due().due_at, 2)


def test_the_same_again_changes_nothing() -> None:
    assert rules.compared(due(), 150_00, POLICY, NOW + 9 * DAY) == due()
    assert rules.compared(issued(), 200_00, POLICY, NOW + DAY) == issued()
    assert rules.compared(requested(), 0, POLICY, NOW) == requested()


def test_a_refund_that_failed_takes_the_red_letter_back() -> None:
    known = rules.compared(due(), 200_00, POLICY, NOW + 3 * DAY)
    assert (known.state, known.pending, known.due_at) == (RequestState.ISSUED, 0, None)


def test_a_red_letter_takes_off_what_went_back_and_the_rest_stands() -> None:
    known = rules.corrected(due(), RED, "fay", NOW + 3 * DAY)
    assert (known.state, known.net, known.stands) == (RequestState.CORRECTED, 150_00, True)
    (done,) = known.corrections
    assert (done.number, done.amount, done.reason) == (RED, 50_00, CorrectionReason.RETURNED)
    assert not done.late
    again = rules.compared(known, 100_00, POLICY, NOW + 4 * DAY)
    assert (again.pending, again.turn) == (50_00, 3)


def test_a_red_letter_at_the_instant_itself_is_late() -> None:
    known = due()
    assert known.due_at is not None
    done = rules.corrected(known, RED, "fay", known.due_at)
    assert done.corrections[0].late
    just = rules.corrected(known, RED, "fay", known.due_at - timedelta(microseconds=1))
    assert not just.corrections[0].late


def test_wrong_details_take_all_of_it_back_so_that_another_may_be_asked_for() -> None:
    known = rules.corrected(issued(), RED, "fay", NOW + 3 * DAY, whole=True)
    assert (known.net, known.stands, known.ended_at) == (0, False, NOW + 3 * DAY)
    assert known.corrections[0].reason is CorrectionReason.DETAILS_WRONG
    with pytest.raises(NothingToCorrectError):
        rules.corrected(known, "26332000000000000003", "fay", NOW, whole=True)


def test_nothing_is_corrected_that_was_not_issued_or_is_not_too_much() -> None:
    with pytest.raises(InvoiceNotIssuedError):
        rules.corrected(requested(), RED, "fay", NOW, whole=True)
    with pytest.raises(NothingToCorrectError):
        rules.corrected(issued(), RED, "fay", NOW)


def test_what_was_late_stays_late() -> None:
    known = rules.late(requested())
    done = rules.issued(known, NUMBER, None, "fay", NOW + 9 * DAY)
    assert done.overdue


def test_a_request_that_waits_follows_its_order() -> None:
    bill = Bill(lines=(), freight=10_00)
    assert rules.rebilled(requested(), bill).amount == 10_00


@pytest.mark.parametrize(
    ("number", "wrong"),
    [("26" + "0" * 18, False), ("25" + "0" * 18, True), ("27" + "0" * 18, True)],
)
def test_the_number_of_an_invoice_begins_with_its_year(number: str, wrong: bool) -> None:
    assert bool(list(rules.number_faults(number, "/number", NOW, NOW + DAY))) is wrong


def test_an_invoice_issued_after_new_year_in_china_has_either_year() -> None:
    after = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    found = [list(rules.number_faults(f"{y}{'0' * 18}", "/number", NOW, after)) for y in (26, 27)]
    assert found == [[], []]


def test_one_request_stands_for_an_order_at_a_time() -> None:
    known = rules.with_request(OrderInvoices(order_id="ord_1"), requested())
    assert (known.requests, known.standing) == (("ivr_1",), "ivr_1")
    ended = rules.with_request(known, rules.withdrawn(requested(), NOW))
    assert (ended.requests, ended.standing) == (("ivr_1",), None)
    other = rules.with_request(ended, requested(id="ivr_2"))
    assert (other.requests, other.standing) == (("ivr_1", "ivr_2"), "ivr_2")
    # What ended earlier does not free the place of what stands.
    assert rules.with_request(other, rules.withdrawn(requested(), NOW)).standing == "ivr_2"


@given(st.lists(st.integers(0, 200_00), max_size=12))
def test_whatever_goes_back_the_invoice_ends_at_what_the_order_comes_to(totals: list[int]) -> None:
    known, lowest = issued(), 200_00
    for step, total in enumerate(sorted(totals, reverse=True)):
        now = NOW + (2 + step) * DAY
        known = rules.compared(known, total, POLICY, now)
        lowest = total
        if known.pending and step % 2:
            known = rules.corrected(known, f"26{step:018d}", "fay", now)
    assert known.net - known.pending == lowest
    assert sum(one.amount for one in known.corrections) + known.net == known.amount
