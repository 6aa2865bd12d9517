"""Events of stock. Quantities are pieces."""

from typing import ClassVar

import msgspec

from teleshop.kernel.events import EventData


class StockEvent(EventData, frozen=True, kw_only=True):
    """What stock publishes, each about one article."""

    context: ClassVar[str] = "stock"

    sku: str


class StockReceived(StockEvent, frozen=True, kw_only=True):
    """Goods came in; ``kind``: `receipt`, `customer_return`, `refused_parcel`."""

    supplier_id: str
    product_id: str
    movement_id: str
    warehouse: str
    kind: str
    quantity: int
    reference: str | None


class StockAdjusted(StockEvent, frozen=True, kw_only=True):
    """The book was corrected: ``quantity`` more, or fewer. ``kind``: `adjustment`, `loss`,
    `count`.
    """

    supplier_id: str
    product_id: str
    movement_id: str
    warehouse: str
    kind: str
    quantity: int
    reason: str | None


class StockSoldOut(StockEvent, frozen=True, kw_only=True):
    """The last piece is gone, in all warehouses; told once until there are some again."""

    supplier_id: str
    product_id: str


class StockReturned(StockEvent, frozen=True, kw_only=True):
    """There are pieces again of an article that was told to be sold out."""

    quantity: int


class ReturnedPieces(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces that came back of an article while it was marked as sold out for the ``epoch``-th
    time.
    """

    sku: str
    quantity: int
    epoch: int


class SoldOutPiecesReturned(EventData, frozen=True, kw_only=True):
    """More articles that were sold out came back at once than one transaction can tell: the marks
    are still to be taken away, and `StockReturned` follows for each.
    """

    context: ClassVar[str] = "stock"

    articles: tuple[ReturnedPieces, ...]


class PromotionStockUsedUp(StockEvent, frozen=True, kw_only=True):
    """A promotion has sold its stated stock of an article; told once."""

    promotion_id: str
    limit: int


class StockRebalancingRequested(StockEvent, frozen=True, kw_only=True):
    """The rows of an article are to be evened out; each step that leaves something to do asks for
    the next one.
    """
