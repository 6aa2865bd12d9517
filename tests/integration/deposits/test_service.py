"""Deposits on their tables: the book is written with the deposit, in one change."""

import dataclasses
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleshop.deadlines.service import DeadlineState
from teleshop.deadlines.wiring import service as deadlines
from teleshop.deposits.domain.payback import PaybackState
from teleshop.deposits.errors import (
    CooperationEndedError,
    DepositNotFoundError,
    FineAnnulledError,
    FineBookedError,
    FineNotFoundError,
    NotApprovedError,
    NotFreeError,
    PaybackBlockedError,
    PaybackNotFoundError,
    PaybackOpenError,
    PaybackPromisedError,
    PaybackStateError,
    PaymentNotFoundError,
    ReferenceUsedError,
)
from teleshop.deposits.schemas.views import DepositView
from teleshop.deposits.service.base import clock_id
from teleshop.deposits.wiring import service
from teleshop.kernel.errors import InvalidInputError, RacedError, StaleVersionError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from teleshop.ledger.errors import BalanceInsufficientError
from teleshop.ledger.wiring import service as ledger
from teleshop.suppliers.service import account_key
from teleshop.suppliers.tables import SupplierRepository
from tests.factories import deposits as d
from tests.factories.deposits import DAY, SUPPLIER_ID, annulled, call, changed, fined, paid_in

pytestmark = pytest.mark.clause("3.4.2")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def proved(id: str = SUPPLIER_ID) -> dict[str, int]:
    """The balances of the book, which balances, agrees with its entries and with the deposit."""
    trial = ledger().trial_balance(f"deposit:{id}")
    assert trial.is_balanced
    assert trial.agrees
    known = {line.account: line.balance for line in trial.lines}
    kept = d.stored(id)
    assert known.get("held", 0) == kept.held
    assert known.get("unpaid_fines", 0) == kept.owed
    assert known.get("payable", 0) == kept.payable
    return known


def on_hold() -> set[str]:
    record = SupplierRepository().find(SUPPLIER_ID)
    assert record is not None
    return {reason.kind for reason in record.holds}


def ran_out(after: Any = 20 * DAY) -> Any:
    known, own = d.stored(), call(after=after)
    due = known.due_at or own.now
    which = SUPPLIER_ID, "top_up", clock_id(known), due
    return run(own, lambda: service().top_ups.clock_ran_out(own, *which))


def test_payment_fine_annulment_and_payback_leave_a_book_that_balances(aws: Any) -> None:
    d.supplier()
    assert paid_in(60_000_00).held == 60_000_00
    fine = fined(15_000_00)
    assert (fine.taken, fine.owed) == (15_000_00, 0)
    assert proved() == {"cash": 60_000_00, "held": 45_000_00, "fines": 15_000_00}
    annulled()
    payback = d.asked(10_000_00)
    assert payback.state is PaybackState.APPROVED
    changed("payback_paid", payback_id=payback.id, reference="bank-2")
    assert proved() == {"cash": 50_000_00, "held": 50_000_00, "fines": 0, "payable": 0}


def test_a_fine_larger_than_the_deposit_is_taken_from_the_next_payment_first(aws: Any) -> None:
    d.supplier()
    paid_in(10_000_00)
    fine = fined(25_000_00)
    assert (fine.taken, fine.owed) == (10_000_00, 15_000_00)
    assert d.balance().shortfall == 65_000_00
    after = paid_in(20_000_00, "bank-2")
    assert (after.held, after.owed) == (5_000_00, 0)
    assert proved() == {"cash": 30_000_00, "held": 5_000_00, "fines": 25_000_00, "unpaid_fines": 0}
    annulled()
    assert d.balance().held == 30_000_00
    proved()


def test_a_case_is_fined_once_and_annulled_once(aws: Any) -> None:
    d.supplier()
    fined(1_00)
    with pytest.raises(FineBookedError):
        fined(2_00)
    annulled()
    with pytest.raises(FineAnnulledError):
        annulled()
    with pytest.raises(FineNotFoundError):
        annulled("vio_2")
    assert d.balance().owed == 0


def test_twin_fines_of_one_case_and_twin_payments_of_one_reference_are_booked_once(
    aws: Any,
) -> None:
    d.supplier()

    def outcome(act: Any) -> str:
        try:
            act()
        except (FineBookedError, ReferenceUsedError) as refused:
            return refused.code
        return "booked"

    with ThreadPoolExecutor(4) as pool:
        fines = sorted(pool.map(outcome, [lambda: fined(7_00)] * 4))
        payments = sorted(pool.map(outcome, [lambda: paid_in(9_00)] * 4))
    assert fines == ["booked", *["fine_booked"] * 3]
    assert payments == ["booked", *["deposit_reference_used"] * 3]
    assert proved()["cash"] == 9_00


