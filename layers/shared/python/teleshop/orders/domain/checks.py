"""Whether a reported order can be true: its numbers add up, its lines belong together, its times
follow one another.

Rights after the sale are computed from the report (refunds, windows, freight), so that one that
contradicts itself is refused at the door and never guessed at later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from teleshop.kernel.errors import FieldError
from teleshop.kernel.phones import holds_phone
from teleshop.orders.domain.order import DiscountKind, Order, OrderDiscount, OrderLine

MAX_LINES = 200
CLOCK_SKEW = timedelta(minutes=5)
"""So far ahead of ours may the clock of a reporting system be."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No order is older than that; an earlier instant is a mistake of entry."""
POINTS = "points"
COUPON = "coupon"
CLAUSE = "6.3.1"


@dataclass(frozen=True, slots=True)
class OrderFault:
    """One thing that can be wrong with a report; ``zh`` and ``en`` are templates."""

    code: str
    zh: str
    en: str

    def at(self, pointer: str, **params: str | int) -> FieldError:
        """The fault at one place of the report."""
        return FieldError(pointer, self.code, self.zh, self.en, dict(params), clause=CLAUSE)


LINE_NUMBER_TWICE = OrderFault(
    "line_number_twice",
    "行号 {number} 重复；同一订单内每行须有唯一行号。",
    "Line number {number} is used twice; give every line of an order a number of its own.",
)
GIFT_OF_UNKNOWN_LINE = OrderFault(
    "gift_of_unknown_line",
    "赠品所属的行号 {number} 不在本订单中；请填写所随主商品的行号。",
    "Line {number}, with which the gift is said to come, is not in this order; name the line of "
    "the goods it came with.",
)
GIFT_OF_GIFT = OrderFault(
    "gift_of_gift",
    "赠品只能随所购商品赠送，行 {number} 本身是赠品或即本行；请填写主商品的行号。",
    "A gift comes with goods that were bought; line {number} is a gift itself, or this very line. "
    "Name the line of the goods.",
)
GIFT_PAID = OrderFault(
    "gift_paid",
    "赠品的实付金额须为 0，不是 {paid} 分；有价销售的商品请勿填 gift_of。",
    "A gift is paid 0, not {paid} fen; leave out gift_of for goods that were sold.",
)
LINE_PAID_TOO_MUCH = OrderFault(
    "line_paid_too_much",
    "该行实付 {paid} 分超过单价乘数量 {price} 分；请核对金额（单位：分）。",
    "The line was paid with {paid} fen, more than its price of {price} fen for the quantity; check "
    "the amounts, which are in fen.",
)
PAID_DOES_NOT_ADD_UP = OrderFault(
    "paid_does_not_add_up",
    "订单实付 {paid} 分，而各行实付与运费合计 {sum} 分，差额未由优惠券或积分说明；"
    "请核对金额或补报所用券、积分。",
    "The order was paid with {paid} fen, its lines and freight come to {sum} fen, and coupons or "
    "points do not explain the difference; check the amounts or report what was used.",
)
DISCOUNT_ABOVE_THRESHOLD = OrderFault(
    "discount_above_threshold",
    "满减金额 {off} 分不能大于门槛 {threshold} 分。",
    "A threshold discount of {off} fen cannot exceed its threshold of {threshold} fen.",
)
DISCOUNT_INCOMPLETE = OrderFault(
    "discount_incomplete",
    "满减须填写门槛（threshold）和减额（off）；组合须填写套内商品（parts）。",
    "A threshold discount needs its threshold and what is off, a bundle the parts of a set.",
)
DISCOUNT_OF_UNKNOWN_LINE = OrderFault(
    "discount_of_unknown_line",
    "优惠所含的行号 {number} 不是本订单中所购商品的行；请填写所购商品的行号或不填。",
    "Line {number}, which the discount is said to cover, is no line of goods that were bought; "
    "name such lines or none.",
)
SET_NOT_BOUGHT = OrderFault(
    "set_not_bought",
    "套内商品 {sku} 每套 {quantity} 件、共 {times} 套，多于本订单所购数量；请核对。",
    "{times} sets with {quantity} pieces of {sku} each are more than the order holds of it; check "
    "parts and times.",
)
THRESHOLD_NOT_REACHED = OrderFault(
    "threshold_not_reached",
    "商品合计 {sum} 分未达到满减门槛 {threshold} 分；请核对单价、数量或去掉该满减。",
    "The goods come to {sum} fen and do not reach the threshold of {threshold} fen; check prices "
    "and quantities, or leave the discount out.",
)
COUPON_FOR_UNKNOWN_LINE = OrderFault(
    "coupon_for_unknown_line",
    "券或积分所用的行号 {number} 不在本订单中；请填写订单内的行号或不填。",
    "Line {number}, for which it was used, is not in this order; name one of its lines or none.",
)
PROOF_WITHOUT_EXCLUSION = OrderFault(
    "proof_without_exclusion",
    "该行未声明不适用无理由退货，不应有确认凭证；请补报排除类型或去掉凭证。",
    "The line claims no exclusion from return, so there is nothing to prove; report the exclusion "
    "or leave the proof out.",
)
INSTANT_IN_THE_FUTURE = OrderFault(
    "instant_in_the_future",
    "时间不能晚于当前时间（允许 5 分钟误差）；请核对时间和时区。",
    "The instant is in the future (5 minutes are allowed for clocks that differ); check the time "
    "and its offset.",
)
INSTANT_TOO_EARLY = OrderFault(
    "instant_too_early",
    "时间早于 2000 年，请核对。",
    "The instant is before the year 2000; check it.",
)
INSTANTS_REVERSED = OrderFault(
    "instants_reversed",
    "该时间不能早于 {before}；请核对两个时间。",
    "This cannot be before {before}; check both instants.",
)

