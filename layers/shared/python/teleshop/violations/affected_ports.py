"""What helping the customers of a violation needs of other contexts, in its own words."""

from dataclasses import dataclass
from typing import Protocol

from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Transaction
from teleshop.violations.domain.affected import Bought


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """A page of the orders of a product; the next one begins at ``shard`` and ``after``, and there
    is none if ``shard`` is None.
    """

    order_ids: tuple[str, ...]
    shard: int | None
    after: str | None = None


class OrdersOfGoods(Protocol):
    """Which orders have a product."""

    def page(self, product_id: str, shard: int, after: str | None, limit: int) -> OrdersPage:
        """A page of them, beginning with shard 0."""


class Purchases(Protocol):
    """What customers have of an order."""

    def find(self, order_id: str) -> Bought | None:
        """The order as it stands, with what came back of it; None if there is none."""

    def withdraw(self, call: Call, order_id: str) -> bool:
        """Cancel an order that the warehouse does not have yet, since its goods were withdrawn;
        committed by itself, and nothing if that was done. False if it was cancelled for another
        reason already.
        """


class Returns(Protocol):
    """Returns that the platform opens for customers."""

    def offer(
        self, tx: Transaction, order_id: str, lines: tuple[int, ...], text: str
    ) -> str | None:
        """A return of all that is left of these lines, as part of ``tx``: its case; None if nothing
        is left.
        """


class Claims(Protocol):
    """Claims on the fund in the name of customers."""

    def open(self, call: Call, order_id: str, lines: tuple[int, ...], statement: str) -> str | None:
        """A claim for the refund of these lines, committed by itself; the one that is there if it
        was opened before. None if the rules of the fund do not let it.
        """


class Cooperation(Protocol):
    """Whether a supplier is one still."""

    def is_over(self, supplier_id: str) -> bool:
        """Whether the cooperation has ended."""
