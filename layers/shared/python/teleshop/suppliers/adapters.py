"""The ports of this context, connected to the capabilities that serve them."""

from datetime import datetime
from typing import Any, Final

from teleshop.approvals.service import Approvals, Process
from teleshop.documents.service import Documents
from teleshop.kernel.clock import sortable
from teleshop.kernel.state_machines import start_execution
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.errors import StepNotOpenError
from teleshop.suppliers.ports import File

PROCESS: Final = "supplier_application"
LIMITS: Final = {"review": "P5D", "inspection": "P15D", "agreement": "P30D"}
"""How long each role has for a step, ISO 8601; then the next role is asked, with the full time."""


class UploadedFiles:
    """Files from the documents capability."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def find(self, document_id: str) -> File | None:
        """The file as it stands now, or None."""
        document = self._documents.find(document_id)
        if document is None:
            return None
        inspection = document.inspection
        return File(
            id=document.id,
            owner_id=document.owner.id,
            created_by=document.created_by,
            purpose=document.purpose,
            content=document.state.value,
            content_type=document.declared_type.value,
            sha256=inspection.sha256 if inspection and document.accepted_version_id else None,
        )


class HumanDecisions:
    """Decisions from the approvals capability."""

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def fulfil(
        self, tx: Transaction, supplier_id: str, round: int, step: str, requirement: str
    ) -> None:
        """Tell the decision on a step what it waited for."""
        self._approvals.fulfil(tx, self._open_step(supplier_id, round, step), requirement)

    def unfulfil(
        self, tx: Transaction, supplier_id: str, round: int, step: str, requirement: str
    ) -> None:
        """Take back what the decision on a step had waited for."""
        self._approvals.unfulfil(tx, self._open_step(supplier_id, round, step), requirement)

    def _open_step(self, supplier_id: str, round: int, step: str) -> str:
        approval = self._approvals.of_step(Process(PROCESS, supplier_id, round), step)
        if approval is None:
            raise StepNotOpenError
        return approval.id

    def withdraw(self, tx: Transaction, supplier_id: str, round: int) -> None:
        """End what is open, and let nothing be opened any more."""
        self._approvals.withdraw_process(tx, Process(PROCESS, supplier_id, round))

    def reason(self, approval_id: str) -> str:
        """Why it was decided so."""
        approval = self._approvals.find(approval_id)
        return (approval.reason or "") if approval else ""


class OnboardingWorkflow:
    """The state machine ``supplier-onboarding``."""

    def start(self, name: str, supplier_id: str, round: int, requester: str, at: datetime) -> None:
        """Start a run. Its name makes it one run, however often the start is repeated."""
        given: dict[str, Any] = {
            "supplier_id": supplier_id,
            "round": round,
            "requester": requester,
            "submitted_at": sortable(at),
            "limits": LIMITS,
        }
        start_execution(name, "supplier-onboarding", given)
