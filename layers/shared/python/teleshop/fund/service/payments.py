"""Money that comes into the fund, goes out of it and comes back.

A payment itself is made outside, by a person of finance in the bank's own application; here its
reference is booked, once. A provider of payments would take that person's place behind
:meth:`Payments.pay_claim`.
"""

from collections.abc import Sequence

from teleshop.deadlines.service import Deadlines
from teleshop.fund.domain import claim as rules
from teleshop.fund.domain.claim import Claim
from teleshop.fund.domain.entitlement import ClaimKind
from teleshop.fund.domain.policy import POLICIES, FundPolicy
from teleshop.fund.domain.purchase import left_to_advance
from teleshop.fund.domain.records import Figure, UsedReference
from teleshop.fund.errors import RefundedMeanwhileError
from teleshop.fund.ports import AfterSalesAccounts, Decisions, Purchases
from teleshop.fund.schemas import (
    ClaimPaid,
    ClaimRecovered,
    ClaimWrittenOff,
    ContributionBody,
    ContributionView,
    FundContributed,
    MemoBody,
    PayoutBody,
    RecoveryBody,
)
from teleshop.fund.service import books
from teleshop.fund.service.base import Desk, Shown, facts
from teleshop.fund.tables import FundRepository, ReferenceRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.money import yuan
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.ledger.errors import EntryNotFoundError
from teleshop.ledger.service import Entry, Ledger

COUNTED = 100
"""Of claims that wait for money, so many are counted."""
FUND = Subject("fund", "fund")


