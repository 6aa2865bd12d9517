"""What people see of the fund. Amounts are whole fen."""

from datetime import datetime
from typing import Literal

from teleshop.fund.domain.claim import Claim
from teleshop.fund.domain.entitlement import Entitlement
from teleshop.fund.domain.records import Figure
from teleshop.fund.domain.statement import StatementRecord
from teleshop.kernel.schema import Output

Reader = Literal["customer", "supplier", "staff"]


class EntitlementView(Output, frozen=True, kw_only=True):
    """What is due by which article; ``payable`` is what the fund pays of it at most."""

    amount: int
    payable: int
    working_zh: str
    working_en: str
    rule: str | None
    source: str | None
    article: str | None
    mandatory: bool

    @classmethod
    def of(cls, known: Entitlement) -> "EntitlementView":
        """The same for people."""
        return cls(
            amount=known.amount,
            payable=known.payable,
            working_zh=known.working_zh,
            working_en=known.working_en,
            rule=known.rule,
            source=known.source,
            article=known.article,
            mandatory=known.mandatory,
        )


class ClaimView(Output, frozen=True, kw_only=True):
    """A claim as its reader may see it: the supplier nothing of the customer, the customer not who
    of the staff handled it. ``amount`` is what it stands at now; ``outstanding`` what the supplier
    owes.
    """

    id: str
    kind: str
    state: str
    order_id: str
    lines: list[int]
    supplier_id: str
    currency: str
    paid_price: int
    claimed: int
    amount: int
    entitlement: EntitlementView
    opened_at: datetime
    decision_due: datetime
    stalled: bool
    round: int
    recovered: int
    written_off: int
    outstanding: int
    case_id: str | None = None
    customer_id: str | None = None
    loss: int | None = None
    basis: str | None = None
    evidence: list[str] | None = None
    statement: str | None = None
    assessment: str | None = None
    reason: str | None = None
    reason_code: str | None = None
    decided_at: datetime | None = None
    evidence_due: datetime | None = None
    payout_due: datetime | None = None
    paid_at: datetime | None = None
    payment_reference: str | None = None
    recovery_due: datetime | None = None
    closed_at: datetime | None = None
    filed_by: str | None = None
    assessed_by: str | None = None
    decided_by: str | None = None
    paid_by: str | None = None
    version: int

    @classmethod
    def of(cls, claim: Claim, reader: Reader) -> "ClaimView":
        """What ``reader`` may see."""
        private = reader != "supplier"
        staff = reader == "staff"
        return cls(
            id=claim.id,
            kind=claim.kind,
            state=claim.state,
            order_id=claim.order_id,
            lines=list(claim.lines),
            supplier_id=claim.supplier_id,
            currency=claim.currency,
            paid_price=claim.paid_price,
            claimed=claim.claimed,
            amount=claim.amount,
            entitlement=EntitlementView.of(claim.entitlement),
            opened_at=claim.opened_at,
            decision_due=claim.decision_due,
            stalled=claim.stalled,
            round=claim.round,
            recovered=claim.recovered,
            written_off=claim.written_off,
            outstanding=claim.outstanding,
            case_id=claim.case_id if private else None,
            customer_id=claim.customer_id if private else None,
            loss=claim.loss if private else None,
            basis=claim.basis if private else None,
            evidence=list(claim.evidence) if private else None,
            statement=claim.statement if private else None,
            assessment=claim.assessment if private else None,
            reason=claim.reason if private else None,
            reason_code=claim.reason_code,
            decided_at=claim.decided_at,
            evidence_due=claim.evidence_due,
            payout_due=claim.payout_due,
            paid_at=claim.paid_at,
            payment_reference=claim.payment_reference if private else None,
            recovery_due=claim.recovery_due if reader != "customer" else None,
            closed_at=claim.closed_at,
            filed_by=claim.filed_by if staff else None,
            assessed_by=claim.assessed_by if staff else None,
            decided_by=claim.decided_by if staff else None,
            paid_by=claim.paid_by if staff else None,
            version=claim.version,
        )


class ContributionView(Output, frozen=True, kw_only=True):
    """An entry that brought money in, or took a wrong one back."""

    entry_id: str
    kind: str
    amount: int
    reference: str
    at: datetime


class FundView(Output, frozen=True, kw_only=True):
    """Where the fund stands: ``cash`` is ``free`` and ``reserved``; ``receivable`` is owed by
    suppliers.
    """

    cash: int
    free: int
    reserved: int
    receivable: int
    contributions: int
    payouts: int
    waiting_claims: int
    waiting_amount: int
    at: datetime

    @classmethod
    def of(cls, figure: Figure) -> "FundView":
        """The same for people."""
        return cls(
            cash=figure.cash,
            free=figure.free,
            reserved=figure.reserved,
            receivable=figure.receivable,
            contributions=figure.contributions,
            payouts=figure.payouts,
            waiting_claims=figure.waiting_claims,
            waiting_amount=figure.waiting_amount,
            at=figure.at,
        )


class StatementView(Output, frozen=True, kw_only=True):
    """The statement of a month; ``url`` works until ``expires_at`` and is null while it is made."""

    month: str
    state: str
    asked_at: datetime
    made_at: datetime | None = None
    sha256: str | None = None
    size: int = 0
    movements: int = 0
    balanced: bool = False
    url: str | None = None
    expires_at: datetime | None = None

    @classmethod
    def of(
        cls, record: StatementRecord, url: str | None = None, expires_at: datetime | None = None
    ) -> "StatementView":
        """The same for people, with a link."""
        return cls(
            month=record.month,
            state=record.state,
            asked_at=record.asked_at,
            made_at=record.made_at,
            sha256=record.sha256,
            size=record.size,
            movements=record.movements,
            balanced=record.balanced,
            url=url,
            expires_at=expires_at,
        )
