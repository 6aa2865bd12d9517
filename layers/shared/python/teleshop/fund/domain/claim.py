"""One claim on the fund: filed, money set aside, decided, paid, recovered from the supplier.

| state | money | next |
|---|---|---|
| `waiting_for_funds` | none set aside: too little | `in_review`, `refused`, `withdrawn` |
| `in_review` | set aside | `approved`, `refused`, `returned`, `withdrawn` |
| `returned` | set aside, for thirty days | `in_review`, `withdrawn`, `lapsed` |
| `approved` | what was approved is set aside | `paid`, `withdrawn` |
| `paid` | owed by the supplier | `closed` |
| `refused`, `withdrawn`, `lapsed`, `closed` | none | |
"""

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from teleshop.fund.domain.entitlement import Basis, ClaimKind, Entitlement
from teleshop.fund.domain.policy import FundPolicy
from teleshop.fund.errors import (
    AmountExceedsEntitlementError,
    ClaimStateError,
    OwnClaimError,
    PayerDecidedError,
    RecoveryExceedsError,
    ReviewRunsError,
)
from teleshop.kernel.clock import china_date, end_of_china_day
from teleshop.kernel.money import yuan

CLAIM_PREFIX: Final = "clm"
MAX_EVIDENCE: Final = 20


class ClaimState(StrEnum):
    """See the module."""

    WAITING = "waiting_for_funds"
    REVIEW = "in_review"
    RETURNED = "returned"
    APPROVED = "approved"
    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    CLOSED = "closed"


