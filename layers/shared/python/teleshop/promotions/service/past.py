"""Promotions that have left the price sheets since: what a price was at an instant that has passed
is told by the sheets with these added again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from teleshop.pricing.service import ChannelSheet, Sheet, Term
from teleshop.promotions.domain.promotion import Promotion
from teleshop.promotions.service.public import PublicPromotions
from teleshop.promotions.service.terms import channel_term, terms_of


@dataclass(frozen=True, slots=True)
class EndedTerms:
    """What ended promotions had on the sheets of articles (by SKU) and of channels."""

    articles: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    channels: tuple[Term, ...] = ()

    def on(self, sheet: Sheet) -> Sheet:
        """The sheet of an article with what has left it."""
        return replace(sheet, terms=(*sheet.terms, *self.articles.get(sheet.sku, ())))

    def on_channel(self, sheet: ChannelSheet) -> ChannelSheet:
        """The sheet of a channel with what has left it."""
        own = tuple(term for term in self.channels if sheet.channel in term.channels)
        return replace(sheet, terms=(*sheet.terms, *own))


class PastPromotions:
    """Promotions that were; stateless."""

    def __init__(self, public: PublicPromotions) -> None:
        self._public = public

    def ended(self, since: datetime, now: datetime) -> EndedTerms:
        """Those that ended or were stopped from ``since`` until before ``now``, each until its real
        end, and what others sold in that time. Three queries, however many articles are asked for,
        and one read of those others.
        """
        articles: dict[str, tuple[Term, ...]] = {}
        channels: list[Term] = []
        ended = self._public.ended_between(since, now)
        for promotion in ended:
            if promotion.content.on_channel_sheets:
                ends = promotion.ended_at or promotion.content.ends_at
                channels.append(replace(channel_term(promotion), ends_at=ends))
                continue
            _add(articles, promotion, promotion.content.skus)
        over = {promotion.id for promotion in ended}
        for promotion in self._public.sold_between(since, now):
            if promotion.id not in over:
                _add(articles, promotion, [part.sku for part in promotion.sold])
        return EndedTerms(articles, tuple(channels))


def _add(articles: dict[str, tuple[Term, ...]], promotion: Promotion, skus: Iterable[str]) -> None:
    """What a promotion had on the sheets of articles, of each until its own end."""
    terms = terms_of(promotion, promotion.comparisons)
    for sku in skus:
        term = replace(terms[sku], ends_at=promotion.end_of(sku))
        articles[sku] = (*articles.get(sku, ()), term)