ID_HOLDS_PHONE = OrderFault(
    "id_holds_phone",
    "编号中含有电话号码，会留在订单、事件和审计记录中；请填写不含电话号码的编号。",
    "A telephone number is part of this id and would stay in the order, its events and the audit "
    "trail; give an id without one.",
)


def order_faults(order: Order, now: datetime) -> list[FieldError]:
    """Everything that contradicts itself, with JSON pointers into the report; empty if nothing."""
    return [*_ids(order), *_lines(order), *_amounts(order), *_instants(order, now)]


def _ids(order: Order) -> Iterator[FieldError]:
    """Of people and of what they said; numbers of orders, goods and coupons are what they are."""
    typed = [("/customer_id", order.customer_id), ("/slot_id", order.slot_id)]
    for index, line in enumerate(order.lines):
        if line.exclusion_proof is not None:
            at = f"/lines/{index}/exclusion_proof/reference"
            typed.append((at, line.exclusion_proof.reference))
    for at, id in typed:
        if id and holds_phone(id):
            yield ID_HOLDS_PHONE.at(at)


def _lines(order: Order) -> Iterator[FieldError]:
    numbers = {line.number for line in order.lines}
    seen: set[int] = set()
    for index, line in enumerate(order.lines):
        at = f"/lines/{index}"
        if line.number in seen:
            yield LINE_NUMBER_TWICE.at(f"{at}/number", number=line.number)
        seen.add(line.number)
        price = line.unit_price * line.quantity
        if line.paid > price:
            yield LINE_PAID_TOO_MUCH.at(f"{at}/paid", paid=line.paid, price=price)
        if line.exclusion is None and line.exclusion_proof is not None:
            yield PROOF_WITHOUT_EXCLUSION.at(f"{at}/exclusion_proof")
        yield from _gift(order, line, at)
    for index, coupon in enumerate(order.coupons):
        if coupon.line is not None and coupon.line not in numbers:
            yield COUPON_FOR_UNKNOWN_LINE.at(f"/coupons/{index}/line", number=coupon.line)


def _gift(order: Order, line: OrderLine, at: str) -> Iterator[FieldError]:
    if line.gift_of is None:
        return
    bought = order.line(line.gift_of)
    if bought is None:
        yield GIFT_OF_UNKNOWN_LINE.at(f"{at}/gift_of", number=line.gift_of)
    elif bought.gift_of is not None:
        yield GIFT_OF_GIFT.at(f"{at}/gift_of", number=line.gift_of)
    if line.paid:
        yield GIFT_PAID.at(f"{at}/paid", paid=line.paid)


