"""Reads of the stock table."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from pynamodb.exceptions import TransactGetError
from pynamodb.transactions import TransactGet

from teleshop.kernel.errors import BusyError
from teleshop.kernel.ids import first_of
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.failures import overloaded, reading, unanswered
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import shared_connection
from teleshop.stock.domain.levels import (
    Cell,
    Head,
    Levels,
    QuotaKey,
    QuotaLevels,
    Shard,
    SkuLevels,
    quota_shares,
)
from teleshop.stock.domain.movement import Movement
from teleshop.stock.domain.records import Hold
from teleshop.stock.errors import ShardRacedError
from teleshop.stock.tables.rows import HeadRow, HoldRow, Key, MovementRow, ShardRow, ToldRow

MOVEMENT_PREFIX: Final = "stm"
TRIES: Final = 4
"""How often a snapshot is taken anew that met transactions under way."""
_EMPTY: Final = Cell()


class StockRepository:
    """Finds what this context stored; no scans, no filters."""

    def find_head(self, sku: str) -> Head | None:
        """The head of an article as it is stored now."""
        found: Head | None = HeadRow.find(*HeadRow.key_of(sku))
        return found

    def find_heads(self, skus: Iterable[str], *, consistent: bool = True) -> dict[str, Head]:
        """The heads that exist, by SKU; one call for each hundred."""
        found = HeadRow.find_many(map(HeadRow.key_of, skus), consistent=consistent)
        return {head.sku: head for head in found.values()}

    def levels(
        self,
        heads: Iterable[Head],
        quotas: Iterable[tuple[QuotaKey, int]] = (),
        *,
        consistent: bool = False,
    ) -> Levels:
        """All shards of these articles and the used part of these limits; one call for each
        hundred rows.
        """
        heads, quotas = list(heads), list(quotas)
        keys = [key for head in heads for key in _shard_keys(head)]
        keys += [key for quota, limit in quotas for key in _quota_keys(quota, limit)]
        cells = ShardRow.find_many(keys, consistent=consistent)
        return Levels(
            skus={head.sku: _sku_levels(head, cells) for head in heads},
            quotas={quota: _quota_levels(quota, limit, cells) for quota, limit in quotas},
        )

    def snapshot(self, head: Head) -> SkuLevels:
        """All shards of an article at one instant; :class:`ShardRacedError` if it was spread
        otherwise since ``head`` was read, or too much is under way to get one.
        """
        keys = _shard_keys(head)
        version, cells = self._at_once(keys, head)
        if version != head.version:
            raise ShardRacedError
        return _sku_levels(head, cells)

    def quota_snapshot(self, quota: QuotaKey, limit: int) -> QuotaLevels:
        """The used part of a limit at one instant, and whether it was told that it is used up."""
        keys = _quota_keys(quota, limit)
        _, cells = self._at_once(keys)
        told = ToldRow.find(*ToldRow.key_of(*quota)) is not None
        return _quota_levels(quota, limit, cells, told=told)

    @staticmethod
    def _at_once(keys: Sequence[Key], head: Head | None = None) -> tuple[int, dict[Key, Cell]]:
        """Rows at one instant, and the version of the head at the same."""
        for _ in range(TRIES):
            try:
                with TransactGet(connection=shared_connection()) as both:
                    own = both.get(HeadRow, *HeadRow.key_of(head.sku)) if head else None
                    rows = {key: both.get(ShardRow, *key) for key in keys}
            except TransactGetError as failed:
                if failed.cause_response_code == "TransactionCanceledException":
                    continue
                if unanswered(failed) or overloaded(failed):
                    raise BusyError from failed
                raise
            cells = {}
            for key, row in rows.items():
                try:
                    cells[key] = row.get().to_entity()
                except ShardRow.DoesNotExist:
                    continue
            return (own.get().version if own else 0), cells
        raise ShardRacedError

    def list_heads(self, supplier_id: str, page: PageRequest) -> Page[Head]:
        """The articles of a supplier, by SKU."""
        return query_page(
            HeadRow.by_supplier, HeadRow, supplier_id, page, scope="stock-of-supplier"
        )

    def hot_heads(self) -> list[Head]:
        """The articles that are spread over several rows now: those on air, and few others."""
        with reading():
            return [row.to_entity() for row in HeadRow.by_hot.query(HeadRow.HOT)]

    def list_movements(self, sku: str, page: PageRequest) -> Page[Movement]:
        """The book of an article, newest first."""
        return query_page(
            MovementRow,
            MovementRow,
            MovementRow.partition(sku),
            page,
            scope="stock-movements",
            newest_first=True,
        )

    def movements_since(self, sku: str, since: datetime) -> list[Movement]:
        """Every movement of an article from ``since`` on, as they are stored now."""
        rows = MovementRow.query(
            MovementRow.partition(sku),
            MovementRow.sk >= first_of(MOVEMENT_PREFIX, since),
            consistent_read=True,
        )
        with reading():
            return [row.to_entity() for row in rows]

    def find_hold(self, hold_id: str) -> Hold | None:
        """What is held under a name."""
        found: Hold | None = HoldRow.find(*HoldRow.key_of(hold_id))
        return found


def _shard_keys(head: Head) -> list[Key]:
    return [
        ShardRow.key_of(head.sku, place.warehouse, number)
        for place in head.places
        for number in range(place.width)
    ]


def _quota_keys(quota: QuotaKey, limit: int) -> list[Key]:
    return [ShardRow.quota_key_of(*quota, number) for number in range(len(quota_shares(limit)))]


def _sku_levels(head: Head, cells: dict[Key, Cell]) -> SkuLevels:
    shards = []
    for place in head.places:
        for number in range(place.width):
            cell = cells.get(ShardRow.key_of(head.sku, place.warehouse, number), _EMPTY)
            shards.append(
                Shard(
                    warehouse=place.warehouse,
                    number=number,
                    available=cell.available,
                    reserved=cell.reserved,
                )
            )
    return SkuLevels(head=head, shards=tuple(shards))


def _quota_levels(
    quota: QuotaKey, limit: int, cells: dict[Key, Cell], *, told: bool = False
) -> QuotaLevels:
    used = tuple(cells.get(key, _EMPTY).used for key in _quota_keys(quota, limit))
    promotion_id, sku = quota
    return QuotaLevels(promotion_id=promotion_id, sku=sku, limit=limit, used=used, told=told)
