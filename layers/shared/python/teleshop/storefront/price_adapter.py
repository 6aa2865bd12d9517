"""Price sheets as the shop window shows them; every amount comes out of the one quote."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from teleshop.pricing.service import Channel, Pricing, PublicPrices, Sheet, Term, TermKind
from teleshop.storefront.domain.product import (
    ArticlePrice,
    Comparison,
    Promotion,
    ShownProduct,
    Slice,
)

MAX_SLICES = 12
"""How many changes ahead a card knows; each one that comes is an event, upon which it is made
anew.
"""
_OF_PIECES = frozenset({TermKind.FIXED_PRICE, TermKind.PERCENT_OFF})
"""What decides the price of a piece for everybody; anything else is told as a condition."""
_NONE: Mapping[Channel, Iterable[Term]] = {}


class QuotedPrices:
    """The prices of a product for a customer without any card or code."""

    def __init__(self, pricing: Pricing) -> None:
        self._pricing = pricing

    def prices(self, product: ShownProduct, now: datetime) -> tuple[ArticlePrice, ...]:
        """One read. Promotions that count a category or everything are told here alone: no event of
        theirs names a product, so that cards could not follow them.
        """
        known = self._read(product, now)
        wide = {channel: sheet.terms_at(now) for channel, sheet in known.channels.items()}
        return _prices(known, wide)

    def slices(self, product: ShownProduct, now: datetime) -> tuple[Slice, ...]:
        """One read, however many changes are ahead."""
        known = self._read(product, now)
        ahead = sorted(_turns(known))[: MAX_SLICES - 1]
        return (
            Slice(starts_at=None, prices=_prices(known)),
            *(Slice(starts_at=turn, prices=_prices(replace(known, at=turn))) for turn in ahead),
        )

    def _read(self, product: ShownProduct, now: datetime) -> PublicPrices:
        skus = [article.sku for article in product.articles]
        return self._pricing.quotes.of_product(product.id, skus, now)


def _turns(known: PublicPrices) -> set[datetime]:
    """The instants to come at which a price or a promotion may change."""
    terms = [term for sheet in known.sheets.values() for term in sheet.terms]
    turns = {instant for term in terms for instant in (term.starts_at, term.ends_at)}
    turns |= {entry.effective_from for sheet in known.sheets.values() for entry in sheet.entries}
    return {turn for turn in turns if turn > known.at}


def _prices(
    known: PublicPrices, wide: Mapping[Channel, Iterable[Term]] = _NONE
) -> tuple[ArticlePrice, ...]:
    found: list[ArticlePrice] = []
    for channel in Channel:
        for sku in sorted(known.sheets):
            quoted = known.piece(sku, channel)
            if quoted is None:
                continue
            line, sheet = quoted.lines[0], known.sheets[sku]
            running = {term.promotion_id: term for term in sheet.terms_at(known.at, channel)}
            own = next(
                (running[step.promotion_id] for step in line.steps if step.kind in _OF_PIECES),
                None,
            )
            told = [
                *running.values(),
                *(term for term in wide.get(channel, ()) if _concerns(term, sheet)),
            ]
            found.append(
                ArticlePrice(
                    sku=sku,
                    channel=channel.value,
                    marked=line.list_price,
                    price=line.price,
                    promotion=_promotion(own) if own else None,
                    others=tuple(_promotion(term) for term in told if _told_to_all(term)),
                )
            )
    return tuple(found)


def _concerns(term: Term, sheet: Sheet) -> bool:
    return term.category_id is None or term.category_id in sheet.path


def _told_to_all(term: Term) -> bool:
    return term.code is None and not term.customer_kinds and term.kind not in _OF_PIECES


def _promotion(term: Term) -> Promotion:
    reference = term.reference
    return Promotion(
        id=term.promotion_id,
        kind=term.kind.value,
        starts_at=term.starts_at,
        ends_at=term.ends_at,
        conditions_zh=term.conditions_zh,
        conditions_en=term.conditions_en,
        stock=term.stock,
        reference=None
        if reference is None
        else Comparison(
            amount=reference.amount,
            pack=reference.pack,
            basis=reference.basis,
            since=reference.since,
            until=reference.until,
        ),
    )
