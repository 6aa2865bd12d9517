"""What goods alone would have cost in an order (R1.13): every discount over several goods is
computed again from these pieces only.

Only the discounts that the order was given are looked at: which others were on offer then and lost
against them is not part of what was agreed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from teleshop.care.domain.after_sales.purchase import (
    DiscountKind,
    Purchase,
    PurchasedDiscount,
    PurchasedLine,
)
from teleshop.kernel.money import Money

BUDGET: Final = 20_000
"""Steps of the search for sets: bounds absurd orders of dozens of bundles over the same goods."""


def price_of(purchase: Purchase, pieces: Mapping[int, int]) -> int:
    """What these pieces alone would have cost in that order, in fen: a threshold discount only if
    they reach it, a set only if it is whole, coupons as they were used.
    """
    bought = [line for line in purchase.goods if pieces.get(line.number, 0)]
    if not bought:
        return 0
    price = sum(amounts_of(purchase, pieces).values()) - _coupons(purchase, None)
    residuals = _residuals(purchase)
    for line in bought:
        share = residuals[line.number] * pieces[line.number] // line.quantity
        price -= _coupons(purchase, line.number) + share
    return max(0, price)


def amounts_of(purchase: Purchase, pieces: Mapping[int, int]) -> dict[int, int]:
    """What so many pieces of each line cost with sets and threshold discounts, coupons left out:
    first the sets are made, then the threshold discounts are shared out over what they cover.
    """
    goods = {line.number: line for line in purchase.goods}
    held = {number: pieces.get(number, 0) for number in goods}
    amounts = {number: line.unit_price * held[number] for number, line in goods.items()}
    for number, saved in _saved_in_sets(purchase, goods, held):
        # Shares are whole fen: one may be a fen more than its line.
        amounts[number] = max(0, amounts[number] - saved)
    for discount in _of_kind(purchase, DiscountKind.THRESHOLD):
        covered = [number for number in discount.counts if number in goods]
        worth = [amounts[number] for number in covered]
        off = min(discount.taken_off(held), sum(worth))
        if off > 0:
            for number, share in zip(covered, Money(off).allocate(worth), strict=True):
                amounts[number] -= share.amount
    return amounts


# -- sets --


@dataclass(frozen=True, slots=True)
class _Set:
    """A bundle with what one set saves, and the pieces that it takes of each article, which is
    named by its lines.
    """

    saving: int
    needs: Mapping[tuple[int, ...], int]


def _saved_in_sets(
    purchase: Purchase, goods: Mapping[int, PurchasedLine], held: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """What the sets that save most save on each line: line and amount, in proportion to the prices
    of the pieces they are made of.
    """
    sets = [_set_of(discount, goods) for discount in _of_kind(purchase, DiscountKind.BUNDLE)]
    sets = [each for each in sets if each.saving > 0]
    left = {lines: sum(held[number] for number in lines) for each in sets for lines in each.needs}
    for each, times in zip(sets, most_saving(sets, left), strict=True):
        if not times:
            continue
        articles = list(each.needs)
        worth = [goods[lines[0]].unit_price * each.needs[lines] for lines in articles]
        shares = Money(each.saving * times).allocate(worth)
        for lines, share in zip(articles, shares, strict=True):
            by_line = share.allocate([held[number] for number in lines])
            yield from ((number, one.amount) for number, one in zip(lines, by_line, strict=True))


def _set_of(discount: PurchasedDiscount, goods: Mapping[int, PurchasedLine]) -> _Set:
    needs: dict[tuple[int, ...], int] = {}
    for part in discount.parts:
        needs[part.lines] = needs.get(part.lines, 0) + part.quantity
    pieces = sum(goods[lines[0]].unit_price * count for lines, count in needs.items())
    return _Set(pieces - discount.price, needs)


def most_saving(sets: Sequence[_Set], stock: Mapping[tuple[int, ...], int]) -> list[int]:
    """How many of each set are made, so that no piece is in two and most is saved."""
    return _Search(sets, dict(stock)).best()


class _Search:
    """Tries the most of the first set first; what the others could save bounds what is tried."""

    def __init__(self, sets: Sequence[_Set], left: dict[tuple[int, ...], int]) -> None:
        self._sets = sets
        self._left = left
        self._most = -1
        self._found: list[int] = []
        self._steps = 0

    def best(self) -> list[int]:
        self._go_on(0, [])
        return self._found

    def _go_on(self, saved: int, times: list[int]) -> None:
        self._steps += 1
        if len(times) == len(self._sets):
            if saved > self._most:
                self._most, self._found = saved, times
            return
        first, *others = self._sets[len(times) :]
        rest = sum(other.saving * self._possible(other) for other in others)
        for count in range(self._possible(first), -1, -1):
            reached = saved + first.saving * count
            if self._found and (reached + rest <= self._most or self._steps > BUDGET):
                return
            self._take(first, count)
            self._go_on(reached, [*times, count])
            self._take(first, -count)

    def _possible(self, each: _Set) -> int:
        return min(self._left[lines] // count for lines, count in each.needs.items())

    def _take(self, each: _Set, times: int) -> None:
        for lines, count in each.needs.items():
            self._left[lines] -= count * times


# -- what is not explained --


def _residuals(purchase: Purchase) -> dict[int, int]:
    """What the price paid for each line differs from list price, discounts and coupons: points that
    were paid with, mostly.
    """
    goods = purchase.goods
    amounts = amounts_of(purchase, {line.number: line.quantity for line in goods})
    nets = [amounts[line.number] - _coupons(purchase, line.number) for line in goods]
    common = _coupons(purchase, None)
    if sum(nets) - common == sum(line.paid for line in goods):
        # All is explained; how the order system spread its discount over the lines is no matter.
        return {line.number: 0 for line in goods}
    weights = [max(net, 0) for net in nets]
    shares = Money(common).allocate(weights if any(weights) else [1] * len(goods))
    return {
        line.number: net - line.paid - share.amount
        for line, net, share in zip(goods, nets, shares, strict=True)
    }


def _of_kind(purchase: Purchase, kind: DiscountKind) -> Iterable[PurchasedDiscount]:
    return (discount for discount in purchase.discounts if discount.kind is kind)


def _coupons(purchase: Purchase, line: int | None) -> int:
    return sum(each.value for each in purchase.vouchers if each.line == line and not each.is_points)
