"""What this context needs of other contexts, in its own words; `wiring.py` connects it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.domain.qualifications import ContentState


@dataclass(frozen=True, slots=True)
class File:
    """An uploaded file: ``owner_id`` is whom it is about, ``created_by`` who uploaded it (a token
    subject), ``sha256`` set once accepted.
    """

    id: str
    owner_id: str
    created_by: str
    purpose: str
    content: ContentState
    content_type: str
    sha256: str | None = None


class Files(Protocol):
    """Uploaded files."""

    def find(self, document_id: str) -> File | None:
        """The file as it stands now, or None."""


class Decisions(Protocol):
    """Human decisions on the steps of one submission (``round``) of an application."""

    def fulfil(
        self, tx: Transaction, supplier_id: str, round: int, step: str, requirement: str
    ) -> None:
        """Something that the decision on a step waits for has happened.

        Raises :class:`~teleshop.suppliers.errors.StepNotOpenError` while the step is not open.
        """

    def unfulfil(
        self, tx: Transaction, supplier_id: str, round: int, step: str, requirement: str
    ) -> None:
        """What the decision on a step had waited for holds no longer; errors as for `fulfil`."""

    def withdraw(self, tx: Transaction, supplier_id: str, round: int) -> None:
        """The applicant withdraws: no decision is wanted any more."""

    def reason(self, approval_id: str) -> str:
        """Why it was decided so; empty if no reason was given. May name persons."""


class Workflow(Protocol):
    """The state machine that leads an application from step to step."""

    def start(self, name: str, supplier_id: str, round: int, requester: str, at: datetime) -> None:
        """Start a run; starting it again under the same name changes nothing."""
