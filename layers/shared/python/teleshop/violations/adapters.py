"""The ports of violation cases, connected to the contexts that serve them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from teleshop.approvals.service import Approval, Approvals, Process
from teleshop.care.service import Desk as CareDesk
from teleshop.catalog.service import Products
from teleshop.documents.service import Document, Documents
from teleshop.kernel.clock import sortable
from teleshop.kernel.events import EventData
from teleshop.kernel.state_machines import start_execution
from teleshop.kernel.transaction import Transaction
from teleshop.pricewatch.service import Violations as PriceViolations
from teleshop.suppliers.service import HoldReason, Suppliers
from teleshop.violations.domain.case import Source
from teleshop.violations.domain.link import Link
from teleshop.violations.ports import Asked, Judged

PROCESS: Final = "violation_case"
EVIDENCE: Final = "evidence"
STATEMENT: Final = "violation_statement"


class SuppliersOnFile:
    """Suppliers from their context."""

    def __init__(self, suppliers: Suppliers) -> None:
        self._suppliers = suppliers

    def knows(self, supplier_id: str, now: datetime) -> bool:
        """Whether there is such a supplier, or applicant."""
        return self._suppliers.standing.for_public(supplier_id, now) is not None

    def has_left(self, supplier_id: str) -> bool:
        """Whether it is a supplier no more."""
        return self._suppliers.standing.has_left(supplier_id)

    def links(self, supplier_id: str) -> tuple[Link, ...]:
        """Suppliers of bad record that it shares something with."""
        return tuple(
            Link(
                supplier_id=found.supplier_id,
                legal_name=found.legal_name,
                state=found.state,
                shared=tuple(found.shared),
            )
            for found in self._suppliers.standing.links(supplier_id)
        )

    def hold(self, tx: Transaction, supplier_id: str, case_id: str) -> bool:
        """Take nothing new of it while the case is open."""
        return self._suppliers.standing.hold(tx, supplier_id, HoldReason("violation", case_id))

    def lift(self, tx: Transaction, supplier_id: str, case_id: str) -> bool:
        """The case has ended."""
        return self._suppliers.standing.lift(tx, supplier_id, HoldReason("violation", case_id))

    def enter(self, tx: Transaction, supplier_id: str, event_id: str, event: EventData) -> None:
        """Enter an event into the supplier's timeline."""
        self._suppliers.standing.enter(tx, supplier_id, event_id, event)


class CatalogGoods:
    """Products from the catalog."""

    def __init__(self, products: Products) -> None:
        self._products = products

    def foreign(self, product_ids: Sequence[str], supplier_id: str) -> list[str]:
        """Those that are not this supplier's: one read for all."""
        known = self._products.find_many(product_ids) if product_ids else {}
        return [
            product_id
            for product_id in product_ids
            if product_id not in known or known[product_id].supplier_id != supplier_id
        ]


class KnownReferences:
    """Complaints from care, findings of the sweep from the watch over prices."""

    def __init__(self, care: CareDesk, prices: PriceViolations) -> None:
        self._care = care
        self._prices = prices

    def is_about(self, source: Source, reference: str, supplier_id: str) -> bool:
        """Whether it exists and is about the supplier."""
        if source is Source.COMPLAINT:
            file = self._care.find(reference)
            return file is not None and file.case.supplier_id == supplier_id
        if source is Source.SWEEP:
            found = self._prices.find(reference)
            return found is not None and found.supplier_id == supplier_id
        return True


class UploadedEvidence:
    """Files from the documents capability: one read for all."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def unusable_of_staff(self, document_ids: Sequence[str]) -> list[str]:
        """Those that are no accepted evidence; only staff can upload it."""
        known = self._documents.find_many(document_ids) if document_ids else {}
        return [one for one in document_ids if not _is_usable(known.get(one), EVIDENCE)]

    def contents(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The hash of the content of files."""
        known = self._documents.find_many(document_ids) if document_ids else {}
        checked = {id: one.inspection.sha256 for id, one in known.items() if one.inspection}
        return {id: content for id, content in checked.items() if content is not None}

    def unusable_of_supplier(self, document_ids: Sequence[str], supplier_id: str) -> list[str]:
        """Those that are no accepted attachments of the supplier."""
        known = self._documents.find_many(document_ids) if document_ids else {}
        return [
            one
            for one in document_ids
            if not _is_usable(known.get(one), STATEMENT) or known[one].owner_id != supplier_id
        ]


def _is_usable(document: Document | None, purpose: str) -> bool:
    return document is not None and document.purpose == purpose and document.state == "accepted"


class HumanDecisions:
    """Decisions from the approvals capability."""

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def judged(self, case_id: str, round: int, steps: Sequence[str]) -> Judged:
        """Who decided these steps, and why."""
        process = Process(PROCESS, case_id, round)
        found = [self._approvals.of_step(process, step) for step in steps]
        made = [one for one in found if one is not None and one.decided_by is not None]
        people = [person for one in made for person in _people(one)]
        reasons = tuple(one.reason for one in made if one.reason)
        return Judged(people=tuple(dict.fromkeys(people)), reasons=reasons)


def _people(approval: Approval) -> list[str]:
    named = (approval.decided_by, approval.on_behalf_of)
    return [person for person in named if person is not None]


class CaseWorkflow:
    """The state machine ``violation-case``."""

    def start(self, name: str, asked: Asked, at: datetime) -> None:
        """Start a run. Its name makes it one run, however often the start is repeated."""
        given: dict[str, Any] = {**msgspec.to_builtins(asked), "asked_at": sortable(at)}
        start_execution(name, "violation-case", given)
