"""The checks of a promotion before it is approved (standard 4.3.2 to 4.3.4, 4.4.1): all of them,
all remarks at once, with what proves each.

They run when it is submitted, and again when the approval takes effect, on what holds then.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from teleshop.kernel.findings import Finding, refusing
from teleshop.kernel.money import yuan
from teleshop.kernel.rules import rule
from teleshop.promotions.domain import remarks as r
from teleshop.promotions.domain.content import (
    ITEM_KINDS,
    Channel,
    Comparison,
    Content,
    Item,
    Kind,
    Pack,
)
from teleshop.promotions.domain.facts import Allowed, Facts, Goods
from teleshop.promotions.domain.path import approval_path, below_cost, moments, places
from teleshop.promotions.domain.policy import PromotionPolicy
from teleshop.promotions.domain.wording import moment, proof_of

STANDARD: Final = "电视购物平台运营服务规范"
ORDER_56: Final = "明码标价和禁止价格欺诈规定 市场监管总局令56"
_CHECKED: Final = date(2026, 11, 27)
_IN_FORCE: Final = date(2022, 7, 1)
_OWN: Final = date(2026, 11, 1)
NO_BASIS: Final = {
    "NO_BASIS": ("没有成交记录或厂商建议价", "neither a deal nor a suggested price is on record"),
    "DOCUMENT_MISSING": ("没有厂商建议价的证明文件", "no document proves the suggested price"),
}


def findings(
    content: Content, facts: Facts, now: datetime, policy: PromotionPolicy
) -> list[Finding]:
    """Every remark on a promotion that is to be approved at ``now``."""
    found = [
        *_dates(content, now, policy),
        *length(content, policy),
        *_goods(content, facts),
        *suppliers(content, facts),
        *room_on_channels(facts),
        *lower_than_marked(content, facts),
        *cheaper_than_pieces(content, facts),
        *below_reference(content, facts),
        *packs_of_here(content, policy),
        *comparisons(content, facts),
        *raised_before(content, facts, policy),
        *one_price(content, facts),
        *gift_value(content, facts),
        *stock_stated(content),
        *_cost(content, facts),
        *_words(facts),
    ]
    return list({(each.pointer, each.message("zh")): each for each in found}.values())


def untrue(
    content: Content, facts: Facts, policy: PromotionPolicy, steps: Collection[str]
) -> list[Finding]:
    """What stands against an approved promotion at its start, or when a price changes while it
    runs: what is said of its prices must be true then, and whoever must approve them, ``steps``,
    must have done so. Goods of a supplier that is suspended or gone by then are not promoted; one
    on hold keeps the slots that were approved before.
    """
    raises = list(raised_before(content, facts, policy))
    wanted = approval_path(content, facts, policy, raised=bool(raises))
    return [
        *(each for each in suppliers(content, facts) if each.code == r.SUPPLIER_SUSPENDED.code),
        *below_reference(content, facts),
        *lower_than_marked(content, facts),
        *cheaper_than_pieces(content, facts),
        *gift_value(content, facts),
        *refusing(raises),
        *(r.PATH_CHANGED.at("/channels", step=step) for step in wanted if step not in steps),
    ]


# -- time ------------------------------------------------------------------------------------------


def _dates(content: Content, now: datetime, policy: PromotionPolicy) -> Iterator[Finding]:
    if content.starts_at <= now:
        yield r.START_PAST.at("/starts_at")
    if content.starts_at > now + timedelta(days=policy.ahead):
        yield r.START_FAR.at("/starts_at", days=policy.ahead)
    if content.ends_at <= content.starts_at:
        yield r.END_FIRST.at("/ends_at")
    slot = content.slot
    if slot is not None and not (
        slot.starts_at <= content.starts_at and content.ends_at <= slot.ends_at
    ):
        bounds = {"starts_at": moment(slot.starts_at), "ends_at": moment(slot.ends_at)}
        yield r.OUTSIDE_SLOT.at("/slot", **bounds)


@rule(
    id="P4.4.1-ends",
    clause="4.4.1",
    source=STANDARD,
    article="4.4.1",
    effective_from=_OWN,
    confidence="M",
    last_checked=_CHECKED,
)
def length(content: Content, policy: PromotionPolicy) -> Iterator[Finding]:
    """Every promotion ends, within the policy's time."""
    if content.ends_at - content.starts_at > timedelta(days=policy.longest):
        yield r.TOO_LONG.at("/ends_at", days=policy.longest)


