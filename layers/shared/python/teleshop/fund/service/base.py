"""What the use cases of the fund share: who may see a claim, its money, its clocks, its events."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.fund.domain.claim import ENDED, Claim, ClaimState
from teleshop.fund.domain.entitlement import ClaimKind
from teleshop.fund.domain.policy import POLICIES, FundPolicy, policy_on
from teleshop.fund.domain.records import Damages, Twin, UsedReference, Waiting
from teleshop.fund.errors import ClaimNotFoundError, ReferenceUsedError
from teleshop.fund.ports import Decisions
from teleshop.fund.schemas import ClaimDecided, ClaimReviewRequested
from teleshop.fund.schemas.views import Reader
from teleshop.fund.service import books
from teleshop.fund.tables import (
    ClaimRow,
    DamagesRow,
    FundRepository,
    ReferenceRow,
    TwinRow,
    WaitingRow,
)
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.ledger.errors import BalanceInsufficientError
from teleshop.ledger.service import Ledger


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim for one reader."""

    claim: Claim
    reader: Reader


class Desk:
    """Base of the services of the fund; stateless."""

    def __init__(
        self,
        repository: FundRepository,
        ledger: Ledger,
        deadlines: Deadlines,
        decisions: Decisions,
        policies: Sequence[FundPolicy] = POLICIES,
    ) -> None:
        self._repository = repository
        self._ledger = ledger
        self._deadlines = deadlines
        self._decisions = decisions
        self._policies = policies

    def _policy(self, claim: Claim) -> FundPolicy:
        """The policy of the day on which it was filed."""
        return policy_on(china_date(claim.opened_at), self._policies)

    # -- finding --

    def _get(self, claim_id: str) -> Claim:
        claim = self._repository.find(claim_id)
        if claim is None:
            raise ClaimNotFoundError
        return claim

    def _visible(self, call: Call, claim_id: str) -> Shown:
        """A claim that the caller may know of: the customer's own, the supplier's, any for
        staff.
        """
        claim = self._get(claim_id)
        reader = reader_of(call.actor, claim)
        if reader is None:
            raise ClaimNotFoundError
        return Shown(claim, reader)

    # -- changing --

    @staticmethod
    def _begin(call: Call, action: str, claim_id: str) -> Transaction:
        return Transaction(call, action, Subject("fund_claim", claim_id))

    @staticmethod
    def _save(tx: Transaction, before: Claim, after: Claim) -> Claim:
        return tx.save(ClaimRow, before, after)

    def _reserve(self, tx: Transaction, claim: Claim) -> bool:
        """Set money aside in ``tx``; False if the fund has too little."""
        try:
            self._ledger.post(
                tx, books.BOOK, "reservation", books.reservation(claim.claimed), claim.id
            )
        except BalanceInsufficientError:
            return False
        return True

    def _release(self, tx: Transaction, claim: Claim, amount: int) -> int:
        """Free ``amount`` of what is set aside; answers it."""
        if amount:
            self._ledger.post(
                tx, books.BOOK, "release", books.release(amount), claim.id, covered=True
            )
        return amount

    @staticmethod
    def _use_reference(tx: Transaction, kind: str, reference: str) -> None:
        used = UsedReference(kind=kind, reference=reference)
        conflict = ReferenceUsedError(reference=reference)
        tx.create(ReferenceRow, used, conflict=conflict, audited=False)

    def _end(self, tx: Transaction, before: Claim, after: Claim) -> Claim:
        """Store a claim that ends without pay: its money is free, its place in the queue and its
        goods are given up, its clocks stop.
        """
        stored = self._save(tx, before, after)
        released = self._release(tx, before, before.held)
        if before.state is ClaimState.WAITING:
            tx.delete(WaitingRow, place_of(before), conflict=RacedError())
        for key in before.twin_keys:
            tx.delete(TwinRow, Twin(key=key, claim_id=before.id), conflict=RacedError())
        self._drop_share(tx, before)
        if before.state is ClaimState.REVIEW and after.state is not ClaimState.REFUSED:
            self._decisions.withdraw(tx, before.id, before.round)
        self._stop_clock(tx, before, met=after.state is ClaimState.REFUSED)
        self._tell_decided(tx, stored, released)
        return stored

    def _damages(self, kind: ClaimKind, order_id: str, supplier_id: str) -> Damages | None:
        """What is claimed already as damages of a kind with a least amount."""
        if not kind.floored:
            return None
        return self._repository.damages(order_id, supplier_id, kind)

    def _drop_share(self, tx: Transaction, claim: Claim) -> None:
        """A claim that ended without pay counts no more for its purchase."""
        known = self._damages(claim.kind, claim.order_id, claim.supplier_id)
        if known is not None:
            kept = tuple(share for share in known.shares if share.claim_id != claim.id)
            after = dataclasses.replace(known, shares=kept)
            tx.save(DamagesRow, known, after, conflict=RacedError(), audited=False)

    # -- clocks --

    def _start_decision_clock(self, tx: Transaction, claim: Claim) -> None:
        self._register(tx, claim, "decision", claim.decision_due)

    def _register(self, tx: Transaction, claim: Claim, kind: str, due_at: Any) -> None:
        self._deadlines.register(
            tx,
            id=clock_id(claim, kind),
            owner=Owner("fund", "claim", claim.id),
            kind=kind,
            due_at=due_at,
        )

    def _stop_clock(self, tx: Transaction, claim: Claim, *, met: bool) -> None:
        """End the clock that belongs to the state which is left."""
        kind = CLOCKS.get(claim.state)
        if kind is None:
            return
        if met:
            self._deadlines.meet(tx, clock_id(claim, kind))
        else:
            self._deadlines.cancel(tx, clock_id(claim, kind))

    # -- telling --

    @staticmethod
    def _tell_decided(tx: Transaction, claim: Claim, released: int) -> None:
        outcome = OUTCOMES[claim.state]
        due = {"approved": claim.payout_due, "returned": claim.evidence_due}.get(outcome)
        tx.publish(
            ClaimDecided(
                **facts(claim),
                outcome=outcome,
                released=released,
                reason_code=claim.reason_code if claim.state in ENDED or due else None,
                due_at=due,
            )
        )

    @staticmethod
    def _ask_for_review(tx: Transaction, claim: Claim, *, waited: bool = False) -> None:
        tx.publish(ClaimReviewRequested(claim_id=claim.id, round=claim.round, waited=waited))


