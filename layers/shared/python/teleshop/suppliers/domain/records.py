"""What is stored: domain objects laid out flat, one field per attribute, with a version."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from teleshop.suppliers.domain.agreement import Agreement, Signature
from teleshop.suppliers.domain.blacklist import BlacklistEntry, SubjectKind
from teleshop.suppliers.domain.inspection import InspectionReport, Outcome
from teleshop.suppliers.domain.qualifications import ContentState, Qualification
from teleshop.suppliers.domain.supplier import (
    Application,
    Contact,
    HoldReason,
    State,
    Supplier,
    SuspensionReason,
)

ONCE_ACTIVE: Final[frozenset[State]] = frozenset({"suspended", "terminated"})
"""States that a supplier reaches only from active on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierRecord:
    """A :class:`Supplier`, its application laid out beside it."""

    id: str
    owner_subject: str
    legal_name: str
    uscc: str
    legal_representative: str = field(repr=False)
    registered_address: str = field(repr=False)
    contacts: tuple[Contact, ...] = field(repr=False)
    categories: tuple[str, ...]
    cooperation_intent: str
    state: State
    state_since: datetime
    created_at: datetime
    submissions: int
    submitted_at: datetime | None = None
    reason: str = field(default="", repr=False)
    suspensions: tuple[SuspensionReason, ...] = ()
    holds: tuple[HoldReason, ...] = ()
    featured_until: datetime | None = None
    activated_at: datetime | None = None
    last_verified_on: date | None = None
    claimed_uscc: str | None = None
    stalled: bool = False
    version: int = 1

    @classmethod
    def of(cls, supplier: Supplier) -> "SupplierRecord":
        """What is stored of a supplier."""
        application = supplier.application
        return cls(
            id=supplier.id,
            owner_subject=supplier.owner_subject,
            legal_name=application.legal_name,
            uscc=application.uscc,
            legal_representative=application.legal_representative,
            registered_address=application.registered_address,
            contacts=application.contacts,
            categories=application.categories,
            cooperation_intent=application.cooperation_intent,
            state=supplier.state,
            state_since=supplier.state_since,
            created_at=supplier.created_at,
            submissions=supplier.submissions,
            submitted_at=supplier.submitted_at,
            reason=supplier.reason,
            suspensions=tuple(
                sorted(supplier.suspensions, key=lambda reason: (reason.kind, reason.subject))
            ),
            holds=tuple(sorted(supplier.holds, key=lambda reason: (reason.kind, reason.subject))),
            featured_until=supplier.featured_until,
            activated_at=supplier.activated_at,
            last_verified_on=supplier.last_verified_on,
            claimed_uscc=supplier.claimed_uscc,
            stalled=supplier.stalled,
            version=supplier.version,
        )

    def supplier(self) -> Supplier:
        """The supplier that is stored here."""
        return Supplier(
            id=self.id,
            owner_subject=self.owner_subject,
            application=Application(
                legal_name=self.legal_name,
                uscc=self.uscc,
                legal_representative=self.legal_representative,
                registered_address=self.registered_address,
                contacts=self.contacts,
                categories=self.categories,
                cooperation_intent=self.cooperation_intent,
            ),
            state=self.state,
            state_since=self.state_since,
            created_at=self.created_at,
            submissions=self.submissions,
            submitted_at=self.submitted_at,
            reason=self.reason,
            suspensions=frozenset(self.suspensions),
            holds=frozenset(self.holds),
            featured_until=self.featured_until,
            activated_at=self.activated_at,
            last_verified_on=self.last_verified_on,
            claimed_uscc=self.claimed_uscc,
            stalled=self.stalled,
            version=self.version,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A supplier in a list: nothing personal, so that a page opens no sealed value."""

    id: str
    legal_name: str
    uscc: str
    categories: tuple[str, ...]
    state: State
    state_since: datetime
    last_verified_on: date | None = None
    suspensions: tuple[SuspensionReason, ...] = ()
    holds: tuple[HoldReason, ...] = ()
    featured_until: datetime | None = None
    stalled: bool = False
    version: int = 1

    def was_active(self, at: datetime) -> bool:
        """Whether it was active at an instant, as far as what it is now tells: one that is active
        counts as active before, and one that was suspended when its cooperation ended does not.
        """
        if self.state == "active":
            return True
        ended_suspended = self.state == "terminated" and bool(self.suspensions)
        return self.state in ONCE_ACTIVE and not ended_suspended and at < self.state_since

    def is_featured(self, now: datetime) -> bool:
        """As :meth:`Supplier.is_featured`."""
        return (
            self.state == "active"
            and not self.holds
            and self.featured_until is not None
            and now < self.featured_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QualificationRecord:
    """A :class:`Qualification` of a supplier."""

    id: str
    supplier_id: str
    type: str
    number: str
    document_id: str
    content: ContentState
    issuer: str
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    replaces: str | None = None
    added_at: datetime
    version: int = 1

    def qualification(self) -> Qualification:
        """The document for the rules."""
        return Qualification(
            id=self.id,
            type=self.type,
            number=self.number,
            document_id=self.document_id,
            content=self.content,
            issuer=self.issuer,
            issued_on=self.issued_on,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            replaces=self.replaces,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRecord:
    """An :class:`Agreement`; ``number`` is its version, ``version`` counts what was stored."""

    id: str
    supplier_id: str
    number: int
    document_id: str
    sha256: str
    valid_from: date
    valid_to: date
    offered: Signature
    acceptance: Signature | None = None
    countersignature: Signature | None = None
    superseded_at: datetime | None = None
    version: int = 1

    @classmethod
    def of(cls, agreement: Agreement, version: int = 1) -> "AgreementRecord":
        """What is stored of an agreement."""
        return cls(
            id=agreement.id,
            supplier_id=agreement.supplier_id,
            number=agreement.version,
            document_id=agreement.document_id,
            sha256=agreement.sha256,
            valid_from=agreement.valid_from,
            valid_to=agreement.valid_to,
            offered=agreement.offered,
            acceptance=agreement.acceptance,
            countersignature=agreement.countersignature,
            superseded_at=agreement.superseded_at,
            version=version,
        )

    def agreement(self) -> Agreement:
        """The agreement that is stored here."""
        return Agreement(
            id=self.id,
            supplier_id=self.supplier_id,
            version=self.number,
            document_id=self.document_id,
            sha256=self.sha256,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            offered=self.offered,
            acceptance=self.acceptance,
            countersignature=self.countersignature,
            superseded_at=self.superseded_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionRecord:
    """An :class:`InspectionReport`, made for one ``round`` of the application."""

    id: str
    supplier_id: str
    round: int
    inspector: str
    inspected_on: date
    score: int
    outcome: Outcome
    report_document: str
    photo_documents: tuple[str, ...]
    remarks: str = field(default="", repr=False)
    reported_at: datetime
    version: int = 1

    def report(self) -> InspectionReport:
        """The report for the rules."""
        return InspectionReport(
            id=self.id,
            supplier_id=self.supplier_id,
            inspector=self.inspector,
            inspected_on=self.inspected_on,
            score=self.score,
            report_document=self.report_document,
            photo_documents=self.photo_documents,
            remarks=self.remarks,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """One re-verification: ``confirmed`` and ``faulty`` are ids of qualification documents."""

    id: str
    supplier_id: str
    verified_on: date
    verified_by: str
    confirmed: tuple[str, ...]
    faulty: tuple[str, ...]
    note: str = field(default="", repr=False)
    recorded_at: datetime
    version: int = 1

    @property
    def passed(self) -> bool:
        """Whether every document was found in order."""
        return not self.faulty


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One thing that happened to a supplier; ``note`` is for staff only."""

    id: str
    supplier_id: str
    at: datetime
    type: str
    by_role: str
    facts: dict[str, Any]
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who holds a code now."""

    uscc: str
    supplier_id: str


@dataclass(frozen=True, slots=True)
class PastClaim:
    """Who submitted a code, when first."""

    uscc: str
    supplier_id: str
    since: datetime


@dataclass(frozen=True, slots=True)
class FileUse:
    """The qualification document behind which a file stands."""

    document_id: str
    supplier_id: str
    qualification_id: str


@dataclass(frozen=True, slots=True)
class WatchedPerson:
    """A person, telephone, address or account, as keyed hash, of a supplier that was terminated or
    is blacklisted.
    """

    key: str = field(repr=False)
    supplier_id: str


@dataclass(frozen=True, slots=True)
class PayerAccount:
    """An account, as keyed hash, from which a supplier paid its deposit."""

    supplier_id: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlacklistRecord:
    """A :class:`BlacklistEntry`; ``shown`` is the code of an entity, empty for a person."""

    id: str
    kind: SubjectKind
    key: str = field(repr=False)
    shown: str = ""
    reason: str = field(repr=False)
    since: datetime
    until: datetime | None = None
    cleared: tuple[str, ...] = ()
    id_number_key: str | None = field(default=None, repr=False)
    added_by: str
    added_at: datetime
    version: int = 1

    def entry(self) -> BlacklistEntry:
        """The entry for the rules."""
        return BlacklistEntry(
            id=self.id,
            kind=self.kind,
            key=self.key,
            reason=self.reason,
            since=self.since,
            until=self.until,
            cleared=frozenset(self.cleared),
        )


@dataclass(frozen=True, slots=True)
class BlacklistPointer:
    """Where an entry lies, by its id."""

    id: str
    kind: SubjectKind
    key: str = field(repr=False)
