"""What review and standing need of other contexts, in their own words; `wiring.py` connects it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from teleshop.catalog.domain.rulebook import CategoryRules
from teleshop.kernel.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRun:
    """What the state machine is started with: the submission, who made it, and how long each role
    has for the decision (``timeout``, ISO 8601).
    """

    product_id: str
    supplier_id: str
    revision: int
    case: str
    round: int
    requester: str
    timeout: str


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """A decision that somebody has to take, as it was read; ``allowed`` are the choices left."""

    id: str
    allowed: tuple[str, ...] | None


class ReviewWorkflow(Protocol):
    """The state machine of the review."""

    def start(self, name: str, run: ReviewRun) -> None:
        """Start a run; starting it again under the same name changes nothing."""


class ReviewDecisions(Protocol):
    """The human decision on one submission (``round``) of a revision."""

    def case_of(self, product_id: str, revision: int) -> str:
        """What approvals call the review of a revision."""

    def open(self, product_id: str, revision: int, round: int) -> OpenDecision | None:
        """The decision if it waits for somebody; None if it was not asked for yet or has ended."""

    def asked(self, product_id: str, revision: int, round: int) -> bool:
        """Whether the decision was asked for, be it open or not."""

    def found(
        self, tx: Transaction, decision: OpenDecision, allowed: Sequence[str], *, complete: bool
    ) -> None:
        """What may be decided after something was found; fails if somebody decided meanwhile."""

    def withdraw(self, tx: Transaction, product_id: str, revision: int, round: int) -> None:
        """No decision is wanted any more in that round."""

    def reason(self, approval_id: str) -> str:
        """The reason of a decision; empty if none was given."""


class Qualifications(Protocol):
    """What people were trained in."""

    def require(self, subject: str, course: str, now: datetime) -> None:
        """Refuse with `qualification_missing` without a valid record of the course."""


class Prices(Protocol):
    """What things cost."""

    def priced(self, skus_by_product: Mapping[str, Sequence[str]], at: datetime) -> frozenset[str]:
        """The products of which at least one article has a price in force in a channel."""


class CategoryTree(Protocol):
    """Categories in their tree, everything inherited resolved."""

    def find_many(self, category_ids: Iterable[str]) -> dict[str, CategoryRules]:
        """The rules of those that exist, by the id asked for; a merged one answers with what it
        became.
        """

    def below(self, category_id: str) -> tuple[str, ...]:
        """The category and all below it, with those that were merged into one of them; nothing if
        there is none of that id.
        """
