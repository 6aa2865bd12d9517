"""The book of stock: what people enter, and stock-takes."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.transaction import Transaction
from teleshop.stock.domain import balance
from teleshop.stock.domain.balance import Change
from teleshop.stock.domain.counting import compared, settled_by
from teleshop.stock.domain.forms import movement_faults
from teleshop.stock.domain.levels import Head, Place, SkuLevels
from teleshop.stock.domain.movement import INCOMING, BookedReference, Movement, MovementKind
from teleshop.stock.domain.policy import (
    DEFAULT_POLICY,
    MAX_ROWS,
    MAX_SHARDS,
    SIDE_ROWS,
    StockPolicy,
)
from teleshop.stock.domain.records import CountResult
from teleshop.stock.errors import (
    BelowReservedError,
    CountedLaterError,
    CountInstantError,
    MoreThanOnHandError,
    NoRoomForWarehouseError,
    ReasonMissingError,
    ReferenceBookedError,
    ScatteredError,
    SkuNotStockedError,
    SkuUnknownError,
    WarehouseUnknownError,
)
from teleshop.stock.ports import Articles
from teleshop.stock.schemas import CountBody, MovementBody, StockAdjusted, StockReceived
from teleshop.stock.service.base import Desk, rows_of
from teleshop.stock.tables import PaperRow, StockRepository

UNSTORED: Final = 0
"""The version of a head that nobody has written yet."""
LONGEST_WRITE: Final = timedelta(minutes=5)
"""No transaction is under way for so long: what began earlier is stored, or never will be."""


class Movements(Desk):
    """What people enter in the book."""

    def __init__(
        self,
        repository: StockRepository,
        policy: StockPolicy = DEFAULT_POLICY,
        *,
        articles: Articles,
    ) -> None:
        super().__init__(repository, policy)
        self._articles = articles

    def record(self, call: Call, sku: str, body: MovementBody) -> Movement:
        """Enter what came, went or was wrong. Refuses an article that no product has, a paper that
        was booked, and taking away what is promised to orders.
        """
        faults = movement_faults(
            body.kind,
            body.quantity,
            body.warehouse,
            to_warehouse=body.to_warehouse,
            reason=body.reason,
            reference=body.reference,
        )
        if faults:
            raise InvalidInputError(errors=faults)
        head = self._repository.find_head(sku) or self._first(sku, body.kind)
        leaves = body.kind in {MovementKind.LOSS, MovementKind.TRANSFER} or body.quantity < 0
        quantity = -abs(body.quantity) if leaves else body.quantity
        target = body.to_warehouse or body.warehouse
        if leaves and head.place(body.warehouse) is None:
            raise WarehouseUnknownError(warehouse=body.warehouse)
        after = head if leaves and body.to_warehouse is None else _with_place(head, target)
        levels = self._levels(after)
        tx = self._begin(call, "record_stock_movement", sku)
        if leaves:
            most = MAX_SHARDS if body.to_warehouse is None else SIDE_ROWS
            self._change(tx, sku, _taken(levels, body.warehouse, -quantity, most))
        if not leaves or body.to_warehouse is not None:
            most = MAX_SHARDS if body.to_warehouse is None else SIDE_ROWS
            rows = rows_of(levels, target)
            self._change(tx, sku, balance.spread(rows, abs(quantity), most))
        self._save_head(tx, head, after, more=max(0, quantity))
        made = self._enter(
            tx,
            levels,
            body.warehouse,
            body.kind,
            quantity,
            reason=body.reason,
            reference=body.reference,
        )
        if body.to_warehouse is not None:
            self._enter(tx, levels, target, body.kind, -quantity, reference=body.reference)
        self._use_paper(tx, made)
        _tell(tx, head, made)
        return tx.commit(made)

    def _first(self, sku: str, kind: MovementKind) -> Head:
        """The head of an article that comes in for the first time."""
        if kind is not MovementKind.RECEIPT:
            raise SkuNotStockedError
        article = self._articles.find(sku)
        if article is None:
            raise SkuUnknownError
        return Head(
            sku=sku,
            product_id=article.product_id,
            supplier_id=article.supplier_id,
            version=UNSTORED,
        )

    @staticmethod
    def _use_paper(tx: Transaction, made: Movement) -> None:
        if made.reference is None:
            return
        paper = BookedReference(
            kind=made.kind, sku=made.sku, reference=made.reference, movement_id=made.id
        )
        conflict = ReferenceBookedError(reference=made.reference)
        tx.create(PaperRow, paper, conflict=conflict, audited=False)

    # -- stock-takes --

    def count(self, call: Call, sku: str, body: CountBody) -> CountResult:
        """Compare a count with the book of its instant, and book the difference now.

        Right while orders go on: reserving moves nothing, and what moved since stands in the book.
        Refuses a count of an instant at which, or after which, the warehouse was counted already; a
        difference without reason; and one that would take what is promised to orders. Who counts at
        the same time meets at the head, and the later one is refused.
        """
        self._check_instant(call, body)
        head = self._head(sku)
        if head.place(body.warehouse) is None:
            raise WarehouseUnknownError(warehouse=body.warehouse)
        # What is on hand, between two looks at the book that see the same: then nothing moved
        # while it was read. Entries carry the instant of their request and are stored a moment
        # later, so the looks begin earlier than the count.
        since = body.counted_at - LONGEST_WRITE
        entries = self._repository.movements_since(sku, since)
        levels = self._levels(head)
        if self._repository.movements_since(sku, since) != entries:
            raise RacedError
        settled = settled_by(entries, body.warehouse, body.counted_at)
        if settled is not None and settled.counted_at is not None:
            raise CountedLaterError(
                warehouse=body.warehouse,
                counted_at=settled.counted_at.isoformat(timespec="seconds"),
                counted=settled.counted,
                movement_id=settled.id,
            )
        on_hand = sum(row.on_hand for row in levels.in_warehouse(body.warehouse))
        found = compared(body.counted, on_hand, entries, body.warehouse, body.counted_at)
        if found.difference and body.reason is None:
            raise ReasonMissingError(
                counted=found.counted, booked=found.booked, difference=found.difference
            )
        tx = self._begin(call, "count_stock", sku)
        if found.difference > 0:
            rows = rows_of(levels, body.warehouse)
            self._change(tx, sku, balance.spread(rows, found.difference, MAX_SHARDS))
        elif found.difference:
            taken = _taken(levels, body.warehouse, -found.difference, MAX_SHARDS)
            self._change(tx, sku, taken)
        self._save_head(tx, head, head, more=max(0, found.difference))
        made = self._enter(
            tx,
            levels,
            body.warehouse,
            MovementKind.COUNT,
            found.difference,
            reason=body.reason,
            counted=body.counted,
            counted_at=body.counted_at,
        )
        _tell(tx, head, made)
        return tx.commit(CountResult(comparison=found, movement=made))

    def _check_instant(self, call: Call, body: CountBody) -> None:
        window = self._policy.count_window
        if not call.now - window <= body.counted_at <= call.now:
            raise CountInstantError(hours=int(window.total_seconds() // 3600))


def _with_place(head: Head, warehouse: str) -> Head:
    """The head with a warehouse that it may not have had."""
    if head.place(warehouse) is not None:
        return head
    if head.rows + head.shards > MAX_ROWS:
        raise NoRoomForWarehouseError(shards=head.shards, sku=head.sku)
    place = Place(warehouse=warehouse, width=head.shards)
    return replace(head, places=(*head.places, place))


def _taken(levels: SkuLevels, warehouse: str, quantity: int, most: int) -> tuple[Change, ...]:
    """From which rows so many pieces go that nobody was promised."""
    rows = levels.in_warehouse(warehouse)
    changes = balance.drain(rows, quantity, most)
    if changes is not None:
        return changes
    available = sum(row.available for row in rows)
    if available >= quantity:
        raise ScatteredError((levels.head.sku,))
    reserved = sum(row.reserved for row in rows)
    if quantity > available + reserved:
        raise MoreThanOnHandError(
            warehouse=warehouse,
            on_hand=available + reserved,
            reserved=reserved,
            quantity=quantity,
        )
    raise BelowReservedError(
        warehouse=warehouse,
        available=available,
        reserved=reserved,
        quantity=quantity,
        missing=quantity - available,
    )


def _tell(tx: Transaction, head: Head, made: Movement) -> None:
    """Tell others what came in, or was corrected; moving to another warehouse is neither."""
    facts = {
        "sku": head.sku,
        "supplier_id": head.supplier_id,
        "product_id": head.product_id,
        "movement_id": made.id,
        "warehouse": made.warehouse,
        "kind": made.kind.value,
        "quantity": made.quantity,
    }
    if made.kind in INCOMING:
        tx.publish(StockReceived(**facts, reference=made.reference))  # type: ignore[arg-type]  # texts and one number
    elif made.quantity and made.kind is not MovementKind.TRANSFER:
        reason = made.reason.value if made.reason else None
        tx.publish(StockAdjusted(**facts, reason=reason))  # type: ignore[arg-type]  # texts and one number
