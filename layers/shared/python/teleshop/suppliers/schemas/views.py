"""What callers of the suppliers context see."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from teleshop.kernel.errors import FieldError
from teleshop.kernel.schema import Output
from teleshop.suppliers.domain.records import (
    AgreementRecord,
    BlacklistRecord,
    InspectionRecord,
    Listed,
    QualificationRecord,
    TimelineEntry,
    Verification,
)
from teleshop.suppliers.domain.supplier import Supplier
from teleshop.suppliers.domain.verification import next_verification


class ContactView(Output, frozen=True, kw_only=True):
    """A person to talk to."""

    name: str
    phone: str
    email: str


class FindingView(Output, frozen=True, kw_only=True):
    """A remark of the check in both languages."""

    pointer: str
    code: str
    severity: str
    message_zh: str
    message_en: str
    clause: str | None = None
    rule: str | None = None

    @classmethod
    def of(cls, finding: FieldError) -> "FindingView":
        """The remark as it is shown."""
        return cls(
            pointer=finding.pointer,
            code=finding.code,
            severity=finding.severity,
            message_zh=finding.message("zh"),
            message_en=finding.message("en"),
            clause=finding.clause,
            rule=finding.rule,
        )


class SuspensionView(Output, frozen=True, kw_only=True):
    """One reason for a suspension; ``subject`` names the document, agreement or entry."""

    kind: str
    subject: str


class HoldView(Output, frozen=True, kw_only=True):
    """One reason why nothing new is taken; ``subject`` names what made the hold."""

    kind: str
    subject: str


class SupplierView(Output, frozen=True, kw_only=True):
    """A supplier, or its application, for those who may see it.

    ``findings`` are filled where a check was made; ``obstacles`` say why no new product may be
    listed (standard 3.2.4). ``holds`` stop what is new; ``featured_until`` is the end of the
    benefits of an excellent supplier.
    """

    id: str
    status: str
    status_since: datetime
    legal_name: str
    uscc: str
    legal_representative: str
    registered_address: str
    contacts: list[ContactView]
    categories: list[str]
    cooperation_intent: str
    round: int
    submitted_at: datetime | None
    reason: str
    suspensions: list[SuspensionView]
    holds: list[HoldView]
    featured_until: datetime | None
    activated_at: datetime | None
    last_verified_on: date | None
    next_verification_on: date | None
    stalled: bool
    version: int
    findings: list[FindingView] = msgspec.field(default_factory=list)
    obstacles: list[FindingView] = msgspec.field(default_factory=list)
    new_products_blocked: bool = True

    @classmethod
    def of(
        cls,
        supplier: Supplier,
        findings: Iterable[FieldError] = (),
        obstacles: Sequence[FieldError] | None = None,
    ) -> "SupplierView":
        """The view of a supplier; without ``obstacles`` it is not said which there are."""
        application = supplier.application
        last = supplier.last_verified_on
        return cls(
            id=supplier.id,
            status=supplier.state,
            status_since=supplier.state_since,
            legal_name=application.legal_name,
            uscc=application.uscc,
            legal_representative=application.legal_representative,
            registered_address=application.registered_address,
            contacts=[
                ContactView(name=contact.name, phone=contact.phone, email=contact.email)
                for contact in application.contacts
            ],
            categories=list(application.categories),
            cooperation_intent=application.cooperation_intent,
            round=supplier.submissions,
            submitted_at=supplier.submitted_at,
            reason=supplier.reason,
            suspensions=[
                SuspensionView(kind=reason.kind, subject=reason.subject)
                for reason in sorted(
                    supplier.suspensions, key=lambda reason: (reason.kind, reason.subject)
                )
            ],
            holds=[
                HoldView(kind=reason.kind, subject=reason.subject)
                for reason in sorted(
                    supplier.holds, key=lambda reason: (reason.kind, reason.subject)
                )
            ],
            featured_until=supplier.featured_until,
            activated_at=supplier.activated_at,
            last_verified_on=last,
            next_verification_on=next_verification(last) if last else None,
            stalled=supplier.stalled,
            version=supplier.version,
            findings=[FindingView.of(finding) for finding in findings],
            obstacles=[FindingView.of(finding) for finding in obstacles or ()],
            new_products_blocked=obstacles is None or bool(obstacles),
        )


class ListedView(Output, frozen=True, kw_only=True):
    """A supplier in a list."""

    id: str
    status: str
    status_since: datetime
    legal_name: str
    uscc: str
    categories: list[str]
    next_verification_on: date | None
    stalled: bool

    @classmethod
    def of(cls, listed: Listed) -> "ListedView":
        """The view of a listed supplier."""
        last = listed.last_verified_on
        return cls(
            id=listed.id,
            status=listed.state,
            status_since=listed.state_since,
            legal_name=listed.legal_name,
            uscc=listed.uscc,
            categories=list(listed.categories),
            next_verification_on=next_verification(last) if last else None,
            stalled=listed.stalled,
        )


class QualificationView(Output, frozen=True, kw_only=True):
    """A qualification document; ``current`` unless a newer one has renewed it."""

    id: str
    type: str
    number: str
    document_id: str
    content: str
    issuer: str
    issued_on: date | None
    valid_from: date | None
    valid_to: date | None
    replaces: str | None
    current: bool
    added_at: datetime
    findings: list[FindingView] = msgspec.field(default_factory=list)

    @classmethod
    def of(
        cls, record: QualificationRecord, current: bool, findings: Iterable[FieldError] = ()
    ) -> "QualificationView":
        """The view of a document."""
        return cls(
            id=record.id,
            type=record.type,
            number=record.number,
            document_id=record.document_id,
            content=record.content,
            issuer=record.issuer,
            issued_on=record.issued_on,
            valid_from=record.valid_from,
            valid_to=record.valid_to,
            replaces=record.replaces,
            current=current,
            added_at=record.added_at,
            findings=[FindingView.of(finding) for finding in findings],
        )


class QualificationsView(Output, frozen=True, kw_only=True):
    """All documents of a supplier; there are never more than two hundred."""

    items: list[QualificationView]


class AgreementView(Output, frozen=True, kw_only=True):
    """A version of the agreement."""

    version: int
    status: str
    document_id: str
    sha256: str
    valid_from: date
    valid_to: date
    offered_at: datetime
    accepted_at: datetime | None
    countersigned_at: datetime | None

    @classmethod
    def of(cls, record: AgreementRecord) -> "AgreementView":
        """The view of a version."""
        return cls(
            version=record.number,
            status=record.agreement().state,
            document_id=record.document_id,
            sha256=record.sha256,
            valid_from=record.valid_from,
            valid_to=record.valid_to,
            offered_at=record.offered.at,
            accepted_at=record.acceptance.at if record.acceptance else None,
            countersigned_at=record.countersignature.at if record.countersignature else None,
        )


class AgreementsView(Output, frozen=True, kw_only=True):
    """All versions of the agreement, newest first."""

    items: list[AgreementView]


class InspectionView(Output, frozen=True, kw_only=True):
    """An inspection report, for staff."""

    id: str
    round: int
    inspected_on: date
    score: int
    outcome: str
    report_document: str
    photo_documents: list[str]
    remarks: str
    reported_at: datetime

    @classmethod
    def of(cls, record: InspectionRecord) -> "InspectionView":
        """The view of a report."""
        return cls(
            id=record.id,
            round=record.round,
            inspected_on=record.inspected_on,
            score=record.score,
            outcome=record.outcome,
            report_document=record.report_document,
            photo_documents=list(record.photo_documents),
            remarks=record.remarks,
            reported_at=record.reported_at,
        )


class InspectionsView(Output, frozen=True, kw_only=True):
    """All inspection reports, newest first."""

    items: list[InspectionView]


class VerificationView(Output, frozen=True, kw_only=True):
    """A re-verification."""

    id: str
    verified_on: date
    passed: bool
    confirmed: list[str]
    faulty: list[str]
    recorded_at: datetime

    @classmethod
    def of(cls, verification: Verification) -> "VerificationView":
        """The view of a verification."""
        return cls(
            id=verification.id,
            verified_on=verification.verified_on,
            passed=verification.passed,
            confirmed=list(verification.confirmed),
            faulty=list(verification.faulty),
            recorded_at=verification.recorded_at,
        )


class TimelineView(Output, frozen=True, kw_only=True):
    """One thing that happened; ``note`` is filled for staff only."""

    id: str
    at: datetime
    type: str
    by_role: str
    facts: dict[str, Any]
    note: str | None = None

    @classmethod
    def of(cls, entry: TimelineEntry) -> "TimelineView":
        """The view of an entry."""
        return cls(
            id=entry.id,
            at=entry.at,
            type=entry.type,
            by_role=entry.by_role,
            facts=entry.facts,
            note=entry.note or None,
        )


class BlacklistView(Output, frozen=True, kw_only=True):
    """A blacklist entry, for those who keep the list; a person's name is not kept."""

    id: str
    kind: str
    uscc: str | None
    reason: str
    added_at: datetime
    since: datetime = msgspec.field(name="from")
    until: datetime | None = None

    @classmethod
    def of(cls, record: BlacklistRecord) -> "BlacklistView":
        """The view of an entry."""
        return cls(
            id=record.id,
            kind=record.kind,
            uscc=record.shown or None,
            reason=record.reason,
            added_at=record.added_at,
            since=record.since,
            until=record.until,
        )