# -- goods and prices ------------------------------------------------------------------------------


def _goods(content: Content, facts: Facts) -> Iterator[Finding]:
    named = [*places(content)]
    if content.gift is not None:
        named.append(("/gift", content.gift.sku))
    for place, sku in named:
        goods = facts.goods.get(sku)
        if goods is None:
            yield r.UNKNOWN_SKU.at(f"{place}/sku", sku=sku)
        elif not goods.sellable:
            yield r.NOT_SELLABLE.at(f"{place}/sku", sku=sku)
        elif place != "/gift":
            if goods.full:
                yield r.SHEET_FULL.at(f"{place}/sku", sku=sku)
            for channel in content.channels:
                if goods.price_at(channel, content.starts_at) is None:
                    yield r.NO_PRICE.at(f"{place}/sku", sku=sku, channel=channel)


@rule(
    id="P3.4.2-promotions",
    clause="3.4.2",
    source=STANDARD,
    article="3.3.3; 3.4.2",
    effective_from=_OWN,
    confidence="H",
    last_checked=_CHECKED,
)
def suppliers(content: Content, facts: Facts) -> Iterator[Finding]:
    """Nothing of a suspended supplier is promoted, and one on hold gets no new slot; promotions of
    what it has on sale go on.
    """
    for place, sku in places(content):
        block = facts.blocks.get(sku)
        if block is None or not (block.suspended or content.slot is not None):
            continue
        kind = r.SUPPLIER_SUSPENDED if block.suspended else r.SUPPLIER_ON_HOLD
        yield kind.at(f"{place}/sku", sku=sku, why_zh=block.why_zh, why_en=block.why_en)


def room_on_channels(facts: Facts) -> Iterator[Finding]:
    """A discount on a category or on everything stands on the sheets of its channels."""
    for channel in facts.full:
        yield r.CHANNEL_FULL.at("/channels", channel=channel)


def _priced(content: Content, facts: Facts) -> Iterator[tuple[str, Item, Goods, Channel]]:
    """Each article and channel for which a promotion of single pieces makes a price."""
    if content.kind not in ITEM_KINDS:
        return
    for number, item in enumerate(content.items):
        goods = facts.goods.get(item.sku)
        if goods is not None:
            for channel in content.channels:
                yield f"/items/{number}", item, goods, channel


@rule(
    id="P4.3.2-lower",
    clause="4.3.2",
    source=STANDARD,
    article="4.3.2",
    effective_from=_OWN,
    confidence="H",
    last_checked=_CHECKED,
)
def lower_than_marked(content: Content, facts: Facts) -> Iterator[Finding]:
    """The promotional price is below the marked price all the time, scheduled changes included."""
    for place, item, goods, channel in _priced(content, facts):
        for point in goods.points(channel, content.starts_at, content.ends_at):
            price = content.price_of(item, point.amount)
            if price is not None and price >= point.amount:
                since = max(point.since, content.starts_at)
                yield _not_lower(place, item, (price, point.amount), channel, since)


def _not_lower(
    place: str, item: Item, prices: tuple[int, int], channel: Channel, since: datetime
) -> Finding:
    price, marked = prices
    return r.NOT_LOWER.at(
        f"{place}/amount" if item.amount is not None else "/rate",
        price=yuan(price),
        marked=yuan(marked),
        channel=channel,
        since=moment(since),
    )


