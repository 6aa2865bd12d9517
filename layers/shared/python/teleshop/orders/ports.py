"""What the life of orders needs of other contexts, in its own words; `wiring.py` connects it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from teleshop.kernel.transaction import Transaction
from teleshop.orders.domain import Held, PayLink


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPayment:
    """How a payment stands: ``received`` fen came in at ``received_at``; ``link`` while it can be
    paid by one.
    """

    id: str
    received: int
    received_at: datetime | None
    due_at: datetime | None
    link: PayLink | None = None


class StockHolder(Protocol):
    """What is held for orders."""

    def give_back(self, tx: Transaction, held: Sequence[Held]) -> None:
        """It can be sold again, and counts for its promotions no more."""

    def ship(self, tx: Transaction, held: Sequence[Held]) -> None:
        """It has left the warehouse."""


class OrderPayments(Protocol):
    """What customers pay for orders, and what goes back to them."""

    def find(self, payment_id: str, now: datetime) -> KnownPayment | None:
        """A payment as it stands now."""

    def close(self, tx: Transaction, payment_id: str) -> None:
        """Nobody waits for it any more; raises ``MoneyCameFirstError``, here or at the commit, if
        it was paid.
        """

    def collect(self, tx: Transaction, payment_id: str, amount: int, at: datetime) -> None:
        """The courier took the cash in."""

    def refund(
        self,
        tx: Transaction,
        payment_id: str,
        *,
        amount: int,
        reason: str,
        subject: str,
        due_at: datetime,
    ) -> None:
        """Send a part of what came in back by the way it came; never more than came in."""
