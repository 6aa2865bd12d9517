"""What is missing of a deposit is asked for, and holds the supplier when nobody pays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from teleshop.deadlines.service import DeadlineState
from teleshop.deadlines.wiring import service as deadlines
from teleshop.deposits.domain.payback import PaybackState
from teleshop.deposits.errors import (
    CooperationEndedError,
)
from teleshop.deposits.service.base import clock_id
from teleshop.deposits.wiring import service
from teleshop.kernel.use_case import run
from teleshop.suppliers.tables import SupplierRepository
from tests.factories import deposits as d
from tests.factories.deposits import DAY, SUPPLIER_ID, call, changed, fined, paid_in

pytestmark = pytest.mark.clause("3.4.2")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def on_hold() -> set[str]:
    record = SupplierRepository().find(SUPPLIER_ID)
    assert record is not None
    return {reason.kind for reason in record.holds}


def ran_out(after: Any = 20 * DAY) -> Any:
    known, own = d.stored(), call(after=after)
    due = known.due_at or own.now
    which = SUPPLIER_ID, "top_up", clock_id(known), due
    return run(own, lambda: service().top_ups.clock_ran_out(own, *which))


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
    d.proved()


def test_a_payback_knows_of_the_end_before_its_event_arrives(aws: Any) -> None:
    d.supplier(state="terminated")
    paid_in(8_000_00)
    assert d.asked(8_000_00).state is PaybackState.APPROVED
    assert d.stored().ended
