"""Reads of the catalog table."""

from collections.abc import Iterable

from teleshop.catalog.domain.product import Product, ProductState
from teleshop.catalog.domain.records import Mark, OwnCode
from teleshop.catalog.domain.revision import Revision
from teleshop.catalog.tables.rows import (
    BySupplier,
    MarkRow,
    OwnCodeRow,
    ProductRow,
    RevisionRow,
)
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page

LOOK_ALIKES = 20
"""Of products with the same trait, so many are looked at: a few are enough for a remark."""


class CatalogRepository:
    """Finds what this context stored; no scans, no filters."""

    def find(self, product_id: str) -> Product | None:
        """The product as it is stored now."""
        found: Product | None = ProductRow.find(product_id, ProductRow.SK)
        return found

    def find_many(self, product_ids: Iterable[str]) -> dict[str, Product]:
        """The products that exist, by id; one call for each hundred."""
        found = ProductRow.find_many((id, ProductRow.SK) for id in product_ids)
        return {product.id: product for product in found.values()}

    def revision(self, product_id: str, number: int) -> Revision | None:
        """One revision with its content."""
        found: Revision | None = RevisionRow.find(product_id, RevisionRow.sort_key(number))
        return found

    def revisions_at(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Revision]:
        """Revisions with their contents by product and number; one call for each hundred."""
        keys = [(id, RevisionRow.sort_key(number)) for id, number in wanted]
        found: dict[tuple[str, str], Revision] = RevisionRow.find_many(keys)
        return {(revision.product_id, revision.number): revision for revision in found.values()}

    def revisions(self, product_id: str, page: PageRequest) -> Page[Revision]:
        """The revisions of a product, newest first."""
        return query_page(
            RevisionRow,
            RevisionRow,
            product_id,
            page,
            scope="revisions",
            range_condition=RevisionRow.sk.startswith(RevisionRow.PREFIX),
            newest_first=True,
        )

    def of_supplier(
        self, supplier_id: str, state: ProductState | None, page: PageRequest
    ) -> Page[Product]:
        """The products of one supplier, those of a state or all, by state; newest first."""
        condition = BySupplier.supplier_sort.startswith(f"{state}#") if state else None
        return query_page(
            ProductRow.by_supplier,
            ProductRow,
            supplier_id,
            page,
            scope=f"products-of-supplier|{state or ''}",
            range_condition=condition,
            newest_first=True,
        )

    def of_state(self, state: ProductState, page: PageRequest) -> Page[Product]:
        """The products of one state, newest first."""
        return query_page(
            ProductRow.by_state,
            ProductRow,
            state,
            page,
            scope="products-of-state",
            newest_first=True,
        )

    def sells(self, supplier_id: str) -> bool:
        """Whether anything of a supplier is on sale."""
        condition = BySupplier.supplier_sort.startswith(f"{ProductState.PUBLISHED}#")
        with reading():
            return bool(list(ProductRow.by_supplier.query(supplier_id, condition, limit=1)))

    def own_codes(self, supplier_id: str, codes: Iterable[str]) -> dict[str, OwnCode]:
        """To which products a supplier's article numbers belong, by number; one call."""
        keys = [OwnCodeRow.key_of(supplier_id, code) for code in codes]
        found: dict[tuple[str, str], OwnCode] = OwnCodeRow.find_many(keys)
        return {claim.own_code: claim for claim in found.values()}

    def marked(self, kind: str, value: str) -> list[Mark]:
        """The first products with a trait."""
        with reading():
            rows = list(MarkRow.query(MarkRow.partition(kind, value), limit=LOOK_ALIKES))
        return [row.to_entity() for row in rows]
