"""The ports of watching prices, connected to the contexts that serve them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final

from teleshop.checkout.service import published_terms
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.shelf import CSV, XLSX
from teleshop.kernel.shelf import Shelf as Files
from teleshop.kernel.transaction import Transaction
from teleshop.orders.service import (
    Order,
    Orders,
    PlacedOrder,
    paid_by_line,
)
from teleshop.pricewatch.domain.promotions import Claimable, PricePoint, Promoted
from teleshop.pricewatch.domain.sales import FreightTerms, Sale, SoldGift, SoldLine
from teleshop.pricewatch.domain.violation import Evidence
from teleshop.pricewatch.ports import Article, KeptFile, SalesPage
from teleshop.pricewatch.price_book import PriceBook, articles_of
from teleshop.pricing.service import ITEM_KINDS, Channel, Pack, Pricing
from teleshop.promotions.service import Promotion, Promotions

FOLDER: Final = "price-violations"
TYPES: Final = {"csv": CSV, "xlsx": XLSX}
PAGE: Final = 50
"""Orders that one step of the check of a day compares."""


class ReportedSales:
    """Sales from the orders context."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def find(self, order_id: str) -> Sale | None:
        """The order as it was locked, or as it is reported now."""
        taken = self._orders.taken(order_id)
        if taken is not None:
            return sale_as_placed(taken)
        order = self._orders.find(order_id)
        return None if order is None else sale_of(order)

    def of_day(self, day: date, shard: int, cursor: str | None) -> SalesPage:
        """One page of the orders that were entered here on a China day."""
        page = self._orders.of_day(day, shard, PageRequest(PAGE, cursor))
        return SalesPage(tuple(sale_as_placed(order) for order in page.items), page.next)


def sale_as_placed(order: PlacedOrder) -> Sale:
    """An order that was taken here, as it was locked: what was refused at the door since was
    charged all the same.
    """
    return Sale(
        order_id=order.id,
        channel=Channel.of_order(order.channel),
        placed_at=order.placed_at,
        lines=tuple(
            SoldLine(
                number=line.number,
                sku=line.sku,
                quantity=line.quantity,
                unit_price=line.price,
                paid=line.amount,
            )
            for line in order.lines
            if line.gift_of is None
        ),
        freight=order.freight,
        free_freight_from=order.promise.free_freight_from,
        freight_terms=tuple(_freight_terms(order)),
        slot_id=order.slot_id,
        codes=order.codes,
        gifts=tuple(
            SoldGift(sku=line.sku, quantity=line.quantity)
            for line in order.lines
            if line.gift_of is not None
        ),
        gifts_given_up=order.gifts_given_up,
        customer_kind=order.customer_kind,
    )


def _freight_terms(order: PlacedOrder) -> Iterator[FreightTerms]:
    """What the order promised of its freight, and what was published for its place."""
    promise = order.promise
    yield FreightTerms(
        source="promise", freight=promise.freight, free_from=promise.free_freight_from
    )
    offer = published_terms(promise.region, order.placed_at)
    if offer is not None:
        yield FreightTerms(
            source="published", freight=offer.area.freight, free_from=offer.area.free_from
        )


def sale_of(order: Order) -> Sale:
    """A reported order as far as its prices go; it does not say for whom it was priced."""
    paid = paid_by_line(order)
    return Sale(
        order_id=order.id,
        channel=Channel.of_order(order.channel),
        placed_at=order.placed_at,
        lines=tuple(
            SoldLine(
                number=line.number,
                sku=line.sku,
                quantity=line.quantity,
                unit_price=line.unit_price,
                paid=paid[line.number],
            )
            for line in order.lines
            if line.gift_of is None
        ),
        freight=order.freight,
        free_freight_from=order.free_freight_from,
        slot_id=order.slot_id,
        codes=tuple(used.code for used in order.coupons),
    )