def cheaper_than_pieces(content: Content, facts: Facts) -> Iterator[Finding]:
    """A bundle is cheaper than its pieces, at the marked prices of every moment."""
    bundle = content.bundle
    if bundle is None or any(part.sku not in facts.goods for part in bundle.parts):
        return
    for channel in content.channels:
        for at in moments(content, facts, channel):
            prices = [facts.goods[part.sku].price_at(channel, at) for part in bundle.parts]
            pieces = sum(
                (price or 0) * part.quantity
                for price, part in zip(prices, bundle.parts, strict=True)
            )
            if None not in prices and bundle.amount >= pieces:
                yield r.BUNDLE_NOT_CHEAPER.at(
                    "/bundle/amount",
                    price=yuan(bundle.amount),
                    pieces=yuan(pieces),
                    channel=channel,
                    since=moment(at),
                )


# -- comparison ------------------------------------------------------------------------------------


def highest_price(content: Content, item: Item, goods: Goods, channel: Channel) -> int | None:
    """The highest promotional price of an article while the promotion runs."""
    points = goods.points(channel, content.starts_at, content.ends_at)
    prices = [content.price_of(item, point.amount) for point in points]
    return max((price for price in prices if price is not None), default=item.amount)


@rule(
    id="P4.3.3-reference",
    clause="4.3.3",
    source=ORDER_56,
    article="16",
    effective_from=_IN_FORCE,
    confidence="H",
    last_checked=_CHECKED,
)
def below_reference(content: Content, facts: Facts) -> Iterator[Finding]:
    """A promotional price is below the lowest deal before it, if there was one, and below what it
    is compared with.
    """
    for place, item, goods, channel in _priced(content, facts):
        price = highest_price(content, item, goods, channel)
        if price is None:
            continue
        where = f"{place}/amount" if item.amount is not None else "/rate"
        known = facts.references.get((item.sku, channel, Pack.CN))
        if known is not None and known.amount is not None and price >= known.amount:
            yield r.NOT_BELOW_REFERENCE.at(
                where,
                price=yuan(price),
                reference=yuan(known.amount),
                channel=channel,
                proof=proof_of(known),
            )
        if item.comparison is not None and price >= item.comparison.amount:
            yield r.COMPARISON_NOT_ABOVE.at(
                f"{place}/comparison/amount",
                claimed=yuan(item.comparison.amount),
                price=yuan(price),
            )


@rule(
    id="P4.3.3-packs",
    clause="4.3.3",
    source=ORDER_56,
    article="16",
    effective_from=_OWN,
    confidence="H",
    last_checked=_CHECKED,
)
def packs_of_here(content: Content, policy: PromotionPolicy) -> Iterator[Finding]:
    """A public comparison rests on a rule that holds where the platform sells."""
    for number, item in enumerate(content.items):
        if item.comparison is not None and item.comparison.pack not in policy.packs:
            yield r.PACK_NOT_ALLOWED.at(
                f"/items/{number}/comparison/pack",
                pack=item.comparison.pack,
                allowed=", ".join(policy.packs),
            )


def comparisons(content: Content, facts: Facts) -> Iterator[Finding]:
    """What is compared with may be claimed in every channel (R2.1, R2.2)."""
    for place, item, _, channel in _priced(content, facts):
        if item.comparison is not None:
            known = facts.references.get((item.sku, channel, item.comparison.pack))
            yield from _comparison(f"{place}/comparison/amount", item.comparison, known, channel)


def _comparison(
    pointer: str, claimed: Comparison, known: Allowed | None, channel: Channel
) -> Iterator[Finding]:
    if known is None or known.amount is None:
        code = (known.code if known else None) or "NO_BASIS"
        zh, en = NO_BASIS[code]
        yield r.NO_REFERENCE.at(pointer, channel=channel, reason_zh=zh, reason_en=en)
    elif claimed.pack is Pack.MANUFACTURER and claimed.amount != known.amount:
        yield r.REFERENCE_NOT_EXACT.at(
            pointer, claimed=yuan(claimed.amount), allowed=yuan(known.amount)
        )
    elif claimed.amount > known.amount:
        yield r.REFERENCE_TOO_HIGH.at(
            pointer,
            claimed=yuan(claimed.amount),
            allowed=yuan(known.amount),
            channel=channel,
            proof=proof_of(known),
        )


