"""What people of the platform find out: the on-site inspection, the re-verification (standard
3.1.3, 3.2.4, R6.2).
"""

from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.findings import refusing
from teleshop.kernel.ids import new_id
from teleshop.suppliers.domain import supplier as rules
from teleshop.suppliers.domain.inspection import (
    InspectionReport,
    UploadedFile,
    check_report,
    outcome,
)
from teleshop.suppliers.domain.qualifications import current_qualifications
from teleshop.suppliers.domain.records import InspectionRecord, Verification
from teleshop.suppliers.domain.supplier import STATE_NAMES, Supplier
from teleshop.suppliers.domain.verification import next_verification
from teleshop.suppliers.errors import SupplierExistsError, TransitionNotAllowedError
from teleshop.suppliers.schemas import (
    InspectionBody,
    InspectionReported,
    SupplierVerified,
    VerificationBody,
)
from teleshop.suppliers.service.base import Desk, rules_of
from teleshop.suppliers.service.clocks import verification_deadline
from teleshop.suppliers.tables import InspectionRow, VerificationRow

STEP: Final = "inspection"
REQUIREMENT: Final = "inspection_report"
REPORT_PURPOSE: Final = "inspection_report"
PHOTO_PURPOSE: Final = "inspection_photo"


class Visits(Desk):
    """Reports of inspections and verifications."""

    def report_inspection(
        self, call: Call, supplier_id: str, body: InspectionBody
    ) -> InspectionRecord:
        """Put the report of a visit on file. Only a score from the threshold on makes the approval
        of the step possible; a later report counts instead of an earlier one.
        """
        supplier = self._visible(call, supplier_id)
        if supplier.state != "in_inspection":
            raise _not_now(supplier, "提交考察报告", "report an inspection")
        report = InspectionReport(
            id=new_id("ins", call.now),
            supplier_id=supplier_id,
            inspector=call.actor.subject,
            inspected_on=body.inspected_on,
            score=body.score,
            report_document=body.report_document,
            photo_documents=tuple(body.photo_documents),
            remarks=body.remarks,
        )
        faults = check_report(
            report, self._files_of(supplier, body), china_date(call.now), self._policy
        )
        if refusing(faults):
            raise InvalidInputError(errors=refusing(faults))
        record = InspectionRecord(
            id=report.id,
            supplier_id=supplier_id,
            round=supplier.submissions,
            inspector=report.inspector,
            inspected_on=report.inspected_on,
            score=report.score,
            outcome=outcome(report, self._policy),
            report_document=report.report_document,
            photo_documents=report.photo_documents,
            remarks=report.remarks,
            reported_at=call.now,
        )
        tx = self._begin(call, "report_inspection", supplier_id)
        tx.create(InspectionRow, record, conflict=SupplierExistsError())
        # A later report counts instead of an earlier one: a failed visit takes a passed one back.
        tell = self._decisions.fulfil if record.outcome == "passed" else self._decisions.unfulfil
        tell(tx, supplier_id, supplier.submissions, STEP, REQUIREMENT)
        self._tell(
            tx,
            InspectionReported(supplier_id=supplier_id, round=record.round, outcome=record.outcome),
        )
        self._hold(tx, supplier)
        return tx.commit(record)

    def _files_of(self, supplier: Supplier, body: InspectionBody) -> dict[str, UploadedFile]:
        wanted = {body.report_document: REPORT_PURPOSE}
        wanted |= dict.fromkeys(body.photo_documents, PHOTO_PURPOSE)
        found: dict[str, UploadedFile] = {}
        for document_id, purpose in wanted.items():
            file = self._files.find(document_id)
            if file and file.owner_id == supplier.id and file.purpose == purpose:
                found[document_id] = UploadedFile(file.content, file.content_type)
        return found

    def list_inspections(self, call: Call, supplier_id: str) -> list[InspectionRecord]:
        """All reports, newest first."""
        self._visible(call, supplier_id)
        return self._repository.inspections(supplier_id)[::-1]

    def record_verification(
        self, call: Call, supplier_id: str, body: VerificationBody
    ) -> Verification:
        """The re-verification of a supplier on board, with a verdict on every document in force.

        Its clock starts anew only when every document was confirmed.
        """
        before = self._visible(call, supplier_id)
        after = rules.record_verification(before, body.verified_on, call.now)
        self._check_complete(before, body)
        made = Verification(
            id=new_id("ver", call.now),
            supplier_id=supplier_id,
            verified_on=body.verified_on,
            verified_by=call.actor.subject,
            confirmed=_named(body, "confirmed"),
            faulty=_named(body, "faulty"),
            note=body.note,
            recorded_at=call.now,
        )
        tx = self._begin(call, "record_verification", supplier_id)
        tx.create(VerificationRow, made, conflict=SupplierExistsError())
        next_due = None
        if made.passed:
            next_due = next_verification(body.verified_on, self._policy)
            if after != before:
                self._save(tx, before, after)
                if before.last_verified_on is not None:
                    old = next_verification(before.last_verified_on, self._policy)
                    self._deadlines.meet(tx, verification_deadline(supplier_id, old))
                self._clocks.watch_verification(tx, after)
            else:
                self._hold(tx, before)
        self._tell(
            tx,
            SupplierVerified(
                supplier_id=supplier_id,
                verified_on=made.verified_on,
                passed=made.passed,
                next_due=next_due,
            ),
            body.note,
        )
        return tx.commit(made)

    def _check_complete(self, supplier: Supplier, body: VerificationBody) -> None:
        documents = rules_of(self._repository.documents(supplier.id))
        current = {document.id for document in current_qualifications(documents)}
        given = [verdict.qualification_id for verdict in body.findings]
        errors = [
            FieldError(
                f"/findings/{index}/qualification_id",
                "qualification_not_current",
                "没有这份有效在档的资质文件，或重复填写。",
                "There is no such document in force, or it is named twice.",
                clause="3.2.4",
            )
            for index, id in enumerate(given)
            if id not in current or id in given[:index]
        ]
        errors += [
            FieldError(
                "/findings",
                "qualification_not_verified",
                "资质文件 {qualification_id} 尚未给出复核结论。",
                "There is no verdict on document {qualification_id}.",
                {"qualification_id": id},
                clause="3.2.4",
            )
            for id in sorted(current - set(given))
        ]
        if errors:
            raise InvalidInputError(errors=errors)


def _named(body: VerificationBody, result: str) -> tuple[str, ...]:
    return tuple(verdict.qualification_id for verdict in body.findings if verdict.result == result)


def _not_now(supplier: Supplier, zh: str, en: str) -> TransitionNotAllowedError:
    state_zh, state_en = STATE_NAMES[supplier.state]
    return TransitionNotAllowedError(
        state_zh=state_zh, state_en=state_en, action_zh=zh, action_en=en
    )
