"""What the use cases of this context share: who may see a supplier, saving it, telling of it,
judging it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import msgspec

from teleshop.deadlines.service import Deadlines
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.events import EventData
from teleshop.kernel.findings import Finding
from teleshop.kernel.signing import keyed_hash
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.suppliers.domain import findings as f
from teleshop.suppliers.domain.application import blacklist_subjects, check_application
from teleshop.suppliers.domain.blacklist import match_blacklist
from teleshop.suppliers.domain.catalogue import Yardstick
from teleshop.suppliers.domain.policy import DEFAULT_POLICY, SupplierPolicy
from teleshop.suppliers.domain.qualifications import Qualification
from teleshop.suppliers.domain.records import (
    Claim,
    QualificationRecord,
    SupplierRecord,
    TimelineEntry,
    WatchedPerson,
)
from teleshop.suppliers.domain.supplier import Application, Supplier
from teleshop.suppliers.domain.traits import Trait, TraitKind, normalise_account, traits_of
from teleshop.suppliers.errors import DocumentNotUsableError, SupplierNotFoundError
from teleshop.suppliers.ports import Decisions, File, Files
from teleshop.suppliers.schemas import SupplierEvent, SupplierRestored, SupplierSuspended
from teleshop.suppliers.service.clocks import Clocks
from teleshop.suppliers.tables import (
    ClaimRow,
    SupplierRepository,
    SupplierRow,
    TimelineRow,
    WatchRow,
)

PERSON_PURPOSE: Final = "supplier-person"
PURPOSES: Final[dict[TraitKind, str]] = {
    "legal_representative": PERSON_PURPOSE,
    "phone": "supplier-phone",
    "address": "supplier-address",
    "account": "supplier-account",
}


class Desk:
    """Base of the services of this context; stateless."""

    def __init__(
        self,
        repository: SupplierRepository,
        deadlines: Deadlines,
        files: Files,
        decisions: Decisions,
        policy: SupplierPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._deadlines = deadlines
        self._files = files
        self._decisions = decisions
        self._policy = policy
        self._clocks = Clocks(deadlines, policy)

    # -- finding ------------------------------------------------------------------------------

    def _get(self, supplier_id: str) -> Supplier:
        record = self._repository.find(supplier_id)
        if record is None:
            raise SupplierNotFoundError
        return record.supplier()

    def _visible(self, call: Call, supplier_id: str) -> Supplier:
        """A supplier that the caller may know of: its own, or any for staff."""
        supplier = self._get(supplier_id)
        if not (call.actor.is_staff or is_own(call.actor, supplier)):
            raise SupplierNotFoundError
        return supplier

    def _own(self, call: Call, supplier_id: str) -> Supplier:
        """The caller's own supplier, to be changed by it; the version is checked."""
        supplier = self._get(supplier_id)
        if not is_own(call.actor, supplier):
            raise SupplierNotFoundError
        call.check_version(supplier.version)
        return supplier

    def _file(self, supplier: Supplier, document_id: str, purpose: str) -> File:
        """A file uploaded for this supplier (or, before it existed, by its applicant) and for
        this purpose, that was not refused; raises :class:`DocumentNotUsableError`.
        """
        file = self._files.find(document_id)
        if (
            file is None
            or file.purpose != purpose
            or file.owner_id not in {supplier.id, supplier.owner_subject}
            or file.content not in {"accepted", "checking"}
        ):
            raise DocumentNotUsableError(document_id=document_id)
        return file

    # -- changing -----------------------------------------------------------------------------

    @staticmethod
    def _begin(call: Call, action: str, supplier_id: str) -> Transaction:
        return Transaction(call, action, Subject("supplier", supplier_id))

    @staticmethod
    def _save(tx: Transaction, before: Supplier, after: Supplier) -> Supplier:
        stored = tx.save(SupplierRow, SupplierRecord.of(before), SupplierRecord.of(after))
        return stored.supplier()

    @staticmethod
    def _tell(tx: Transaction, event: SupplierEvent, note: str = "") -> str:
        """Publish an event and enter it into the supplier's timeline; ``note`` is for staff."""
        event_id = tx.publish(event, subject=Subject("supplier", event.supplier_id))
        Desk._enter(tx, event.supplier_id, event_id, event, note)
        return event_id

    @staticmethod
    def _enter(
        tx: Transaction, supplier_id: str, event_id: str, event: EventData, note: str
    ) -> None:
        facts: dict[str, Any] = msgspec.to_builtins(event)
        facts.pop("supplier_id", None)
        entry = TimelineEntry(
            id=event_id,
            supplier_id=supplier_id,
            at=tx.call.now,
            type=type(event).__name__,
            by_role=_party(tx.call.actor),
            facts=facts,
            note=note,
        )
        tx.create(TimelineRow, entry, conflict=RacedError(), audited=False)

    def _tell_standing(
        self, tx: Transaction, before: Supplier, after: Supplier, note: str = ""
    ) -> None:
        """Tell what changed in the reasons for suspension."""
        for reason in sorted(
            after.suspensions - before.suspensions, key=lambda reason: reason.subject
        ):
            told = SupplierSuspended(supplier_id=after.id, kind=reason.kind, subject=reason.subject)
            self._tell(tx, told, note)
        if before.state == "suspended" and after.state == "active":
            self._tell(tx, SupplierRestored(supplier_id=after.id), note)

    @staticmethod
    def _hold(tx: Transaction, supplier: Supplier) -> None:
        """Let the transaction fail if the supplier changed since it was read."""
        tx.require(
            SupplierRow,
            supplier.id,
            SupplierRow.SK,
            SupplierRow.version == supplier.version,
            conflict=RacedError(),
        )

    def _watch_traits(self, tx: Transaction, supplier: Supplier) -> None:
        """Remember the people, telephones, address and accounts of a supplier of bad record, as
        keyed hashes.
        """
        for row in self._watched(supplier):
            tx.put_row(row, None, RacedError())

    def _forget_traits(self, tx: Transaction, supplier: Supplier) -> None:
        """Nothing is held against what belongs to a supplier any more."""
        for row in self._watched(supplier):
            # Not everything was remembered of a supplier that was put on the list long ago.
            tx.delete_row(row, None, RacedError())

    def _watched(self, supplier: Supplier) -> list[WatchRow]:
        accounts = self._repository.payer_accounts(supplier.id)
        return [
            WatchRow.from_entity(WatchedPerson(trait.key, supplier.id))
            for trait in traits(supplier.application, accounts)
        ]

    @staticmethod
    def _release_claim(tx: Transaction, supplier: Supplier) -> None:
        """Let the code of an application that ended be used again; who held it stays on record."""
        if supplier.claimed_uscc is not None:
            claim = Claim(supplier.claimed_uscc, supplier.id)
            tx.delete(ClaimRow, claim, conflict=RacedError())

    # -- judging ------------------------------------------------------------------------------

    def _yardstick(self, now: datetime) -> Yardstick:
        return Yardstick(today=china_date(now), policy=self._policy)

    def _documents(self, supplier_id: str) -> list[QualificationRecord]:
        """The documents with the state of their files as it is now: an event that says so may
        still be under way.
        """
        records = self._repository.documents(supplier_id)
        return [
            record if record.content == "accepted" else self._refreshed(record)
            for record in records
        ]

    def _refreshed(self, record: QualificationRecord) -> QualificationRecord:
        file = self._files.find(record.document_id)
        if file is None or file.content == record.content:
            return record
        return replace(record, content=file.content)

    def _check(
        self, supplier: Supplier, documents: Iterable[QualificationRecord], now: datetime
    ) -> list[Finding]:
        """All findings on the supplier's application as things stand now."""
        application = supplier.application
        subjects = blacklist_subjects(application, person_key)
        entries = [record.entry() for record in self._repository.entries_on(subjects)]
        found = check_application(
            application,
            rules_of(documents),
            self._yardstick(now),
            self._repository.resembling(application.uscc, application.legal_name, supplier.id),
            match_blacklist(entries, subjects, uscc=application.uscc, now=now),
        )
        return [*found, *_cases_against(supplier), *self._check_traits(supplier)]

    def _check_traits(self, supplier: Supplier) -> list[Finding]:
        accounts = self._repository.payer_accounts(supplier.id)
        return [
            _OF_BAD_RECORD[trait.kind].at(trait.pointer)
            for trait in traits(supplier.application, accounts)
            if self._repository.is_watched(trait.key, supplier.id)
        ]


