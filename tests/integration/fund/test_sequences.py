"""Whatever is done to claims in whatever order: the books say what the claims say, to the fen."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleshop.fund.domain.claim import ClaimState
from teleshop.fund.schemas import (
    AssessmentBody,
    ClaimsQuery,
    EvidenceBody,
    MemoBody,
    PayoutBody,
    RecoveryBody,
)
from teleshop.fund.wiring import service
from teleshop.kernel.errors import Refusal
from teleshop.ledger.wiring import service as ledger
from tests.factories import fund as f
from tests.harness.aws import cloud

CLAIMS = 2
ACTIONS = (
    *("contribute", "serve", "assess", "approve", "reject", "return", "resubmit"),
    *("withdraw", "lapse", "pay", "recover", "write_off"),
)
steps = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, CLAIMS - 1), st.integers(1, 900_00)),
    min_size=5,
    max_size=20,
)


class Counter:
    """The fund under test; each step comes a minute after the one before."""

    def __init__(self) -> None:
        self.minutes = 0
        f.contributed(1_000_00)
        self.ids = []
        for number in range(CLAIMS):
            f.ordered(f"TS-{number}")
            after = timedelta(seconds=number)
            self.ids.append(f.opened(order_id=f"TS-{number}", after=after).claim.id)

    def do(self, action: str, claim_id: str, amount: int) -> None:
        """One step; a refusal is an answer too."""
        self.minutes += 1
        own, name = service(), f"ref-{self.minutes}"
        after = timedelta(minutes=self.minutes)
        at = f.call(after=after)
        known = own.claims.show(f.call(f.AGENT), claim_id).claim
        match action:
            case "contribute":
                f.contributed(amount, name, after)
            case "serve":
                own.reviews.reserve_next(at)
            case "assess":
                body = AssessmentBody(amount=amount, reason="部分成立")
                own.claims.assess_claim(f.call(f.LEAD, after), claim_id, body)
            case "approve" | "reject" | "return":
                outcomes = {"approve": f.APPROVED, "reject": f.REJECTED, "return": f.RETURNED}
                own.reviews.apply_outcome(at, claim_id, known.round, outcomes[action])
            case "resubmit":
                body_of = EvidenceBody(statement="补充")
                own.claims.add_evidence(f.call(f.BUYER, after), claim_id, body_of)
            case "withdraw":
                own.claims.withdraw_claim(f.call(f.BUYER, after), claim_id)
            case "lapse":
                deadline = f"fund:{claim_id}:evidence:{known.submission}"
                own.reviews.clock_ran_out(at, claim_id, "evidence", deadline, at.now)
            case "pay":
                own.payments.pay_claim(
                    f.call(f.FINANCE, after), claim_id, PayoutBody(reference=name)
                )
            case "recover":
                back = RecoveryBody(amount=amount, reference=name)
                own.payments.record_recovery(f.call(f.FINANCE, after), claim_id, back)
            case "write_off":
                memo = MemoBody(reason_code="insolvent")
                own.payments.write_off(f.call(f.MANAGER, after), claim_id, memo)


def all_claims() -> list[Any]:
    query = ClaimsQuery(customer=f.BUYER.subject, limit=100)
    return [shown.claim for shown in service().claims.list_claims(f.call(f.AGENT), query).items]


@pytest.mark.clause("6.3.4")
@given(steps)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_books_say_what_the_claims_say(sequence: list[tuple[str, int, int]]) -> None:
    with cloud():
        counter = Counter()
        for action, number, amount in sequence:
            try:
                counter.do(action, counter.ids[number], amount)
            except Refusal:
                continue
        claims = all_claims()
        figure = service().payments.figure(f.call())
        assert figure.reserved == sum(claim.held for claim in claims)
        assert figure.receivable == sum(claim.outstanding for claim in claims)
        assert figure.free >= 0
        waiting = [claim for claim in claims if claim.state is ClaimState.WAITING]
        assert figure.waiting_claims == len(waiting)
        assert figure.waiting_amount == sum(claim.claimed for claim in waiting)
        paid = sum(claim.amount for claim in claims if claim.paid_at)
        recovered = sum(claim.recovered for claim in claims)
        assert figure.cash == figure.contributions - paid + recovered
        proof = ledger().trial_balance("fund")
        assert proof.agrees
        assert proof.is_balanced