WORDS: Final = {
    ClaimState.WAITING: ("等待资金", "waiting for funds"),
    ClaimState.REVIEW: ("审核中", "under review"),
    ClaimState.RETURNED: ("待补充材料", "returned for evidence"),
    ClaimState.APPROVED: ("已批准", "approved"),
    ClaimState.PAID: ("已赔付", "paid"),
    ClaimState.REFUSED: ("已驳回", "refused"),
    ClaimState.WITHDRAWN: ("已撤回", "withdrawn"),
    ClaimState.LAPSED: ("已失效", "lapsed"),
    ClaimState.CLOSED: ("已结案", "closed"),
}
HOLDING: Final = frozenset({ClaimState.REVIEW, ClaimState.RETURNED, ClaimState.APPROVED})
"""Money is set aside."""
ENDED: Final = frozenset({ClaimState.REFUSED, ClaimState.WITHDRAWN, ClaimState.LAPSED})
"""Nothing was paid: the same goods may be claimed for again."""
WITHDRAWABLE: Final = (
    ClaimState.WAITING,
    ClaimState.REVIEW,
    ClaimState.RETURNED,
    ClaimState.APPROVED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Amounts in fen. ``claimed`` is what was asked for, ``amount`` what it stands at now: asked,
    assessed, approved. ``filed_by`` is a token subject, ``by_staff`` whether on the customer's
    behalf. ``round`` counts runs of the review, ``submission`` what the customer sent in.
    ``statement`` and the reasons are free text.
    """

    id: str
    kind: ClaimKind
    customer_id: str
    supplier_id: str
    order_id: str
    lines: tuple[int, ...]
    currency: str
    paid_price: int
    entitlement: Entitlement
    claimed: int
    amount: int
    filed_by: str
    by_staff: bool
    opened_at: datetime
    decision_due: datetime
    state: ClaimState
    case_id: str | None = None
    loss: int = 0
    basis: Basis = Basis.HIGHEST
    evidence: tuple[str, ...] = ()
    statement: str | None = field(default=None, repr=False)
    round: int = 1
    submission: int = 1
    stalled: bool = False
    assessed_by: str | None = None
    assessed_at: datetime | None = None
    assessment: str | None = field(default=None, repr=False)
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason: str | None = field(default=None, repr=False)
    reason_code: str | None = None
    evidence_due: datetime | None = None
    payout_due: datetime | None = None
    paid_at: datetime | None = None
    paid_by: str | None = None
    payment_reference: str | None = None
    recovery_due: datetime | None = None
    recovered: int = 0
    written_off: int = 0
    closed_at: datetime | None = None
    version: int = 1

    @property
    def held(self) -> int:
        """What is set aside for it: what was claimed, until it is known what is due."""
        if self.state not in HOLDING:
            return 0
        return self.amount if self.state is ClaimState.APPROVED else self.claimed

    @property
    def outstanding(self) -> int:
        """What the supplier still owes the fund."""
        if self.state is not ClaimState.PAID:
            return 0
        return self.amount - self.recovered - self.written_off

    @property
    def twin_keys(self) -> tuple[str, ...]:
        """What no second claim may be for: each line, by kind; damages count once, whichever rule
        they rest on.
        """
        return twin_keys(self.kind, self.order_id, self.lines)


def twin_keys(kind: ClaimKind, order_id: str, lines: tuple[int, ...]) -> tuple[str, ...]:
    """See :attr:`Claim.twin_keys`."""
    name = "damages" if kind.damages else kind.value
    return tuple(f"{order_id}#{line}#{name}" for line in lines)


def end_of_days(now: datetime, days: int) -> datetime:
    """The end, in China, of the ``days``-th calendar day after that of ``now``."""
    return end_of_china_day(china_date(now) + timedelta(days=days))


def check_amount(amount: int, entitled: Entitlement) -> None:
    """Refuse to claim or to grant more than the entitlement, and than the fund pays on one."""
    if not 0 < amount <= entitled.payable:
        raise AmountExceedsEntitlementError(
            amount=yuan(amount), limit=yuan(entitled.payable), rule=entitled.rule or "-"
        )


def _from(claim: Claim, *states: ClaimState) -> None:
    if claim.state not in states:
        zh, en = WORDS[claim.state]
        raise ClaimStateError(state_zh=zh, state_en=en)


def with_money(claim: Claim) -> Claim:
    """The claim once money is set aside for it: the review begins."""
    _from(claim, ClaimState.WAITING)
    return dataclasses.replace(claim, state=ClaimState.REVIEW)


def assessed(claim: Claim, amount: int, reason: str, by: str, now: datetime) -> Claim:
    """The claim once staff found that another amount is due than was claimed; approving it then
    approves that. Not by who filed it, and never more than what is set aside.
    """
    _from(claim, ClaimState.REVIEW)
    if by == claim.filed_by:
        raise OwnClaimError
    check_amount(amount, claim.entitlement)
    if amount > claim.claimed:
        raise AmountExceedsEntitlementError(
            amount=yuan(amount), limit=yuan(claim.claimed), rule=claim.entitlement.rule or "-"
        )
    return dataclasses.replace(
        claim, amount=amount, assessment=reason, assessed_by=by, assessed_at=now
    )


def is_judged_as_it_stands(claim: Claim, decided_at: datetime | None) -> bool:
    """Whether a decision of that instant was made on the amount that stands now."""
    if claim.assessed_at is None or decided_at is None:
        return True
    return claim.assessed_at <= decided_at


def approved(claim: Claim, by: str | None, policy: FundPolicy, now: datetime) -> Claim:
    """The claim once its amount was approved."""
    _from(claim, ClaimState.REVIEW)
    return dataclasses.replace(
        claim,
        state=ClaimState.APPROVED,
        stalled=False,
        decided_at=now,
        decided_by=by,
        payout_due=end_of_days(now, policy.payout_days),
    )


def refused(
    claim: Claim, by: str | None, reason: str, reason_code: str | None, now: datetime
) -> Claim:
    """The claim once it was refused."""
    _from(claim, ClaimState.REVIEW)
    return dataclasses.replace(
        claim,
        state=ClaimState.REFUSED,
        stalled=False,
        decided_at=now,
        decided_by=by,
        reason=reason,
        reason_code=reason_code,
        closed_at=now,
    )


def refused_waiting(claim: Claim, by: str, reason: str, reason_code: str, now: datetime) -> Claim:
    """The claim once it was refused while it waited for money: one that has no merit must not keep
    those behind it waiting. Not by who filed it.
    """
    _from(claim, ClaimState.WAITING)
    if by == claim.filed_by:
        raise OwnClaimError
    return refused(with_money(claim), by, reason, reason_code, now)


def returned(
    claim: Claim, reason: str, reason_code: str | None, policy: FundPolicy, now: datetime
) -> Claim:
    """The claim once more evidence was asked for."""
    _from(claim, ClaimState.REVIEW)
    return dataclasses.replace(
        claim,
        state=ClaimState.RETURNED,
        stalled=False,
        reason=reason,
        reason_code=reason_code,
        evidence_due=end_of_days(now, policy.evidence_days),
    )


def resubmitted(
    claim: Claim,
    documents: tuple[str, ...],
    statement: str | None,
    policy: FundPolicy,
    now: datetime,
) -> Claim:
    """The claim once the customer brought what was missing: a review of its own follows."""
    _from(claim, ClaimState.RETURNED)
    evidence = tuple(dict.fromkeys((*claim.evidence, *documents)))[:MAX_EVIDENCE]
    return dataclasses.replace(
        claim,
        state=ClaimState.REVIEW,
        evidence=evidence,
        statement=statement or claim.statement,
        round=claim.round + 1,
        submission=claim.submission + 1,
        decision_due=end_of_days(now, policy.decision_days),
        evidence_due=None,
    )


def withdrawn(claim: Claim, now: datetime) -> Claim:
    """The claim once the customer took it back."""
    _from(claim, *WITHDRAWABLE)
    return dataclasses.replace(claim, state=ClaimState.WITHDRAWN, closed_at=now)


def lapsed(claim: Claim, now: datetime) -> Claim:
    """The claim once nothing more came in its time."""
    _from(claim, ClaimState.RETURNED)
    return dataclasses.replace(
        claim, state=ClaimState.LAPSED, closed_at=now, reason_code="no_evidence"
    )


def stalled(claim: Claim) -> Claim:
    """The claim once its review stopped without a decision: a manager must let it run again."""
    _from(claim, ClaimState.REVIEW)
    return dataclasses.replace(claim, stalled=True)


def restarted(claim: Claim, now: datetime) -> Claim:
    """The claim once its review runs again, asking anew: one that stopped, or that has come to no
    decision in its time (whatever became of its run).
    """
    _from(claim, ClaimState.REVIEW)
    if not claim.stalled and now < claim.decision_due:
        raise ReviewRunsError(due=claim.decision_due.isoformat())
    return dataclasses.replace(claim, stalled=False, round=claim.round + 1)


def paid(claim: Claim, reference: str, by: str, policy: FundPolicy, now: datetime) -> Claim:
    """The claim once the money was sent: by nobody who filed or decided it. What no supplier owes
    is closed with that.
    """
    _from(claim, ClaimState.APPROVED)
    if by in {claim.filed_by, claim.decided_by}:
        raise PayerDecidedError
    recoverable = claim.kind.recoverable
    return dataclasses.replace(
        claim,
        state=ClaimState.PAID if recoverable else ClaimState.CLOSED,
        paid_at=now,
        paid_by=by,
        payment_reference=reference,
        recovery_due=end_of_days(now, policy.recovery_days) if recoverable else None,
        closed_at=None if recoverable else now,
    )


def recovered(claim: Claim, amount: int, now: datetime) -> Claim:
    """The claim once the supplier paid ``amount`` back; closed when nothing is owed any more."""
    _from(claim, ClaimState.PAID)
    if not 0 < amount <= claim.outstanding:
        raise RecoveryExceedsError(amount=yuan(amount), outstanding=yuan(claim.outstanding))
    return _settled(dataclasses.replace(claim, recovered=claim.recovered + amount), now)


def written_off(claim: Claim, reason_code: str, now: datetime) -> Claim:
    """The claim once what is still owed was given up."""
    _from(claim, ClaimState.PAID)
    given_up = claim.written_off + claim.outstanding
    return _settled(dataclasses.replace(claim, written_off=given_up, reason_code=reason_code), now)


def _settled(claim: Claim, now: datetime) -> Claim:
    if claim.outstanding:
        return claim
    return dataclasses.replace(claim, state=ClaimState.CLOSED, closed_at=now)