class Payments(Desk):
    """What finance does."""

    def __init__(
        self,
        repository: FundRepository,
        ledger: Ledger,
        deadlines: Deadlines,
        decisions: Decisions,
        policies: Sequence[FundPolicy] = POLICIES,
        *,
        purchases: Purchases,
        after_sales: AfterSalesAccounts,
    ) -> None:
        super().__init__(repository, ledger, deadlines, decisions, policies)
        self._purchases = purchases
        self._after_sales = after_sales

    def contribute(self, call: Call, body: ContributionBody) -> ContributionView:
        """Money came in; those who wait for money are served with it."""
        tx = Transaction(call, "contribute", FUND)
        self._use_reference(tx, "contribution", body.reference)
        entry = self._ledger.post(
            tx,
            books.BOOK,
            "contribution",
            books.contribution(body.amount),
            body.reference,
            memo=body.memo,
        )
        tx.publish(FundContributed(entry_id=entry.id, amount=body.amount))
        return tx.commit(_view(entry, body.amount))

    def reverse_contribution(self, call: Call, entry_id: str, body: MemoBody) -> ContributionView:
        """A contribution was booked wrongly: it is taken back, and its reference can be booked
        again.

        Refused for any other entry, for one taken back before, and while its money is spent.
        """
        known = self._ledger.get_entry(entry_id)
        if known.book != books.BOOK or known.kind != "contribution":
            raise EntryNotFoundError
        tx = Transaction(call, "reverse_contribution", FUND)
        entry = self._ledger.reverse(tx, entry_id, memo=body.reason_code)
        used = UsedReference(kind="contribution", reference=known.reference)
        tx.delete(ReferenceRow, used, conflict=RacedError())
        amount = sum(leg.amount for leg in known.legs if leg.amount > 0)
        return tx.commit(_view(entry, -amount))

    def pay_claim(self, call: Call, claim_id: str, body: PayoutBody) -> Shown:
        """The customer was paid, by somebody who neither filed nor decided the claim; from now on
        the supplier owes it to the fund. Refuses an advance of what after-sales took up since.
        """
        before = self._get(claim_id)
        call.check_version(before.version)
        by, policy = call.actor.subject, self._policy(before)
        after = rules.paid(before, body.reference, by, policy, call.now)
        if before.kind is ClaimKind.REFUND_ADVANCE:
            self._check_advance(before)
        owed_by = before.supplier_id if before.kind.recoverable else None
        tx = self._begin(call, "pay_claim", claim_id)
        self._use_reference(tx, "payout", body.reference)
        stored = self._save(tx, before, after)
        legs = books.payout(before.amount, owed_by)
        self._ledger.post(tx, books.BOOK, "payout", legs, claim_id, covered=True)
        self._stop_clock(tx, before, met=True)
        if stored.recovery_due is not None:
            self._register(tx, stored, "recovery", stored.recovery_due)
        tx.publish(ClaimPaid(**facts(stored), recoverable=stored.outstanding))
        return tx.commit(Shown(stored, "staff"))

    def _check_advance(self, claim: Claim) -> None:
        purchase = self._purchases.find(claim.order_id)
        lines = purchase.lines if purchase else ()
        own = tuple(line for line in lines if line.number in claim.lines)
        account = self._after_sales.of_order(claim.order_id)
        left = left_to_advance(purchase, own, account) if purchase else ()
        limit = sum(line.paid for line in left)
        if claim.amount > limit:
            raise RefundedMeanwhileError(amount=yuan(claim.amount), limit=yuan(limit))

    def record_recovery(self, call: Call, claim_id: str, body: RecoveryBody) -> Shown:
        """The supplier paid back, all or a part."""
        before = self._get(claim_id)
        call.check_version(before.version)
        after = rules.recovered(before, body.amount, call.now)
        tx = self._begin(call, "record_recovery", claim_id)
        self._use_reference(tx, "recovery", body.reference)
        stored = self._save(tx, before, after)
        legs = books.recovery(body.amount, before.supplier_id)
        self._ledger.post(tx, books.BOOK, "recovery", legs, claim_id, covered=True)
        if not stored.outstanding:
            self._stop_clock(tx, before, met=True)
        tx.publish(
            ClaimRecovered(
                claim_id=claim_id,
                supplier_id=before.supplier_id,
                amount=body.amount,
                outstanding=stored.outstanding,
            )
        )
        return tx.commit(Shown(stored, "staff"))

    def write_off(self, call: Call, claim_id: str, body: MemoBody) -> Shown:
        """What the supplier still owes is given up."""
        before = self._get(claim_id)
        call.check_version(before.version)
        after = rules.written_off(before, body.reason_code, call.now)
        tx = self._begin(call, "write_off", claim_id)
        stored = self._save(tx, before, after)
        legs = books.write_off(before.outstanding, before.supplier_id)
        self._ledger.post(
            tx, books.BOOK, "write_off", legs, claim_id, memo=body.reason_code, covered=True
        )
        self._stop_clock(tx, before, met=False)
        tx.publish(
            ClaimWrittenOff(
                claim_id=claim_id,
                supplier_id=before.supplier_id,
                amount=before.outstanding,
                reason_code=body.reason_code,
            )
        )
        return tx.commit(Shown(stored, "staff"))

    def figure(self, call: Call) -> Figure:
        """Where the fund stands now."""
        balances = {
            named.account.code: named.account.balance
            for named in self._ledger.all_accounts(books.BOOK)
        }
        waiting = self._repository.waiting(COUNTED)
        return Figure(
            free=balances.get(books.FREE, 0),
            reserved=balances.get(books.RESERVED, 0),
            receivable=sum(
                balance for code, balance in balances.items() if code.startswith(books.RECEIVABLE)
            ),
            contributions=balances.get(books.CONTRIBUTIONS, 0),
            payouts=balances.get(books.PAYOUTS, 0),
            waiting_claims=len(waiting),
            waiting_amount=sum(place.amount for place in waiting),
            at=call.now,
        )


def _view(entry: Entry, amount: int) -> ContributionView:
    return ContributionView(
        entry_id=entry.id,
        kind=entry.kind,
        amount=amount,
        reference=entry.reference,
        at=entry.at,
    )
