"""What other contexts do to a supplier within their own transactions: hold, suspend, terminate,
feature; and what it shares with suppliers of bad record.

A transaction may write a supplier once: whoever joins two of these to one transaction makes two use
cases of them, joined by an event. Each says whether it changed anything; a supplier that is not on
board (any more) is left as it is, so that steps can be repeated. Only a hold is kept of applicants.
"""

from datetime import datetime
from typing import Any

from teleshop.kernel.errors import RacedError
from teleshop.kernel.events import EventData
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.domain import supplier as rules
from teleshop.suppliers.domain.records import PayerAccount, SupplierRecord, WatchedPerson
from teleshop.suppliers.domain.supplier import (
    COOPERATING,
    FINAL,
    HoldReason,
    State,
    Supplier,
    SuspensionReason,
    TerminationReason,
)
from teleshop.suppliers.domain.traits import SupplierLink, TraitKind
from teleshop.suppliers.schemas import (
    SupplierFeatured,
    SupplierHeld,
    SupplierHoldLifted,
    SupplierTerminated,
)
from teleshop.suppliers.service.base import Desk, traits
from teleshop.suppliers.tables import PayerAccountRow, SupplierRow, WatchRow


class Measures(Desk):
    """Joins the transactions of others."""

    def hold(self, tx: Transaction, supplier_id: str, reason: HoldReason, note: str = "") -> bool:
        """Take nothing new of the supplier from here on: no new goods, first prices, slots.
        What is on sale goes on. An applicant is held as well: whoever decides on it sees that, and
        it holds once the applicant is on board. ``note`` is for staff.
        """
        before = self._get(supplier_id)
        after = rules.hold(before, reason)
        if after == before:
            return False
        self._put(tx, before, after)
        told = SupplierHeld(supplier_id=supplier_id, kind=reason.kind, subject=reason.subject)
        self._tell(tx, told, note)
        return True

    def lift(self, tx: Transaction, supplier_id: str, reason: HoldReason, note: str = "") -> bool:
        """Take one reason away; others hold the supplier still."""
        before = self._get(supplier_id)
        after = rules.lift_hold(before, reason)
        if after == before:
            return False
        self._put(tx, before, after)
        told = SupplierHoldLifted(
            supplier_id=supplier_id, kind=reason.kind, subject=reason.subject, left=len(after.holds)
        )
        self._tell(tx, told, note)
        return True

    def suspend_for(
        self, tx: Transaction, supplier_id: str, reason: SuspensionReason, note: str = ""
    ) -> bool:
        """Suspend the supplier for one more reason: its goods go off sale."""
        before = self._get(supplier_id)
        if before.state not in COOPERATING:
            return False
        after = rules.suspend(before, reason, tx.call.now)
        return self._settle(tx, before, after, note)

    def restore_for(
        self, tx: Transaction, supplier_id: str, reason: SuspensionReason, note: str = ""
    ) -> bool:
        """Take one reason for suspension away; with the last one the supplier is active again."""
        before = self._get(supplier_id)
        after = rules.lift_suspension(before, reason, tx.call.now)
        return self._settle(tx, before, after, note)

    def terminate_for(self, tx: Transaction, supplier_id: str, reason: TerminationReason) -> bool:
        """End the cooperation; who and what belongs to the supplier is remembered as hashes."""
        before = self._get(supplier_id)
        if before.state not in COOPERATING:
            return False
        after = rules.move(before, "terminate", tx.call.now, reason.text)
        self._release_claim(tx, before)
        self._watch_traits(tx, before)
        self._put(tx, before, after)
        told = SupplierTerminated(supplier_id=supplier_id, kind=reason.kind, subject=reason.subject)
        self._tell(tx, told, reason.text)
        return True

    def feature(self, tx: Transaction, supplier_id: str, until: datetime | None) -> bool:
        """Show the supplier as an excellent one up to ``until``, or (None) no more."""
        before = self._get(supplier_id)
        after = rules.feature(before, until)
        if after == before:
            return False
        self._put(tx, before, after)
        self._tell(tx, SupplierFeatured(supplier_id=supplier_id, until=after.featured_until))
        return True

    def state_of(self, supplier_id: str) -> State | None:
        """The state of a supplier, None if there is none: one read that opens nothing sealed."""
        return next((one.state for one in self._repository.listed([supplier_id])), None)

    def has_left(self, supplier_id: str) -> bool:
        """Whether its cooperation, or its application, has ended for good; one read."""
        return self.state_of(supplier_id) in FINAL

    def enter(
        self, tx: Transaction, supplier_id: str, event_id: str, event: EventData, note: str = ""
    ) -> None:
        """Enter an event that ``tx`` publishes under ``event_id`` into the supplier's timeline.
        Writes no supplier; ``note`` is for staff.
        """
        self._enter(tx, supplier_id, event_id, event, note)

    # -- what it shares -----------------------------------------------------------------------

    def note_account(self, tx: Transaction, supplier_id: str, account_key: str) -> None:
        """Remember the account, as :func:`account_key`, from which the supplier paid its deposit.
        Writes no supplier; the same account again changes nothing.
        """
        supplier = self._get(supplier_id)
        account = PayerAccountRow.from_entity(PayerAccount(supplier_id, account_key))
        tx.put_row(account, None, RacedError())
        if _of_bad_record(supplier):
            watched = WatchRow.from_entity(WatchedPerson(account_key, supplier_id))
            tx.put_row(watched, None, RacedError())

    def links(self, supplier_id: str) -> tuple[SupplierLink, ...]:
        """The suppliers that were terminated or are blacklisted and share a legal representative,
        telephone, address or paying account with this one, by id: never the values.

        One query for each trait and one read for all names. Staff only: the identity of another
        supplier is none of a supplier's business.
        """
        supplier = self._get(supplier_id)
        shared: dict[str, set[TraitKind]] = {}
        for trait in traits(supplier.application, self._repository.payer_accounts(supplier_id)):
            for other in self._repository.watched_with(trait.key):
                if other != supplier_id:
                    shared.setdefault(other, set()).add(trait.kind)
        named = {one.id: one for one in self._repository.listed(sorted(shared))}
        return tuple(
            SupplierLink(
                supplier_id=other,
                legal_name=named[other].legal_name,
                state=named[other].state,
                shared=tuple(sorted(kinds)),
            )
            for other, kinds in sorted(shared.items())
            if other in named
        )

    # -- storing ------------------------------------------------------------------------------

    def _settle(self, tx: Transaction, before: Supplier, after: Supplier, note: str) -> bool:
        if after == before:
            return False
        self._put(tx, before, after)
        self._tell_standing(tx, before, after, note)
        return True

    @staticmethod
    def _put(tx: Transaction, before: Supplier, after: Supplier) -> None:
        # The version that a caller named is that of its own object, never of the supplier.
        stored: Any = (SupplierRecord.of(before), SupplierRecord.of(after))
        tx.save(SupplierRow, *stored, conflict=RacedError())


def _of_bad_record(supplier: Supplier) -> bool:
    return supplier.state == "terminated" or any(
        reason.kind == "blacklisted" for reason in supplier.suspensions
    )
