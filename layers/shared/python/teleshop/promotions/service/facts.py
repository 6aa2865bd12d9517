"""Gathers what the checks of a promotion look at: a read for a hundred articles, one for a hundred
of their suppliers, one for each reference price, one or two for each article whose price began
shortly before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from teleshop.pricing.service import MAX_TERMS, Prices, Sheet
from teleshop.pricing.service import Channel as SheetChannel
from teleshop.promotions.domain.content import ITEM_KINDS, Channel, Content, Pack
from teleshop.promotions.domain.facts import (
    Allowed,
    Block,
    Facts,
    Goods,
    PricePoint,
    ReferenceKey,
)
from teleshop.promotions.domain.policy import PromotionPolicy
from teleshop.promotions.ports import References, Suppliers, WordCheck
from teleshop.promotions.service.terms import goods_of

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts, and the sheets that they were read from."""

    facts: Facts
    sheets: Mapping[str, Sheet]


class FactFinder:
    """Reads prices, references, history; stateless."""

    def __init__(
        self, prices: Prices, references: References, words: WordCheck, suppliers: Suppliers
    ) -> None:
        self._prices = prices
        self._references = references
        self._words = words
        self._suppliers = suppliers

    def gather(
        self, content: Content, promotion_id: str | None, now: datetime, policy: PromotionPolicy
    ) -> Gathered:
        """Everything the checks need before an approval."""
        found = self.look_up(content, promotion_id, now, policy)
        words = self._words.faults(content, now)
        full = self._full(content) if content.on_channel_sheets else ()
        blocks = self._blocks(found.sheets)
        return replace(found, facts=replace(found.facts, words=words, full=full, blocks=blocks))

    def at_start(
        self, content: Content, promotion_id: str, now: datetime, policy: PromotionPolicy
    ) -> Gathered:
        """What may be another at its start: :meth:`look_up`, and what stands against suppliers."""
        found = self.look_up(content, promotion_id, now, policy)
        return replace(found, facts=replace(found.facts, blocks=self._blocks(found.sheets)))

    def _blocks(self, sheets: Mapping[str, Sheet]) -> dict[str, Block]:
        suppliers = dict.fromkeys(sheet.supplier_id for sheet in sheets.values())
        found = self._suppliers.blocks(suppliers)
        return {
            sku: found[sheet.supplier_id]
            for sku, sheet in sheets.items()
            if sheet.supplier_id in found
        }

    def look_up(
        self, content: Content, promotion_id: str | None, now: datetime, policy: PromotionPolicy
    ) -> Gathered:
        """What may be another later, which its words may not: prices, costs, reference prices."""
        gift = (content.gift.sku,) if content.gift else ()
        sheets = self._prices.sheets((*content.skus, *gift))
        goods = {sku: goods_of(sheet, promotion_id) for sku, sheet in sheets.items()}
        facts = Facts(
            goods=goods,
            references=self._references_of(content, goods, now),
            history=self._history(content, goods, policy),
        )
        return Gathered(facts, {sku: sheets[sku] for sku in content.skus if sku in sheets})

    def _full(self, content: Content) -> tuple[Channel, ...]:
        sheets = self._prices.channel_sheets([SheetChannel(each) for each in content.channels])
        return tuple(
            Channel(channel) for channel, sheet in sheets.items() if len(sheet.terms) >= MAX_TERMS
        )

    def _references_of(
        self, content: Content, goods: Mapping[str, Goods], now: datetime
    ) -> dict[ReferenceKey, Allowed]:
        """What each article may be compared with: the lowest deal always, since no promotional
        price may be above it, and what the plan names.
        """
        if content.kind not in ITEM_KINDS:
            return {}
        wanted: dict[ReferenceKey, str | None] = {}
        for item in content.items:
            if item.sku not in goods:
                continue
            for channel in content.channels:
                wanted[item.sku, channel, Pack.CN] = None
                if item.comparison is not None:
                    key = (item.sku, channel, item.comparison.pack)
                    wanted[key] = item.comparison.document_id
        return self._references.allowed(wanted.items(), content.starts_at, now)

    def _history(
        self, content: Content, goods: Mapping[str, Goods], policy: PromotionPolicy
    ) -> dict[tuple[str, Channel], tuple[PricePoint, ...]]:
        """The prices of the days before the start and of the run, where one begins in them."""
        opens = content.starts_at - timedelta(days=policy.raised_within)
        until = max(content.ends_at, content.starts_at + _TICK)
        found = {}
        for sku in content.skus:
            for channel in content.channels if sku in goods else ():
                points = goods[sku].points(channel, content.starts_at, until)
                if any(point.since >= opens for point in points):
                    rows = self._prices.history(sku, SheetChannel(channel), opens - _TICK, until)
                    found[sku, channel] = tuple(
                        PricePoint(since=row.effective_from, amount=row.amount or 0) for row in rows
                    )
        return found
