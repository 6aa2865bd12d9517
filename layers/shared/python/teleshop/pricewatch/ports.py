"""What watching prices needs of other contexts, in its own words; `wiring.py` connects it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from teleshop.kernel.transaction import Transaction
from teleshop.pricewatch.domain.promotions import Claimable, PricePoint, Promoted
from teleshop.pricewatch.domain.sales import Published, Sale


@dataclass(frozen=True, slots=True)
class Article:
    """Whose a SKU is. ``holds`` are the violations for which its price is suspended now."""

    sku: str
    product_id: str
    supplier_id: str
    holds: tuple[str, ...] = ()
    on_sale: bool = True


@dataclass(frozen=True, slots=True)
class SalesPage:
    """Some sales of a day, and where the following ones are (None: there are no more)."""

    sales: tuple[Sale, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was made for people."""

    key: str
    version_id: str
    sha256: str


class Book(Protocol):
    """What was published for some sales."""

    @property
    def articles(self) -> dict[str, Article]:
        """Those of their SKUs that are known."""

    def published(self, sale: Sale) -> Published:
        """What was published when a sale was made, whatever has ended since included."""


class Prices(Protocol):
    """Published prices."""

    def articles(self, skus: Iterable[str]) -> dict[str, Article]:
        """Those SKUs that are known, in one read."""

    def book(self, sales: Sequence[Sale]) -> Book:
        """What was published for sales; one read for each hundred SKUs."""

    def off_sale_since(self, product_id: str) -> datetime | None:
        """Since when a product is off sale; None if it is not."""

    def history(
        self, sku: str, channel: str, since: datetime, until: datetime
    ) -> Sequence[PricePoint]:
        """The prices that were in force at some time of a span, scheduled ones left out."""

    def claimable(self, promoted: Promoted) -> Claimable:
        """The most that a promotion may be compared with, as the deals stand now."""

    def suspend(self, tx: Transaction, sku: str, violation_id: str) -> None:
        """The SKU has no price until the hold is taken off."""

    def reinstate(self, tx: Transaction, sku: str, violation_id: str) -> None:
        """Take the hold off; others stay."""


class Promotions(Protocol):
    """Promotions that were approved."""

    def promoted(self, promotion_id: str) -> Sequence[Promoted]:
        """Each SKU and channel of a promotion; none if it is unknown."""

    def unreverted(self, promotion_id: str) -> Sequence[tuple[Promoted, int | None]]:
        """What was found when a promotion ended: SKUs and channels whose price is not above the
        promotional one, with that price.
        """

    def of_article(self, sku: str, channel: str, since: datetime) -> Sequence[Promoted]:
        """The promotions of a SKU in a channel that ended after ``since`` or have not ended."""

    def running(self, at: datetime) -> Iterable[str]:
        """The ids of those that run at an instant."""


class Sales(Protocol):
    """Orders."""

    def find(self, order_id: str) -> Sale | None:
        """The order as far as its prices go."""

    def of_day(self, day: date, shard: int, cursor: str | None) -> SalesPage:
        """One page of a shard of the orders that were entered here on a China day."""


class Shelf(Protocol):
    """Where records are kept."""

    def put(self, month: str, form: str, content: bytes) -> KeptFile:
        """Keep a record; ``form`` is `csv` or `xlsx`."""

    def url(self, file: KeptFile, month: str, form: str, seconds: int) -> str:
        """A link to exactly that version."""
