"""A deposit: held and owed, fines and annulments in any order, the clock of a top-up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.deposits.domain import deposit as rules
from teleshop.deposits.domain.deposit import Deposit, Movement
from teleshop.deposits.domain.payback import refuse_payback
from teleshop.deposits.domain.policy import DepositPolicy
from teleshop.deposits.domain.top_up import settle
from teleshop.deposits.errors import NotFreeError, PaybackBlockedError
from teleshop.deposits.service.books import legs
from teleshop.ledger.domain import CHARTS, balanced

pytestmark = pytest.mark.clause("3.4.2")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
EMPTY = Deposit(supplier_id="sup_1", required=500_00)
AMOUNTS = st.integers(min_value=1, max_value=1_000_00)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "fine", "annul", "take_back", "set_aside", "pay_out", "keep"]),
        AMOUNTS,
    )
)


def stepped(deposit: Deposit, step: str, amount: int) -> tuple[Deposit, Movement] | None:
    """One step, or None where it is not possible."""
    if step == "set_aside":
        return rules.set_aside(deposit, amount) if amount <= deposit.free else None
    if step == "pay_out":
        return rules.pay_out(deposit, amount) if amount <= deposit.payable else None
    if step == "keep":
        return rules.keep(deposit, amount) if amount <= deposit.payable else None
    return {
        "pay": rules.pay_in,
        "fine": rules.fine,
        "annul": rules.annul,
        "take_back": rules.take_back_payment,
    }[step](deposit, amount)


@given(STEPS)
def test_every_movement_balances_and_nothing_is_negative_and_never_both_held_and_owed(
    steps: list[tuple[str, int]],
) -> None:
    deposit, sums = EMPTY, Movement()
    for step, amount in steps:
        done = stepped(deposit, step, amount)
        if done is None:
            continue
        deposit, moved = done
        assert moved.is_balanced
        assert min(deposit.held, deposit.owed, deposit.payable) >= 0
        assert not (deposit.held and deposit.owed)
        sums = Movement(
            **{name: getattr(sums, name) + getattr(moved, name) for name in Movement.__slots__}
        )
        entry = legs(moved)
        assert balanced(CHARTS["deposit"], entry) == entry
    assert (sums.held, sums.owed, sums.payable) == (deposit.held, deposit.owed, deposit.payable)
    assert sums.is_balanced


@given(STEPS, AMOUNTS, STEPS)
def test_a_fine_that_is_annulled_leaves_the_deposit_as_if_it_had_never_been(
    before: list[tuple[str, int]], fine: int, between: list[tuple[str, int]]
) -> None:
    start = EMPTY
    for step, amount in before:
        done = stepped(start, step, amount)
        start = done[0] if done else start
    fined, without = rules.fine(start, fine)[0], start
    for step, amount in between:
        done, same = stepped(fined, step, amount), stepped(without, step, amount)
        if done and same:
            fined, without = done[0], same[0]
    assert rules.annul(fined, fine)[0] == without


def test_a_larger_fine_takes_what_is_there_and_the_next_payment_pays_the_rest_first() -> None:
    deposit, _ = rules.pay_in(EMPTY, 300_00)
    deposit, moved = rules.fine(deposit, 450_00)
    assert (moved.held, moved.owed, moved.fines) == (-300_00, 150_00, 450_00)
    assert (deposit.held, deposit.owed, deposit.shortfall) == (0, 150_00, 650_00)
    deposit, moved = rules.pay_in(deposit, 200_00)
    assert (moved.owed, moved.held) == (-150_00, 50_00)
    assert (deposit.held, deposit.owed, deposit.shortfall) == (50_00, 0, 450_00)


@pytest.mark.parametrize("amount", [0, -1])
def test_amounts_are_positive(amount: int) -> None:
    for change in (rules.pay_in, rules.fine, rules.annul, rules.take_back_payment):
        with pytest.raises(ValueError, match="no positive number"):
            change(EMPTY, amount)


def test_what_exceeds_the_required_amount_is_free_and_everything_after_the_cooperation() -> None:
    deposit, _ = rules.pay_in(EMPTY, 700_00)
    assert (deposit.free, rules.end(deposit).free) == (200_00, 700_00)
    refuse_payback(deposit, 200_00, [])
    with pytest.raises(NotFreeError):
        refuse_payback(deposit, 200_01, [])
    with pytest.raises(PaybackBlockedError, match="vio_1"):
        refuse_payback(deposit, 1, ["vio_1"])
    with pytest.raises(ValueError, match="more than"):
        rules.set_aside(deposit, 200_01)
    with pytest.raises(ValueError, match="not set aside"):
        rules.pay_out(deposit, 1)
    with pytest.raises(ValueError, match="not negative"):
        rules.require(deposit, -1)


def test_a_shortfall_starts_one_clock_that_a_further_fine_does_not_move_and_a_top_up_ends() -> None:
    short = settle(EMPTY, NOW)
    # Ten working days after Monday, 23 November: the end of Monday, 7 December in China.
    assert short.due_at == datetime(2026, 12, 7, 16, 0, tzinfo=UTC)
    assert short.asked == 1
    worse = settle(rules.fine(short, 100_00)[0], NOW + timedelta(days=3))
    assert (worse.due_at, worse.asked) == (short.due_at, 1)
    full = settle(rules.pay_in(worse, worse.shortfall)[0], NOW)
    assert (full.due_at, full.overdue, full.shortfall) == (None, False, 0)
    again = settle(rules.fine(full, 1)[0], NOW + timedelta(days=1))
    assert (again.asked, again.shortfall) == (2, 1)
    assert settle(rules.end(again), NOW).due_at is None


def test_holidays_that_are_not_published_yet_only_give_more_time() -> None:
    late = datetime(2099, 12, 28, 4, 0, tzinfo=UTC)
    assert DepositPolicy().top_up_due(late) == datetime(2100, 1, 22, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"required": -1}, "not negative"),
        ({"alone_up_to": -1}, "not negative"),
        ({"top_up_working_days": 0}, "at least one day"),
        ({"days_per_role": 0}, "at least one day"),
        ({"lowered_days": 0}, "at least one day"),
    ],
)
def test_a_policy_without_sense_is_refused(changes: dict[str, int], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        DepositPolicy(**changes)


@given(st.lists(AMOUNTS, min_size=1), AMOUNTS)
def test_one_person_alone_never_frees_anything_by_what_is_required(
    required: list[int], amount: int
) -> None:
    before = rules.pay_in(EMPTY, amount)[0]
    deposit = before
    for one in required:
        deposit = rules.require(deposit, one)
    assert deposit.free_alone <= before.free
    assert deposit.free_alone <= deposit.free
    assert rules.require(
        deposit, max(deposit.required, EMPTY.required, *required)
    ).lowered_from is (None)


@given(st.lists(AMOUNTS, max_size=4), st.lists(AMOUNTS, max_size=4), AMOUNTS)
def test_an_approval_covers_what_was_lowered_before_its_request_and_nothing_after(
    before: list[int], after: list[int], amount: int
) -> None:
    deposit = rules.pay_in(EMPTY, amount)[0]
    for one in before:
        deposit = rules.require(deposit, one)
    seen = deposit.required
    for one in after:
        deposit = rules.require(deposit, one)
    approved = rules.approved_by_another(deposit, seen)
    assert approved.free_alone == max(0, approved.net - max(approved.required, seen))