def until_stored(act: Callable[[], object]) -> object:
    """What loses every race is asked again, by a person or by the event's next delivery."""
    for _ in range(9):
        with suppress(RacedError):
            return act()
    return act()


def test_many_fines_and_payments_at_once_lose_nothing(aws: Any) -> None:
    d.supplier()
    acts: list[Any] = [lambda n=n: fined(3_00, f"vio_{n}") for n in range(4)]
    acts += [lambda n=n: paid_in(5_00, f"bank-{n}") for n in range(4)]
    # Changes of one deposit are made one after another: two at once is more than suppliers meet.
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(until_stored, acts))
    assert d.balance().held == 4 * 5_00 - 4 * 3_00
    proved()


STEPS = st.lists(
    st.tuples(st.sampled_from(["pay", "fine", "annul", "back"]), st.integers(1, 90_000_00)),
    max_size=6,
)


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(STEPS)
def test_the_book_of_every_supplier_balances_whatever_happens(
    aws: Any, steps: list[tuple[str, int]]
) -> None:
    id = d.supplier(new_id("sup", d.NOW)).id
    paid_in(60_000_00, f"{id}-0", id=id)
    booked = net = 0
    fines: dict[str, int] = {}
    for number, (step, amount) in enumerate(steps, 1):
        reference = f"{id}-{number}"
        if step == "pay":
            paid_in(amount, reference, id=id)
            booked += amount
        elif step == "fine":
            fined(amount, reference, id=id)
            fines[reference] = amount
        elif step == "annul" and fines:
            void = next(iter(fines))
            tx = d.begun()
            service().deposits.annul(tx, id, void)
            tx.commit(None)
            del fines[void]
        elif step == "back":
            before = d.stored(id)
            if 0 < before.free <= 10_000_00 and before.open_payback is None:
                # Set aside at once, or once another person agrees where it was much within a month.
                changed("payback", id=id, amount=before.free, reason="超出应缴")
                net += d.stored(id).payable - before.payable
        proved(id)
    kept = d.stored(id)
    assert kept.net == 60_000_00 + booked - net - sum(fines.values())
    assert min(kept.held, kept.owed) == 0


# -- top-ups ---------------------------------------------------------------------------------------


def test_what_is_missing_is_asked_for_with_a_deadline_and_a_payment_meets_it(aws: Any) -> None:
    d.supplier()
    short = paid_in(30_000_00)
    assert (short.shortfall, short.asked) == (20_000_00, 1)
    clock = deadlines().find(clock_id(short))
    assert clock is not None
    assert (clock.due_at, clock.state) == (short.due_at, DeadlineState.OPEN)
    assert paid_in(20_000_00, "bank-2", DAY).due_at is None
    ended = deadlines().find(clock_id(short))
    assert ended is not None
    assert ended.state is DeadlineState.MET


def test_an_overdue_top_up_holds_the_supplier_until_it_is_paid(aws: Any) -> None:
    d.supplier()
    paid_in(30_000_00)
    assert ran_out().overdue
    assert on_hold() == {"deposit_overdue"}
    assert ran_out() is None
    late = paid_in(20_000_00, "bank-2", 21 * DAY)
    assert (late.overdue, late.due_at) == (False, None)
    own = call(after=21 * DAY)
    assert run(own, lambda: service().top_ups.lift_hold(own, SUPPLIER_ID))
    assert on_hold() == set()
    assert not run(own, lambda: service().top_ups.lift_hold(own, SUPPLIER_ID))


@pytest.mark.parametrize("lifted", [True, False])
def test_a_hold_that_a_wrong_booking_lifted_is_back_with_its_reversal(
    aws: Any, lifted: bool
) -> None:
    d.supplier()
    paid_in(30_000_00)
    due_at = ran_out().due_at
    assert not paid_in(20_000_00, "wrong-1", 21 * DAY).overdue
    own = call(after=21 * DAY)
    if lifted:
        assert run(own, lambda: service().top_ups.lift_hold(own, SUPPLIER_ID))
        assert on_hold() == set()
    again = changed("payment_reversal", 22 * DAY, reference="wrong-1", reason="金额有误")
    assert (again.overdue, again.due_at, again.shortfall) == (True, due_at, 20_000_00)
    assert on_hold() == {"deposit_overdue"}
    # Its clock was told of before; the event that the deposit was complete comes too late.
    assert ran_out(after=23 * DAY) is None
    assert not run(own, lambda: service().top_ups.lift_hold(own, SUPPLIER_ID))
    assert paid_in(20_000_00, "bank-3", 24 * DAY).due_at is None


