"""The ports of consequences and reports, connected to the capabilities that serve them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from teleshop.approvals.service import Approvals, Process
from teleshop.assessment.consequence_ports import Judged, ReportFile, Review
from teleshop.assessment.domain.reports import ReportFormat
from teleshop.documents.service import Documents, owners_for
from teleshop.kernel.actor import Actor
from teleshop.kernel.events import EventData
from teleshop.kernel.shelf import XLSX, Shelf
from teleshop.kernel.state_machines import start_execution
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.service import Standing, TerminationReason

ATTACHMENT: Final = "case_attachment"
MACHINE: Final = "assessment-consequence"
TYPES: Final = {ReportFormat.HTML: "text/html; charset=utf-8", ReportFormat.XLSX: XLSX}


class SupplierCooperation:
    """Suppliers, from their context."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def goes_on(self, supplier_id: str) -> bool:
        """Whether the cooperation goes on, active or suspended."""
        return self._standing.on_board_of([supplier_id]).get(supplier_id, False)

    def feature(self, tx: Transaction, supplier_id: str, until: datetime | None) -> bool:
        """Benefits until then, or no more."""
        return self._standing.feature(tx, supplier_id, until)

    def terminate(self, tx: Transaction, supplier_id: str, subject: str, text: str) -> bool:
        """End the cooperation because of an assessment."""
        reason = TerminationReason("assessment", subject, text)
        return self._standing.terminate_for(tx, supplier_id, reason)

    def enter(self, tx: Transaction, supplier_id: str, event_id: str, event: EventData) -> None:
        """Enter an event into the supplier's timeline."""
        self._standing.enter(tx, supplier_id, event_id, event)


class ConsequenceDecisions:
    """Decisions from the approvals capability."""

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def withdraw(self, tx: Transaction, kind: str, id: str, round: int) -> None:
        """End what is open, and let nothing be opened any more."""
        self._approvals.withdraw_process(tx, Process(kind, id, round))

    def judged(self, approval_id: str) -> Judged:
        """Who took part in that decision, and why it was decided so."""
        found = self._approvals.find(approval_id)
        if found is None:
            return Judged()
        people = [one for one in (found.decided_by, found.on_behalf_of) if one is not None]
        return Judged(tuple(people), found.reason or "")


class UploadedAttachments:
    """Files from the documents capability."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def unusable(self, document_ids: Sequence[str], actor: Actor) -> set[str]:
        """Those that are no accepted attachments of the actor's own side: one read for all."""
        known = self._documents.find_many(document_ids) if document_ids else {}
        own = owners_for(actor)
        usable = {
            id
            for id, one in known.items()
            if one.owner in own and one.purpose == ATTACHMENT and one.state == "accepted"
        }
        return set(document_ids) - usable


class ConsequenceWorkflow:
    """The state machine ``assessment-consequence``."""

    def start(self, name: str, review: Review) -> None:
        """Start a run; its name makes it one run."""
        start_execution(name, MACHINE, review)


class ScorecardReports:
    """Reports in the bucket of documents, each under the hash of its content."""

    def __init__(self) -> None:
        self._shelf = Shelf("assessment-reports")

    def put(self, name: str, format: ReportFormat, content: bytes) -> ReportFile:
        """Keep a file; content that is there already is not written again."""
        kept = self._shelf.put(name, content, ending=format, content_type=TYPES[format])
        return ReportFile(kept.key, kept.version_id, kept.sha256, kept.size)

    def url(
        self, key: str, version_id: str, format: ReportFormat, *, name: str, seconds: int
    ) -> str:
        """A link to exactly that version, as a file to save."""
        return self._shelf.url(
            key, version_id, name=name, content_type=TYPES[format], seconds=seconds
        )
