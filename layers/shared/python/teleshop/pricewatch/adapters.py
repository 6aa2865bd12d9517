"""The ports of watching prices, connected to the contexts that serve them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from teleshop.kernel.shelf import CSV, XLSX
from teleshop.kernel.shelf import Shelf as Files
from teleshop.kernel.transaction import Transaction
from teleshop.orders.service import Order, Orders, SalesChannel, paid_by_line
from teleshop.pricewatch.domain.promotions import Claimable, PricePoint, Promoted
from teleshop.pricewatch.domain.sales import Published, PublishedLine, Sale, SoldLine
from teleshop.pricewatch.domain.violation import Evidence
from teleshop.pricewatch.ports import Article, KeptFile
from teleshop.pricing.service import (
    ITEM_KINDS,
    Channel,
    CustomerKind,
    Pack,
    Pricing,
    Quote,
    QuoteLine,
    Sheet,
    Term,
)
from teleshop.promotions.service import Promotion, Promotions
from teleshop.promotions.service.terms import terms_of

FOLDER: Final = "price-violations"
TYPES: Final = {"csv": CSV, "xlsx": XLSX}
CHANNELS: Final = {
    SalesChannel.TV: Channel.TV,
    SalesChannel.PHONE: Channel.TV,
    SalesChannel.MAIL: Channel.TV,
    SalesChannel.APP: Channel.APP,
    SalesChannel.WEB: Channel.WEB,
}
"""Orders by telephone and by mail are those of the television channel."""


class ReportedSales:
    """Sales from the orders context."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def find(self, order_id: str) -> Sale | None:
        """The order as it stands now."""
        order = self._orders.find(order_id)
        return None if order is None else sale_of(order)


def sale_of(order: Order) -> Sale:
    """An order as far as its prices go; gifts are left out."""
    paid = paid_by_line(order)
    return Sale(
        order_id=order.id,
        channel=CHANNELS[order.channel],
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
        return {
            sku: Article(sku, sheet.product_id, sheet.supplier_id)
            for sku, sheet in self._pricing.prices.sheets(skus).items()
        }

    def published(self, sale: Sale, now: datetime) -> Published:
        """By the quote for each kind of customer, which an order does not say, and for each slot
        that could have been meant where it does not say that either: what fits one of them was
        published.
        """
        channel = Channel(sale.channel)
        skus = [line.sku for line in sale.lines]
        sheets = {
            sku: sheet
            for sku, sheet in self._pricing.past.sheets_as_of(skus, sale.placed_at, channel).items()
            if sheet.entries or self._was_listed(sku, sale.placed_at)
        }
        ended = self._ended(sale.placed_at, now)
        priced = {
            sku: replace(sheet, terms=(*sheet.terms, *ended.get(sku, ())))
            for sku, sheet in sheets.items()
            if sheet.entry_at(sale.placed_at, channel)
        }
        judged = [line for line in sale.lines if line.sku in sheets]
        lines = [QuoteLine(line.sku, line.quantity) for line in judged if line.sku in priced]
        offers = {
            (kind, slot, codes): self._pricing.past.quote(
                lines,
                kind,
                sale.placed_at,
                channel,
                sheets=priced,
                slot_id=slot,
                codes=codes,
            )
            for kind in CustomerKind
            for slot in _slots(sale, priced.values())
            for codes in _codes(sale, priced.values())
            if lines
        }
        # Where one of them had no price, nothing can be said of all together.
        totals = [quote.total for quote in offers.values()] if len(lines) == len(judged) else []
        return Published(
            lines={
                line.number: _published(sale, priced.get(line.sku), line, offers) for line in judged
            },
            least=min(totals, default=None),
            most=max(totals, default=None),
        )

    def _was_listed(self, sku: str, at: datetime) -> bool:
        """Whether it had a price in some channel by then. Before its first price an article was not
        on sale here: what another system sold of it is not compared.
        """
        known = (self._pricing.past.sheets_as_of([sku], at, channel) for channel in Channel)
        return any(sheet.entries for sheets in known for sheet in sheets.values())

    def _ended(self, since: datetime, now: datetime) -> dict[str, list[Term]]:
        """By SKU, the promotions that have left the sheets after ``since``: two queries, however
        many lines were sold.
        """
        found: dict[str, list[Term]] = {}
        for promotion in self._promotions.ended_between(since, now):
            ends = promotion.ended_at or promotion.content.ends_at
            for sku, term in terms_of(promotion, promotion.comparisons).items():
                found.setdefault(sku, []).append(replace(term, ends_at=ends))
        return found

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


Offer = tuple[CustomerKind, str | None, tuple[str, ...]]
"""To whom, in which programme slot, with which codes."""


def _slots(sale: Sale, sheets: Iterable[Sheet]) -> list[str | None]:
    """The slot of the sale; where it has none yet, none or any in which one of the goods was on
    air: which slot it was may be told later.
    """
    if sale.slot_id is not None:
        return [sale.slot_id]
    channel = Channel(sale.channel)
    running = {
        term.slot_id
        for sheet in sheets
        for term in sheet.terms_at(sale.placed_at, channel)
        if term.slot_id is not None
    }
    return [None, *sorted(running)]


def _codes(sale: Sale, sheets: Iterable[Sheet]) -> list[tuple[str, ...]]:
    """The codes of the sale, and all that could be used then: a code that changes the price of a
    piece is not reported as a coupon.
    """
    channel = Channel(sale.channel)
    running = {
        term.code
        for sheet in sheets
        for term in sheet.terms_at(sale.placed_at, channel)
        if term.code is not None
    }
    every = tuple(sorted({*sale.codes, *running}))
    return [sale.codes] if every == tuple(sorted(sale.codes)) else [sale.codes, every]


def _published(
    sale: Sale, sheet: Sheet | None, line: SoldLine, offers: Mapping[Offer, Quote]
) -> PublishedLine:
    """What was charged, if that was published for somebody; else the price for anybody."""
    if sheet is None or not offers:
        return PublishedLine(unit_price=None, conditions=())
    prices = {
        offer: next(known.price for known in quote.lines if known.sku == sheet.sku)
        for offer, quote in offers.items()
    }
    usual = next(iter(prices))
    fits = next((offer for offer, price in prices.items() if price == line.unit_price), usual)
    return PublishedLine(unit_price=prices[fits], conditions=_conditions(sale, sheet, fits))


def _conditions(sale: Sale, sheet: Sheet, offer: Offer) -> tuple[str, ...]:
    """The price in force, the promotions that ran and the offer that was taken: under the same ones
    everybody pays alike.
    """
    channel = Channel(sale.channel)
    entry = sheet.entry_at(sale.placed_at, channel)
    running = {term.promotion_id for term in sheet.terms_at(sale.placed_at, channel)}
    kind, slot, codes = offer
    return (
        *([entry.id] if entry else []),
        *sorted(running),
        *([f"kind:{kind}"] if kind is not CustomerKind.STANDARD else []),
        *([f"slot:{slot}"] if slot else []),
        *(f"code:{code}" for code in sorted(codes)),
    )


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
                        ends_at=promotion.ended_at or content.ends_at,
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