CLOCKS = {
    ClaimState.WAITING: "decision",
    ClaimState.REVIEW: "decision",
    ClaimState.RETURNED: "evidence",
    ClaimState.APPROVED: "payout",
    ClaimState.PAID: "recovery",
}
OUTCOMES = {
    ClaimState.APPROVED: "approved",
    ClaimState.REFUSED: "refused",
    ClaimState.RETURNED: "returned",
    ClaimState.WITHDRAWN: "withdrawn",
    ClaimState.LAPSED: "lapsed",
}


def clock_id(claim: Claim, kind: str) -> str:
    """The deadline of one submission of a claim."""
    return f"fund:{claim.id}:{kind}:{claim.submission}"


def place_of(claim: Claim) -> Waiting:
    """The claim's place in the queue for money."""
    return Waiting(claim_id=claim.id, opened_at=claim.opened_at, amount=claim.claimed)


def reader_of(actor: Actor, claim: Claim) -> Reader | None:
    """As whom the actor may see a claim; None if it may not know that it exists."""
    if actor.is_staff:
        return "staff"
    if actor.has(Role.CUSTOMER) and actor.subject == claim.customer_id:
        return "customer"
    if actor.has(Role.SUPPLIER) and actor.supplier_id == claim.supplier_id:
        return "supplier"
    return None


def facts(claim: Claim) -> dict[str, Any]:
    """What every event about a customer's claim says."""
    return {
        "claim_id": claim.id,
        "customer_id": claim.customer_id,
        "supplier_id": claim.supplier_id,
        "order_id": claim.order_id,
        "case_id": claim.case_id,
        "kind": claim.kind.value,
        "amount": claim.amount,
    }
