"""What pricing needs of other contexts, in its own words; `wiring.py` connects it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from teleshop.kernel.actor import Actor
from teleshop.kernel.departments import Department
from teleshop.kernel.transaction import Transaction
from teleshop.pricing.domain.deals import Sale
from teleshop.pricing.domain.records import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTitle:
    """What an approval is called."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStep:
    """One department of a review: whether it is ``wanted``, who decides (``role``, then
    ``escalation``), and how long each has (``timeout``, ISO 8601).
    """

    wanted: bool
    title: ReviewTitle
    role: str
    escalation: tuple[str, ...]
    timeout: str

    @classmethod
    def of(cls, department: Department, *, wanted: bool) -> "ReviewStep":
        """The step of a department of a policy."""
        return cls(
            wanted=wanted,
            title=ReviewTitle(zh=department.zh, en=department.en),
            role=department.role,
            escalation=department.escalation,
            timeout=f"P{department.days}D",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The input of the state machine ``price-change``, which other reviews run by as well: ``kind``
    and ``id`` name what is decided, ``steps`` are `pricing`, `finance` and `legal`.
    """

    kind: str
    id: str
    round: int
    requester: str
    steps: Mapping[str, ReviewStep]


class Decisions(Protocol):
    """Human decisions on one round of a price change."""

    def withdraw(self, tx: Transaction, change_id: str, round: int) -> None:
        """No decision is wanted any more in that round."""


class Workflow(Protocol):
    """The state machine that asks for the decisions."""

    def start(self, name: str, review: Review, at: datetime) -> None:
        """Start a run; starting it again under the same name changes nothing."""


class Suppliers(Protocol):
    """Whose goods are priced."""

    def block(self, supplier_id: str) -> Block | None:
        """What stands against a supplier now, if anything does."""


class ResearchFiles(Protocol):
    """Uploaded files that prove research."""

    def check(self, document_ids: Sequence[str], actor: Actor) -> None:
        """Refuse files that were not uploaded by the actor as research, or did not pass their
        check.
        """


class Papers(Protocol):
    """Uploaded documents that prove what a manufacturer suggests."""

    def proves(self, document_id: str, supplier_id: str) -> bool:
        """Whether the document passed its check and is the platform's research, or was brought by
        the supplier as one of its goods.
        """


class Sales(Protocol):
    """Orders, as they stand now."""

    def find(self, order_id: str) -> Sale | None:
        """The order as far as prices are concerned; None if there is none."""
