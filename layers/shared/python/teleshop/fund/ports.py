"""What the fund needs of other contexts, in its own words; `wiring.py` connects it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from teleshop.fund.domain.purchase import AfterSalesAccount, Purchase
from teleshop.kernel.actor import Actor
from teleshop.kernel.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What the state machine is started with: who asks for the decision, who takes it, and how long
    each role has (``timeout``, ISO 8601).
    """

    claim_id: str
    round: int
    requester: str
    role: str
    escalation: tuple[str, ...]
    timeout: str


@dataclass(frozen=True, slots=True)
class Decision:
    """When a decision was made and why; the reason is empty if none was given, and may name
    persons.
    """

    decided_at: datetime | None
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the bucket."""

    key: str
    version_id: str
    sha256: str
    size: int


class Purchases(Protocol):
    """What customers bought."""

    def find(self, order_id: str) -> Purchase | None:
        """The order, or None."""


class ServiceCases(Protocol):
    """Cases of customer service."""

    def is_of(self, case_id: str, customer_id: str) -> bool:
        """Whether there is such a case, of that customer."""


class AfterSalesAccounts(Protocol):
    """What after-sales did with orders."""

    def of_order(self, order_id: str) -> AfterSalesAccount:
        """As it stands now; an empty one if nothing ever happened."""


class Evidence(Protocol):
    """Uploaded files."""

    def check(self, document_ids: Sequence[str], actor: Actor, customer_id: str) -> None:
        """Refuse files that were not uploaded by the actor or the customer for cases, or did not
        pass their check.
        """


class Decisions(Protocol):
    """Human decisions on one round of a claim."""

    def withdraw(self, tx: Transaction, claim_id: str, round: int) -> None:
        """No decision is wanted any more in that round."""

    def find(self, approval_id: str) -> Decision | None:
        """A decision as it stands now, or None."""


class Workflow(Protocol):
    """The state machine that asks for the decision."""

    def start(self, name: str, review: Review, at: datetime) -> None:
        """Start a run; starting it again under the same name changes nothing."""


class Shelf(Protocol):
    """Where statements lie."""

    def put(self, month: str, content: bytes) -> StoredFile:
        """Keep the file of a month; the same content again is the same file."""

    def url(self, record_key: str, version_id: str, name: str, seconds: int) -> str:
        """A link to exactly that version, as a file to save."""
