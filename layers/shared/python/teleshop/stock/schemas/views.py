"""What people see of stock."""

from datetime import datetime

from teleshop.kernel.schema import Output
from teleshop.stock.domain.levels import Head, SkuLevels
from teleshop.stock.domain.movement import Movement
from teleshop.stock.domain.records import CountResult, LiveFigure


class WarehouseView(Output, frozen=True, kw_only=True):
    """What one warehouse has of an article."""

    warehouse: str
    on_hand: int
    available: int
    reserved: int


class StockView(Output, frozen=True, kw_only=True):
    """What is there of an article: ``on_hand`` is ``available`` and ``reserved``."""

    sku: str
    product_id: str
    supplier_id: str
    on_hand: int
    available: int
    reserved: int
    sold_out_at: datetime | None
    shards: int
    warehouses: list[WarehouseView]

    @classmethod
    def of(cls, known: SkuLevels) -> "StockView":
        """The same for people."""
        return cls(
            sku=known.head.sku,
            product_id=known.head.product_id,
            supplier_id=known.head.supplier_id,
            on_hand=known.on_hand,
            available=known.available,
            reserved=known.reserved,
            sold_out_at=known.head.sold_out_at,
            shards=known.head.shards,
            warehouses=[_warehouse(known, place.warehouse) for place in known.head.places],
        )


def _warehouse(known: SkuLevels, warehouse: str) -> WarehouseView:
    rows = known.in_warehouse(warehouse)
    available = sum(row.available for row in rows)
    reserved = sum(row.reserved for row in rows)
    return WarehouseView(
        warehouse=warehouse,
        on_hand=available + reserved,
        available=available,
        reserved=reserved,
    )


class MovementView(Output, frozen=True, kw_only=True):
    """An entry of the book. Of a transfer this is what went; what arrived is an entry of its
    own.
    """

    id: str
    sku: str
    warehouse: str
    kind: str
    quantity: int
    at: datetime
    by: str
    reason: str | None
    reference: str | None
    before: int | None
    after: int | None
    counted: int | None
    counted_at: datetime | None

    @classmethod
    def of(cls, known: Movement) -> "MovementView":
        """The same for people."""
        return cls(
            id=known.id,
            sku=known.sku,
            warehouse=known.warehouse,
            kind=known.kind,
            quantity=known.quantity,
            at=known.at,
            by=known.by,
            reason=known.reason,
            reference=known.reference,
            before=known.before,
            after=known.after,
            counted=known.counted,
            counted_at=known.counted_at,
        )


class CountView(Output, frozen=True, kw_only=True):
    """A count beside the book of its instant: ``booked`` was on hand then, ``moved_since`` is what
    changed until now, ``difference`` was booked by ``movement``.
    """

    counted: int
    booked: int
    moved_since: int
    difference: int
    movement: MovementView

    @classmethod
    def of(cls, result: CountResult) -> "CountView":
        """The same for people."""
        return cls(
            counted=result.comparison.counted,
            booked=result.comparison.booked,
            moved_since=result.comparison.moved,
            difference=result.comparison.difference,
            movement=MovementView.of(result.movement),
        )


class ShardingView(Output, frozen=True, kw_only=True):
    """Over how many rows an article is spread in each warehouse; evening out follows by itself."""

    sku: str
    shards: int
    until: datetime | None

    @classmethod
    def of(cls, head: Head) -> "ShardingView":
        """The same for people."""
        return cls(sku=head.sku, shards=head.shards, until=head.hot_until)


class LiveView(Output, frozen=True, kw_only=True):
    """How many are left, two seconds old at most: ``as_of`` says when it was read."""

    sku: str
    available: int
    reserved: int
    sold_out: bool
    as_of: datetime

    @classmethod
    def of(cls, figure: LiveFigure) -> "LiveView":
        """The same for people."""
        return cls(
            sku=figure.sku,
            available=figure.available,
            reserved=figure.reserved,
            sold_out=figure.sold_out,
            as_of=figure.as_of,
        )