class ListedPrices:
    """Prices from the pricing context; promotions that have ended come from theirs."""

    def __init__(self, pricing: Pricing, promotions: Promotions) -> None:
        self._pricing = pricing
        self._promotions = promotions

    def articles(self, skus: Iterable[str]) -> dict[str, Article]:
        """Those that have a sheet."""
        return articles_of(self._pricing.prices.sheets(skus))

    def book(self, sales: Sequence[Sale]) -> PriceBook:
        """The sheets are read at once, the rest when it is asked for."""
        skus = {line.sku for sale in sales for line in sale.lines}
        since = min((sale.placed_at for sale in sales), default=None)
        sheets = self._pricing.prices.sheets(skus)
        return PriceBook(self._pricing, self._promotions, sheets, since)

    def off_sale_since(self, product_id: str) -> datetime | None:
        """By the last word on its sale."""
        return self._pricing.prices.off_sale_since(product_id)

    def history(
        self, sku: str, channel: str, since: datetime, until: datetime
    ) -> Sequence[PricePoint]:
        """From the price history."""
        rows = self._pricing.prices.history(sku, Channel(channel), since, until)
        return [
            PricePoint(id=row.id, amount=row.amount, since=row.effective_from)
            for row in rows
            if row.amount is not None
        ]

    def claimable(self, promoted: Promoted) -> Claimable:
        """By the pack that the promotion rests on, from its start on."""
        answer = self._pricing.references.reference(
            promoted.sku,
            Channel(promoted.channel),
            promoted.starts_at,
            promoted.starts_at,
            Pack(promoted.pack) if promoted.pack else Pack.CN,
            document_id=promoted.document_id,
        )
        return Claimable(
            amount=answer.reference.amount if answer.reference else None,
            rows=tuple(
                Evidence(what=row.kind, source=row.source, amount=row.amount, at=row.since)
                for row in answer.rows
            ),
        )

    def suspend(self, tx: Transaction, sku: str, violation_id: str) -> None:
        """On its sheet."""
        self._pricing.prices.suspend(tx, sku, violation_id)

    def reinstate(self, tx: Transaction, sku: str, violation_id: str) -> None:
        """On its sheet."""
        self._pricing.prices.reinstate(tx, sku, violation_id)


class ApprovedPromotions:
    """Promotions from their context."""

    def __init__(self, pricing: Pricing, promotions: Promotions) -> None:
        self._pricing = pricing
        self._promotions = promotions

    def promoted(self, promotion_id: str) -> Sequence[Promoted]:
        """Each SKU whose piece has a price by the promotion, in each channel."""
        promotion = self._promotions.find(promotion_id)
        return [] if promotion is None else self._of(promotion)

    def _of(self, promotion: Promotion) -> list[Promoted]:
        content = promotion.content
        shown = {each.sku: each for each in promotion.comparisons}
        sheets = self._pricing.prices.sheets(item.sku for item in content.items)
        found = []
        for item in content.items:
            sheet, claim = sheets.get(item.sku), shown.get(item.sku)
            for channel in content.channels:
                entry = sheet.entry_at(content.starts_at, Channel(channel)) if sheet else None
                price = content.price_of(item, entry.amount) if entry else item.amount
                found.append(
                    Promoted(
                        promotion_id=promotion.id,
                        sku=item.sku,
                        channel=channel,
                        starts_at=content.starts_at,
                        ends_at=promotion.end_of(item.sku),
                        price=price,
                        reference=claim.amount if claim else None,
                        pack=claim.pack if claim else None,
                        document_id=claim.document_id if claim else None,
                        raise_reason=bool(content.raise_reason),
                    )
                )
        return found

    def unreverted(self, promotion_id: str) -> Sequence[tuple[Promoted, int | None]]:
        """What was found when it ended: the articles whose price did not go back, with that
        price.
        """
        promotion = self._promotions.find(promotion_id)
        if promotion is None:
            return []
        left = {(each.sku, each.channel): each.price for each in promotion.unreverted}
        return [
            (one, left[key])
            for one in self._of(promotion)
            if (key := (one.sku, one.channel)) in left
        ]

    def of_article(self, sku: str, channel: str, since: datetime) -> Sequence[Promoted]:
        """Those that ended after ``since``, from the history, and those on the sheet."""
        wanted = Channel(channel)
        sheet = self._pricing.prices.sheets([sku]).get(sku)
        known = [
            (term.promotion_id, term.starts_at, term.ends_at)
            for term in (sheet.terms if sheet else ())
            if wanted in term.channels and term.kind in ITEM_KINDS
        ]
        ended = [
            (record.promotion_id or record.id, record.effective_from, record.effective_to)
            for record in self._pricing.past.ended_promotions(sku, since)
            if wanted in record.channels
        ]
        return [
            Promoted(promotion_id=id, sku=sku, channel=channel, starts_at=starts, ends_at=ends)
            for id, starts, ends in (*ended, *known)
            if ends is not None
        ]

    def running(self, at: datetime) -> Iterable[str]:
        """The ids of those that run."""
        return [promotion.id for promotion in self._promotions.running(at)]


class RecordShelf:
    """Records in the bucket of documents."""

    def __init__(self) -> None:
        self._files = Files(FOLDER)

    def put(self, month: str, form: str, content: bytes) -> KeptFile:
        """Keep a record; the same content again is the same file."""
        kept = self._files.put(month, content, ending=form, content_type=TYPES[form])
        return KeptFile(kept.key, kept.version_id, kept.sha256)

    def url(self, file: KeptFile, month: str, form: str, seconds: int) -> str:
        """A link to exactly that version, as a file to save."""
        return self._files.url(
            file.key,
            file.version_id,
            name=f"price-violations-{month}.{form}",
            content_type=TYPES[form],
            seconds=seconds,
        )
