"""A violation from its finding to its end (standard 4.4.2, 4.4.3)."""

from typing import Any

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.paging import Page
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricewatch.domain import violation as rules
from teleshop.pricewatch.domain.policy import DEFAULT_POLICY, WatchPolicy
from teleshop.pricewatch.domain.violation import Found, Violation, ViolationState
from teleshop.pricewatch.errors import ViolationNotFoundError
from teleshop.pricewatch.ports import Article, Prices
from teleshop.pricewatch.schemas import (
    CorrectionBody,
    DismissalBody,
    PriceCorrectionDue,
    PriceCorrectionOverdue,
    PriceCorrectionRejected,
    PriceViolationCorrected,
    PriceViolationEnded,
    PriceViolationFound,
    VerificationBody,
    ViolationsQuery,
)
from teleshop.pricewatch.tables import ViolationRow, WatchRepository


class Violations:
    """Price violations; stateless."""

    def __init__(
        self,
        repository: WatchRepository,
        deadlines: Deadlines,
        prices: Prices,
        policy: WatchPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._deadlines = deadlines
        self._prices = prices
        self._policy = policy

    def find(self, violation_id: str) -> Violation | None:
        """One violation, for other contexts."""
        return self._repository.find(violation_id)

    # -- found --

    def open_violation(self, call: Call, found: Found, article: Article) -> Violation | None:
        """Put on record what a detector found, start the clock of its correction and, if it is
        severe, suspend the price; None if it is on record already.
        """
        if self._repository.find(found.violation_id) is not None:
            return None
        made = rules.opened(found, article.product_id, article.supplier_id, self._policy, call.now)
        tx = self._begin(call, "open_violation", made.id)
        tx.create(ViolationRow, made, conflict=RacedError())
        self._start_clock(tx, made)
        if made.holds_price:
            self._prices.suspend(tx, made.sku, made.id)
        tx.publish(
            PriceViolationFound(
                **facts(made),
                due_at=made.due_at,
                holds_price=made.holds_price,
                order_id=made.order_id,
                promotion_id=made.promotion_id,
            )
        )
        return tx.commit(made)

    # -- corrected, verified --

    def correct(self, call: Call, violation_id: str, body: CorrectionBody) -> Violation:
        """The persons responsible say what they did; the clock has stopped."""
        before = self._get(call, violation_id)
        after = rules.corrected(before, body.text, call.actor.subject, call.now)
        tx = self._begin(call, "correct_violation", violation_id)
        stored = tx.save(ViolationRow, before, after)
        if before.state is ViolationState.OPEN:
            self._deadlines.meet(tx, clock_id(before))
            tx.publish(PriceViolationCorrected(**facts(stored)))
        return tx.commit(stored)

    def verify(self, call: Call, violation_id: str, body: VerificationBody) -> Violation:
        """Somebody else looks at it: closed, or open again with the clock that it had."""
        before = self._get(call, violation_id)
        if body.accepted:
            after = rules.closed(before, body.reason, call.actor.subject, call.now)
            return self._end(call, "close_violation", before, after)
        after = rules.rejected(before, self._policy, call.now)
        tx = self._begin(call, "reject_correction", violation_id)
        stored = tx.save(ViolationRow, before, after)
        self._start_clock(tx, stored)
        tx.publish(PriceCorrectionRejected(**facts(stored), due_at=stored.due_at))
        return tx.commit(stored)

    def dismiss(self, call: Call, violation_id: str, body: DismissalBody) -> Violation:
        """It was none; why, is on record."""
        before = self._get(call, violation_id)
        after = rules.dismissed(before, body.reason, call.actor.subject, call.now)
        return self._end(call, "dismiss_violation", before, after)

    def _end(self, call: Call, action: str, before: Violation, after: Violation) -> Violation:
        tx = self._begin(call, action, before.id)
        stored = tx.save(ViolationRow, before, after)
        if before.state is ViolationState.OPEN:
            self._deadlines.cancel(tx, clock_id(before))
        if before.holds_price:
            self._prices.reinstate(tx, before.sku, before.id)
        tx.publish(
            PriceViolationEnded(**facts(stored), outcome=stored.state, found_at=stored.found_at)
        )
        return tx.commit(stored)

    def correction_due(self, call: Call, violation_id: str, deadline_id: str) -> Violation | None:
        """Little time is left: people are told. None if it was corrected meanwhile."""
        known = self._open(violation_id, deadline_id)
        if known is None:
            return None
        tx = self._begin(call, "correction_due", violation_id)
        tx.publish(PriceCorrectionDue(**facts(known), due_at=known.due_at))
        return tx.commit(known)

    def correction_overdue(
        self, call: Call, violation_id: str, deadline_id: str
    ) -> Violation | None:
        """The clock ran out: that stays on record, and people are told. None if it was corrected
        meanwhile.
        """
        before = self._open(violation_id, deadline_id)
        if before is None:
            return None
        tx = self._begin(call, "correction_overdue", violation_id)
        stored = tx.save(ViolationRow, before, rules.late(before))
        tx.publish(PriceCorrectionOverdue(**facts(stored), due_at=stored.due_at))
        return tx.commit(stored)

    def _open(self, violation_id: str, deadline_id: str) -> Violation | None:
        """A violation that waits for the correction that the deadline is about."""
        known = self._repository.find(violation_id)
        if known is None or known.state is not ViolationState.OPEN:
            return None
        return known if clock_id(known) == deadline_id else None

    # -- reading --

    def show(self, call: Call, violation_id: str) -> Violation:
        """One violation."""
        return self._get(call, violation_id)

    def list_violations(self, call: Call, query: ViolationsQuery) -> Page[Violation]:
        """Those of a state by due time, or of a supplier, newest first."""
        if query.supplier is None:
            state = query.state or ViolationState.OPEN
            return self._repository.of_state(state, query.page)
        if query.state is not None:
            raise InvalidInputError(errors=[_ONE_FILTER])
        return self._repository.of_supplier(query.supplier, query.page)

    def _get(self, call: Call, violation_id: str) -> Violation:
        known = self._repository.find(violation_id)
        if known is None:
            raise ViolationNotFoundError
        call.check_version(known.version)
        return known

    def _start_clock(self, tx: Transaction, known: Violation) -> None:
        self._deadlines.register(
            tx,
            id=clock_id(known),
            owner=Owner("pricewatch", "violation", known.id),
            kind="correction",
            due_at=known.due_at,
            warn_before=(self._policy.warn_before,),
        )

    @staticmethod
    def _begin(call: Call, action: str, violation_id: str) -> Transaction:
        return Transaction(call, action, Subject("price_violation", violation_id))


_ONE_FILTER = FieldError(
    "/state",
    "one_filter",
    "state 与 supplier 不能同时使用；请只保留一个筛选条件。",
    "Give either `state` or `supplier`, not both.",
)


def clock_id(known: Violation) -> str:
    """The deadline of one attempt to correct a violation."""
    return f"pricewatch:{known.id}:correction:{known.attempt}"


def facts(known: Violation) -> dict[str, Any]:
    """What every event about a violation says."""
    return {
        "violation_id": known.id,
        "kind": known.kind.value,
        "severity": known.severity.value,
        "sku": known.sku,
        "channel": known.channel,
        "product_id": known.product_id,
        "supplier_id": known.supplier_id,
    }
