"""What an order costs and how it may be paid, once goods and place are known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from teleshop.checkout.domain.delivery import DeliveryOffer
from teleshop.checkout.domain.policy import MAX_CASH_ARTICLES, MAX_PARTS
from teleshop.checkout.domain.wish import PaymentMethod
from teleshop.kernel.errors import FieldError
from teleshop.kernel.findings import FindingKind
from teleshop.kernel.money import yuan
from teleshop.kernel.rules import rule

AREA_NOT_SERVED = FindingKind(
    "area_not_served",
    "7.1.3",
    "目前不能配送到{area_zh}；您可以：{ways_zh}。",
    "There is no delivery to this place ({area_en}) yet; you can: {ways_en}.",
)
NO_CASH_HERE = FindingKind(
    "cash_on_delivery_not_offered",
    "7.1.3",
    "{area_zh}不支持货到付款；请改用在线支付（gateway）。",
    "No cash is collected in this place ({area_en}); pay by `gateway`.",
)
TOO_MUCH_CASH = FindingKind(
    "cash_on_delivery_too_much",
    "7.1.3",
    "货到付款每单不超过 {limit} 元，本单为 {total} 元；请改用在线支付（gateway）或分单。",
    "At most {limit} CNY are collected at the door, and this order comes to {total}; pay by "
    "`gateway`, or order in parts.",
)
CASH_TOO_LARGE = FindingKind(
    "cash_on_delivery_too_large",
    "7.1.3",
    "货到付款的订单作为一个包裹发出，最多 {max} 种商品，现有 {count} 种；"
    "请改用在线支付（gateway）或分单。",
    "What is paid at the door goes in one parcel, of at most {max} articles and not {count}; pay "
    "by `gateway`, or order in parts.",
)
TOTAL_CHANGED = FindingKind(
    "order_total_changed",
    "4.3.4",
    "应付总额现为 {total} 元；请向顾客展示，经同意后以其作为 agreed_total 重新提交。",
    "The total is {total} CNY now; show it, and send it as `agreed_total` if the customer agrees.",
    rule="R2.6",
)


ORDER_TOO_LARGE = FindingKind(
    "order_too_large",
    "4.3.4",
    "一张订单的商品与促销库存合计最多 {max} 项，现有 {count} 项；请分单提交。",
    "The articles of one order, and what promotions count of them, are {max} at most and not "
    "{count}; order in parts.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """In fen: the goods after all promotions, the freight, and both."""

    goods: int
    freight: int

    @property
    def total(self) -> int:
        """What is charged; nothing else may be."""
        return self.goods + self.freight


@rule(
    id="R2.5-total",
    clause="4.3.4",
    source="明码标价和禁止价格欺诈规定",
    article="8; 11",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def amounts_of(goods_total: int, offer: DeliveryOffer) -> Amounts:
    """What is charged: the goods as quoted, and the published freight of the place."""
    return Amounts(goods=goods_total, freight=offer.freight_for(goods_total))


def area_faults(offer: DeliveryOffer | None) -> Iterator[FieldError]:
    """What stands against delivering to a place, with every way out."""
    if offer is None or offer.served:
        return
    ways = offer.area.alternatives
    yield AREA_NOT_SERVED.at(
        "/address/region",
        area_zh=offer.area.zh,
        area_en=offer.area.en,
        ways_zh="；".join(way.zh for way in ways),
        ways_en="; ".join(way.en for way in ways),
    )


def payment_faults(
    method: PaymentMethod, offer: DeliveryOffer, total: int, articles: int
) -> Iterator[FieldError]:
    """What stands against the way in which the customer wants to pay for so many articles."""
    if method is not PaymentMethod.CASH_ON_DELIVERY or not offer.served:
        return
    area, limit = offer.area, offer.area.cash_limit
    if limit is None:
        yield NO_CASH_HERE.at("/payment_method", area_zh=area.zh, area_en=area.en)
    elif total > limit:
        yield TOO_MUCH_CASH.at("/payment_method", limit=yuan(limit), total=yuan(total))
    if total and articles > MAX_CASH_ARTICLES:
        yield CASH_TOO_LARGE.at("/payment_method", max=MAX_CASH_ARTICLES, count=articles)


def size_faults(parts: int) -> Iterator[FieldError]:
    """What stands against keeping an order in one transaction; ``parts`` are its articles, and what
    each promotion with a stated stock counts of one.
    """
    if parts > MAX_PARTS:
        yield ORDER_TOO_LARGE.at("/lines", max=MAX_PARTS, count=parts)


@rule(
    id="R2.6-checkout",
    clause="4.3.4",
    source="明码标价和禁止价格欺诈规定",
    article="19; 20",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def total_faults(agreed: int, amounts: Amounts) -> Iterator[FieldError]:
    """The charge must be what the customer was shown, neither more nor less: less would be another
    order than the one that was agreed on.
    """
    if agreed != amounts.total:
        yield TOTAL_CHANGED.at("/agreed_total", total=yuan(amounts.total))
