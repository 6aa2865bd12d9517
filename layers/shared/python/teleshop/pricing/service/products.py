"""Price sheets follow what is approved of products."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain import change as rules
from teleshop.pricing.domain.change import ChangeState, PriceChange
from teleshop.pricing.domain.records import PricedProduct
from teleshop.pricing.domain.sheet import Sheet
from teleshop.pricing.schemas import SupplierPriceChanged
from teleshop.pricing.service.base import Desk
from teleshop.pricing.tables import ChangeRow, ProductRow, SheetRow

STEP: Final = 40
"""So many sheets are written at once; products have up to 50 articles."""
LEFT: Final = "sku_left"


@dataclass(frozen=True, slots=True)
class ApprovedSku:
    """An article, with what its supplier charges and suggests (fen)."""

    sku: str
    cost: int | None = None
    suggested: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedProduct:
    """The content of a product that was approved, as far as prices are concerned."""

    product_id: str
    supplier_id: str
    revision: int
    category_id: str
    path: tuple[str, ...]
    name: str
    skus: tuple[ApprovedSku, ...]


class Products(Desk):
    """Keeps a sheet for every article of an approved product.

    Nothing marks an event as done: what is stored says how far it was followed, so that it may
    come twice, late or after a crash half-way. Content older than what was followed is ignored.
    """

    def follow_product(self, call: Call, approved: ApprovedProduct) -> None:
        """Make and renew the sheets; an article that left the product loses its price and what was
        scheduled for it. One that comes back has its price again.
        """
        known = self._repository.product(approved.product_id)
        if known is not None and known.revision > approved.revision:
            return
        product = self._note_product(call, known, approved)
        sheets = self._repository.sheets((*product.skus, *product.gone))
        fresh = [
            (sheets.get(one.sku), replace(made, on_sale=product.on_sale))
            for one in approved.skus
            if (made := _sheet(sheets.get(one.sku), one, approved)) is not None
        ]
        for start in range(0, len(fresh), STEP):
            self._store(call, product, fresh[start : start + STEP])
        for sku in product.gone:
            sheet = sheets.get(sku)
            if sheet is not None and not sheet.left and sheet.revision < product.revision:
                self._let_go(call, product, sheet)

    def follow_sale(self, call: Call, product_id: str, *, on_sale: bool) -> None:
        """The product is on sale since the instant of the call, or is not any more: all of its
        sheets say so at once. A word that comes twice, or after a later one, changes nothing.
        """
        known = self._repository.product(product_id)
        before = known or PricedProduct(product_id=product_id, revision=0, skus=())
        after = before.told(on_sale=on_sale, at=call.now)
        if after is None:
            return
        tx = self._of(call, "follow_sale", product_id)
        if known is None:
            tx.create(ProductRow, after, conflict=RacedError())
        else:
            tx.save(ProductRow, known, after)
        sheets = self._repository.sheets(before.skus)
        for sku in before.skus:
            sheet = sheets.get(sku)
            if sheet is None:
                # It is being made just now, by what was known of the product before.
                key = SheetRow.key_of(sku)
                absent = SheetRow.pk.does_not_exist()
                tx.require(SheetRow, key, SheetRow.SK, absent, conflict=RacedError())
            elif sheet.on_sale is not on_sale:
                tx.save(SheetRow, sheet, replace(sheet, on_sale=on_sale))
        tx.commit(None)

    def _note_product(
        self, call: Call, known: PricedProduct | None, approved: ApprovedProduct
    ) -> PricedProduct:
        """Which articles it has now, and which it had once; stored before any sheet is."""
        skus = tuple(one.sku for one in approved.skus)
        if known is not None and known.revision == approved.revision:
            return known
        tx = self._of(call, "follow_product", approved.product_id)
        if known is None:
            made = PricedProduct(
                product_id=approved.product_id, revision=approved.revision, skus=skus
            )
            return tx.commit(tx.create(ProductRow, made, conflict=RacedError()))
        once = dict.fromkeys((*known.gone, *known.skus))
        after = replace(
            known,
            revision=approved.revision,
            skus=skus,
            gone=tuple(sku for sku in once if sku not in skus),
        )
        return tx.commit(tx.save(ProductRow, known, after))

    def _store(
        self, call: Call, product: PricedProduct, sheets: Sequence[tuple[Sheet | None, Sheet]]
    ) -> None:
        tx = self._of(call, "follow_product", product.product_id)
        self._require_current(tx, product)
        for before, after in sheets:
            if before is None:
                tx.create(SheetRow, after, conflict=RacedError())
            else:
                tx.save(SheetRow, before, after)
                if (before.cost, before.suggested) != (after.cost, after.suggested):
                    tx.publish(
                        SupplierPriceChanged(
                            sku=after.sku, product_id=after.product_id, suggested=after.suggested
                        )
                    )
        tx.commit(None)

    def _let_go(self, call: Call, product: PricedProduct, sheet: Sheet) -> None:
        """The article has no price any more; what was to come for it is withdrawn."""
        tx = self._of(call, "let_article_go", product.product_id)
        self._require_current(tx, product)
        kept = tuple(entry for entry in sheet.entries if entry.effective_from <= call.now)
        tx.save(SheetRow, sheet, replace(sheet, entries=kept, left=True, revision=product.revision))
        for change_id in dict.fromkeys(
            entry.change_id for entry in sheet.entries if entry not in kept
        ):
            change = self._repository.change(change_id)
            if change is not None and change.state is ChangeState.SCHEDULED:
                self._withdraw(tx, change)
        tx.commit(None)

    def _withdraw(self, tx: Transaction, change: PriceChange) -> None:
        after = rules.ended(change, ChangeState.WITHDRAWN, None, LEFT, tx.call.now)
        stored = tx.save(ChangeRow, change, after)
        self._tell_withdrawn(tx, stored)
        # Nobody asked for it: whoever wanted the price is told.
        self._tell_decided(tx, stored)
        self._stop_clock(tx, change)

    @staticmethod
    def _require_current(tx: Transaction, product: PricedProduct) -> None:
        """Only while nothing later of the product was followed: neither content nor a word on its
        sale, which the sheets repeat.
        """
        tx.require(
            ProductRow,
            ProductRow.key_of(product.product_id),
            ProductRow.SK,
            ProductRow.version == product.version,
            conflict=RacedError(),
        )

    @staticmethod
    def _of(call: Call, action: str, product_id: str) -> Transaction:
        return Transaction(call, action, Subject("product", product_id))


def _sheet(known: Sheet | None, one: ApprovedSku, approved: ApprovedProduct) -> Sheet | None:
    """The sheet of an article by what was approved; None if it says so already."""
    if known is None:
        return Sheet(
            sku=one.sku,
            product_id=approved.product_id,
            supplier_id=approved.supplier_id,
            category_id=approved.category_id,
            path=approved.path,
            title=approved.name,
            cost=one.cost,
            suggested=one.suggested,
            revision=approved.revision,
        )
    if known.revision >= approved.revision:
        return None
    return replace(
        known,
        category_id=approved.category_id,
        path=approved.path,
        title=approved.name,
        cost=one.cost,
        suggested=one.suggested,
        left=False,
        revision=approved.revision,
    )
