"""What consequences and reports need of other contexts, in their own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from teleshop.assessment.domain.reports import ReportFormat
from teleshop.kernel.actor import Actor
from teleshop.kernel.events import EventData
from teleshop.kernel.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Title:
    """What an approval is called; it says what each choice means."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What the state machine is started with: ``process_kind``, ``id``, ``round`` and ``step`` name
    the approval, the rest says who decides what. ``timeout`` is each role's (ISO 8601).
    """

    supplier_id: str
    quarter: str
    id: str
    stage: str
    asked: int
    process_kind: str
    round: int
    step: str
    title: Title
    role: str
    escalation: tuple[str, ...]
    allowed: tuple[str, ...]
    reason_required: tuple[str, ...]
    timeout: str
    requester: str | None


class Cooperation(Protocol):
    """Suppliers, as they are on board; joins the caller's transaction."""

    def goes_on(self, supplier_id: str) -> bool:
        """Whether the cooperation goes on, active or suspended."""

    def feature(self, tx: Transaction, supplier_id: str, until: datetime | None) -> bool:
        """Benefits until then, or (None) no more."""

    def terminate(self, tx: Transaction, supplier_id: str, subject: str, text: str) -> bool:
        """End the cooperation; nothing happens to one that has ended."""

    def enter(self, tx: Transaction, supplier_id: str, event_id: str, event: EventData) -> None:
        """Enter an event that ``tx`` publishes into the supplier's timeline."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Who took part in a decision (who decided, and whom that person acted for), and why it was
    decided so; empty if no reason was given.
    """

    people: tuple[str, ...] = ()
    reason: str = ""


class Decisions(Protocol):
    """Human decisions."""

    def withdraw(self, tx: Transaction, kind: str, id: str, round: int) -> None:
        """No decision is wanted any more in that round."""

    def judged(self, approval_id: str) -> Judged:
        """Who took part in that decision, and why it was decided so."""


class Attachments(Protocol):
    """Uploaded files."""

    def unusable(self, document_ids: Sequence[str], actor: Actor) -> set[str]:
        """Those that the actor may not hand in, or that did not pass their check."""


class ReviewWorkflow(Protocol):
    """The state machine that asks for a decision."""

    def start(self, name: str, review: Review) -> None:
        """Start a run; its name makes it one run."""


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file in the bucket; ``size`` in bytes."""

    key: str
    version_id: str
    sha256: str
    size: int


class ReportShelf(Protocol):
    """Where reports lie."""

    def put(self, name: str, format: ReportFormat, content: bytes) -> ReportFile:
        """Keep a file; the same content again is the same file."""

    def url(
        self, key: str, version_id: str, format: ReportFormat, *, name: str, seconds: int
    ) -> str:
        """A link to exactly that version, as a file to save."""
