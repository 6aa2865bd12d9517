"""What promotions need of other contexts, in their own words; `wiring.py` connects it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from teleshop.kernel.actor import Actor
from teleshop.kernel.transaction import Transaction
from teleshop.pricing.service import Review
from teleshop.promotions.domain.content import Content
from teleshop.promotions.domain.facts import Allowed, Block, ReferenceKey, WordFault


class References(Protocol):
    """Prices that a promotional price may be compared with."""

    def allowed(
        self, wanted: Iterable[tuple[ReferenceKey, str | None]], starts_at: datetime, now: datetime
    ) -> dict[ReferenceKey, Allowed]:
        """The most that may be claimed for each article, channel and rule; each comes with the
        document that proves a manufacturer's price, if there is one.
        """


class WordCheck(Protocol):
    """The rules of advertising for words."""

    def faults(self, content: Content, at: datetime) -> tuple[WordFault, ...]:
        """What is wrong with the public words of a promotion."""


class Suppliers(Protocol):
    """Whose goods are promoted."""

    def blocks(self, supplier_ids: Iterable[str]) -> Mapping[str, Block]:
        """What stands against suppliers now, by id; those against whom nothing does left out."""


class ProofFiles(Protocol):
    """Uploaded files."""

    def check(self, document_ids: Iterable[str], actor: Actor) -> None:
        """Refuse files that were not uploaded as proof of prices, or did not pass their check."""


class Decisions(Protocol):
    """Human decisions on one round of a promotion."""

    def withdraw(self, tx: Transaction, promotion_id: str, round: int) -> None:
        """No decision is wanted any more in that round."""


class Workflow(Protocol):
    """The state machine that asks for the decisions."""

    def start(self, name: str, review: Review, at: datetime) -> None:
        """Start a run; starting it again under the same name changes nothing."""
