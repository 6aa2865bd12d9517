"""What the use cases of pricing share: its reads, its clocks, what taking effect means."""

from collections.abc import Iterable, Sequence

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.change import ChangeState, PriceChange
from teleshop.pricing.domain.policy import POLICIES, PricePolicy, policy_on
from teleshop.pricing.domain.sheet import PriceEntry, Sheet
from teleshop.pricing.errors import ChangeNotFoundError
from teleshop.pricing.ports import Decisions
from teleshop.pricing.schemas import (
    PriceChangeDecided,
    PriceChangeRequested,
    PriceChangeWithdrawn,
    PriceTookEffect,
)
from teleshop.pricing.service.prices import record_of
from teleshop.pricing.tables import ChangeRow, PriceRow, PricingRepository

OUTCOMES = {
    ChangeState.SCHEDULED: "approved",
    ChangeState.IN_FORCE: "approved",
    ChangeState.RETURNED: "returned",
    ChangeState.REFUSED: "refused",
    ChangeState.WITHDRAWN: "withdrawn",
}


class Desk:
    """Base of the services of price changes; stateless."""

    def __init__(
        self,
        repository: PricingRepository,
        deadlines: Deadlines,
        decisions: Decisions,
        policies: Sequence[PricePolicy] = POLICIES,
    ) -> None:
        self._repository = repository
        self._deadlines = deadlines
        self._decisions = decisions
        self._policies = policies

    def _policy(self, change: PriceChange) -> PricePolicy:
        """The policy of the day on which it was filed."""
        return policy_on(china_date(change.requested_at), self._policies)

    def _get(self, change_id: str) -> PriceChange:
        change = self._repository.change(change_id)
        if change is None:
            raise ChangeNotFoundError
        return change

    @staticmethod
    def _begin(call: Call, action: str, change_id: str) -> Transaction:
        return Transaction(call, action, Subject("price_change", change_id))

    @staticmethod
    def _save(tx: Transaction, before: PriceChange, after: PriceChange) -> PriceChange:
        return tx.save(ChangeRow, before, after)

    # -- taking effect --

    def _note_effect(self, tx: Transaction, sheet: Sheet, entries: Iterable[PriceEntry]) -> None:
        """Write the rows of the history for prices that have begun to hold, and tell it; those that
        have their row already are left alone.
        """
        for entry in entries:
            record = record_of(sheet, entry, tx.call.now)
            if self._repository.find_price(record) is not None:
                continue
            previous = self._previous(sheet, entry)
            told = PriceTookEffect(
                sku=sheet.sku,
                product_id=sheet.product_id,
                channel=entry.channel,
                amount=entry.amount,
                effective_from=entry.effective_from,
                change_id=entry.change_id,
                previous=previous,
            )
            row = record_of(sheet, entry, tx.call.now, previous)
            tx.create(PriceRow, row, conflict=RacedError(), audited=False)
            tx.publish(told)

    def _previous(self, sheet: Sheet, entry: PriceEntry) -> int | None:
        """What held just before a price: by the sheet, or by the history where the sheet has left
        it out since.
        """
        written = self._repository.prices_between(
            sheet.sku, entry.channel, entry.effective_from, entry.effective_from
        )
        known = [
            *((row.effective_from, row.id, row.amount) for row in written),
            *(
                (other.effective_from, other.id, other.amount)
                for other in sheet.entries
                if other.channel is entry.channel
            ),
        ]
        earlier = [one for one in known if one[:2] < (entry.effective_from, entry.id)]
        return max(earlier)[2] if earlier else None

    def _stop_clock(self, tx: Transaction, change: PriceChange) -> None:
        self._deadlines.cancel(tx, clock_id(change))

    def _start_clock(self, tx: Transaction, change: PriceChange) -> None:
        self._deadlines.register(
            tx,
            id=clock_id(change),
            owner=Owner("pricing", "price_change", change.id),
            kind="effect",
            due_at=change.applied_from or tx.call.now,
        )

    # -- telling --

    @staticmethod
    def _ask_for_review(tx: Transaction, change: PriceChange) -> None:
        tx.publish(
            PriceChangeRequested(
                change_id=change.id,
                sku=change.sku,
                product_id=change.product_id,
                round=change.round,
                requester=change.requested_by,
            )
        )

    @staticmethod
    def _tell_decided(tx: Transaction, change: PriceChange) -> None:
        tx.publish(
            PriceChangeDecided(
                change_id=change.id,
                sku=change.sku,
                product_id=change.product_id,
                outcome=OUTCOMES[change.state],
                requester=change.requested_by,
                reason_code=change.reason_code,
                effective_from=change.applied_from,
                late=change.late,
            )
        )

    @staticmethod
    def _tell_withdrawn(tx: Transaction, change: PriceChange) -> None:
        tx.publish(
            PriceChangeWithdrawn(
                change_id=change.id,
                sku=change.sku,
                product_id=change.product_id,
                reason_code=change.reason_code,
            )
        )


def clock_id(change: PriceChange) -> str:
    """The deadline at which an approved price takes effect."""
    return f"pricing:{change.id}:effect"
