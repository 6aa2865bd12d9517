"""Suppliers at each step of coming on board, made through the services as callers would, without
the state machine: it is the test that says which step comes next.
"""

from dataclasses import dataclass, replace
from datetime import date

import msgspec

from teleshop.approvals.service import Decided
from teleshop.approvals.wiring import service as approvals
from teleshop.documents.domain import ContentType
from teleshop.kernel.actor import Actor, Role
from teleshop.suppliers.schemas import (
    AcceptanceBody,
    AgreementBody,
    ApplicationBody,
    InspectionBody,
    QualificationBody,
)
from teleshop.suppliers.service import agreements as signing
from teleshop.suppliers.service import visits as visiting
from teleshop.suppliers.wiring import service
from tests.factories import files
from tests.factories.approvals import asked
from tests.factories.approvals import call as at
from tests.factories.documents import accepted, awaited, checked
from tests.factories.onboarding import USCC, application

APPLICANT = Actor("applicant", frozenset({Role.SUPPLIER}))
REVIEWER = Actor("reviewer", frozenset({Role.REVIEWER}))
INSPECTOR = Actor("inspector", frozenset({Role.INSPECTOR}))
LEGAL = Actor("legal", frozenset({Role.LEGAL}))
SIGNATORY = Actor("signatory", frozenset({Role.SIGNATORY}))
MANAGER = Actor("manager", frozenset({Role.MANAGER}))
TODAY = date(2026, 11, 23)
LICENCE_ENDS = date(2027, 3, 31)
AGREEMENT_ENDS = date(2027, 11, 22)
APPROVED = Decided("approved", "signatory")


@dataclass(frozen=True)
class Stage:
    """A supplier and what belongs to it."""

    id: str
    licence: str = ""
    sha256: str = ""
    extra: str = ""


def drafted(**changes: object) -> Stage:
    """A draft without documents."""
    body = msgspec.convert(application(**changes), ApplicationBody)
    return Stage(service().applications.start_application(at(APPLICANT), body).id)


def licence(document_id: str, valid_to: date = LICENCE_ENDS) -> QualificationBody:
    """A business licence that ends."""
    return QualificationBody(
        type="business_licence",
        document_id=document_id,
        number=USCC,
        issuer="杭州市市场监督管理局",
        issued_on=date(2024, 11, 24),
        valid_to=valid_to,
    )


def documented() -> Stage:
    """A draft that can be sent in."""
    stage = drafted()
    body = licence(accepted(APPLICANT).id)
    added = service().qualifications.add_document(at(APPLICANT), stage.id, body)
    return replace(stage, licence=added.record.id)


def submitted() -> Stage:
    """Sent in."""
    stage = documented()
    service().applications.submit_application(at(APPLICANT), stage.id)
    return stage


def in_review(stage: Stage | None = None) -> Stage:
    """Past the automatic check."""
    stage = stage or submitted()
    service().onboarding.check_application(at(), stage.id, 1)
    return stage


def in_inspection(sent: Stage | None = None) -> Stage:
    """Past the review, and the inspector is asked."""
    stage = in_review(sent)
    service().onboarding.apply_outcome(at(), stage.id, 1, "review", APPROVED)
    ask(stage, visiting.STEP, visiting.REQUIREMENT, "inspector")
    return stage


def ask(stage: Stage, step: str, requirement: str, role: str) -> None:
    """Open the approval of a step, as the state machine does."""
    approvals().open(
        at(),
        asked(
            process={"kind": "supplier_application", "id": stage.id, "round": 1},
            step=step,
            subject={"kind": "supplier", "id": stage.id},
            role=role,
            requirements=[requirement],
            requester=APPLICANT.subject,
            supplier_id=stage.id,
            token=f"token-{step}",
        ),
    )


def inspection(stage: Stage) -> InspectionBody:
    """The report of a visit, with its files."""
    report = accepted(INSPECTOR, purpose="inspection_report", supplier_id=stage.id)
    wanted = awaited(INSPECTOR, "inspection_photo", ContentType.PNG, stage.id)
    photo = checked(wanted.document, files.image("PNG"))
    return InspectionBody(
        inspected_on=TODAY, score=85, report_document=report.id, photo_documents=[photo.id]
    )


def in_agreement(sent: Stage | None = None) -> Stage:
    """Past the inspection, and the signatory is asked; ``sent``: one that was sent in before."""
    stage = in_inspection(sent)
    service().visits.report_inspection(at(INSPECTOR), stage.id, inspection(stage))
    service().onboarding.apply_outcome(at(), stage.id, 1, "inspection", APPROVED)
    ask(stage, signing.STEP, signing.REQUIREMENT, "signatory")
    return stage


def terms(stage: Stage) -> AgreementBody:
    """A version of the agreement with its file."""
    file = accepted(LEGAL, purpose="agreement", supplier_id=stage.id)
    return AgreementBody(document_id=file.id, valid_from=TODAY, valid_to=AGREEMENT_ENDS)


def offered(stage: Stage) -> Stage:
    """A version is before the supplier."""
    made = service().agreements.offer_agreement(at(LEGAL), stage.id, terms(stage))
    return replace(stage, sha256=made.sha256)


def signed(stage: Stage, version: str = "1") -> Stage:
    """The supplier has accepted the version."""
    body = AcceptanceBody(sha256=stage.sha256)
    service().agreements.accept_agreement(at(APPLICANT), stage.id, version, body)
    return stage


def active() -> Stage:
    """On board."""
    stage = signed(offered(in_agreement()))
    service().onboarding.apply_outcome(at(), stage.id, 1, "agreement", APPROVED)
    return stage
