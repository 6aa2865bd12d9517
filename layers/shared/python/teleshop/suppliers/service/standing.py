"""Whether a supplier on board may go on: suspension and restoration, by people and by time
(standard 2.1.5, 3.2.4).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.findings import Finding
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.domain import supplier as rules
from teleshop.suppliers.domain.agreement import is_in_force
from teleshop.suppliers.domain.blockade import Blockade, blockade_of
from teleshop.suppliers.domain.qualifications import current_qualifications
from teleshop.suppliers.domain.standing import settle_expiry, unmet_requirements
from teleshop.suppliers.domain.supplier import COOPERATING, Supplier, SuspensionReason
from teleshop.suppliers.domain.verification import listing_obstacles, next_verification
from teleshop.suppliers.errors import NotOnHoldError, SuspendedForViolationError
from teleshop.suppliers.schemas import (
    QualificationExpired,
    QualificationExpiring,
    ReasonBody,
    ReverificationDue,
    ReverificationOverdue,
    SupplierEvent,
    SupplierTerminated,
)
from teleshop.suppliers.service.base import rules_of
from teleshop.suppliers.service.measures import Measures
from teleshop.suppliers.tables import SupplierRow

HOLD: Final = SuspensionReason("manual_hold", "manual")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingStanding:
    """What a supplier may do at one instant, decided from dates as well as from its state.

    ``active``: what is approved may be sold. ``new_products``: something new may be listed, for
    which it must also have been verified in time; ``reasons`` say what stands against it.
    ``categories`` are the codes it was admitted for. ``held`` says that what is new is not taken,
    for reasons that are among ``reasons``; ``featured`` that its submissions are reviewed first.
    """

    active: bool
    new_products: bool
    categories: frozenset[str]
    reasons: tuple[Finding, ...] = ()
    held: bool = False
    featured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSeller:
    """What everybody may know of who sells (R1.21: the law wants it shown): registered name,
    unified social credit code and address of the enterprise. ``active`` tells whether it may sell
    now, ``featured`` whether it was found excellent in the last assessment (standard 3.3.2).
    """

    id: str
    legal_name: str
    uscc: str
    registered_address: str = field(default="", repr=False)
    active: bool
    featured: bool = False


class Standing(Measures):
    """Suspended, restored, terminated; held and featured by others (:class:`Measures`)."""

    # -- for other contexts ---------------------------------------------------------------------

    def for_listing(self, supplier_id: str, now: datetime) -> ListingStanding | None:
        """What the supplier may list at that instant; None if there is no such supplier
        (standard 2.1.5, 3.2.4, R6.2).
        """
        record = self._repository.find(supplier_id)
        if record is None:
            return None
        supplier = record.supplier()
        agreements = [known.agreement() for known in self._repository.agreements(supplier_id)]
        documents = rules_of(self._repository.documents(supplier_id))
        reasons = (
            *listing_obstacles(supplier, agreements, now, self._policy),
            *unmet_requirements(supplier, documents, self._yardstick(now), now),
        )
        in_force = any(is_in_force(agreement, now) for agreement in agreements)
        return ListingStanding(
            active=supplier.state == "active" and in_force,
            new_products=not reasons,
            categories=frozenset(supplier.application.categories),
            reasons=reasons,
            held=bool(supplier.holds),
            featured=supplier.is_featured(now),
        )

    def for_public(self, supplier_id: str, now: datetime) -> PublicSeller | None:
        """Who sells, and whether it may at that instant: two reads; None if there is no such
        supplier.
        """
        record = self._repository.find(supplier_id)
        if record is None:
            return None
        supplier = record.supplier()
        agreements = [known.agreement() for known in self._repository.agreements(supplier_id)]
        return PublicSeller(
            id=supplier_id,
            legal_name=supplier.application.legal_name,
            uscc=supplier.application.uscc,
            registered_address=supplier.application.registered_address,
            active=supplier.state == "active"
            and any(is_in_force(agreement, now) for agreement in agreements),
            featured=supplier.is_featured(now),
        )

    def active_of(self, supplier_ids: Iterable[str]) -> dict[str, bool]:
        """Whether suppliers are active as they stand, by id; without those that do not exist. One
        read for a hundred, which opens nothing sealed. An agreement that has run out suspends its
        supplier by its own clock.
        """
        return {one.id: one.state == "active" for one in self._repository.listed(supplier_ids)}

    def active_at(self, supplier_ids: Iterable[str], at: datetime) -> dict[str, bool]:
        """Whether suppliers were active at an instant that has passed, for what was agreed on then,
        as far as their present state tells (:meth:`Listed.was_active`). As cheap as
        :meth:`active_of`.
        """
        return {one.id: one.was_active(at) for one in self._repository.listed(supplier_ids)}

    def on_board_of(self, supplier_ids: Iterable[str]) -> dict[str, bool]:
        """Whether the cooperation with suppliers goes on, active or suspended, by id; without those
        that do not exist. As cheap as :meth:`active_of`.
        """
        return {one.id: one.state in COOPERATING for one in self._repository.listed(supplier_ids)}

    def blockades(self, supplier_ids: Iterable[str]) -> dict[str, Blockade]:
        """What stands against suppliers as they are now, by id; without those against whom nothing
        does, and those that do not exist. One read for a hundred, which opens nothing sealed.
        """
        found = {
            one.id: blockade_of(one.state, one.suspensions, one.holds)
            for one in self._repository.listed(supplier_ids)
        }
        return {id: blockade for id, blockade in found.items() if blockade is not None}

    def require_active(self, tx: Transaction, supplier_id: str) -> None:
        """Let another context's ``tx`` fail as raced unless the supplier is active when it is
        stored.
        """
        tx.require(
            SupplierRow,
            supplier_id,
            SupplierRow.SK,
            SupplierRow.state == "active",
            conflict=RacedError(),
        )

    # -- by people ------------------------------------------------------------------------------

    def suspend_supplier(self, call: Call, supplier_id: str, body: ReasonBody) -> Supplier:
        """Put a supplier on hold by hand; one that is so already stays so."""
        before = self._visible(call, supplier_id)
        call.check_version(before.version)
        after = rules.suspend(before, HOLD, call.now)
        return self._change(call, "suspend_supplier", before, after, body.reason)

    def restore_supplier(self, call: Call, supplier_id: str, body: ReasonBody) -> Supplier:
        """Lift the hold. Other reasons for suspension stay until they are cured."""
        before = self._visible(call, supplier_id)
        call.check_version(before.version)
        if HOLD not in before.suspensions:
            cases = [one.subject for one in before.suspensions if one.kind == "violation"]
            if cases:
                raise SuspendedForViolationError(case_id=min(cases))
            raise NotOnHoldError
        after = rules.lift_suspension(before, HOLD, call.now)
        return self._change(call, "restore_supplier", before, after, body.reason)

    def terminate_supplier(self, call: Call, supplier_id: str, body: ReasonBody) -> Supplier:
        """End the cooperation. The code may apply again; its people are remembered as hashes, for
        the reviewer of a later application.
        """
        before = self._visible(call, supplier_id)
        call.check_version(before.version)
        after = rules.move(before, "terminate", call.now, body.reason)
        tx = self._begin(call, "terminate_supplier", supplier_id)
        self._release_claim(tx, before)
        self._watch_traits(tx, before)
        stored = self._save(tx, before, after)
        self._tell(tx, SupplierTerminated(supplier_id=supplier_id), body.reason)
        return tx.commit(stored)

    def _change(
        self, call: Call, action: str, before: Supplier, after: Supplier, note: str
    ) -> Supplier:
        if after == before:
            return before
        tx = self._begin(call, action, before.id)
        stored = self._save(tx, before, after)
        self._tell_standing(tx, before, stored, note)
        return tx.commit(stored)

    # -- by time --------------------------------------------------------------------------------

    def expiry_approaches(
        self, call: Call, supplier_id: str, kind: str, data: dict[str, Any]
    ) -> None:
        """A warning instant has come: tell it, if the supplier is on board and the thing still
        counts.
        """
        supplier = self._on_board(supplier_id)
        told = supplier and self._warning(call, supplier, kind, data)
        if supplier and told:
            tx = self._begin(call, "warn_of_expiry", supplier_id)
            self._tell(tx, told)
            tx.commit(None)

    def _warning(
        self, call: Call, supplier: Supplier, kind: str, data: dict[str, Any]
    ) -> SupplierEvent | None:
        today = china_date(call.now)
        if kind == "reverification":
            due = self._expected(supplier, data)
            if due is None:
                return None
            return ReverificationDue(supplier_id=supplier.id, due=due, days_left=(due - today).days)
        ending = self._ending(supplier, kind, data)
        if ending is None:
            return None
        subject, type, valid_to = ending
        return QualificationExpiring(
            supplier_id=supplier.id,
            qualification_id=subject,
            type=type,
            valid_to=valid_to,
            days_left=(valid_to - today).days,
        )

    def document_expired(self, call: Call, supplier_id: str, data: dict[str, Any]) -> None:
        """The last day of a document is over: the supplier is suspended, unless nothing required
        depends on it or another document stands in for it.
        """
        before = self._on_board(supplier_id)
        ending = before and self._ending(before, "document", data)
        if before is None or not ending:
            return
        documents = rules_of(self._repository.documents(supplier_id))
        after = settle_expiry(before, documents, self._yardstick(call.now), call.now)
        self._expire(call, before, after, ending)

    def agreement_expired(self, call: Call, supplier_id: str, data: dict[str, Any]) -> None:
        """The last day of an agreement is over: the supplier is suspended unless another version
        is in force.
        """
        before = self._on_board(supplier_id)
        ending = before and self._ending(before, "agreement", data)
        if before is None or not ending:
            return
        versions = [record.agreement() for record in self._repository.agreements(supplier_id)]
        after = before
        if not any(is_in_force(version, call.now) for version in versions):
            reason = SuspensionReason("agreement_expired", ending[0])
            after = rules.suspend(before, reason, call.now)
        self._expire(call, before, after, ending)

    def _expire(
        self, call: Call, before: Supplier, after: Supplier, ending: tuple[str, str, date]
    ) -> None:
        subject, type, valid_to = ending
        tx = self._begin(call, "expire", before.id)
        self._tell(
            tx,
            QualificationExpired(
                supplier_id=before.id, qualification_id=subject, type=type, valid_to=valid_to
            ),
        )
        if after != before:
            self._tell_standing(tx, before, self._save(tx, before, after))
        else:
            self._hold(tx, before)
        tx.commit(None)

    def verification_overdue(self, call: Call, supplier_id: str, data: dict[str, Any]) -> None:
        """The last day for the next verification is over: no new products from here on, which
        follows from the date; this tells it.
        """
        supplier = self._on_board(supplier_id)
        due = self._expected(supplier, data) if supplier else None
        if supplier is None or due is None:
            return
        tx = self._begin(call, "verification_overdue", supplier_id)
        self._tell(tx, ReverificationOverdue(supplier_id=supplier_id, due=due))
        self._hold(tx, supplier)
        tx.commit(None)

    def _on_board(self, supplier_id: str) -> Supplier | None:
        record = self._repository.find(supplier_id)
        return record.supplier() if record and record.state in COOPERATING else None

    def _expected(self, supplier: Supplier, data: dict[str, Any]) -> date | None:
        """The last day for the next verification, if it is still the one that ``data`` names."""
        last = supplier.last_verified_on
        due = next_verification(last, self._policy) if last else None
        return due if due is not None and due.isoformat() == data["due"] else None

    def _ending(
        self, supplier: Supplier, kind: str, data: dict[str, Any]
    ) -> tuple[str, str, date] | None:
        """Subject, type and last day of what ends, if it still counts: a document that was renewed
        and an agreement that was superseded do not.
        """
        if kind == "agreement":
            version = self._repository.find_agreement(supplier.id, data["version"])
            if version is None or version.agreement().state != "countersigned":
                return None
            return str(version.number), "agreement", version.valid_to
        documents = rules_of(self._repository.documents(supplier.id))
        for document in current_qualifications(documents):
            if document.id == data["qualification_id"] and document.valid_to is not None:
                return document.id, document.type, document.valid_to
        return None
