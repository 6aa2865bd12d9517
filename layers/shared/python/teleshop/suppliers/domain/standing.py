"""What expired documents mean for a supplier on board: suspension on the day, and its cure
(standard 3.2.4, R7.1).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from teleshop.kernel.clock import china_date
from teleshop.kernel.findings import Finding, refusing
from teleshop.suppliers.domain.application import check_requirements, check_uscc
from teleshop.suppliers.domain.catalogue import Yardstick
from teleshop.suppliers.domain.qualifications import Qualification, current_qualifications
from teleshop.suppliers.domain.supplier import (
    COOPERATING,
    Supplier,
    SuspensionReason,
    lift_suspension,
    suspend,
)
from teleshop.suppliers.domain.verification import has_lapsed


def unmet_requirements(
    supplier: Supplier, documents: Sequence[Qualification], yardstick: Yardstick, now: datetime
) -> list[Finding]:
    """What the supplier's categories require and no accepted document proves at ``now``.

    Decided from dates, so that a late sweep lets nothing through.
    """
    valid = [
        document
        for document in documents
        if document.content == "accepted"
        and not has_lapsed(document.valid_to, now)
        and (document.valid_from is None or document.valid_from <= china_date(now))
    ]
    uscc, _ = check_uscc(supplier.application.uscc)
    return refusing(check_requirements(supplier.application, valid, uscc, yardstick))


def expired_without_substitute(
    supplier: Supplier, documents: Sequence[Qualification], yardstick: Yardstick, now: datetime
) -> frozenset[str]:
    """The ids of expired documents whose requirement nothing else proves.

    A document that nothing requires, or that another valid one stands in for, is not among them.
    """
    missing = {
        code
        for finding in unmet_requirements(supplier, documents, yardstick, now)
        for code in str(finding.params["types"]).split(",")
    }
    return frozenset(
        document.id
        for document in current_qualifications(documents)
        if has_lapsed(document.valid_to, now) and document.type in missing
    )


def settle_expiry(
    supplier: Supplier, documents: Sequence[Qualification], yardstick: Yardstick, now: datetime
) -> Supplier:
    """The supplier suspended for exactly the expired documents that count, and for whatever else it
    was suspended before; unchanged unless it is on board.
    """
    if supplier.state not in COOPERATING:
        return supplier
    wanted = _reasons(expired_without_substitute(supplier, documents, yardstick, now))
    known = {reason for reason in supplier.suspensions if reason.kind == "document_expired"}
    for reason in sorted(wanted - known, key=lambda reason: reason.subject):
        supplier = suspend(supplier, reason, now)
    for reason in sorted(known - wanted, key=lambda reason: reason.subject):
        supplier = lift_suspension(supplier, reason, now)
    return supplier


def _reasons(ids: Iterable[str]) -> set[SuspensionReason]:
    return {SuspensionReason("document_expired", id) for id in ids}
