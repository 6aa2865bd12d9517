"""The table of the shop window: lists, what of each product is in them, and counts.

| row | pk | sk | by_price |
|---|---|---|---|
| listing | facet (`category#cat_…`) | when first on sale, product | facet, price and product |
| shelf | `shelf#<product>` | `shelf` | |
| count | `counts` | category | |

Everything in it can be made again from the contexts it comes from.
"""

from collections.abc import Mapping
from typing import Any

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Json, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.storefront.domain.shelf import CategoryCount, Listing, Shelf

PUBLIC = DataClass.PUBLIC
INTERNAL = DataClass.INTERNAL
Keys = Mapping[str, str | None]


class ByPrice(GlobalSecondaryIndex[Any]):
    """The same lists, cheapest first."""

    class Meta:
        index_name = "by_price"
        projection = AllProjection()

    pk = Text(hash_key=True, data_class=PUBLIC)
    price = Text(range_key=True, data_class=PUBLIC)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "storefront"

    pk = Text(hash_key=True, data_class=PUBLIC)
    sk = Text(range_key=True, data_class=PUBLIC)


class ListingRow(_Row):
    """A product in one list, with everything that the list shows of it."""

    entity = Listing

    facet = Text(data_class=PUBLIC)
    product_id = Text(data_class=PUBLIC)
    newest = Text(data_class=PUBLIC)
    price = Text(data_class=PUBLIC)
    card = Json(data_class=PUBLIC)

    by_price = ByPrice()

    @classmethod
    def keys_of(cls, entity: Listing) -> Keys:
        return {"pk": entity.facet, "sk": entity.newest}


class ShelfRow(_Row):
    """What of a product is in the lists."""

    entity = Shelf
    SK = "shelf"

    product_id = Text(data_class=INTERNAL)
    since = Instant(null=True, data_class=INTERNAL)
    as_of = Instant(null=True, data_class=INTERNAL)
    listed = Json(data_class=INTERNAL)
    counted = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def partition(cls, product_id: str) -> str:
        """Where the shelf of a product is."""
        return f"shelf#{product_id}"

    @classmethod
    def keys_of(cls, entity: Shelf) -> Keys:
        return {"pk": cls.partition(entity.product_id), "sk": cls.SK}


class CountRow(_Row):
    """How many products are on sale in a category and below; a sum that many change at once."""

    entity = CategoryCount
    PK = "counts"

    category_id = Text(data_class=PUBLIC)
    products = Integer(data_class=PUBLIC)

    @classmethod
    def keys_of(cls, entity: CategoryCount) -> Keys:
        return {"pk": cls.PK, "sk": entity.category_id}


class StorefrontRepository:
    """Finds what this context stored; no scans, no filters."""

    def find_shelf(self, product_id: str) -> Shelf | None:
        """What of a product is in the lists."""
        found: Shelf | None = ShelfRow.find(ShelfRow.partition(product_id), ShelfRow.SK)
        return found

    def newest(self, facet: str, page: PageRequest) -> Page[Listing]:
        """A list, newest first."""
        return query_page(
            ListingRow, ListingRow, facet, page, scope="products-newest", newest_first=True
        )

    def cheapest(self, facet: str, page: PageRequest) -> Page[Listing]:
        """A list, cheapest first."""
        return query_page(ListingRow.by_price, ListingRow, facet, page, scope="products-price")

    def after(self, facet: str, newest: str, limit: int) -> list[Listing]:
        """The next rows of a list, from the oldest product on; ``newest`` "" is before all."""
        rows = ListingRow.query(
            facet,
            ListingRow.sk > newest if newest else None,
            limit=limit,
            consistent_read=True,
        )
        with reading():
            return [row.to_entity() for row in rows]

    def counts(self) -> dict[str, int]:
        """Products on sale by category; a call for each megabyte, about ten thousand of them."""
        with reading():
            return {row.sk: row.products for row in CountRow.query(CountRow.PK)}
