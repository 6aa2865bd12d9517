"""How much money goes back (R1.12, R1.13): what was paid, less what the kept goods would have cost
on their own.

Everything is computed from all that came back so far, and a refund is the difference to what was
refunded before. So any number of partial returns in any order ends at the same sum as returning
everything at once, no refund is negative, and all together never exceed what was paid.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from teleshop.care.domain.after_sales.kept import price_of
from teleshop.care.domain.after_sales.policy import DEFAULT_POLICY, AfterSalesPolicy
from teleshop.care.domain.after_sales.purchase import EarnedGift, Purchase, PurchasedLine, Voucher
from teleshop.kernel.money import Money
from teleshop.kernel.rules import rule

_CHECKED: Final = date(2026, 11, 24)


@dataclass(frozen=True, slots=True)
class Returned:
    """All pieces of an order that came back so far, by line number; ``faulty`` for a reason that
    the operator answers for. Gifts are lines like any other.
    """

    without_reason: Mapping[int, int] = field(default_factory=dict)
    faulty: Mapping[int, int] = field(default_factory=dict)

    def of(self, number: int) -> int:
        """Pieces of one line, on either ground."""
        return self.without_reason.get(number, 0) + self.faulty.get(number, 0)

    def plus(self, pieces: Mapping[int, int], *, faulty: bool) -> "Returned":
        """With more pieces that came back."""
        before = self.faulty if faulty else self.without_reason
        after = {
            number: before.get(number, 0) + pieces.get(number, 0) for number in {*before, *pieces}
        }
        return Returned(self.without_reason, after) if faulty else Returned(after, self.faulty)


NOTHING: Final = Returned()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a statement; ``amount`` in fen, deductions negative."""

    code: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A refund: ``amount`` fen is the sum of ``items``. ``vouchers`` go back in kind. ``carried``
    is what earlier refunds exceed the sum now due; it is set off against later ones of the order.
    """

    amount: int
    currency: str
    items: tuple[Item, ...]
    vouchers: tuple[Voucher, ...]
    route: str
    carried: int = 0


@rule(
    id="R1.13",
    clause="6.3.1",
    source="网络购买商品七日无理由退货暂行办法",
    article="12, 14, 15",
    effective_from=date(2017, 3, 15),
    confidence="M",
    last_checked=_CHECKED,
)
def refund(
    purchase: Purchase,
    before: Returned,
    after: Returned,
    refunded: int,
    policy: AfterSalesPolicy = DEFAULT_POLICY,
) -> Statement:
    """The refund that is due when ``before`` has become ``after`` and ``refunded`` fen were
    granted already; by the original route of payment.

    Raises ValueError for more pieces than were bought.
    """
    items = [item for item in due_items(purchase, after, policy) if item.amount]
    due = sum(item.amount for item in items)
    amount = max(0, due - refunded)
    if refunded:
        items.append(Item("refunded_before", -refunded))
    carried = max(0, refunded - due)
    if carried:
        items.append(Item("carried", carried))
    return Statement(
        amount=amount,
        currency=purchase.currency,
        items=tuple(items),
        vouchers=vouchers_back(purchase, before, after),
        route=purchase.payment_route,
        carried=carried,
    )


def due_in_all(
    purchase: Purchase, returned: Returned, policy: AfterSalesPolicy = DEFAULT_POLICY
) -> int:
    """What is due in all for everything that came back, from 0 to what was paid."""
    return sum(item.amount for item in due_items(purchase, returned, policy))


def due_items(purchase: Purchase, returned: Returned, policy: AfterSalesPolicy) -> list[Item]:
    """What is due in all, item by item."""
    _check(purchase, returned)
    goods = _goods_due(purchase, returned)
    items = [
        Item("goods", goods),
        Item("outbound_freight", _freight_back(purchase, returned, policy)),
        Item("lost_free_freight", -lost_free_freight(purchase, returned, policy)),
        Item("gifts_kept", -_gifts_kept(purchase, returned)),
    ]
    total = sum(item.amount for item in items)
    limited = min(max(total, 0), purchase.paid) - total
    return [*items, Item("limit", limited)]


def _goods_due(purchase: Purchase, returned: Returned) -> int:
    paid = sum(line.paid for line in purchase.goods)
    kept = {line.number: line.quantity - returned.of(line.number) for line in purchase.goods}
    if not any(kept.values()):
        return paid
    # Faulty goods take no discount away from the others: they count as bought, and go back at
    # their share of the price paid.
    counted = {number: pieces + returned.faulty.get(number, 0) for number, pieces in kept.items()}
    faulty = sum(
        line.paid * returned.faulty.get(line.number, 0) // line.quantity for line in purchase.goods
    )
    return min(max(paid - price_of(purchase, counted) + faulty, 0), paid)


@rule(
    id="R1.12-free-freight",
    clause="6.3.1",
    source="网络购买商品七日无理由退货暂行办法",
    article="18",
    effective_from=date(2017, 3, 15),
    confidence="M",
    last_checked=_CHECKED,
)
def lost_free_freight(
    purchase: Purchase, returned: Returned, policy: AfterSalesPolicy = DEFAULT_POLICY
) -> int:
    """The outbound freight to deduct because what is kept would not have been sent free: what was
    published for the place where the order knows it, else the policy's; 0 where nothing is kept, or
    where faulty goods are the cause.
    """
    limit = purchase.free_freight_from
    if limit is None or purchase.freight or not policy.deduct_lost_free_freight:
        return 0
    if all(returned.of(line.number) == line.quantity for line in purchase.goods):
        return 0
    pieces = {
        line.number: line.quantity - returned.without_reason.get(line.number, 0)
        for line in purchase.goods
    }
    if purchase.taken_here:
        # Here freight counts what goods cost after all promotions.
        bought = sum(line.paid for line in purchase.goods)
        counted = price_of(purchase, pieces)
    else:
        bought = sum(line.unit_price * line.quantity for line in purchase.goods)
        counted = sum(line.unit_price * pieces[line.number] for line in purchase.goods)
    if not counted < limit <= bought:
        return 0
    published = purchase.published_freight
    return policy.waived_freight if published is None else published


def _freight_back(purchase: Purchase, returned: Returned, policy: AfterSalesPolicy) -> int:
    if any(returned.of(line.number) < line.quantity for line in purchase.goods):
        return 0
    faulty = any(returned.faulty.get(line.number, 0) for line in purchase.goods)
    return purchase.freight if faulty or policy.refund_outbound_freight else 0


def _gifts_kept(purchase: Purchase, returned: Returned) -> int:
    """The marked price of gifts that had to come back with their goods and did not."""
    terms = {term.line: term for term in purchase.gift_terms}
    total = 0
    for gift in purchase.gifts:
        term = terms.get(gift.number)
        owed = _owed_of_line(purchase, gift, returned)
        if term is not None:
            owed = _no_longer_earned(purchase, gift, term, returned)
        total += gift.unit_price * max(0, owed - returned.of(gift.number))
    return total


def _owed_of_line(purchase: Purchase, gift: PurchasedLine, returned: Returned) -> int:
    """Where only the line is known with which a gift came: its share of what came back of it."""
    line = purchase.line(gift.gift_of or 0)
    if line is None or line.is_gift:
        return 0
    return gift.quantity * returned.of(line.number) // line.quantity


def _no_longer_earned(
    purchase: Purchase, gift: PurchasedLine, term: EarnedGift, returned: Returned
) -> int:
    """The gifts that were given and that kept goods do not earn. Faulty goods count as bought, as
    they do for discounts; with them goes only what they earned by themselves.
    """
    bought = {line.number: line.quantity for line in purchase.goods}
    kept = {number: pieces - returned.of(number) for number, pieces in bought.items()}
    counted = {number: pieces + returned.faulty.get(number, 0) for number, pieces in kept.items()}
    earned = max(term.earned_by(kept), term.earned_by(counted) - term.earned_by(returned.faulty))
    return max(0, min(gift.quantity, term.earned_by(bought)) - earned)


def vouchers_back(purchase: Purchase, before: Returned, after: Returned) -> tuple[Voucher, ...]:
    """Coupons and points that go back in kind with this return: a coupon once nothing is kept of
    what it was used for, points piece by piece.
    """
    had = _vouchers_in_all(purchase, before)
    have = _vouchers_in_all(purchase, after)
    return tuple(
        dataclasses.replace(voucher, value=now - then)
        for voucher, then, now in zip(purchase.vouchers, had, have, strict=True)
        if now > then
    )


def _vouchers_in_all(purchase: Purchase, returned: Returned) -> list[int]:
    return [_voucher_in_all(purchase, voucher, returned) for voucher in purchase.vouchers]


def _voucher_in_all(purchase: Purchase, voucher: Voucher, returned: Returned) -> int:
    lines = [line for line in purchase.goods if voucher.line in (None, line.number)]
    if not voucher.is_points:
        whole = all(returned.of(line.number) == line.quantity for line in lines)
        return voucher.value if whole and lines else 0
    weights = [line.unit_price * line.quantity for line in lines]
    if not any(weights):
        return 0
    shares = Money(voucher.value).allocate(weights)
    return sum(
        share.amount * returned.of(line.number) // line.quantity
        for line, share in zip(lines, shares, strict=True)
    )


def _check(purchase: Purchase, returned: Returned) -> None:
    for number in {*returned.without_reason, *returned.faulty}:
        line: PurchasedLine | None = purchase.line(number)
        if line is None or not 0 <= returned.of(number) <= line.quantity:
            raise ValueError(f"line {number}: more came back than was bought")
