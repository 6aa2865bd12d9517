"""What goes back to a supplier: who decides, what blocks it, what was promised."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.deposits.domain.payback import PaybackState
from teleshop.deposits.errors import (
    NotApprovedError,
    NotFreeError,
    PaybackBlockedError,
    PaybackNotFoundError,
    PaybackOpenError,
    PaybackPromisedError,
    PaybackStateError,
)
from teleshop.deposits.wiring import service
from teleshop.kernel.ids import new_id
from tests.factories import deposits as d
from tests.factories.deposits import DAY, SUPPLIER_ID, call, changed, fined, paid_in, proved

pytestmark = pytest.mark.clause("3.4.2")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


# -- paybacks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "state"),
    [(10_000_00, PaybackState.APPROVED), (10_000_01, PaybackState.ASKED)],
)
def test_above_the_limit_another_person_decides(aws: Any, amount: int, state: PaybackState) -> None:
    d.supplier()
    paid_in(90_000_00)
    assert d.asked(amount).state is state


def test_a_decision_sets_the_money_aside_once_and_a_payment_pays_it_once(aws: Any) -> None:
    d.supplier()
    paid_in(90_000_00)
    payback = d.asked()
    with pytest.raises(PaybackOpenError):
        d.asked(1_00)
    with pytest.raises(PaybackStateError):
        changed("payback_paid", payback_id=payback.id, reference="bank-2")
    assert d.decided(payback).state is PaybackState.APPROVED
    assert d.decided(payback, d.REJECTED).state is PaybackState.APPROVED
    assert (d.stored().held, d.stored().payable) == (70_000_00, 20_000_00)
    changed("payback_paid", payback_id=payback.id, reference="bank-2")
    with pytest.raises(PaybackStateError):
        changed("payback_paid", payback_id=payback.id, reference="bank-3")
    with pytest.raises(PaybackNotFoundError):
        changed("payback_paid", payback_id=new_id("pbk", d.NOW), reference="bank-3")
    assert proved()["cash"] == 70_000_00


def test_a_refused_payback_says_why_and_may_be_asked_for_again(aws: Any) -> None:
    d.supplier()
    paid_in(90_000_00)
    refused = d.decided(d.asked(), d.REJECTED)
    assert (refused.state, refused.reason_code) == (PaybackState.REFUSED, "not_due")
    assert d.asked(20_000_00, 2 * DAY).state is PaybackState.ASKED


def test_a_payback_that_nobody_decided_is_closed_and_may_be_asked_for_again(aws: Any) -> None:
    d.supplier()
    paid_in(90_000_00)
    stalled = d.decided(d.asked(), d.TIMED_OUT)
    assert (stalled.stalled, stalled.reason_code) == (True, "not_decided")
    assert stalled.refusal is None
    failing, own = d.asked(20_000_00, 2 * DAY), call(after=3 * DAY)
    which = SUPPLIER_ID, failing.id, 1
    for _ in range(2):
        assert service().paybacks.report_failure(own, *which, "States.Timeout") == "end"
    assert d.paybacks()[0].stalled
    assert d.stored().open_payback is None


def test_no_payback_while_a_case_is_open_and_of_no_more_than_is_free(aws: Any) -> None:
    d.supplier()
    paid_in(60_000_00)
    d.blocked()
    with pytest.raises(PaybackBlockedError, match="vio_1"):
        d.asked(1_00)
    d.released()
    with pytest.raises(NotFreeError):
        d.asked(10_000_01)
    assert d.asked(10_000_00).state is PaybackState.APPROVED


def test_what_comes_between_request_and_approval_refuses_with_its_reason(aws: Any) -> None:
    d.supplier()
    paid_in(90_000_00)
    payback = d.asked()
    d.blocked()
    refused = d.decided(payback)
    assert (refused.state, refused.reason_code) == (PaybackState.REFUSED, "blocked")
    assert "vio_1" in (refused.refusal or "")
    d.released()
    second = d.asked(20_000_00, 2 * DAY)
    fined(30_000_00, "vio_2", 3 * DAY)
    assert d.decided(second, after=4 * DAY).reason_code == "not_free"
    proved()


def test_a_case_blocks_once_and_is_released_once(aws: Any) -> None:
    d.supplier()
    d.blocked()
    tx = d.begun()
    assert not service().deposits.block(tx, SUPPLIER_ID, "vio_1")
    d.blocked("vio_2")
    d.released()
    assert not service().deposits.release(tx, SUPPLIER_ID, "vio_1")
    with pytest.raises(PaybackBlockedError, match="vio_2"):
        d.asked(1_00)


def test_a_fine_and_a_release_join_one_transaction(aws: Any) -> None:
    d.supplier()
    d.blocked()
    tx = d.begun()
    service().deposits.fine(tx, SUPPLIER_ID, 5_00, "vio_1")
    service().deposits.release(tx, SUPPLIER_ID, "vio_1")
    tx.commit(None)
    assert d.balance().owed == 5_00


# -- what one person may do alone ------------------------------------------------------------------


def test_slices_of_a_month_count_together_against_what_one_person_pays_back_alone(aws: Any) -> None:
    d.supplier()
    paid_in(150_000_00)
    first = d.asked(6_000_00)
    assert (first.state, d.asked(4_000_00, 29 * DAY).state) == (PaybackState.APPROVED,) * 2
    sliced = d.asked(1, 29 * DAY + MINUTE)
    assert sliced.state is PaybackState.ASKED
    assert d.decided(sliced, after=29 * DAY + 2 * MINUTE).state is PaybackState.APPROVED
    # Those upon which another person decided count no more, and the first one is a month old.
    assert d.asked(6_000_00, 30 * DAY + MINUTE).state is PaybackState.APPROVED
    assert d.asked(1, 31 * DAY).state is PaybackState.ASKED


def test_many_small_slices_hide_no_large_one(aws: Any) -> None:
    d.supplier()
    paid_in(150_000_00)
    assert d.asked(9_999_80).state is PaybackState.APPROVED
    for number in range(20):
        assert d.asked(1, (number + 1) * MINUTE).state is PaybackState.APPROVED
    assert d.asked(1, HOUR).state is PaybackState.ASKED


def test_what_one_person_frees_by_a_lower_requirement_another_one_pays_back(aws: Any) -> None:
    d.supplier()
    paid_in(51_000_00)
    assert changed("requirement", amount=0, reason="销售额下降").free == 51_000_00
    assert d.asked(1_000_00).state is PaybackState.APPROVED
    freed = d.asked(1_00, MINUTE)
    assert freed.state is PaybackState.ASKED
    assert d.decided(freed).state is PaybackState.APPROVED
    # The other person has seen what is required now.
    assert d.asked(2_00, 2 * DAY).state is PaybackState.APPROVED


def test_raising_and_lowering_what_is_required_frees_nothing_either(aws: Any) -> None:
    d.supplier()
    paid_in(60_000_00)
    changed("requirement", amount=20_000_00, reason="销售额下降")
    changed("requirement", amount=30_000_00, reason="销售额上升")
    assert d.stored().lowered_from == 50_000_00
    assert d.asked(10_000_00).state is PaybackState.APPROVED
    assert d.asked(1, 31 * DAY).state is PaybackState.ASKED
    assert changed("requirement", amount=50_000_00, reason="恢复").lowered_from is None


def test_who_approves_a_request_has_not_seen_what_was_lowered_after_it(aws: Any) -> None:
    d.supplier()
    paid_in(100_000_00)
    waiting = d.asked(20_000_00)
    changed("requirement", amount=0, reason="销售额下降")
    assert d.decided(waiting).state is PaybackState.APPROVED
    assert d.stored().lowered_from == 50_000_00
    # Of the 80,000 that are left 30,000 were free without lowering.
    assert d.asked(10_000_00, 2 * DAY).state is PaybackState.APPROVED
    changed("requirement", 3 * DAY, amount=60_000_00, reason="销售额上升")
    changed("requirement", 3 * DAY, amount=0, reason="销售额下降")
    sliced = d.asked(10_000_01, 40 * DAY)
    assert d.decided(sliced, after=41 * DAY).state is PaybackState.APPROVED
    assert d.stored().lowered_from is None


# -- a payback that was promised -------------------------------------------------------------------


def test_an_approved_payback_is_cancelled_once_its_payment_turns_out_to_be_none(aws: Any) -> None:
    d.supplier()
    paid_in(60_000_00)
    promised = d.asked(10_000_00)
    with pytest.raises(PaybackPromisedError):
        changed("payback_cancelled", payback_id=promised.id, reason="不退")
    changed("payment_reversal", DAY, reference="bank-1", reason="金额有误")
    assert (d.stored().payable, d.stored().owed) == (10_000_00, 10_000_00)
    after = changed("payback_cancelled", 2 * DAY, payback_id=promised.id, reason="入账冲销")
    assert (after.payable, after.owed, after.held, after.shortfall) == (0, 0, 0, 50_000_00)
    (known,) = d.paybacks()
    assert (known.state, known.refusal, known.reason_code) == (
        PaybackState.CANCELLED,
        "入账冲销",
        "payment_reversed",
    )
    proved()
    for kind, fields in (
        ("payback_cancelled", {"reason": "再次"}),
        ("payback_paid", {"reference": "out-1"}),
    ):
        with pytest.raises((NotApprovedError, PaybackStateError)):
            changed(kind, 3 * DAY, payback_id=promised.id, **fields)


def test_what_was_approved_before_a_case_and_a_fine_is_paid_all_the_same(aws: Any) -> None:
    d.supplier()
    paid_in(60_000_00)
    promised = d.asked(10_000_00)
    d.blocked()
    fined(60_000_00)
    with pytest.raises(PaybackPromisedError):
        changed("payback_cancelled", DAY, payback_id=promised.id, reason="违规")
    changed("payback_paid", DAY, payback_id=promised.id, reference="out-1")
    assert (d.paybacks()[0].state, d.stored().owed) == (PaybackState.PAID, 10_000_00)
    proved()


def test_a_payment_that_had_no_part_in_a_payback_undoes_no_promise(aws: Any) -> None:
    d.supplier()
    paid_in(60_000_00)
    promised = d.asked(10_000_00)
    paid_in(1, "wrong-1", HOUR)
    changed("payment_reversal", 2 * HOUR, reference="wrong-1", reason="金额有误")
    cancel = {"payback_id": promised.id, "reason": "不退"}
    with pytest.raises(PaybackPromisedError):
        changed("payback_cancelled", 3 * HOUR, **cancel)
    # Nor does it where a fine that came later leaves something missing.
    fined(60_000_00, after=4 * HOUR)
    paid_in(1, "wrong-2", 5 * HOUR)
    changed("payment_reversal", 6 * HOUR, reference="wrong-2", reason="金额有误")
    with pytest.raises(PaybackPromisedError):
        changed("payback_cancelled", 7 * HOUR, **cancel)
    assert changed("payback_paid", DAY, payback_id=promised.id, reference="out-1").payable == 0
    proved()


def test_a_payment_that_left_enough_or_whose_money_has_come_undoes_no_promise(aws: Any) -> None:
    d.supplier()
    paid_in(60_000_00)
    paid_in(5_000_00, "bank-2")
    promised = d.asked(10_000_00)
    cancel = {"payback_id": promised.id, "reason": "入账冲销"}
    changed("payment_reversal", HOUR, reference="bank-2", reason="金额有误")
    with pytest.raises(PaybackPromisedError):
        changed("payback_cancelled", 2 * HOUR, **cancel)
    changed("payment_reversal", DAY, reference="bank-1", reason="金额有误")
    paid_in(60_000_00, "bank-3", 2 * DAY)
    with pytest.raises(PaybackPromisedError):
        changed("payback_cancelled", 3 * DAY, **cancel)


def test_of_a_payback_that_rested_on_it_in_part_the_rest_is_paid(aws: Any) -> None:
    d.supplier()
    paid_in(58_000_00)
    paid_in(2_000_00, "wrong-1")
    promised = d.asked(10_000_00)
    changed("payment_reversal", DAY, reference="wrong-1", reason="金额有误")
    cancel = {"payback_id": promised.id, "reason": "入账冲销"}
    after = changed("payback_cancelled", 2 * DAY, **cancel)
    assert (after.payable, after.held, after.shortfall) == (8_000_00, 50_000_00, 0)
    (known,) = d.paybacks()
    assert (known.state, known.amount, known.reason_code) == (
        PaybackState.APPROVED,
        8_000_00,
        "payment_reversed",
    )
    with pytest.raises(PaybackPromisedError):
        changed("payback_cancelled", 3 * DAY, **cancel)
    changed("payback_paid", 3 * DAY, payback_id=promised.id, reference="out-1")
    assert proved()["cash"] == 50_000_00
