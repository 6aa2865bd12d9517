"""Plans of promotions and the facts that their checks look at, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from teleshop.promotions.domain.content import (
    Channel,
    Comparison,
    Content,
    Item,
    Kind,
    Pack,
)
from teleshop.promotions.domain.facts import Allowed, Facts, Goods, PricePoint, Proof
from teleshop.promotions.domain.policy import PromotionPolicy

NOW = datetime(2026, 11, 10, 4, tzinfo=UTC)
START = datetime(2026, 11, 10, 16, tzinfo=UTC)
"""The first instant of 11 November in China."""
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
POLICY = PromotionPolicy(effective_from=date(2026, 11, 1))
SKU = "sku_a"


def plan(kind: Kind = Kind.FIXED_PRICE, **changes: Any) -> Content:
    """A promotion of one article at 149 yuan for two days on television, that passes."""
    made = Content(
        kind=kind,
        title_zh="双十一锅具特惠",
        title_en="Pots for less",
        conditions_zh="每人限购两件，数量有限。",
        conditions_en="Two for each customer, while stocks last.",
        channels=(Channel.TV,),
        starts_at=START,
        ends_at=START + 2 * DAY,
        supplier_share=6_000,
        platform_share=4_000,
        stock=500,
        items=(Item(sku=SKU, amount=149_00),),
    )
    return replace(made, **changes)


def compared(amount: int, pack: Pack = Pack.CN, price: int = 149_00) -> Content:
    """The same with a price to compare with."""
    return plan(
        items=(Item(sku=SKU, amount=price, comparison=Comparison(amount=amount, pack=pack)),)
    )


def goods(sku: str = SKU, *amounts: int, **changes: Any) -> Goods:
    """An article at 199 yuan, or at prices that follow each other daily from the start on."""
    points = [PricePoint(since=START - 60 * DAY, amount=amounts[0] if amounts else 199_00)]
    points += [
        PricePoint(since=START + number * DAY, amount=amount)
        for number, amount in enumerate(amounts[1:], start=1)
    ]
    made = Goods(
        sku=sku,
        product_id=f"prd_{sku}",
        cost=80_00,
        prices={channel: tuple(points) for channel in Channel},
    )
    return replace(made, **changes)


def allowed(*deals: int, code: str | None = None) -> Allowed:
    """What the deals of the days before the start allow."""
    return Allowed(
        amount=min(deals) if deals else None,
        rule="R2.1",
        code=code or (None if deals else "NO_BASIS"),
        basis="lowest_deal",
        since=START - 7 * DAY,
        until=START,
        rows=tuple(
            Proof(kind="deal", amount=amount, day=date(2026, 11, 4) + number * DAY)
            for number, amount in enumerate(deals)
        ),
    )


def facts(*known: Goods, **changes: Any) -> Facts:
    """The facts of an article with deals of 199, 189 and 209 yuan before the start."""
    made = Facts(
        goods={each.sku: each for each in known or (goods(),)},
        references={(SKU, Channel.TV, Pack.CN): allowed(199_00, 189_00, 209_00)},
    )
    return replace(made, **changes)
