"""Keeping the lists right. Events say only that something may have changed: each step reads what is
true now and writes the difference, so that repeated, late and reversed events do no harm.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.storefront.domain import shelf as rules
from teleshop.storefront.domain.card import Card, card_of
from teleshop.storefront.domain.product import Place, ShownProduct
from teleshop.storefront.domain.shelf import CategoryCount, Listing, Shelf
from teleshop.storefront.ports import Places, Prices, Products, Script, Sellers
from teleshop.storefront.schemas import ListingOutdated, ListingsOutdated, ListOutdated
from teleshop.storefront.tables import CountRow, ListingRow, ShelfRow, StorefrontRepository

EVENTS_OF_A_STEP = 80
_CATEGORY = rules.category_facet("")


class Upkeep:
    """What consumers of events do; at most one transaction each."""

    def __init__(
        self,
        repository: StorefrontRepository,
        *,
        products: Products,
        sellers: Sellers,
        places: Places,
        prices: Prices,
        script: Script,
    ) -> None:
        self._repository = repository
        self._products = products
        self._sellers = sellers
        self._places = places
        self._prices = prices
        self._script = script

    def refresh_listing(self, call: Call, product_id: str) -> bool:
        """Bring the rows of a product to what is true now, or a part of them, and ask for the next
        step; answers whether anything had to be written.
        """
        before = self._repository.find_shelf(product_id) or Shelf(product_id=product_id, version=0)
        now = max(call.now, before.as_of or call.now)
        product = self._products.find(product_id)
        since = before.since or (product.since if product else None)
        wanted = replace(before, as_of=now, since=since)
        if product is None or since is None:
            return self._step(call, before, wanted, None, ())
        place = self._place(product, before, now)
        slices = self._prices.slices(product, now) if place else ()
        if place is None or not slices[0].prices:
            # Without a price nothing is on sale, whether or not the catalog knows it yet.
            card = card_of(product, product.category_id, ())
            wanted = replace(wanted, counted=())
            return self._step(call, before, wanted, card, rules.hidden_facets_of(product))
        path = tuple(step.id for step in place.path)
        card = card_of(product, path[-1], slices)
        facets = rules.facets_of(product, place, self._script.plain)
        return self._step(call, before, replace(wanted, counted=path), card, facets)

    def _place(self, product: ShownProduct, before: Shelf, now: datetime) -> Place | None:
        """Where a product stands; None if it is not to be seen now."""
        if not product.on_sale:
            return None
        seller = self._sellers.find(product.supplier_id, now)
        if seller is None or not seller.active:
            return None
        noted = [facet.removeprefix(_CATEGORY) for facet in before.listed if _is_category(facet)]
        place = self._places.find(product.category_id, (product.category_id, *noted))
        return place if place is not None and place.active else None

    def _step(
        self, call: Call, before: Shelf, wanted: Shelf, card: Card | None, facets: Sequence[str]
    ) -> bool:
        price = rules.price_key(card, wanted.as_of or call.now) if card else ""
        encoded = msgspec.json.encode(card, order="sorted")
        digest = rules.digest_of(encoded, price)
        work = rules.work_of(before.listed, facets, digest, rules.room_for(len(encoded)))
        counted = wanted.counted if card else ()
        if not (work.write or work.remove or set(counted) ^ set(before.counted)):
            return False
        tx = Transaction(call, "refresh_listing", Subject("product", before.product_id))
        listed = dict(before.listed)
        for facet in work.write:
            if card is not None and wanted.since is not None:
                row = Listing(
                    facet=facet,
                    product_id=card.product_id,
                    newest=rules.newest_key(wanted.since, card.product_id),
                    price=price,
                    card=card,
                )
                # The shelf's version is the condition of all of its rows.
                tx.put_row(ListingRow.from_entity(row), None, RacedError())
            listed[facet] = digest
        for facet in work.remove:
            if before.since is not None:
                key = rules.newest_key(before.since, before.product_id)
                tx.delete_row(ListingRow(facet, key), None, RacedError())
            del listed[facet]
        self._count(tx, before.counted, counted)
        after = replace(wanted, listed=listed, counted=counted)
        if before.version:
            tx.save(ShelfRow, before, after, conflict=RacedError(), audited=False)
        else:
            tx.create(ShelfRow, replace(after, version=1), conflict=RacedError(), audited=False)
        if work.more:
            tx.publish(ListingOutdated(product_id=before.product_id))
        tx.note(written=len(work.write), removed=len(work.remove))
        return tx.commit(True)

    @staticmethod
    def _count(tx: Transaction, before: Sequence[str], after: Sequence[str]) -> None:
        for category_id in sorted(set(before) ^ set(after)):
            row = CountRow.from_entity(CategoryCount(category_id))
            more = 1 if category_id in after else -1
            actions = [CountRow.products.add(more), CountRow.category_id.set(category_id)]
            tx.update_row(row, actions, None, RacedError())

    def spread(self, call: Call, product_ids: Sequence[str]) -> int:
        """Ask for each of these products to be refreshed; answers how many were asked for now, the
        rest follow in another step.
        """
        now, rest = product_ids[:EVENTS_OF_A_STEP], product_ids[EVENTS_OF_A_STEP:]
        if not now:
            return 0
        tx = Transaction(call, "spread_listings", Subject("product", now[0]))
        for product_id in now:
            tx.publish(
                ListingOutdated(product_id=product_id), subject=Subject("product", product_id)
            )
        if rest:
            tx.publish(ListingsOutdated(product_ids=list(rest)))
        return tx.commit(len(now))

    def walk_list(self, call: Call, facet: str, after: str = "") -> int:
        """Ask for each product of a list to be refreshed, a page at a time. The list is walked from
        its oldest product on and keeps its order while rows come and go, so that none is left out.
        """
        rows = self._repository.after(facet, after, EVENTS_OF_A_STEP)
        if not rows:
            return 0
        tx = Transaction(call, "walk_list", Subject("product_list", facet))
        for row in rows:
            tx.publish(
                ListingOutdated(product_id=row.product_id),
                subject=Subject("product", row.product_id),
            )
        if len(rows) == EVENTS_OF_A_STEP:
            tx.publish(ListOutdated(facet=facet, after=rows[-1].newest))
        return tx.commit(len(rows))

    def walk_category(self, call: Call, category_id: str) -> int:
        """The same for a category and everything below it."""
        return self.walk_list(call, rules.category_facet(category_id))

    def walk_supplier(self, call: Call, supplier_id: str) -> int:
        """The same for a supplier, what is not on sale included."""
        return self.walk_list(call, rules.known_facet(supplier_id))

    def walk_everything(self, call: Call) -> int:
        """The same for all products: what an event missed is right by the next morning."""
        return self.walk_list(call, rules.KNOWN)


def _is_category(facet: str) -> bool:
    return facet.startswith(_CATEGORY)