def test_a_requirement_that_is_lowered_and_raised_gives_no_time(aws: Any) -> None:
    d.supplier()
    short = changed("requirement", amount=50_000_00, reason="合作协议")
    own = call(after=20 * DAY)
    ran_out()
    assert changed("requirement", 21 * DAY, amount=0, reason="信用良好").due_at is None
    assert run(own, lambda: service().top_ups.lift_hold(own, SUPPLIER_ID))
    again = changed("requirement", 22 * DAY, amount=50_000_00, reason="合作协议")
    assert (again.overdue, again.due_at) == (True, short.due_at)
    assert on_hold() == {"deposit_overdue"}
    changed("requirement", 23 * DAY, amount=0, reason="信用良好")
    later = changed("requirement", 53 * DAY, amount=50_000_00, reason="合作协议")
    assert (later.overdue, later.due_at) != (True, short.due_at)


def test_a_lift_and_a_hold_of_one_moment_are_one_after_the_other(aws: Any) -> None:
    d.supplier()
    paid_in(30_000_00)
    ran_out()
    paid_in(20_000_00, "wrong-1", 21 * DAY)
    own = call(after=22 * DAY)

    def lift() -> Any:
        return run(own, lambda: service().top_ups.lift_hold(own, SUPPLIER_ID))

    def reverse() -> Any:
        return changed("payment_reversal", 22 * DAY, reference="wrong-1", reason="金额有误")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda act: act(), [lift, reverse]))
    assert d.stored().overdue
    assert on_hold() == {"deposit_overdue"}


def test_a_hold_is_not_lifted_while_the_deposit_is_overdue(aws: Any) -> None:
    d.supplier()
    paid_in(30_000_00)
    ran_out()
    own = call(after=21 * DAY)
    assert not run(own, lambda: service().top_ups.lift_hold(own, SUPPLIER_ID))
    assert on_hold() == {"deposit_overdue"}


def test_a_clock_that_its_deposit_left_behind_holds_nobody(aws: Any) -> None:
    d.supplier()
    before = paid_in(30_000_00)
    paid_in(20_000_00, "bank-2", DAY)
    fined(1_00, after=2 * DAY)
    own = call(after=20 * DAY)
    which = SUPPLIER_ID, "top_up", clock_id(before), own.now
    assert run(own, lambda: service().top_ups.clock_ran_out(own, *which)) is None
    assert on_hold() == set()


def test_after_the_cooperation_nothing_is_required_and_everything_goes_back(aws: Any) -> None:
    d.supplier(state="terminated")
    paid_in(8_000_00)
    own = call(after=DAY)
    ended = run(own, lambda: service().top_ups.cooperation_ended(own, SUPPLIER_ID))
    assert ended is not None
    assert (ended.ended, ended.due_at, ended.free) == (True, None, 8_000_00)
    assert run(own, lambda: service().top_ups.cooperation_ended(own, SUPPLIER_ID)) is None
    assert ran_out() is None
    with pytest.raises(CooperationEndedError):
        changed("requirement", amount=1, reason="不再适用")
    assert d.asked(8_000_00).state is PaybackState.APPROVED
    proved()


def test_a_payback_knows_of_the_end_before_its_event_arrives(aws: Any) -> None:
    d.supplier(state="terminated")
    paid_in(8_000_00)
    assert d.asked(8_000_00).state is PaybackState.APPROVED
    assert d.stored().ended


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


# -- what finance sends ----------------------------------------------------------------------------


def test_a_payment_booked_wrongly_is_taken_back_and_its_reference_booked_again(aws: Any) -> None:
    d.supplier()
    paid_in(60_000_00)
    assert changed("payment_reversal", reference="bank-1", reason="金额有误").held == 0
    assert paid_in(6_000_00).held == 6_000_00
    with pytest.raises(PaymentNotFoundError):
        changed("payment_reversal", reference="bank-9", reason="金额有误")
    assert proved()["cash"] == 6_000_00


def test_a_payment_of_another_supplier_is_not_found(aws: Any) -> None:
    d.supplier()
    d.supplier(d.OTHER_ID)
    paid_in(1_00)
    with pytest.raises(PaymentNotFoundError):
        changed("payment_reversal", id=d.OTHER_ID, reference="bank-1", reason="金额有误")


def test_a_payment_whose_money_went_back_already_is_not_taken_back(aws: Any) -> None:
    d.supplier()
    paid_in(60_000_00)
    payback = d.asked(10_000_00)
    changed("payback_paid", payback_id=payback.id, reference="bank-2")
    with pytest.raises(BalanceInsufficientError):
        changed("payment_reversal", reference="bank-1", reason="金额有误")


