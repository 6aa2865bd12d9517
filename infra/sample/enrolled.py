"""Suppliers for invented trade, on board as if they had gone through admission long ago.

Over the API each takes some thirty requests, four files and three decisions, which is a matter of
seconds for one and of many minutes for fifty. So these are written into the suppliers' own tables,
by their own rules and rows, in one transaction each. What admission leaves behind beside them is
not there: no files behind the document ids, no approvals, no clocks for the next verification.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from stdnum.cn.uscc import calc_check_digit

from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import derived_id
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.suppliers.domain import supplier as life
from teleshop.suppliers.domain.agreement import (
    Agreement,
    Signature,
    Terms,
    accept_agreement,
    countersign_agreement,
    offer_agreement,
)
from teleshop.suppliers.domain.inspection import InspectionReport
from teleshop.suppliers.domain.records import (
    AgreementRecord,
    Claim,
    QualificationRecord,
    SupplierRecord,
)
from teleshop.suppliers.domain.supplier import Application, Contact, Supplier
from teleshop.suppliers.tables import (
    AgreementRow,
    ClaimRow,
    QualificationRow,
    SupplierRepository,
    SupplierRow,
)

CATEGORY: Final = "general_goods"
PEOPLE: Final = ("demo-data", "legal", "signatory", "inspector")
NO_FILE: Final = "0" * 64


def enrol(supplier_ids: Sequence[str], since: datetime, now: datetime) -> int:
    """Let suppliers be on board since ``since``; those that are there stay as they are. Answers how
    many were made.
    """
    known = {one.id for one in SupplierRepository().listed(supplier_ids)}
    fresh = [(number, id) for number, id in enumerate(supplier_ids) if id not in known]
    for number, supplier_id in fresh:
        _store(supplier_id, number, since, now)
    return len(fresh)


def _store(supplier_id: str, number: int, since: datetime, now: datetime) -> None:
    agreement = _agreement(supplier_id, since)
    supplier = _on_board(supplier_id, number, agreement, since, now)
    uscc = supplier.application.uscc
    licence = QualificationRecord(
        id=derived_id("qua", supplier_id),
        supplier_id=supplier_id,
        type="business_licence",
        number=uscc,
        document_id=derived_id("doc", supplier_id, "licence"),
        content="accepted",
        issuer="示例市市场监督管理局",
        issued_on=china_date(since),
        added_at=since,
    )
    call = Call(SYSTEM_ACTOR, now, "demo-data", "demo-data")
    tx = Transaction(call, "enrol_invented_supplier", Subject("supplier", supplier_id))
    tx.create(SupplierRow, SupplierRecord.of(supplier), conflict=RacedError())
    tx.create(ClaimRow, Claim(uscc, supplier_id), conflict=RacedError())
    tx.create(AgreementRow, AgreementRecord.of(agreement), conflict=RacedError())
    tx.create(QualificationRow, licence, conflict=RacedError())
    tx.commit(None)


def _on_board(
    supplier_id: str, number: int, agreement: Agreement, since: datetime, now: datetime
) -> Supplier:
    """Through every step of admission, by its rules; verified again lately."""
    application = Application(
        legal_name=f"示例供应商{number + 1:02d}有限公司",
        uscc=_uscc(number),
        legal_representative=f"示例{number + 1:02d}",
        registered_address=f"浙江省示例市示例路 {number + 1} 号",
        contacts=(Contact(f"示例{number + 1:02d}", phone=f"139{number + 1:08d}"),),
        categories=(CATEGORY,),
        cooperation_intent="长期供货",
    )
    report = InspectionReport(
        id=derived_id("ins", supplier_id),
        supplier_id=supplier_id,
        inspector="inspector",
        inspected_on=china_date(since),
        score=88,
        report_document=derived_id("doc", supplier_id, "report"),
        photo_documents=(derived_id("doc", supplier_id, "photo"),),
    )
    draft = life.start_application(supplier_id, application, since, f"demo-{number + 1:02d}")
    checked = life.pass_automatic_check(life.submit(draft, since), [], since)
    reviewed = life.move(checked, "approve_review", since)
    inspected = life.pass_inspection(reviewed, report, since)
    active = life.activate(inspected, agreement, [], since)
    return life.record_verification(active, china_date(now), now)


def _agreement(supplier_id: str, since: datetime) -> Agreement:
    """Signed by both sides, for three years."""
    begins = china_date(since)
    terms = Terms(
        document_id=derived_id("doc", supplier_id, "agreement"),
        sha256=NO_FILE,
        valid_from=begins,
        valid_to=begins + timedelta(days=3 * 365),
    )
    offered = offer_agreement(
        None,
        terms,
        id=derived_id("agr", supplier_id),
        supplier_id=supplier_id,
        offered=Signature("legal", since),
    )
    accepted = accept_agreement(offered, sha256=NO_FILE, by="demo-data", now=since)
    return countersign_agreement(accepted, by="signatory", now=since)


def _uscc(number: int) -> str:
    """A code with valid check characters that belongs to nobody known."""
    organisation = f"90{number:06d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(w * int(d) for w, d in zip(weights, organisation, strict=True)) % 11
    inner = {10: "X", 11: "0"}.get(rest, str(rest))
    body = f"91330100{organisation}{inner}"
    return f"{body}{calc_check_digit(body)}"