@rule(
    id="R2.3",
    clause="4.4.1",
    source=ORDER_56,
    article="17",
    effective_from=_IN_FORCE,
    confidence="M",
    last_checked=_CHECKED,
)
def raised_before(content: Content, facts: Facts, policy: PromotionPolicy) -> Iterator[Finding]:
    """A marked price that is raised shortly before the start or during the run is discounted only
    for a recorded reason, and reviewed.
    """
    opens = content.starts_at - timedelta(days=policy.raised_within)
    kind = r.RAISED_WITH_REASON if content.raise_reason else r.RAISED
    for _, sku in places(content):
        for channel in content.channels:
            points = facts.history.get((sku, channel), ())
            for before, after in pairwise(points):
                if after.amount > before.amount and opens <= after.since < content.ends_at:
                    yield kind.at(
                        "/raise_reason",
                        sku=sku,
                        channel=channel,
                        since=moment(after.since),
                        before=yuan(before.amount),
                        after=yuan(after.amount),
                        days=policy.raised_within,
                    )


# -- others ----------------------------------------------------------------------------------------


@rule(
    id="P4.3.4-one-price",
    clause="4.3.4",
    source=STANDARD,
    article="4.3.4",
    effective_from=_OWN,
    confidence="H",
    last_checked=_CHECKED,
)
def one_price(content: Content, facts: Facts) -> Iterator[Finding]:
    """No two promotional prices of an article in a channel at one time."""
    for place, item, goods, channel in _priced(content, facts):
        for rival in goods.rivals:
            meets = rival.starts_at < content.ends_at and content.starts_at < rival.ends_at
            if meets and channel in rival.channels:
                yield r.CLASH.at(
                    f"{place}/sku",
                    sku=item.sku,
                    channel=channel,
                    other=rival.promotion_id,
                    starts_at=moment(rival.starts_at),
                    ends_at=moment(rival.ends_at),
                )


@rule(
    id="R2.4",
    clause="4.3.3",
    source=ORDER_56,
    article="18",
    effective_from=_IN_FORCE,
    confidence="H",
    last_checked=_CHECKED,
)
def gift_value(content: Content, facts: Facts) -> Iterator[Finding]:
    """The value of a gift, where one is told, is its selling price at the same place, all the
    time.
    """
    gift = content.gift
    goods = facts.goods.get(gift.sku) if gift else None
    if gift is None or gift.value is None or goods is None:
        return
    for channel in content.channels:
        points = goods.points(channel, content.starts_at, content.ends_at)
        if goods.price_at(channel, content.starts_at) is None:
            yield r.GIFT_WITHOUT_PRICE.at("/gift/value", sku=gift.sku, channel=channel)
        for point in points:
            if point.amount != gift.value:
                yield r.GIFT_VALUE.at(
                    "/gift/value",
                    value=yuan(gift.value),
                    price=yuan(point.amount),
                    channel=channel,
                    since=moment(point.since),
                )


@rule(
    id="P4.3.3-stock",
    clause="4.3.3",
    source=STANDARD,
    article="4.3.3",
    effective_from=_OWN,
    confidence="H",
    last_checked=_CHECKED,
)
def stock_stated(content: Content) -> Iterator[Finding]:
    """How many pieces there are is stated; a threshold discount has none of its own."""
    if content.stock is None and content.kind is not Kind.THRESHOLD:
        yield r.STOCK_MISSING.at("/stock")


def _cost(content: Content, facts: Facts) -> Iterator[Finding]:
    for sku, channel in below_cost(content, facts):
        kind = r.COST_UNKNOWN if channel is None else r.BELOW_COST
        params = {"sku": sku} if channel is None else {"sku": sku, "channel": channel.value}
        yield kind.at("/items" if content.items else f"/{content.kind}", **params)


def _words(facts: Facts) -> Iterator[Finding]:
    for word in facts.words:
        kind = r.WORD if word.refuses else r.WORD_DOUBTFUL
        yield kind.at(
            f"/{word.field}",
            place=word.start + 1,
            word=word.word,
            reason_zh=word.reason_zh,
            reason_en=word.reason_en,
        )