def test_finance_sets_what_is_required(aws: Any) -> None:
    d.supplier()
    paid_in(50_000_00)
    more = changed("requirement", amount=80_000_00, reason="销售额上升")
    assert (more.required, more.shortfall) == (80_000_00, 30_000_00)
    less = changed("requirement", DAY, amount=0, reason="信用良好")
    assert (less.shortfall, less.due_at, less.free) == (0, None, 50_000_00)


@pytest.mark.parametrize(
    ("kind", "fields", "pointers"),
    [
        ("payment", {}, ["/amount", "/reference", "/payer_account"]),
        ("payment", {"amount": 0, "reference": "b", "payer_account": d.ACCOUNT}, ["/amount"]),
        ("payment", {"amount": 1, "reference": "b", "payer_account": "12-3"}, ["/payer_account"]),
        ("payment_reversal", {}, ["/reference", "/reason"]),
        ("requirement", {}, ["/amount", "/reason"]),
        ("payback", {"amount": 0, "reason": "a"}, ["/amount"]),
        ("payback_paid", {}, ["/payback_id", "/reference"]),
    ],
)
def test_what_is_missing_is_said_all_at_once(
    aws: Any, kind: str, fields: dict[str, Any], pointers: list[str]
) -> None:
    d.supplier()
    with pytest.raises(InvalidInputError) as refused:
        changed(kind, **fields)
    assert [fault.pointer for fault in refused.value.errors] == pointers


def test_unknown_suppliers_and_other_tenants_have_no_deposit(aws: Any) -> None:
    d.supplier()
    for actor in (d.STRANGER, d.SUPPLIER):
        show = service().payments.show
        if actor is d.SUPPLIER:
            assert show(call(actor), SUPPLIER_ID).reader == "supplier"
            continue
        with pytest.raises(DepositNotFoundError):
            show(call(actor), SUPPLIER_ID)
    with pytest.raises(DepositNotFoundError):
        paid_in(1_00, id="sup_01KASY2D7V3M7T1QZ9N3D6W8XZ")


def test_a_version_that_is_not_current_is_refused(aws: Any) -> None:
    d.supplier()
    paid_in(1_00)
    stale = dataclasses.replace(call(d.FINANCE), expected_version=7)
    with pytest.raises(StaleVersionError):
        service().record_change(stale, SUPPLIER_ID, d.body("requirement", amount=1, reason="a"))


def test_of_the_account_only_its_hash_is_kept(aws: Any) -> None:
    d.supplier()
    paid_in(1_00)
    digits = d.ACCOUNT.replace(" ", "")
    for table in ("DepositsTable", "SuppliersTable", "LedgerTable", "OutboxTable", "AuditTable"):
        assert digits not in repr(aws.items(table))
    assert SupplierRepository().payer_accounts(SUPPLIER_ID) == [account_key(digits)]


def test_a_supplier_sees_what_blocks_it_but_not_who_decided(aws: Any) -> None:
    d.supplier()
    paid_in(90_000_00)
    d.decided(d.asked())
    d.blocked()
    shown = service().payments.show(call(d.SUPPLIER), SUPPLIER_ID)
    view = DepositView.of(shown.deposit, shown.book, shown.paybacks, shown.cases, shown.reader)
    assert (view.blocked, view.blocked_by) == (True, None)
    assert [(one.asked_by, one.decided_by) for one in view.paybacks] == [(None, None)]


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


# -- what is kept of corrections -------------------------------------------------------------------


def test_why_a_payment_was_reversed_and_a_requirement_changed_is_kept_for_staff(aws: Any) -> None:
    d.supplier()
    paid_in(60_000_00)
    changed("payment_reversal", reference="bank-1", reason="张三重复入账")
    changed("requirement", amount=70_000_00, reason="销售额上升")
    entries = SupplierRepository().timeline(SUPPLIER_ID, PageRequest(50, None)).items
    notes = {entry.type: entry.note for entry in entries if entry.note}
    assert notes == {"DepositPaymentReversed": "张三重复入账", "DepositRequired": "销售额上升"}
    assert "张三" not in json.dumps(aws.items("OutboxTable"), default=str, ensure_ascii=False)


def test_a_reference_is_one_in_capitals_or_not(aws: Any) -> None:
    d.supplier()
    d.supplier(d.OTHER_ID)
    paid_in(10_00, "Bank-1")
    for id in (SUPPLIER_ID, d.OTHER_ID):
        with pytest.raises(ReferenceUsedError):
            paid_in(10_00, "bANK-1", id=id)
    assert changed("payment_reversal", reference="bank-1", reason="金额有误").held == 0


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
