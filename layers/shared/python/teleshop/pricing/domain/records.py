"""What prices have been (价格历史): rows that are written when something takes effect, and never
changed.

Two times are kept: ``effective_from`` is when a price began to hold, ``recorded_at`` when that was
written down. A sweep that comes late changes the second and never the first.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from teleshop.pricing.domain.terms import Channel


class RecordKind(StrEnum):
    """What a row of the history is about."""

    PRICE = "price"
    """The price of a piece in one channel, until the next row of that channel."""
    PROMOTION = "promotion"
    """A promotion that set the price of a piece and has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRecord:
    """One row of the history of a SKU; amounts in fen.

    A price has one channel, ``amount`` and the ``previous`` one. A promotion has
    ``effective_to``, when it ended, and ``amount``, or ``rate`` in basis points off the price in
    force.
    """

    id: str
    kind: RecordKind
    sku: str
    product_id: str
    channels: tuple[Channel, ...]
    effective_from: datetime
    recorded_at: datetime
    amount: int | None = None
    rate: int | None = None
    effective_to: datetime | None = None
    previous: int | None = None
    change_id: str | None = None
    promotion_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedProduct:
    """The SKUs that a product has by its approved ``revision``: where its sheets are found, as
    they are stored now. ``gone`` are SKUs that it had before; a product whose sale was told before
    its approval has none yet, and ``revision`` 0. ``sale_told_at`` is the instant of the latest
    word on whether it is ``on_sale``.
    """

    product_id: str
    revision: int
    skus: tuple[str, ...]
    gone: tuple[str, ...] = ()
    on_sale: bool = False
    sale_told_at: datetime | None = None
    version: int = 1

    def told(self, *, on_sale: bool, at: datetime) -> "PricedProduct | None":
        """With a word on its sale; None if it is no later than the one that counts. Of two of one
        instant the one that takes it off sale counts.
        """
        if self.sale_told_at is not None:
            latest = (self.sale_told_at, not self.on_sale)
            if (at, not on_sale) <= latest:
                return None
        return replace(self, on_sale=on_sale, sale_told_at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stands against a supplier: ``suspended``, or else on hold, and why."""

    suspended: bool
    why_zh: str
    why_en: str
