"""What deposits need of other contexts, in their own words; `wiring.py` connects it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from teleshop.kernel.events import EventData
from teleshop.kernel.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What the state machine is started with: who asks, who decides, and how long each role has
    (``timeout``, ISO 8601). ``process_id`` names supplier and payback for the approvals.
    """

    process_id: str
    supplier_id: str
    payback_id: str
    round: int
    requester: str
    role: str
    escalation: tuple[str, ...]
    timeout: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Why it was decided so; empty if nobody gave a reason. It may name persons."""

    reason: str = field(repr=False)


class Suppliers(Protocol):
    """The suppliers whose deposits these are."""

    def has_ended(self, supplier_id: str) -> bool | None:
        """Whether its cooperation or application is over; None if there is no such supplier."""

    def hold(self, tx: Transaction, supplier_id: str) -> bool:
        """Take nothing new of it until its deposit is topped up."""

    def lift(self, tx: Transaction, supplier_id: str) -> bool:
        """Its deposit is topped up."""

    def account_key(self, account: str) -> str | None:
        """The keyed hash of a bank account; None for what is none."""

    def note_account(self, tx: Transaction, supplier_id: str, key: str) -> None:
        """Remember from which account it paid."""

    def enter(
        self, tx: Transaction, supplier_id: str, event_id: str, event: EventData, note: str = ""
    ) -> None:
        """Enter an event into its timeline; ``note`` is for staff, and may name persons."""


class Decisions(Protocol):
    """Human decisions on paybacks."""

    def find(self, approval_id: str) -> Decision | None:
        """A decision as it stands now, or None."""


class Workflow(Protocol):
    """The state machine that asks for the decision."""

    def start(self, name: str, review: Review, at: datetime) -> None:
        """Start a run; starting it again under the same name changes nothing."""