def _amounts(order: Order) -> Iterator[FieldError]:
    total = sum(line.paid for line in order.lines) + order.freight
    left = total - order.paid
    # A line's `paid` already counts what was allotted to it; what was not shows as the difference.
    # What a point is worth is not reported, so that points may explain any.
    explained = (
        sum(coupon.value for coupon in order.coupons if coupon.kind == COUPON)
        if all(coupon.kind != POINTS for coupon in order.coupons)
        else total
    )
    if not 0 <= left <= explained:
        yield PAID_DOES_NOT_ADD_UP.at("/paid", paid=order.paid, sum=total)
    for index, discount in enumerate(order.discounts):
        yield from _discount(order, discount, f"/discounts/{index}")


def _discount(order: Order, discount: OrderDiscount, at: str) -> Iterator[FieldError]:
    goods = [line for line in order.lines if line.gift_of is None]
    numbers = {line.number for line in goods}
    for index, number in enumerate(discount.lines):
        if number not in numbers:
            yield DISCOUNT_OF_UNKNOWN_LINE.at(f"{at}/lines/{index}", number=number)
    if discount.kind is DiscountKind.BUNDLE:
        if not discount.parts:
            yield DISCOUNT_INCOMPLETE.at(f"{at}/parts")
        needed: dict[str, int] = {}
        for index, part in enumerate(discount.parts):
            needed[part.sku] = needed.get(part.sku, 0) + part.quantity * discount.times
            if needed[part.sku] > sum(line.quantity for line in goods if line.sku == part.sku):
                yield SET_NOT_BOUGHT.at(
                    f"{at}/parts/{index}/quantity",
                    sku=part.sku,
                    quantity=part.quantity,
                    times=discount.times,
                )
        return
    for name in ("threshold", "off"):
        if not getattr(discount, name):
            yield DISCOUNT_INCOMPLETE.at(f"{at}/{name}")
    threshold = discount.threshold
    if discount.off > threshold:
        yield DISCOUNT_ABOVE_THRESHOLD.at(f"{at}/off", off=discount.off, threshold=threshold)
    covered = [line for line in goods if not discount.lines or line.number in discount.lines]
    worth = sum(line.unit_price * line.quantity for line in covered)
    if worth < threshold:
        yield THRESHOLD_NOT_REACHED.at(f"{at}/threshold", sum=worth, threshold=threshold)


def _instants(order: Order, now: datetime) -> Iterator[FieldError]:
    latest = now + CLOCK_SKEW
    for pointer, at in _reported(order):
        if at > latest:
            yield INSTANT_IN_THE_FUTURE.at(pointer)
        elif at < EARLIEST:
            yield INSTANT_TOO_EARLY.at(pointer)
    following = (
        ("/paid_at", order.paid_at, "placed_at", order.placed_at),
        ("/shipped_at", order.shipped_at, "placed_at", order.placed_at),
        ("/delivered_at", order.delivered_at, "placed_at", order.placed_at),
        ("/delivered_at", order.delivered_at, "shipped_at", order.shipped_at),
    )
    for pointer, at_or_none, name, before in following:
        if at_or_none is not None and before is not None and at_or_none < before:
            yield INSTANTS_REVERSED.at(pointer, before=name)
    for index, line in enumerate(order.lines):
        if line.installed_at is not None and line.installed_at < order.placed_at:
            yield INSTANTS_REVERSED.at(f"/lines/{index}/installed_at", before="placed_at")


def _reported(order: Order) -> Iterator[tuple[str, datetime]]:
    """Every instant of a report with its place."""
    for name in ("placed_at", "paid_at", "shipped_at", "delivered_at", "reported_at"):
        at = getattr(order, name)
        if at is not None:
            yield f"/{name}", at
    for index, line in enumerate(order.lines):
        if line.installed_at is not None:
            yield f"/lines/{index}/installed_at", line.installed_at
        if line.exclusion_proof is not None:
            yield f"/lines/{index}/exclusion_proof/confirmed_at", line.exclusion_proof.confirmed_at
