"""What the use cases of this context share: who may see a supplier, saving it, telling of it,
judging it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import msgspec

from teleshop.deadlines.service import Deadlines
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.findings import Finding
from teleshop.kernel.signing import keyed_hash
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.suppliers.domain import findings as f
from teleshop.suppliers.domain.application import blacklist_subjects, check_application
from teleshop.suppliers.domain.blacklist import match_blacklist, normalise_name
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
PHONE_PURPOSE: Final = "supplier-phone"
MOBILE_DIGITS: Final = 11


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
        subject = Subject("supplier", event.supplier_id)
        event_id = tx.publish(event, subject=subject)
        facts: dict[str, Any] = msgspec.to_builtins(event)
        facts.pop("supplier_id")
        entry = TimelineEntry(
            id=event_id,
            supplier_id=event.supplier_id,
            at=tx.call.now,
            type=type(event).__name__,
            by_role=_party(tx.call.actor),
            facts=facts,
            note=note,
        )
        tx.create(TimelineRow, entry, conflict=RacedError(), audited=False)
        return event_id

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

    @staticmethod
    def _watch_people(tx: Transaction, supplier: Supplier) -> None:
        """Remember the people of a supplier of bad record, as keyed hashes."""
        for key in people_keys(supplier.application):
            row = WatchRow.from_entity(WatchedPerson(key, supplier.id))
            tx.put_row(row, None, RacedError())

    @staticmethod
    def _forget_people(tx: Transaction, supplier: Supplier) -> None:
        """Nothing is held against the people of a supplier any more."""
        for key in people_keys(supplier.application):
            tx.delete(WatchRow, WatchedPerson(key, supplier.id), conflict=RacedError())

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
        return [*found, *self._check_people(supplier)]

    def _check_people(self, supplier: Supplier) -> list[Finding]:
        application = supplier.application
        found: list[Finding] = []
        representative = normalise_name(application.legal_representative)
        if representative and self._repository.is_watched(person_key(representative), supplier.id):
            found.append(f.PERSON_OF_BAD_RECORD.at("/legal_representative"))
        for index, contact in enumerate(application.contacts):
            phone = normalise_phone(contact.phone)
            if phone and self._repository.is_watched(phone_key(phone), supplier.id):
                found.append(f.PHONE_OF_BAD_RECORD.at(f"/contacts/{index}/phone"))
        return found


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


def phone_key(normalised_phone: str) -> str:
    """The keyed hash of a telephone number."""
    return keyed_hash(PHONE_PURPOSE, normalised_phone)


def normalise_phone(phone: str) -> str:
    """Digits only, the country code of China left out."""
    digits = "".join(character for character in phone if character.isdigit())
    long = len(digits) > MOBILE_DIGITS
    return digits.removeprefix("0086").removeprefix("86") if long else digits


def people_keys(application: Application) -> Sequence[str]:
    """The keyed hashes by which the people of an application are recognised."""
    representative = normalise_name(application.legal_representative)
    keys = [person_key(representative)] if representative else []
    phones = (normalise_phone(contact.phone) for contact in application.contacts)
    keys += [phone_key(phone) for phone in phones if phone]
    return list(dict.fromkeys(keys))


def _party(actor: Actor) -> str:
    if actor.has(Role.SUPPLIER):
        return "supplier"
    return "system" if actor.has(Role.SYSTEM) else "platform"
