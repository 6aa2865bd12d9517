"""What the waiting list needs of other contexts, in its own words; `wiring.py` connects it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Transaction
from teleshop.waitlist.domain.entry import Held


@dataclass(frozen=True, slots=True)
class Goods:
    """An article: what it is called, and whether customers may buy it now."""

    sku: str
    title: str
    on_sale: bool


class Range(Protocol):
    """The goods that are sold."""

    def find(self, sku: str) -> Goods | None:
        """The article, or None; one read."""

    def skus_of(self, product_id: str) -> tuple[str, ...]:
        """The articles of a product; none for one that was never approved."""


class StockLook(Protocol):
    """What is there of one SKU, as it was read."""

    @property
    def left(self) -> int | None:
        """How many pieces can be sold; None for goods that were never received."""

    @property
    def told(self) -> bool:
        """Whether the goods are marked as sold out."""

    @property
    def asked_for(self) -> bool:
        """Whether those who sell know already that somebody may be waiting."""

    def hold(
        self, tx: Transaction, quantities: Sequence[int], *, seed: str
    ) -> list[tuple[Held, ...]]:
        """Reserve so many pieces for each of several offers in the caller's transaction; answers
        what each of them holds. ``quantities`` sum to no more than ``left``. The transaction
        fails as a race if the stock changed since.
        """


class Stock(Protocol):
    """What lies in the warehouses."""

    def look(self, sku: str, *, consistent: bool = False) -> StockLook:
        """How it stands now; ``consistent``: with everything that was stored before."""

    def tell_gone(self, call: Call, sku: str) -> None:
        """Nothing seems to be left: mark the goods as sold out, if that is so."""

    def tell_waited(self, call: Call, sku: str) -> None:
        """Somebody waits although some are left: let those who sell ask what is held back."""

    def give_back(self, tx: Transaction, held: Iterable[Held]) -> None:
        """Let what was held be sold again, in the caller's transaction."""
