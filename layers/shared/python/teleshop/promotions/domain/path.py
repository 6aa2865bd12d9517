"""Who must approve a promotion, and what that depends on: cost, size, prices that were raised."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from teleshop.kernel.rules import rule
from teleshop.promotions.domain.content import WHOLE, Channel, Content
from teleshop.promotions.domain.facts import Facts
from teleshop.promotions.domain.policy import PromotionPolicy

STANDARD: Final = "电视购物平台运营服务规范"
_CHECKED: Final = date(2026, 11, 27)
_OWN: Final = date(2026, 11, 1)


def places(content: Content) -> Iterator[tuple[str, str]]:
    """Where each article stands in the content, and its SKU."""
    if content.bundle is not None:
        for number, part in enumerate(content.bundle.parts):
            yield f"/bundle/parts/{number}", part.sku
    for number, item in enumerate(content.items):
        yield f"/items/{number}", item.sku


@rule(
    id="P4.3.2-path",
    clause="4.2.3",
    source=STANDARD,
    article="4.2.3",
    effective_from=_OWN,
    confidence="H",
    last_checked=_CHECKED,
)
def approval_path(
    content: Content, facts: Facts, policy: PromotionPolicy, *, raised: bool
) -> tuple[str, ...]:
    """Who must approve: pricing always; finance for large discounts, and where a price was
    ``raised`` before; legal where goods may be sold below cost.
    """
    names = ["pricing"]
    if raised or discount(content, facts) > policy.finance_above:
        names.append("finance")
    if below_cost(content, facts):
        names.append("legal")
    return tuple(names)


def moments(content: Content, facts: Facts, channel: Channel) -> list[datetime]:
    """The start, and the instants of the run at which a price of its goods changes, in order."""
    named = [sku for _, sku in places(content)]
    if content.gift is not None:
        named.append(content.gift.sku)
    found = {content.starts_at}
    for sku in named:
        goods = facts.goods.get(sku)
        points = goods.points(channel, content.starts_at, content.ends_at) if goods else []
        found |= {point.since for point in points if point.since > content.starts_at}
    return sorted(found)


def discount(content: Content, facts: Facts) -> int:
    """The largest discount of the whole run in basis points of the marked price, rounded up."""
    if content.rate is not None:
        return content.rate
    if content.threshold is not None:
        return _part(content.threshold.off, content.threshold.threshold)
    return max(
        (
            size
            for channel in content.channels
            for at in moments(content, facts, channel)
            for size in _discounts(content, facts, channel, at)
        ),
        default=0,
    )


def _discounts(content: Content, facts: Facts, channel: Channel, at: datetime) -> Iterator[int]:
    yield 0
    if content.bundle is not None:
        pieces = sum(
            (facts.goods[part.sku].price_at(channel, at) or 0) * part.quantity
            for part in content.bundle.parts
            if part.sku in facts.goods
        )
        yield _part(pieces - content.bundle.amount, pieces)
    for item in content.items:
        goods = facts.goods.get(item.sku)
        marked = (goods.price_at(channel, at) if goods else None) or 0
        if content.gift is not None:
            worth = _gift_worth(content, facts, channel, at)
            yield _part(worth, marked * content.gift.with_each)
        elif item.amount is not None:
            yield _part(marked - item.amount, marked)


def _gift_worth(content: Content, facts: Facts, channel: Channel, at: datetime) -> int:
    gift = content.gift
    goods = facts.goods.get(gift.sku) if gift else None
    price = (goods.price_at(channel, at) if goods else None) or 0
    return price * (gift.quantity if gift else 0)


def _part(amount: int, whole: int) -> int:
    return -(-amount * WHOLE // whole) if whole > 0 else 0


def below_cost(content: Content, facts: Facts) -> list[tuple[str, Channel | None]]:
    """The articles that may be sold below cost, with the channel; without one where nobody can
    tell: the cost is unknown, or the discount counts goods that are not named.
    """
    if content.on_channel_sheets:
        scope = content.threshold.category_id if content.threshold else None
        return [(scope or "*", None)]
    found: dict[tuple[str, Channel | None], None] = {}
    named = [sku for _, sku in places(content) if sku in facts.goods]
    for sku in named:
        if facts.goods[sku].cost is None:
            found[sku, None] = None
            continue
        for channel in content.channels:
            if _sold_below_cost(content, facts, sku, channel):
                found[sku, channel] = None
    return list(found)


def _sold_below_cost(content: Content, facts: Facts, sku: str, channel: Channel) -> bool:
    goods = facts.goods[sku]
    cost = goods.cost or 0
    lowest = [point.amount for point in goods.points(channel, content.starts_at, content.ends_at)]
    if content.bundle is not None:
        return content.bundle.amount < sum(
            (facts.goods[part.sku].cost or 0) * part.quantity
            for part in content.bundle.parts
            if part.sku in facts.goods
        )
    if content.threshold is not None:
        kept = content.threshold.threshold - content.threshold.off
        return any(marked * kept < cost * content.threshold.threshold for marked in lowest)
    if content.gift is not None:
        gift = facts.goods.get(content.gift.sku)
        given = (gift.cost or 0) * content.gift.quantity if gift else 0
        return any((marked - cost) * content.gift.with_each < given for marked in lowest)
    item = next(each for each in content.items if each.sku == sku)
    return any((content.price_of(item, marked) or 0) < cost for marked in lowest)
