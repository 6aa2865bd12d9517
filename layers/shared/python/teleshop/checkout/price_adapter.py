"""Prices as checkout sees them: the one quote of pricing, now or as of an instant that passed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from teleshop.checkout.domain.codes import CodedPromotion, CodeFacts
from teleshop.checkout.domain.offer import (
    Article,
    Comparison,
    Discount,
    DiscountKind,
    Gift,
    Priced,
    PricedLine,
    Quota,
    Step,
)
from teleshop.checkout.domain.wish import Channel as OrderChannel
from teleshop.checkout.ports import PricesUnfitError
from teleshop.pricing.service import (
    Channel,
    ChannelSheet,
    CustomerKind,
    Offered,
    Pricing,
    Quote,
    QuotedDiscount,
    QuotedLine,
    QuoteLine,
    QuoteRefusedError,
    Sheet,
    Term,
    TermKind,
)
from teleshop.promotions.service import Promotion, Promotions

LONGEST_RUN: Final = timedelta(days=31)
"""A code whose promotion ended longer ago than one runs is told to be unknown."""


class PublishedPrices:
    """Prices from pricing, and promotions that have ended from theirs."""

    def __init__(self, pricing: Pricing, promotions: Promotions) -> None:
        self._pricing = pricing
        self._promotions = promotions

    def offers(
        self, skus: Iterable[str], channel: OrderChannel, at: datetime, now: datetime
    ) -> "QuotedOffers":
        """One read; for an instant that has passed two more, and two for each article whose price
        then has left its sheet.
        """
        own = Channel.of_order(channel)
        offered = self._pricing.quotes.offered(skus, own)
        if at < now:
            offered = self._as_of(offered, at, now)
        return QuotedOffers(offered, at, self._promotions)

    def _as_of(self, offered: Offered, at: datetime, now: datetime) -> Offered:
        past = self._pricing.past.as_of(offered.sheets, at, offered.channel)
        ended = self._promotions.past.ended(at, now)
        wide = offered.channel_sheet or ChannelSheet(channel=offered.channel)
        return Offered(
            offered.channel,
            {sku: ended.on(sheet) for sku, sheet in past.items()},
            ended.on_channel(wide),
        )

    def articles(self, skus: Iterable[str]) -> Mapping[str, Article]:
        """By their sheets."""
        return {sku: _article(sheet) for sku, sheet in self._pricing.prices.sheets(skus).items()}


def _article(sheet: Sheet, marked: int | None = None) -> Article:
    return Article(
        sku=sheet.sku,
        product_id=sheet.product_id,
        supplier_id=sheet.supplier_id,
        category_id=sheet.category_id,
        title=sheet.title,
        marked=marked,
    )


@dataclass(frozen=True, slots=True)
class _Buyer:
    """Who buys, where and when."""

    kind: CustomerKind
    at: datetime
    slot_id: str | None


class QuotedOffers:
    """What quotes are made of, as it was read."""

    def __init__(self, offered: Offered, at: datetime, promotions: Promotions) -> None:
        self._offered = offered
        self._at = at
        self._promotions = promotions

    @property
    def articles(self) -> Mapping[str, Article]:
        """By their sheets."""
        channel = self._offered.channel
        return {
            sku: _article(sheet, sheet.price_at(self._at, channel))
            for sku, sheet in self._offered.sheets.items()
        }

    def price(
        self,
        lines: Sequence[tuple[str, int]],
        customer_kind: str,
        *,
        slot_id: str | None,
        codes: Sequence[str],
    ) -> Priced:
        """One quote, and one more for each code that did nothing in it."""
        buyer = _Buyer(CustomerKind(customer_kind), self._at, slot_id)
        wanted = [QuoteLine(sku, quantity) for sku, quantity in lines]
        try:
            quoted = _quote(self._offered, wanted, buyer, codes)
        except QuoteRefusedError as refused:
            raise PricesUnfitError(refused.errors) from refused
        terms = _terms(self._offered)
        return Priced(
            lines=tuple(_line(line) for line in quoted.lines),
            discounts=tuple(_discount(one, terms[one.promotion_id]) for one in quoted.discounts),
            passed_over=tuple(
                _discount(one, terms[one.promotion_id]) for one in quoted.passed_over
            ),
            gifts=tuple(
                Gift(
                    promotion_id=gift.promotion_id,
                    sku=gift.sku,
                    name=gift.name,
                    quantity=gift.quantity,
                    value=gift.value,
                    with_skus=terms[gift.promotion_id].skus,
                    threshold=terms[gift.promotion_id].threshold_quantity,
                    each=terms[gift.promotion_id].quantity,
                )
                for gift in quoted.gifts
            ),
            quotas=tuple(_quotas(quoted, terms)),
            list_total=quoted.list_total,
            total=quoted.total,
            codes=tuple(
                self._code(index, code, wanted, buyer, quoted) for index, code in enumerate(codes)
            ),
        )

    def _code(
        self, index: int, code: str, wanted: Sequence[QuoteLine], buyer: _Buyer, quoted: Quote
    ) -> CodeFacts:
        coded = {id: term for id, term in _terms(self._offered).items() if term.code == code}
        if coded.keys() & _at_work(quoted):
            return CodeFacts(index=index, used=True)
        # By itself it may do something that a better promotion hides.
        alone = _quote(_with_code_only(self._offered, code), wanted, buyer, (code,))
        if coded.keys() & _at_work(alone):
            return CodeFacts(index=index, used=True)
        channel = self._offered.channel
        known = [_coded(term, channel, buyer) for term in coded.values()]
        return CodeFacts(index=index, used=False, promotions=tuple(known or self._elsewhere(code)))

    def _elsewhere(self, code: str) -> Iterable[CodedPromotion]:
        """Promotions with that code that are on none of these sheets: for other goods, or over.
        Asked only where an order is refused anyway.
        """
        found = (
            *self._promotions.running(self._at),
            *self._promotions.ended_between(self._at - LONGEST_RUN, self._at),
        )
        return [_of_other_goods(one) for one in found if one.content.code == code]


def _quote(
    offered: Offered, wanted: Sequence[QuoteLine], buyer: _Buyer, codes: Sequence[str]
) -> Quote:
    return offered.quote(wanted, buyer.kind, buyer.at, slot_id=buyer.slot_id, codes=codes)


def _terms(offered: Offered) -> dict[str, Term]:
    """All promotions on the sheets, by id. On each sheet a promotion of single pieces has a term of
    its own; what is asked of them here is the same for all.
    """
    wide = offered.channel_sheet.terms if offered.channel_sheet else ()
    on_sheets = (term for sheet in offered.sheets.values() for term in sheet.terms)
    return {term.promotion_id: term for term in (*on_sheets, *wide)}


def _at_work(quoted: Quote) -> set[str]:
    """The promotions that did something."""
    steps = (step for line in quoted.lines for step in line.steps)
    return {
        *(step.promotion_id for step in steps),
        *(one.promotion_id for one in quoted.discounts),
        *(one.promotion_id for one in quoted.gifts),
    }


def _with_code_only(offered: Offered, code: str) -> Offered:
    def kept(terms: Iterable[Term]) -> tuple[Term, ...]:
        return tuple(term for term in terms if term.code == code)

    wide = offered.channel_sheet
    return Offered(
        offered.channel,
        {sku: replace(sheet, terms=kept(sheet.terms)) for sku, sheet in offered.sheets.items()},
        replace(wide, terms=kept(wide.terms)) if wide else None,
    )


def _coded(term: Term, channel: Channel, buyer: _Buyer) -> CodedPromotion:
    return CodedPromotion(
        starts_at=term.starts_at,
        ends_at=term.ends_at,
        channel=channel in term.channels,
        customer=not term.customer_kinds or buyer.kind in term.customer_kinds,
        slot=term.slot_id is None or term.slot_id == buyer.slot_id,
    )


def _of_other_goods(promotion: Promotion) -> CodedPromotion:
    content = promotion.content
    return CodedPromotion(
        starts_at=content.starts_at, ends_at=promotion.ended_at or content.ends_at, goods=False
    )


def _line(line: QuotedLine) -> PricedLine:
    reference = line.reference
    return PricedLine(
        sku=line.sku,
        quantity=line.quantity,
        list_price=line.list_price,
        price=line.price,
        amount=line.amount,
        steps=tuple(
            Step(
                promotion_id=step.promotion_id,
                kind=step.kind,
                before=step.before,
                after=step.after,
                zh=step.text("zh"),
                en=step.text("en"),
            )
            for step in line.steps
        ),
        comparison=None
        if reference is None
        else Comparison(
            amount=reference.amount,
            pack=reference.pack,
            basis=reference.basis,
            since=reference.since,
            until=reference.until,
        ),
    )


def _discount(one: QuotedDiscount, term: Term) -> Discount:
    if one.kind is TermKind.BUNDLE:
        return Discount(
            promotion_id=one.promotion_id,
            kind=DiscountKind.BUNDLE,
            amount=one.amount,
            skus=one.skus,
            parts={part.sku: part.quantity for part in term.parts},
            price=term.amount or 0,
            times=one.times,
        )
    return Discount(
        promotion_id=one.promotion_id,
        kind=DiscountKind.THRESHOLD,
        amount=one.amount,
        skus=one.skus,
        threshold=one.threshold,
        off=term.off or 0,
        repeats=term.repeats,
        times=one.times,
    )


def _quotas(quoted: Quote, terms: Mapping[str, Term]) -> Iterable[Quota]:
    """What promotions with a stated stock sell: all pieces whose price one sets, the pieces in the
    sets of a bundle, all that a threshold discount counts, and the gifts.
    """
    used: dict[tuple[str, str], int] = {}
    in_sets = {
        (one.promotion_id, part.sku): part.quantity * one.times
        for one in quoted.discounts
        if one.kind is TermKind.BUNDLE
        for part in terms[one.promotion_id].parts
    }
    for line in quoted.lines:
        for promotion_id in {step.promotion_id for step in line.steps}:
            key = (promotion_id, line.sku)
            if key not in in_sets:
                used[key] = used.get(key, 0) + line.quantity
    gifts = {(gift.promotion_id, gift.sku): gift.quantity for gift in quoted.gifts}
    for (promotion_id, sku), quantity in {**used, **in_sets, **gifts}.items():
        limit = terms[promotion_id].stock
        if limit is not None:
            yield Quota(promotion_id=promotion_id, sku=sku, quantity=quantity, limit=limit)