def _cases_against(supplier: Supplier) -> list[Finding]:
    """The violation cases for which the supplier is held: whoever decides looks at them."""
    cases = sorted(reason.subject for reason in supplier.holds if reason.kind == "violation")
    return [f.CASE_OPEN.at("/legal_name", case=case) for case in cases]


def is_own(actor: Actor, supplier: Supplier) -> bool:
    """Whether the actor acts for this supplier: by its claim, or as the one who applied."""
    return actor.has(Role.SUPPLIER) and (
        actor.supplier_id == supplier.id or actor.subject == supplier.owner_subject
    )


def rules_of(records: Iterable[QualificationRecord]) -> list[Qualification]:
    """The documents for the rules."""
    return [record.qualification() for record in records]


def person_key(normalised_name: str) -> str:
    """The keyed hash of a person's normalised name."""
    return keyed_hash(PERSON_PURPOSE, normalised_name)


def account_key(account: str) -> str | None:
    """The keyed hash of a bank account, however it is written; None for what is none."""
    normalised = normalise_account(account)
    return keyed_hash(PURPOSES["account"], normalised) if normalised else None


def traits(application: Application, account_keys: Iterable[str] = ()) -> list[Trait]:
    """Everything by which a supplier is recognised, as keyed hashes."""
    of_application = traits_of(application, lambda kind, value: keyed_hash(PURPOSES[kind], value))
    return [*of_application, *(Trait("account", key, "") for key in account_keys)]


_OF_BAD_RECORD: Final = {
    "legal_representative": f.PERSON_OF_BAD_RECORD,
    "phone": f.PHONE_OF_BAD_RECORD,
    "address": f.ADDRESS_OF_BAD_RECORD,
    "account": f.ACCOUNT_OF_BAD_RECORD,
}


def _party(actor: Actor) -> str:
    if actor.has(Role.SUPPLIER):
        return "supplier"
    return "system" if actor.has(Role.SYSTEM) else "platform"
