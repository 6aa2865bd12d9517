"""The life of a claim: no order of steps pays twice, pays more than is due, or loses money."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.fund.domain import claim as rules
from teleshop.fund.domain.claim import Claim, ClaimState, end_of_days
from teleshop.fund.domain.entitlement import ClaimKind, Entitlement
from teleshop.fund.domain.policy import FundPolicy
from teleshop.fund.errors import (
    AmountExceedsEntitlementError,
    ClaimStateError,
    OwnClaimError,
    PayerDecidedError,
    RecoveryExceedsError,
    ReviewRunsError,
)

pytestmark = pytest.mark.clause("6.3.4")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
POLICY = FundPolicy(effective_from=date(2026, 11, 1))
DUE = Entitlement(amount=900_00, payable=900_00, working_zh="", working_en="", rule="R1.18")


def claim(state: ClaimState = ClaimState.REVIEW, **changes: object) -> Claim:
    made = Claim(
        id="clm_1",
        kind=ClaimKind.FRAUD_DAMAGES,
        customer_id="ann",
        supplier_id="sup_1",
        order_id="o1",
        lines=(1, 2),
        currency="CNY",
        paid_price=300_00,
        entitlement=DUE,
        claimed=900_00,
        amount=900_00,
        filed_by="agnes",
        by_staff=True,
        opened_at=NOW,
        decision_due=NOW,
        state=state,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_damages_for_the_same_goods_are_twins_whichever_rule_they_rest_on() -> None:
    fraud = claim()
    food, gesture = (
        replace(fraud, kind=ClaimKind.FOOD_DAMAGES),
        replace(fraud, kind=ClaimKind.GOODWILL),
    )
    assert fraud.twin_keys == food.twin_keys == ("o1#1#damages", "o1#2#damages")
    assert set(gesture.twin_keys).isdisjoint(fraud.twin_keys)


def test_what_is_set_aside_follows_the_state() -> None:
    partly = claim(amount=100_00)
    assert partly.held == 900_00
    assert rules.approved(partly, "lee", POLICY, NOW).held == 100_00
    assert rules.refused(partly, "lee", "no", None, NOW).held == 0
    assert claim(ClaimState.WAITING).held == 0
    assert claim(ClaimState.RETURNED, amount=100_00).held == 900_00


def test_a_payout_is_due_at_the_end_of_the_seventh_day_in_china() -> None:
    after = rules.approved(claim(), "lee", POLICY, NOW)
    assert after.payout_due == datetime(2026, 11, 30, 16, tzinfo=UTC)
    late = datetime(2026, 11, 23, 16, tzinfo=UTC)  # the first instant of the 24th in China
    assert end_of_days(late, 7) == datetime(2026, 12, 1, 16, tzinfo=UTC)
    assert end_of_days(late - timedelta(microseconds=1), 7) == after.payout_due


def test_a_part_is_granted_with_a_reason_but_never_more_than_was_asked_for() -> None:
    after = rules.assessed(claim(), 1, "half of the goods were used", "lee", NOW)
    assert (after.amount, after.claimed, after.assessed_by) == (1, 900_00, "lee")
    assert rules.assessed(after, 900_00, "not so", "lee", NOW).amount == 900_00
    asked_less = claim(claimed=100_00, amount=100_00)
    for amount in (0, -1, 100_01, 900_01):
        with pytest.raises(AmountExceedsEntitlementError):
            rules.assessed(asked_less, amount, "more", "lee", NOW)
    with pytest.raises(OwnClaimError):
        rules.assessed(claim(), 1, "mine", "agnes", NOW)


def test_a_decision_counts_for_the_amount_that_stood_when_it_was_made() -> None:
    part = rules.assessed(claim(), 1, "part", "lee", NOW)
    later = NOW + timedelta(seconds=1)
    assert rules.is_judged_as_it_stands(claim(), later)
    assert rules.is_judged_as_it_stands(part, later)
    assert rules.is_judged_as_it_stands(part, NOW)
    assert not rules.is_judged_as_it_stands(part, NOW - timedelta(microseconds=1))


@pytest.mark.parametrize("payer", ["agnes", "lee"])
def test_who_filed_or_decided_does_not_pay(payer: str) -> None:
    with pytest.raises(PayerDecidedError):
        rules.paid(claim(ClaimState.APPROVED, decided_by="lee"), "bank-9", payer, POLICY, NOW)


def test_what_no_supplier_owes_is_closed_with_its_payment() -> None:
    approved = claim(ClaimState.APPROVED, kind=ClaimKind.GOODWILL)
    after = rules.paid(approved, "bank-9", "fay", POLICY, NOW)
    assert (after.state, after.closed_at, after.outstanding) == (ClaimState.CLOSED, NOW, 0)


def test_recoveries_close_the_claim_when_nothing_is_owed() -> None:
    owed = rules.paid(claim(ClaimState.APPROVED), "bank-9", "fay", POLICY, NOW)
    assert owed.outstanding == 900_00
    assert owed.recovery_due == end_of_days(NOW, POLICY.recovery_days)
    part = rules.recovered(owed, 899_99, NOW)
    assert (part.state, part.outstanding) == (ClaimState.PAID, 1)
    for amount in (0, 2):
        with pytest.raises(RecoveryExceedsError):
            rules.recovered(part, amount, NOW)
    assert rules.recovered(part, 1, NOW).state is ClaimState.CLOSED
    given_up = rules.written_off(part, "insolvent", NOW)
    assert (given_up.state, given_up.written_off, given_up.recovered) == (
        ClaimState.CLOSED,
        1,
        899_99,
    )


def test_a_returned_claim_is_judged_anew_with_all_its_evidence() -> None:
    back = rules.returned(claim(evidence=("doc_1",)), "photo missing", "photo", POLICY, NOW)
    assert back.evidence_due == end_of_days(NOW, POLICY.evidence_days)
    again = rules.resubmitted(back, ("doc_2", "doc_1"), None, POLICY, NOW)
    assert (again.state, again.round, again.submission) == (ClaimState.REVIEW, 2, 2)
    assert again.evidence == ("doc_1", "doc_2")
    assert rules.lapsed(back, NOW).reason_code == "no_evidence"


def test_only_a_review_that_stopped_or_is_overdue_runs_again() -> None:
    running = claim(decision_due=NOW + timedelta(days=7))
    with pytest.raises(ReviewRunsError):
        rules.restarted(running, NOW)
    assert rules.restarted(running, running.decision_due).round == 2
    after = rules.restarted(rules.stalled(running), NOW)
    assert (after.stalled, after.round, after.submission) == (False, 2, 1)


STEPS: dict[str, Callable[[Claim], Claim]] = {
    "fund": rules.with_money,
    "assess": lambda known: rules.assessed(known, 1, "part", "lee", NOW),
    "approve": lambda known: rules.approved(known, "lee", POLICY, NOW),
    "refuse": lambda known: rules.refused(known, "lee", "no", None, NOW),
    "return": lambda known: rules.returned(known, "more", None, POLICY, NOW),
    "resubmit": lambda known: rules.resubmitted(known, ("doc_1",), None, POLICY, NOW),
    "withdraw": lambda known: rules.withdrawn(known, NOW),
    "lapse": lambda known: rules.lapsed(known, NOW),
    "stall": rules.stalled,
    "pay": lambda known: rules.paid(known, "bank-9", "fay", POLICY, NOW),
    "recover": lambda known: rules.recovered(known, 1, NOW),
    "write_off": lambda known: rules.written_off(known, "insolvent", NOW),
}
FINAL = {ClaimState.REFUSED, ClaimState.WITHDRAWN, ClaimState.LAPSED, ClaimState.CLOSED}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=15))
@settings(max_examples=100)
def test_no_order_of_steps_pays_twice_or_more_than_is_due_or_leaves_an_end(
    steps: list[str],
) -> None:
    known, payments = claim(ClaimState.WAITING), 0
    for step in steps:
        before = known
        try:
            known = STEPS[step](known)
        except (ClaimStateError, RecoveryExceedsError):
            continue
        payments += step == "pay"
        assert before.state not in FINAL
        assert 0 < known.amount <= known.claimed <= known.entitlement.payable
        assert 0 <= known.recovered + known.written_off <= known.amount
        assert known.outstanding >= 0
        assert (known.closed_at is not None) == (known.state in FINAL)
    assert payments <= 1
