"""Qualification documents: put on file, renewed, checked, expired (standard 3.1.2, rules §7)."""

from dataclasses import dataclass, replace
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.findings import Finding, refusing
from teleshop.kernel.ids import new_id
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.domain.application import check_documents, check_uscc
from teleshop.suppliers.domain.findings import DOCUMENT_TYPE_UNKNOWN, NOT_YET_VALID
from teleshop.suppliers.domain.qualifications import current_qualifications
from teleshop.suppliers.domain.records import FileUse, QualificationRecord, SupplierRecord
from teleshop.suppliers.domain.standing import settle_expiry
from teleshop.suppliers.domain.supplier import COOPERATING, EDITABLE, STATE_NAMES, Supplier
from teleshop.suppliers.errors import (
    ApplicationLockedError,
    DocumentInUseError,
    QualificationNotFoundError,
    RenewedDocumentError,
    RequirementsNotMetError,
    SupplierExistsError,
    TooManyDocumentsError,
)
from teleshop.suppliers.ports import File
from teleshop.suppliers.schemas import QualificationAdded, QualificationBody
from teleshop.suppliers.service.base import Desk, rules_of
from teleshop.suppliers.service.clocks import check_deadline, document_deadline
from teleshop.suppliers.tables import FileUseRow, QualificationRow, SupplierRow

MAX_DOCUMENTS: Final = 200
"""Of a supplier, renewed ones included: finding those in force compares each with each."""
PURPOSE: Final = "qualification"


@dataclass(frozen=True, slots=True)
class OnFile:
    """A document; ``current`` unless a newer one has renewed it; ``findings`` of a check of it
    alone.
    """

    record: QualificationRecord
    current: bool = True
    findings: tuple[Finding, ...] = ()


