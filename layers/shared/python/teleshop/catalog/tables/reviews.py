"""Rows and reads of the reviewers' inbox and of products that have to be judged many at a time.

| pk | sk | row |
|---|---|---|
| ``waiting#<shard>`` | ``waiting`` | how many products wait for reviewers |
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from teleshop.catalog.domain.product import Product
from teleshop.catalog.domain.revision import Revision
from teleshop.catalog.tables.rows import (
    IN_REVIEW,
    INTERNAL,
    ByCategory,
    BySupplier,
    ProductRow,
    RevisionRow,
    _Row,
)
from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import Integer
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.transaction import Transaction

SHARDS: Final = 8
"""A sum that many imports change at once is kept in parts, so that they do not wait in line."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One part of the number of products that wait for reviewers."""

    shard: int
    count: int = 0


class WaitingRow(_Row):
    """One part of the sum."""

    entity = Waiting
    SK = "waiting"

    shard = Integer(data_class=INTERNAL)
    count = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Waiting) -> Mapping[str, str | None]:
        return {"pk": f"waiting#{entity.shard}", "sk": cls.SK}


def count_waiting(tx: Transaction, before: Product | None, after: Product) -> None:
    """Keep the number of waiting products when one begins or ends to wait; ``before`` is None for
    a new one. Part of every transaction that saves a product.
    """
    change = (after.rank is not None) - (before is not None and before.rank is not None)
    if change:
        shard = hashlib.sha256(after.id.encode()).digest()[0] % SHARDS
        row = WaitingRow()
        row.pk, row.sk = f"waiting#{shard}", WaitingRow.SK
        actions = [WaitingRow.count.add(change), WaitingRow.shard.set(shard)]
        tx.update_row(row, actions, None, RacedError())


@dataclass(frozen=True, slots=True)
class ToJudge:
    """A page of products that have to be judged: their ids, and after which key to go on in the
    same list (None: it is done).
    """

    product_ids: tuple[str, ...]
    after: str | None


class ReviewRepository:
    """Finds what waits for reviewers or for a judgement; no scans, no filters."""

    def inbox(self, page: PageRequest) -> Page[Product]:
        """Products with a revision in review, the most urgent first."""
        return query_page(ProductRow.by_rank, ProductRow, IN_REVIEW, page, scope="product-reviews")

    def waiting(self) -> int:
        """How many products wait for reviewers; one call."""
        parts = WaitingRow.find_many((f"waiting#{shard}", WaitingRow.SK) for shard in range(SHARDS))
        return sum(part.count for part in parts.values())

    def live(self, products: Mapping[str, Product]) -> dict[str, Revision]:
        """The approved revisions of products, by product; one call for each hundred."""
        keys = [
            (id, RevisionRow.sort_key(product.live))
            for id, product in products.items()
            if product.live is not None
        ]
        found: dict[tuple[str, str], Revision] = RevisionRow.find_many(keys)
        return {revision.product_id: revision for revision in found.values()}

    def to_judge(self, scope: str, key: str, after: str | None, limit: int) -> ToJudge:
        """The next products of a supplier in one state (``scope`` is `supplier`, ``key``
        ``<supplier>#<state>``) or of a category with approved content (`category`, its id), in
        order of creation after the product ``after``.
        """
        if scope == "supplier":
            supplier_id, state = key.split("#")
            # "$" follows "#": the place after all ids of the state.
            condition = BySupplier.supplier_sort.between(f"{state}#{after or ''}", f"{state}$")
            found = ProductRow.by_supplier.query(supplier_id, condition, limit=limit + 1)
        else:
            later = ByCategory.category_sort >= (after or "p")
            found = ProductRow.by_category.query(key, later, limit=limit + 1)
        with reading():
            ids = [row.id for row in found]
        # The range includes the product it begins after.
        following = [id for id in ids if id != after][:limit]
        more = len(following) == limit
        return ToJudge(tuple(following), following[-1] if more else None)
