"""What goods alone would have cost in an order (R1.13): every discount over several goods is
computed again from these pieces only.

Those that the order was given are looked at, and those that ran for its goods and lost, as far as
they were locked with it: had the customer bought only what is kept, one of these might have been
given. Of 满减 over the same goods one is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from teleshop.care.domain.after_sales.purchase import (
    DiscountKind,
    Purchase,
    PurchasedDiscount,
    PurchasedLine,
)
from teleshop.kernel.money import Money

BUDGET: Final = 20_000
"""Steps of a search: bounds absurd orders of dozens of bundles or 满减 over the same goods."""
TRIES: Final = 2_000
"""Numbers of sets that are tried where a threshold discount is cut at what its goods cost."""


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
    first the sets are made, then the threshold discounts are shared out over what they cover. Of
    discounts that the order was not given only those count that make it less.
    """
    had = [discount for discount in purchase.discounts if discount.given]
    amounts = _amounts(purchase, pieces, had)
    if len(had) == len(purchase.discounts):
        return amounts
    better = _amounts(purchase, pieces, purchase.discounts)
    return min(amounts, better, key=lambda each: sum(each.values()))


def _amounts(
    purchase: Purchase, pieces: Mapping[int, int], discounts: Sequence[PurchasedDiscount]
) -> dict[int, int]:
    goods = {line.number: line for line in purchase.goods}
    held = {number: pieces.get(number, 0) for number in goods}
    full = {number: line.unit_price * held[number] for number, line in goods.items()}
    sets = [_set_of(each, goods) for each in discounts if each.kind is DiscountKind.BUNDLE]
    sets = [each for each in sets if each.saving > 0]
    off = [each for each in discounts if each.kind is DiscountKind.THRESHOLD]

    def cost(times: Sequence[int]) -> dict[int, int]:
        amounts = dict(full)
        for number, saved in _saved_in(sets, times, goods, held):
            # Shares are whole fen: one may be a fen more than its line.
            amounts[number] = max(0, amounts[number] - saved)
        _take_off(amounts, off, held, one_each=purchase.taken_here)
        return amounts

    best = cost(most_saving(sets, _stock_of(sets, held)))
    if not purchase.taken_here or not _may_be_cut(sets, off, full, held):
        return best
    others = islice(_Search(sets, _stock_of(sets, held)).choices([]), TRIES)
    return min((best, *map(cost, others)), key=lambda each: sum(each.values()))


# -- threshold discounts --


def _take_off(
    amounts: dict[int, int],
    discounts: Sequence[PurchasedDiscount],
    held: Mapping[int, int],
    *,
    one_each: bool,
) -> None:
    """Take the threshold discounts off what the lines cost, each shared out over what it covers.
    Of an order that was taken here those that save most together, never two on the same goods; of a
    reported one all, since it says itself what it was given.
    """
    covered = [
        frozenset(number for number in each.counts if held.get(number, 0)) for each in discounts
    ]
    chosen: Sequence[int] = range(len(discounts))
    if one_each:
        savings = [
            min(each.taken_off(held), sum(amounts[number] for number in goods))
            for each, goods in zip(discounts, covered, strict=True)
        ]
        chosen = most_saving_family(covered, savings)
    for position in chosen:
        lines = sorted(covered[position])
        worth = [amounts[number] for number in lines]
        off = min(discounts[position].taken_off(held), sum(worth))
        if off > 0:
            for number, share in zip(lines, Money(off).allocate(worth), strict=True):
                amounts[number] -= share.amount


def most_saving_family(goods: Sequence[frozenset[int]], savings: Sequence[int]) -> list[int]:
    """The indexes of those without common goods that save most together."""
    saving = [index for index, saved in enumerate(savings) if saved > 0]
    search = _Family(goods, savings, sorted(saving, key=lambda index: -savings[index]))
    return search.best()


class _Family:
    """Tries to take what saves most first; what the others save bounds what is tried."""

    def __init__(
        self, goods: Sequence[frozenset[int]], savings: Sequence[int], order: Sequence[int]
    ) -> None:
        self._goods = goods
        self._savings = savings
        self._order = order
        self._most = -1
        self._found: list[int] = []
        self._steps = 0

    def best(self) -> list[int]:
        self._go_on(0, 0, [], frozenset())
        return self._found

    def _go_on(self, position: int, saved: int, taken: list[int], used: frozenset[int]) -> None:
        self._steps += 1
        if saved > self._most:
            self._most, self._found = saved, taken
        rest = sum(self._savings[index] for index in self._order[position:])
        if not rest or saved + rest <= self._most or self._steps > BUDGET:
            return
        index = self._order[position]
        if used.isdisjoint(self._goods[index]):
            reached = saved + self._savings[index]
            self._go_on(position + 1, reached, [*taken, index], used | self._goods[index])
        self._go_on(position + 1, saved, taken, used)


# -- sets --


@dataclass(frozen=True, slots=True)
class _Set:
    """A bundle with what one set saves, and the pieces that it takes of each article, which is
    named by its lines.
    """

    saving: int
    needs: Mapping[tuple[int, ...], int]


def _saved_in(
    sets: Sequence[_Set],
    times: Sequence[int],
    goods: Mapping[int, PurchasedLine],
    held: Mapping[int, int],
) -> Iterator[tuple[int, int]]:
    """What so many of each set save on each line: line and amount, in proportion to the prices of
    the pieces they are made of.
    """
    for each, count in zip(sets, times, strict=True):
        if not count:
            continue
        articles = list(each.needs)
        worth = [goods[lines[0]].unit_price * each.needs[lines] for lines in articles]
        shares = Money(each.saving * count).allocate(worth)
        for lines, share in zip(articles, shares, strict=True):
            by_line = share.allocate([held[number] for number in lines])
            yield from ((number, one.amount) for number, one in zip(lines, by_line, strict=True))


def _stock_of(sets: Sequence[_Set], held: Mapping[int, int]) -> dict[tuple[int, ...], int]:
    """How many pieces there are of each article that a set needs."""
    return {lines: sum(held[number] for number in lines) for each in sets for lines in each.needs}


def _may_be_cut(
    sets: Sequence[_Set],
    discounts: Sequence[PurchasedDiscount],
    full: Mapping[int, int],
    held: Mapping[int, int],
) -> bool:
    """Whether a threshold discount might be more than its goods cost with sets: it is cut there,
    and what is saved in sets has to be weighed against it.
    """
    if not sets or not discounts:
        return False
    stock = _stock_of(sets, held)
    least = dict(full)
    for each in sets:
        most = each.saving * min(stock[lines] // count for lines, count in each.needs.items())
        for number in {number for lines in each.needs for number in lines}:
            least[number] -= most
    return any(
        each.taken_off(held) > sum(max(0, least[number]) for number in each.counts)
        for each in discounts
    )


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

    def choices(self, times: list[int]) -> Iterator[list[int]]:
        """Every number of sets that there are pieces for, given the first ones."""
        if len(times) == len(self._sets):
            yield times
            return
        each = self._sets[len(times)]
        for count in range(self._possible(each), -1, -1):
            self._take(each, count)
            yield from self.choices([*times, count])
            self._take(each, -count)

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


def _coupons(purchase: Purchase, line: int | None) -> int:
    return sum(each.value for each in purchase.vouchers if each.line == line and not each.is_points)