class Qualifications(Desk):
    """The documents of a supplier; what is renewed stays on file."""

    def add_document(self, call: Call, supplier_id: str, body: QualificationBody) -> OnFile:
        """Put a document on file. In an application its faults are shown and refuse only the
        submission; of a supplier on board a faulty document is refused.
        """
        before = self._changeable(call, supplier_id)
        file = self._file(before, body.document_id, PURPOSE)
        known = self._repository.documents(supplier_id)
        if len(known) >= MAX_DOCUMENTS:
            raise TooManyDocumentsError(limit=MAX_DOCUMENTS)
        made = self._made(call, before, body, file)
        _check_renewal(made, known)
        _check_order(made)
        found = self._findings_of(call, before, made)
        # A renewal may well be valid only from the day after the old document's last.
        against = [fault for fault in refusing(found) if fault.code != NOT_YET_VALID.code]
        if before.state in COOPERATING and against:
            raise RequirementsNotMetError(errors=against)
        tx = self._begin(call, "add_qualification", supplier_id)
        tx.create(QualificationRow, made, conflict=SupplierExistsError())
        use = FileUse(made.document_id, supplier_id, made.id)
        tx.create(FileUseRow, use, conflict=DocumentInUseError(), audited=False)
        self._clocks.watch_document(tx, made)
        if made.content == "checking":
            self._clocks.watch_check(tx, made)
        self._tell(
            tx,
            QualificationAdded(supplier_id=supplier_id, qualification_id=made.id, type=made.type),
        )
        # The state must still allow it when this is stored.
        self._settle(tx, before, [*known, made])
        return tx.commit(OnFile(made, True, tuple(found)))

    def _changeable(self, call: Call, supplier_id: str) -> Supplier:
        before = self._own(call, supplier_id)
        if before.state not in EDITABLE | COOPERATING:
            zh, en = STATE_NAMES[before.state]
            raise ApplicationLockedError(state_zh=zh, state_en=en)
        return before

    @staticmethod
    def _made(
        call: Call, supplier: Supplier, body: QualificationBody, file: File
    ) -> QualificationRecord:
        return QualificationRecord(
            id=new_id("qua", call.now),
            supplier_id=supplier.id,
            type=body.type,
            number=body.number,
            document_id=body.document_id,
            content=file.content,
            issuer=body.issuer,
            issued_on=body.issued_on,
            valid_from=body.valid_from,
            valid_to=body.valid_to,
            replaces=body.replaces,
            added_at=call.now,
        )

    def _findings_of(
        self, call: Call, supplier: Supplier, made: QualificationRecord
    ) -> list[Finding]:
        yardstick = self._yardstick(call.now)
        if made.type not in yardstick.catalogue.types:
            raise InvalidInputError(errors=[DOCUMENT_TYPE_UNKNOWN.at("/type")])
        uscc, _ = check_uscc(supplier.application.uscc)
        # A file that is still being checked is no fault of the form.
        judged = replace(made, content="accepted")
        found = check_documents(rules_of([judged]), uscc, yardstick)
        return [
            replace(finding, pointer=finding.pointer.removeprefix("/documents/0"))
            for finding in found
        ]

    def remove_document(self, call: Call, supplier_id: str, qualification_id: str) -> None:
        """Take a document out of a draft or a returned application; on board, documents stay."""
        before = self._own(call, supplier_id)
        if before.state not in EDITABLE:
            zh, en = STATE_NAMES[before.state]
            raise ApplicationLockedError(state_zh=zh, state_en=en)
        known = self._repository.find_document(supplier_id, qualification_id)
        if known is None:
            raise QualificationNotFoundError
        tx = self._begin(call, "remove_qualification", supplier_id)
        tx.delete(QualificationRow, known, conflict=QualificationNotFoundError())
        use = FileUse(known.document_id, supplier_id, known.id)
        tx.delete(FileUseRow, use, conflict=RacedError())
        if self._deadlines.find(document_deadline(known)) is not None:
            self._deadlines.cancel(tx, document_deadline(known))
        if known.content == "checking":
            self._deadlines.cancel(tx, check_deadline(known))
        # A new version of the supplier: an application that is being sent in right now was judged
        # with this document.
        record = SupplierRecord.of(before)
        tx.save(SupplierRow, record, record, conflict=RacedError())
        return tx.commit(None)

    def list_documents(self, call: Call, supplier_id: str) -> list[OnFile]:
        """All documents of a supplier, renewed ones too, oldest first."""
        self._visible(call, supplier_id)
        records = self._repository.documents(supplier_id)
        current = {document.id for document in current_qualifications(rules_of(records))}
        return [OnFile(record, record.id in current) for record in records]

    def file_checked(self, call: Call, document_id: str) -> QualificationRecord | None:
        """The check of a file ended, or should have: take over what it found.

        A renewal that was accepted restores a supplier that was suspended for the old document.
        None if the file stands behind no document, or nothing is new.
        """
        use = self._repository.use_of(document_id)
        known = use and self._repository.find_document(use.supplier_id, use.qualification_id)
        file = self._files.find(document_id)
        if not known or file is None or file.content == known.content:
            return None
        before = self._get(known.supplier_id)
        after = replace(known, content=file.content)
        tx = self._begin(call, "check_qualification", before.id)
        stored = tx.save(QualificationRow, known, after)
        if known.content == "checking":
            self._deadlines.meet(tx, check_deadline(known))
        others = [
            record for record in self._repository.documents(before.id) if record.id != known.id
        ]
        self._settle(tx, before, [*others, stored])
        return tx.commit(stored)

    def _settle(
        self, tx: Transaction, before: Supplier, documents: list[QualificationRecord]
    ) -> None:
        """Suspend or restore a supplier on board as its documents now demand; in any case the
        supplier must be what it was when the decision was made.
        """
        after = settle_expiry(
            before, rules_of(documents), self._yardstick(tx.call.now), tx.call.now
        )
        if after != before:
            stored = self._save(tx, before, after)
            self._tell_standing(tx, before, stored)
            return
        self._hold(tx, before)


def _check_renewal(made: QualificationRecord, known: list[QualificationRecord]) -> None:
    if made.replaces is None:
        return
    older = next((record for record in known if record.id == made.replaces), None)
    if older is None or older.type != made.type:
        raise RenewedDocumentError


def _check_order(made: QualificationRecord) -> None:
    if made.valid_from and made.valid_to and made.valid_to < made.valid_from:
        raise InvalidInputError(errors=[_REVERSED])


_REVERSED = FieldError(
    "/valid_to",
    "validity_reversed",
    "有效期止不能早于有效期起。",
    "The last day of validity must not lie before the first.",
    clause="3.1.2",
)
