"""Bundles: which sets are made of the goods of a basket, and what each of its goods saves by it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teleshop.kernel.money import Money
from teleshop.pricing.domain.quoting.basket import Basket
from teleshop.pricing.domain.terms import Term


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that the basket holds at least once and that is cheaper than its pieces.

    ``needs`` are the pieces of one set by index of the SKU, ``saving`` what one set saves.
    """

    term: Term
    needs: dict[int, int]
    saving: int

    def saved(self, basket: Basket, times: int) -> dict[int, int]:
        """What so many sets save on each SKU, exactly: the price of the sets is shared out in
        proportion to the prices of the pieces.
        """
        goods = sorted(self.needs)
        before = [basket.units[index] * self.needs[index] * times for index in goods]
        price = Money(sum(before) - self.saving * times)
        shares = price.allocate(before)
        return {
            index: amount - share.amount
            for index, amount, share in zip(goods, before, shares, strict=True)
        }

    def lowest_pieces(self, basket: Basket) -> Iterator[tuple[int, int]]:
        """For each SKU a price of a piece that no number of sets goes below."""
        full = sum(basket.units[index] * count for index, count in self.needs.items())
        for index in self.needs:
            yield index, basket.units[index] * (full - self.saving) // full


def bundle_of(basket: Basket, term: Term) -> Bundle | None:
    """The bundle, if the basket holds all of its parts and it is cheaper than they are."""
    needs: dict[int, int] = {}
    for part in term.parts:
        index = basket.index.get(part.sku)
        if index is None:
            return None
        needs[index] = needs.get(index, 0) + part.quantity
    if not needs or term.amount is None:
        return None
    if any(basket.pieces[index] < quantity for index, quantity in needs.items()):
        return None
    pieces = sum(basket.units[index] * quantity for index, quantity in needs.items())
    saving = pieces - term.amount
    return Bundle(term, needs, saving) if saving > 0 else None


def amounts_with(basket: Basket, bundles: Sequence[Bundle], times: Sequence[int]) -> list[int]:
    """What the goods of each SKU cost when so many sets of each bundle are made."""
    amounts = list(basket.amounts)
    for bundle, count in zip(bundles, times, strict=True):
        if count:
            for index, saved in bundle.saved(basket, count).items():
                amounts[index] -= saved
    return amounts
