"""What the use cases of stock share."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.stock.domain.balance import Change
from teleshop.stock.domain.levels import Head, Shard, SkuLevels
from teleshop.stock.domain.movement import Movement, MovementKind
from teleshop.stock.domain.policy import DEFAULT_POLICY, StockPolicy
from teleshop.stock.errors import ShardRacedError, SkuNotStockedError
from teleshop.stock.schemas import StockReturned
from teleshop.stock.tables import (
    MOVEMENT_PREFIX,
    HeadRow,
    MovementRow,
    ShardRow,
    StockRepository,
)

SUBJECT: Final = "stock"
LOOKS: Final = 2
"""How often rows are read one by one before all are read at one instant, which costs four times as
much and meets orders under way.
"""


class Desk:
    """Base of the services; stateless."""

    def __init__(self, repository: StockRepository, policy: StockPolicy = DEFAULT_POLICY) -> None:
        self._repository = repository
        self._policy = policy

    def _head(self, sku: str) -> Head:
        found = self._repository.find_head(sku)
        if found is None:
            raise SkuNotStockedError
        return found

    def _levels(self, head: Head) -> SkuLevels:
        """All shards of an article as they are stored now."""
        return self._repository.levels([head], consistent=True).skus[head.sku]

    def _whole(self, head: Head) -> SkuLevels:
        """The same for looking at: nothing is missed, or seen twice, because it moved from one row
        to another meanwhile.

        Every move replaces the head, so the head is read again after the rows, and where it is
        another one both are. That nothing is left is said by the mark, or by all rows at one
        instant; :class:`ShardRacedError` if too much is under way to get these.
        """
        for _ in range(LOOKS):
            found = self._levels(head)
            if head.rows <= 1:
                return found
            before, head = head, self._head(head.sku)
            if known_whole(found, head):
                return found
            if head.version == before.version:
                break
        return self._repository.snapshot(head)

    @staticmethod
    def _begin(call: Call, action: str, sku: str) -> Transaction:
        return Transaction(call, action, Subject(SUBJECT, sku))

    @staticmethod
    def _change(tx: Transaction, sku: str, changes: Iterable[Change]) -> None:
        """Change what can be sold, where it lies."""
        for change in changes:
            actions, condition = ShardRow.changing(change.by)
            row = ShardRow(*ShardRow.key_of(sku, change.warehouse, change.number))
            tx.update_row(row, actions, condition, ShardRacedError())

    @staticmethod
    def _save_head(tx: Transaction, before: Head, after: Head, *, more: int = 0) -> Head:
        """Store a head; ``more`` pieces can be sold from now on, which ends being sold out.

        Every movement replaces the head, so that movements of an article follow one another.
        """
        if more > 0 and before.sold_out_at is not None:
            after = replace(after, sold_out_at=None)
            tx.publish(StockReturned(sku=before.sku, quantity=more))
        if not before.version:
            made = replace(after, version=1)
            return tx.create(HeadRow, made, conflict=RacedError())
        return tx.save(HeadRow, before, after, audited=before != after)

    @staticmethod
    def _enter(
        tx: Transaction,
        levels: SkuLevels,
        warehouse: str,
        kind: MovementKind,
        quantity: int,
        **facts: object,
    ) -> Movement:
        """Add an entry to the book, with what was on hand before and is after it."""
        before = sum(row.on_hand for row in levels.in_warehouse(warehouse))
        made = Movement(
            id=new_id(MOVEMENT_PREFIX, tx.call.now),
            sku=levels.head.sku,
            warehouse=warehouse,
            kind=kind,
            quantity=quantity,
            at=tx.call.now,
            by=tx.call.actor.subject,
            before=before,
            after=before + quantity,
            **facts,  # type: ignore[arg-type]  # the fields that only some kinds have
        )
        return tx.create(MovementRow, made, conflict=RacedError())


def known_whole(found: SkuLevels, now: Head) -> bool:
    """Whether levels that were read row by row are to be believed; ``now`` is the head as it was
    after that.
    """
    if found.head.version != now.version:
        return False
    return found.available > 0 or now.sold_out_at is not None


def unmark(tx: Transaction, sku: str, epoch: int, quantity: int) -> None:
    """There are pieces again of an article that was told to be sold out; two writes. Unless the
    mark is still that of ``epoch``, the transaction fails as a race.
    """
    marked = HeadRow.still_marked(epoch)
    tx.update_row(HeadRow.at(sku), HeadRow.back(), marked, RacedError())
    tx.publish(StockReturned(sku=sku, quantity=quantity), subject=Subject(SUBJECT, sku))


def rows_of(levels: SkuLevels, warehouse: str) -> tuple[Shard, ...]:
    """The rows of a warehouse over which its stock is spread now; rows beyond only empty."""
    return tuple(row for row in levels.in_warehouse(warehouse) if row.number < levels.head.shards)
