"""What was published for some sales: their sheets are read once, and what has left these since when
it is needed.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from teleshop.pricewatch.domain.sales import (
    PromisedGift,
    Published,
    PublishedLine,
    Sale,
    SoldLine,
    charged_as_published,
)
from teleshop.pricewatch.ports import Article
from teleshop.pricing.service import (
    Channel,
    ChannelSheet,
    CustomerKind,
    Pricing,
    Quote,
    QuoteLine,
    Sheet,
)
from teleshop.promotions.service import EndedTerms, Promotions

READING: Final = timedelta(seconds=10)
"""So long before an order's instant may its prices have been read: a change that was being written
meanwhile does not make it wrong.
"""
EVER: Final = timedelta(days=36500)
Offer = tuple[CustomerKind, str | None, tuple[str, ...]]
"""To whom, in which programme slot, with which codes."""


def articles_of(sheets: Mapping[str, Sheet]) -> dict[str, Article]:
    """Whose the SKUs are, with what stands against their being sold now."""
    return {
        sku: Article(sku, sheet.product_id, sheet.supplier_id, sheet.holds, sheet.on_sale)
        for sku, sheet in sheets.items()
    }


class PriceBook:
    """The published prices of sales of which none was placed before ``since``."""

    def __init__(
        self,
        pricing: Pricing,
        promotions: Promotions,
        sheets: Mapping[str, Sheet],
        since: datetime | None,
    ) -> None:
        self._pricing = pricing
        self._promotions = promotions
        self._sheets = sheets
        self._since = since
        self.articles = articles_of(sheets)

    def published(self, sale: Sale) -> Published:
        """By the quote for whom the order says; where it does not say that, for each kind of
        customer, and for each slot and code that could have been meant: what fits one of them was
        published.
        """
        known = self._at(sale, sale.placed_at)
        if sale.customer_kind is None or charged_as_published(sale, known):
            return known
        before = self._at(sale, sale.placed_at - READING)
        return before if charged_as_published(sale, before) else known

    def _at(self, sale: Sale, at: datetime) -> Published:
        channel = Channel(sale.channel)
        # Before what has ended is read: what leaves them in between is found in one of both.
        discounts = self._channels[channel]
        mine = {line.sku: self._sheets[line.sku] for line in sale.lines if line.sku in self._sheets}
        then = self._pricing.past.as_of(mine, at, channel)
        sheets = {
            sku: sheet
            for sku, sheet in then.items()
            if sheet.entries or self._was_listed(mine[sku], at)
        }
        priced = {
            sku: self._ended.on(sheet)
            for sku, sheet in sheets.items()
            if sheet.entry_at(at, channel)
        }
        judged = [line for line in sale.lines if line.sku in sheets]
        sold = [line for line in judged if line.sku in priced]
        discounts = self._ended.on_channel(discounts)
        offers = self._offers(sale, at, sold, priced, discounts) if sold else {}
        # Where one of them had no price, nothing can be said of all together.
        whole = list(offers.values()) if len(sold) == len(judged) else []
        exact = whole[0] if whole and sale.customer_kind is not None else None
        return Published(
            lines={
                line.number: _published(line, priced.get(line.sku), offers, discounts, at)
                for line in judged
            },
            least=min((quote.total for quote in whole), default=None),
            most=max((quote.total for quote in whole), default=None),
            amounts={
                line.number: quoted.amount
                for line, quoted in zip(sold, exact.lines if exact else (), strict=False)
            },
            gifts=tuple(
                PromisedGift(
                    promotion_id=gift.promotion_id,
                    sku=gift.sku,
                    quantity=gift.quantity,
                    with_sku=_sku_of(gift.promotion_id, priced.values()),
                )
                for gift in (exact.gifts if exact else ())
            ),
        )

    def _offers(
        self,
        sale: Sale,
        at: datetime,
        sold: Iterable[SoldLine],
        priced: Mapping[str, Sheet],
        discounts: ChannelSheet,
    ) -> dict[Offer, Quote]:
        channel = Channel(sale.channel)
        lines = [QuoteLine(line.sku, line.quantity) for line in sold]
        kinds, slots, codes = list(CustomerKind), [sale.slot_id], [sale.codes]
        if sale.customer_kind is not None:
            kinds = [CustomerKind(sale.customer_kind)]
        else:
            slots = _slots(sale, priced.values())
            codes = _codes(sale, priced.values())
        return {
            (kind, slot, entered): self._pricing.past.quote(
                lines,
                kind,
                at,
                channel,
                sheets=priced,
                channel_sheet=discounts,
                slot_id=slot,
                codes=entered,
            )
            for kind in kinds
            for slot in slots
            for entered in codes
        }

    def _was_listed(self, sheet: Sheet, at: datetime) -> bool:
        """Whether it had a price in some channel by then. Before its first price an article was not
        on sale here: what another system sold of it is not compared.
        """
        known = (self._pricing.past.as_of({sheet.sku: sheet}, at, each) for each in Channel)
        return any(found.entries for sheets in known for found in sheets.values())

    @cached_property
    def _channels(self) -> dict[Channel, ChannelSheet]:
        return self._pricing.prices.channel_sheets(Channel)

    @cached_property
    def _ended(self) -> EndedTerms:
        """Read after the sheets. Nothing has ended later than now, so that the end of the span is
        no more than a bound.
        """
        if self._since is None:
            return EndedTerms()
        since = self._since - READING
        return self._promotions.past.ended(since, since + EVER)


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
    line: SoldLine,
    sheet: Sheet | None,
    offers: Mapping[Offer, Quote],
    discounts: ChannelSheet,
    at: datetime,
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
    return PublishedLine(
        unit_price=prices[fits], conditions=_conditions(sheet, fits, discounts, at)
    )


def _conditions(
    sheet: Sheet, offer: Offer, discounts: ChannelSheet, at: datetime
) -> tuple[str, ...]:
    """The price in force, the promotions that ran and the offer that was taken: under the same ones
    everybody pays alike.
    """
    entry = sheet.entry_at(at, discounts.channel)
    terms = (*sheet.terms_at(at, discounts.channel), *discounts.terms_at(at))
    running = {term.promotion_id for term in terms}
    kind, slot, codes = offer
    return (
        *([entry.id] if entry else []),
        *sorted(running),
        *([f"kind:{kind}"] if kind is not CustomerKind.STANDARD else []),
        *([f"slot:{slot}"] if slot else []),
        *(f"code:{code}" for code in sorted(codes)),
    )


def _sku_of(promotion_id: str, sheets: Iterable[Sheet]) -> str:
    """The article with which a gift comes."""
    return next(
        sheet.sku
        for sheet in sheets
        if any(term.promotion_id == promotion_id for term in sheet.terms)
    )
