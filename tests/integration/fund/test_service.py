"""The fund on its tables: money is set aside, paid and recovered with the claim, in one change."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.fund.workbook import render
from teleshop.approvals.domain.approval import Choice
from teleshop.approvals.schemas import DecisionBody
from teleshop.approvals.service import Decided
from teleshop.approvals.wiring import service as approvals
from teleshop.documents.errors import DocumentNotAcceptedError, DocumentNotFoundError
from teleshop.fund.domain.claim import ClaimState
from teleshop.fund.errors import (
    AmountExceedsEntitlementError,
    AmountMissingError,
    ClaimNotFoundError,
    ClaimOrderNotFoundError,
    ClaimStateError,
    GoodwillByStaffError,
    MonthNotOverError,
    PayerDecidedError,
    ReferenceUsedError,
    StatementNotFoundError,
    TwinClaimError,
)
from teleshop.fund.schemas import (
    AssessmentBody,
    ClaimsQuery,
    EvidenceBody,
    MemoBody,
    PayoutBody,
    RecoveryBody,
)
from teleshop.fund.wiring import service
from teleshop.kernel.actor import Actor
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.settings import settings
from teleshop.ledger.errors import EntryNotFoundError, EntryReversedError
from teleshop.ledger.wiring import service as ledger
from tests.factories import fund as f
from tests.factories.approvals import asked
from tests.factories.documents import accepted, awaited
from tests.factories.fund import call, contributed, decided, opened, ordered
from tests.factories.orders import STRANGER, line

pytestmark = pytest.mark.clause("6.3.4")
WORDS = "收到的商品与节目宣传不符，请致电 13800000000"


def claim(claim_id: str) -> Any:
    return service().claims.show(call(f.AGENT), claim_id).claim


def money() -> tuple[int, int, int]:
    """Free, reserved, receivable."""
    figure = service().payments.figure(call())
    return figure.free, figure.reserved, figure.receivable


def proven() -> None:
    proof = ledger().trial_balance("fund")
    assert proof.agrees
    assert proof.is_balanced


def events(aws: Any) -> list[str]:
    return [item["type"] for item in aws.items("OutboxTable")]


def data(aws: Any, type: str) -> list[dict[str, Any]]:
    return [
        json.loads(item["envelope"])["data"]
        for item in aws.items("OutboxTable")
        if item["type"] == type
    ]


def clocks(aws: Any) -> dict[str, str]:
    return {item["kind"]: item["state"] for item in aws.items("DeadlinesTable")}


def test_a_claim_sets_its_money_aside_and_says_by_which_article(aws: Any) -> None:
    ordered()
    contributed()
    shown = opened()
    made = shown.claim
    assert (shown.reader, made.state, made.claimed) == ("customer", "in_review", f.FRAUD)
    assert (made.entitlement.rule, made.entitlement.article) == ("R1.18", "55(1); 49")
    assert made.decision_due.isoformat() == "2026-11-30T16:00:00+00:00"
    assert money() == (10_000_00 - f.FRAUD, f.FRAUD, 0)
    assert claim(made.id) == made
    assert clocks(aws) == {"decision": "open"}
    (told,) = data(aws, "ClaimOpened")
    assert (told["customer_id"], told["state"]) == (f.BUYER.subject, "in_review")
    (asked,) = data(aws, "ClaimReviewRequested")
    assert asked == {"claim_id": made.id, "round": 1, "waited": False}
    proven()


def test_what_a_customer_tells_is_stored_published_and_audited_nowhere_in_the_clear(
    aws: Any,
) -> None:
    claim_id = f.in_review(statement=WORDS)
    service().claims.assess_claim(
        call(f.LEAD), claim_id, AssessmentBody(amount=1, reason="客户张三已使用")
    )
    assert claim(claim_id).statement == WORDS
    for table in ("FundTable", "LedgerTable", "OutboxTable", "AuditTable", "DeadlinesTable"):
        stored = json.dumps(aws.items(table), ensure_ascii=False, default=repr)
        assert "13800000000" not in stored
        assert "张三" not in stored


def test_without_enough_money_claims_wait_in_order_of_filing_and_nobody_overtakes(
    aws: Any,
) -> None:
    ordered()
    contributed(1_000_00)
    first = opened(lines=[1]).claim
    second = opened(after=timedelta(minutes=1), lines=[3]).claim
    small = opened(after=timedelta(minutes=2), kind="goodwill", actor=f.AGENT, amount=1).claim
    assert [known.state for known in (first, second, small)] == [
        "in_review",
        "waiting_for_funds",
        "waiting_for_funds",
    ]
    assert [told["claim_id"] for told in data(aws, "FundInsufficient")] == [second.id, small.id]
    assert data(aws, "FundInsufficient")[0]["available"] == 1_000_00 - f.FRAUD
    figure = service().payments.figure(call())
    assert (figure.waiting_claims, figure.waiting_amount) == (2, f.FRAUD + 1)

    assert service().reviews.reserve_next(call(after=f.DAY)) is None
    contributed(f.FRAUD, "bank-2")
    served = service().reviews.reserve_next(call(after=f.DAY))
    assert served is not None
    assert (served.id, served.state) == (second.id, "in_review")
    assert service().reviews.reserve_next(call(after=f.DAY)).id == small.id  # type: ignore[union-attr]
    assert service().reviews.reserve_next(call(after=f.DAY)) is None
    assert [told["waited"] for told in data(aws, "ClaimReviewRequested")] == [False, True, True]
    proven()


def test_who_waits_can_withdraw_and_leaves_the_queue(aws: Any) -> None:
    ordered()
    waiting = opened().claim
    service().claims.withdraw_claim(call(f.BUYER), waiting.id)
    assert claim(waiting.id).state == "withdrawn"
    contributed()
    assert service().reviews.reserve_next(call()) is None
    assert money() == (10_000_00, 0, 0)
    assert opened().claim.state == "in_review"


def test_fifty_claims_at_once_never_spend_what_is_not_there(aws: Any) -> None:
    for number in range(1, 51):
        ordered(f"TS-{number}", lines=(line(1),), paid=line(1).paid)
    contributed(30 * 100_00)

    def file(number: int) -> str:
        made = opened(order_id=f"TS-{number}", amount=100_00)
        return str(made.claim.state)

    with ThreadPoolExecutor(max_workers=50) as pool:
        states = sorted(pool.map(file, range(1, 51)))
    reserved = states.count("in_review")
    assert set(states) == {"in_review", "waiting_for_funds"}
    assert money() == (3_000_00 - reserved * 100_00, reserved * 100_00, 0)
    served = 0
    while service().reviews.reserve_next(call(after=f.DAY)):
        served += 1
    assert reserved + served == 30
    assert money() == (0, 3_000_00, 0)
    proven()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"order_id": "TS-none"}, ClaimOrderNotFoundError),
        ({"amount": f.FRAUD + 1}, AmountExceedsEntitlementError),
        ({"kind": "goodwill", "amount": 1}, GoodwillByStaffError),
        ({"evidence": ["doc_gone"]}, DocumentNotFoundError),
    ],
)
def test_what_cannot_be_claimed_is_refused_and_nothing_is_stored(
    aws: Any, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    ordered()
    contributed()
    with pytest.raises(refusal):
        opened(**changes)
    assert [item for item in aws.items("FundTable") if item["sk"] == "claim"] == []
    assert money() == (10_000_00, 0, 0)


def test_another_customers_order_is_not_found_and_goodwill_needs_an_amount(aws: Any) -> None:
    ordered()
    with pytest.raises(ClaimOrderNotFoundError):
        opened(STRANGER)
    with pytest.raises(AmountMissingError):
        opened(f.AGENT, kind="goodwill")
    assert opened(f.AGENT).claim.customer_id == f.BUYER.subject


def test_the_same_line_is_claimed_for_once_until_a_claim_ends_without_pay(aws: Any) -> None:
    claim_id = f.in_review()
    with pytest.raises(TwinClaimError):
        opened(lines=[1, 3])
    other = opened(kind="refund_advance", lines=[1])
    assert other.claim.amount == 299_00
    decided(claim_id, f.REJECTED)
    assert opened(lines=[1, 3]).claim.amount == 2 * f.FRAUD


def test_two_twins_at_once_leave_one(aws: Any) -> None:
    ordered()
    contributed()

    def file(_: int) -> str:
        try:
            return str(opened().claim.state)
        except TwinClaimError:
            return "twin"

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert sorted(pool.map(file, range(2))) == ["in_review", "twin"]
    assert money()[1] == f.FRAUD


def test_an_approval_frees_what_was_not_granted_and_starts_the_clock_of_the_payout(
    aws: Any,
) -> None:
    claim_id = f.in_review()
    part = AssessmentBody(amount=500_00, reason="部分成立")
    assert service().claims.assess_claim(call(f.LEAD), claim_id, part).claim.amount == 500_00
    decided(claim_id)
    after = claim(claim_id)
    assert (after.state, after.amount, after.decided_by) == ("approved", 500_00, "lee")
    assert after.payout_due == datetime.fromisoformat("2026-12-01T16:00:00+00:00")
    assert money() == (10_000_00 - 500_00, 500_00, 0)
    assert clocks(aws) == {"decision": "met", "payout": "open"}
    (told,) = data(aws, "ClaimDecided")
    assert (told["outcome"], told["amount"], told["released"]) == (
        "approved",
        500_00,
        f.FRAUD - 500_00,
    )
    with pytest.raises(ClaimStateError):
        service().claims.assess_claim(call(f.LEAD), claim_id, part)
    proven()


def test_an_amount_that_was_changed_after_its_approval_is_not_paid(aws: Any) -> None:
    claim_id = f.in_review()
    approval = approvals().open(
        call(), asked(process={"kind": "fund_claim", "id": claim_id, "round": 1}, role="lead")
    )
    own, body = service(), AssessmentBody(amount=1_00, reason="部分成立")
    own.claims.assess_claim(call(f.LEAD), claim_id, body)
    approvals().decide(
        call(f.LEAD, timedelta(hours=1)), approval.id, DecisionBody(decision=Choice.APPROVE)
    )
    more = AssessmentBody(amount=500_00, reason="补充认定")
    own.claims.assess_claim(call(f.LEAD, timedelta(hours=2)), claim_id, more)
    decided(claim_id, Decided("approved", "lee", approval.id))
    after = claim(claim_id)
    assert (after.state, after.stalled) == ("in_review", True)
    assert data(aws, "ClaimReviewStalled")[0]["error"] == "assessed_meanwhile"


def test_a_loss_is_proven_by_documents_of_the_customer_or_of_the_agent(aws: Any) -> None:
    ordered()
    contributed(100_000_00)
    proof = accepted(f.BUYER, purpose="case_attachment")
    wanted: dict[str, Any] = {
        "kind": "food_damages",
        "lines": [2],
        "loss": 400_00,
        "evidence": [proof.id],
    }
    made = opened(**wanted).claim
    assert (made.claimed, made.evidence) == (1_200_00, (proof.id,))
    assert opened(f.AGENT, **wanted | {"lines": [4], "basis": "loss"}).claim.claimed == 1_200_00
    foreign = accepted(STRANGER, purpose="case_attachment").id
    unchecked = awaited(f.BUYER, "case_attachment").document.id
    for document_id, refusal in (
        (foreign, DocumentNotFoundError),
        (unchecked, DocumentNotAcceptedError),
    ):
        with pytest.raises(refusal):
            opened(**wanted | {"lines": [2, 4], "evidence": [proof.id, document_id]})


def test_a_refusal_frees_the_money_and_an_outcome_counts_once(aws: Any) -> None:
    claim_id = f.in_review()
    decided(claim_id, f.REJECTED)
    decided(claim_id)
    after = claim(claim_id)
    assert (after.state, after.reason_code, after.held) == ("refused", "not_proven", 0)
    assert money() == (10_000_00, 0, 0)
    assert clocks(aws) == {"decision": "met"}
    with pytest.raises(ClaimStateError):
        service().claims.withdraw_claim(call(f.BUYER), claim_id)


@pytest.mark.parametrize("prepare", [f.in_review, f.approved])
def test_a_customer_withdraws_until_the_money_is_sent(aws: Any, prepare: Any) -> None:
    claim_id = prepare()
    service().claims.withdraw_claim(call(f.BUYER, 2 * f.DAY), claim_id)
    assert claim(claim_id).state == "withdrawn"
    assert money() == (10_000_00, 0, 0)
    assert "open" not in clocks(aws).values()
    assert data(aws, "ClaimDecided")[-1]["outcome"] == "withdrawn"


def test_a_returned_claim_waits_for_evidence_and_lapses_without(aws: Any) -> None:
    claim_id = decided(f.in_review(), f.RETURNED)
    back = claim(claim_id)
    assert (back.state, money()[1]) == ("returned", f.FRAUD)
    with pytest.raises(InvalidInputError):
        service().claims.add_evidence(call(f.BUYER), claim_id, EvidenceBody())
    service().claims.add_evidence(
        call(f.BUYER, 2 * f.DAY), claim_id, EvidenceBody(statement="照片已补充")
    )
    again = claim(claim_id)
    assert (again.state, again.round, again.statement) == ("in_review", 2, "照片已补充")
    decided(claim_id, f.APPROVED, round=1)
    assert claim(claim_id).state == "in_review"
    decided(claim_id, f.RETURNED, round=2)
    late = call(after=40 * f.DAY)
    stale = service().reviews.clock_ran_out(
        late, claim_id, "evidence", f"fund:{claim_id}:evidence:1", late.now
    )
    assert stale is None
    service().reviews.clock_ran_out(
        late, claim_id, "evidence", f"fund:{claim_id}:evidence:2", late.now
    )
    assert (claim(claim_id).state, money()) == ("lapsed", (10_000_00, 0, 0))


def test_a_review_that_nobody_decided_waits_for_a_manager(aws: Any) -> None:
    claim_id = decided(f.in_review(), f.TIMED_OUT)
    assert claim(claim_id).stalled
    (told,) = data(aws, "ClaimReviewStalled")
    assert told["error"] == "timed_out"
    service().reviews.report_failure(call(), claim_id, 1, "States.Timeout")
    assert len(data(aws, "ClaimReviewStalled")) == 1
    service().reviews.restart_review(call(f.MANAGER), claim_id)
    decided(claim_id)
    assert claim(claim_id).state == "in_review"
    decided(claim_id, round=2)
    after = claim(claim_id)
    assert (after.state, after.stalled) == ("approved", False)


def test_a_payment_is_booked_once_by_a_third_person_and_the_supplier_owes_it(aws: Any) -> None:
    claim_id = f.approved(f.AGENT)
    pay = service().payments.pay_claim
    body = PayoutBody(reference="pay-1")
    for actor in (f.AGENT, f.LEAD):
        with pytest.raises(PayerDecidedError):
            pay(call(actor), claim_id, body)
    after = pay(call(f.FINANCE, 2 * f.DAY), claim_id, body).claim
    assert (after.state, after.outstanding) == ("paid", f.FRAUD)
    assert money() == (10_000_00 - f.FRAUD, 0, f.FRAUD)
    assert clocks(aws) == {"decision": "met", "payout": "met", "recovery": "open"}
    late = call(after=40 * f.DAY)
    deadline = f"fund:{claim_id}:recovery:1"
    service().reviews.clock_ran_out(late, claim_id, "recovery", deadline, late.now)
    assert data(aws, "ClaimOverdue")[0]["what"] == "recovery"
    with pytest.raises(ClaimStateError):
        pay(call(f.FINANCE), claim_id, PayoutBody(reference="pay-2"))
    (told,) = data(aws, "ClaimPaid")
    assert (told["customer_id"], told["recoverable"]) == (f.BUYER.subject, f.FRAUD)

    recover = service().payments.record_recovery
    recover(call(f.FINANCE), claim_id, RecoveryBody(amount=97_00, reference="rec-1"))
    with pytest.raises(ReferenceUsedError):
        recover(call(f.FINANCE), claim_id, RecoveryBody(amount=1_00, reference="rec-1"))
    assert claim(claim_id).outstanding == 800_00
    recover(call(f.FINANCE), claim_id, RecoveryBody(amount=800_00, reference="rec-2"))
    assert (claim(claim_id).state, money()) == ("closed", (10_000_00, 0, 0))
    assert clocks(aws)["recovery"] == "met"
    proven()


def test_what_cannot_be_recovered_is_written_off(aws: Any) -> None:
    claim_id = f.paid()
    memo = MemoBody(reason_code="insolvent")
    after = service().payments.write_off(call(f.MANAGER), claim_id, memo).claim
    assert (after.state, after.written_off) == ("closed", f.FRAUD)
    assert money() == (10_000_00 - f.FRAUD, 0, 0)
    assert data(aws, "ClaimWrittenOff")[0]["reason_code"] == "insolvent"
    proven()


def test_goodwill_is_the_platforms_own_and_closed_with_its_payment(aws: Any) -> None:
    claim_id = f.paid(f.AGENT, kind="goodwill", amount=20_00)
    assert claim(claim_id).state == "closed"
    assert money() == (10_000_00 - 20_00, 0, 0)
    assert {line.account for line in ledger().trial_balance("fund").lines} == {
        "contributions",
        "free_cash",
        "payouts",
        "reserved_cash",
    }


def test_a_contribution_is_booked_once_and_can_be_taken_back_while_it_is_free(aws: Any) -> None:
    made = contributed()
    with pytest.raises(ReferenceUsedError):
        contributed()
    reverse = service().payments.reverse_contribution
    memo = MemoBody(reason_code="typing_error")
    assert reverse(call(f.FINANCE), made.entry_id, memo).amount == -10_000_00
    with pytest.raises(EntryReversedError):
        reverse(call(f.FINANCE), made.entry_id, memo)
    assert money() == (0, 0, 0)
    again = contributed()
    ordered()
    opened()
    (reservation,) = [
        line for line in ledger().lines("fund", "free_cash") if line.kind == "reservation"
    ]
    with pytest.raises(EntryNotFoundError):
        reverse(call(f.FINANCE), reservation.entry_id, memo)
    assert again.amount == 10_000_00
    proven()


def test_everybody_sees_the_claims_that_concern_them(aws: Any) -> None:
    claim_id = f.in_review()
    own = service().claims
    assert own.show(call(f.BUYER), claim_id).reader == "customer"
    assert own.show(call(f.SUPPLIER), claim_id).reader == "supplier"
    for stranger in (STRANGER, Actor("stan", f.SUPPLIER.roles, "sup_other")):
        with pytest.raises(ClaimNotFoundError):
            own.show(call(stranger), claim_id)
    with pytest.raises(ClaimNotFoundError):
        own.show(call(f.AGENT), "clm_gone")

    def ids(actor: Any, **filters: Any) -> list[str]:
        query = ClaimsQuery(**filters)
        return [shown.claim.id for shown in own.list_claims(call(actor), query).items]

    assert ids(f.BUYER) == ids(f.SUPPLIER) == [claim_id]
    assert ids(STRANGER) == ids(Actor("new", f.SUPPLIER.roles)) == []
    assert ids(f.AGENT, state=ClaimState.REVIEW) == [claim_id]
    assert ids(f.AGENT, state=ClaimState.PAID) == []
    assert ids(f.AGENT, customer=f.BUYER.subject) == ids(f.AGENT, supplier=f.SUPPLIER.supplier_id)
    for actor, filters in ((f.BUYER, {"customer": "bob"}), (f.AGENT, {})):
        with pytest.raises(InvalidInputError):
            ids(actor, **filters)


def test_a_statement_is_made_of_the_month_and_again_the_same(aws: Any) -> None:
    f.paid()
    contributed(1_00, "bank-2", 8 * f.DAY)  # the first of December
    own = service().statements
    with pytest.raises(StatementNotFoundError):
        own.show(call(), "2026-11")
    with pytest.raises(MonthNotOverError):
        own.request_statement(call(f.FINANCE), "2026-11")
    december = call(f.FINANCE, 9 * f.DAY)
    assert own.request_statement(december, "2026-11").state == "requested"
    assert own.show(december, "2026-11").url is None
    made = own.make_statement(december, render)
    assert (made.month, made.state, made.balanced, made.movements) == ("2026-11", "ready", True, 8)
    assert own.make_statement(december, render, "2026-11") == made
    shown = own.show(december, "2026-11")
    assert shown.url is not None
    assert "fund-2026-11.xlsx" in shown.url
    assert f"versionId={made.version_id}" in shown.url

    stored = aws.client("s3").get_object(Bucket=settings().bucket_documents, Key=made.key)
    assert len(stored["Body"].read()) == made.size
    again = own.request_statement(december, "2026-11")
    assert again.state == "requested"
    remade = own.make_statement(december, render, "2026-11")
    assert (remade.sha256, remade.version_id) == (made.sha256, made.version_id)
    assert len(data(aws, "FundStatementMade")) == 2
    opening = own.collect("2026-12").accounts
    assert {account.code: account.opening for account in opening}["free_cash"] == (
        10_000_00 - f.FRAUD
    )
