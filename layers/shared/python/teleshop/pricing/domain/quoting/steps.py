"""The steps of the quote over several goods, and the answer by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teleshop.kernel.money import Money
from teleshop.pricing.domain.quoting.basket import Basket
from teleshop.pricing.domain.quoting.choice import (
    every_choice_of_sets,
    most_saving_family,
    most_saving_sets,
)
from teleshop.pricing.domain.quoting.records import (
    QuotedDiscount,
    QuotedGift,
    QuotedLine,
    QuoteLine,
    Step,
)
from teleshop.pricing.domain.quoting.sets import Bundle, amounts_with
from teleshop.pricing.domain.terms import Scope, Term, TermKind


@dataclass(frozen=True, slots=True)
class Reduction:
    """A threshold discount that the ``goods`` (indexes) reach ``times`` times."""

    term: Term
    goods: frozenset[int]
    counted: int
    times: int
    off: int

    def saving(self, amounts: Sequence[int]) -> int:
        """What it takes off goods of these amounts: never more than they cost."""
        return min(self.off, sum(amounts[index] for index in self.goods))


def reduction_of(basket: Basket, term: Term) -> Reduction | None:
    """The discount, if the goods of its scope reach it at their marked prices."""
    if not term.threshold or not term.off:
        return None
    if term.scope is Scope.EVERYTHING:
        goods = frozenset(range(len(basket.skus)))
    elif term.scope is Scope.CATEGORY:
        goods = frozenset(
            index for index, sheet in enumerate(basket.sheets) if term.category_id in sheet.path
        )
    else:
        goods = frozenset(basket.index[sku] for sku in term.skus if sku in basket.index)
    counted = sum(basket.marked[index] * basket.pieces[index] for index in goods)
    times = counted // term.threshold if term.repeats else int(counted >= term.threshold)
    return Reduction(term, goods, counted, times, times * term.off) if times else None


def gift_of(basket: Basket, term: Term) -> QuotedGift | None:
    """The gift, if enough pieces are bought."""
    if term.gift_sku is None:
        return None
    index = basket.index
    bought = sum(basket.pieces[index[sku]] for sku in set(term.skus) if sku in index)
    times = bought // term.threshold_quantity
    if not times:
        return None
    return QuotedGift(
        term.promotion_id,
        term.gift_sku,
        term.gift_name or "",
        times * term.quantity,
        term.gift_value,
    )


def make_sets(
    basket: Basket, bundles: Sequence[Bundle], reductions: Sequence[Reduction]
) -> Iterable[QuotedDiscount]:
    """Make the sets that make the whole basket cheapest."""
    times = _number_of_sets(basket, bundles, reductions)
    for bundle, count in zip(bundles, times, strict=True):
        if not count:
            continue
        for index, saved in bundle.saved(basket, count).items():
            basket.change(index, bundle.term, saved)
        skus = tuple(basket.skus[index] for index in sorted(bundle.needs))
        yield QuotedDiscount(
            bundle.term.promotion_id, TermKind.BUNDLE, skus, count, bundle.saving * count
        )


def _number_of_sets(
    basket: Basket, bundles: Sequence[Bundle], reductions: Sequence[Reduction]
) -> list[int]:
    """To save most in sets is best, unless a threshold discount may be more than its goods still
    cost: it is cut there, and what is saved in sets has to be weighed against it.
    """
    best = most_saving_sets(bundles, basket.pieces)
    lowest = list(basket.units)
    for bundle in bundles:
        for index, price in bundle.lowest_pieces(basket):
            lowest[index] = min(lowest[index], price)
    if all(
        reduction.off <= sum(lowest[index] * basket.pieces[index] for index in reduction.goods)
        for reduction in reductions
    ):
        return best

    def total(times: Sequence[int]) -> int:
        amounts = amounts_with(basket, bundles, times)
        savings = [reduction.saving(amounts) for reduction in reductions]
        kept = most_saving_family([reduction.goods for reduction in reductions], savings)
        return sum(amounts) - sum(savings[index] for index in kept)

    return min((best, *every_choice_of_sets(bundles, basket.pieces)), key=total)


def reduce(basket: Basket, reductions: Sequence[Reduction]) -> Iterable[QuotedDiscount]:
    """Give those threshold discounts that save most, none on goods of another."""
    savings = [reduction.saving(basket.amounts) for reduction in reductions]
    goods = [reduction.goods for reduction in reductions]
    for position in most_saving_family(goods, savings):
        reduction, saving = reductions[position], savings[position]
        if not saving:
            continue
        indexes = sorted(reduction.goods)
        shares = Money(saving).allocate([basket.amounts[index] for index in indexes])
        for index, share in zip(indexes, shares, strict=True):
            basket.change(index, reduction.term, share.amount)
        yield QuotedDiscount(
            reduction.term.promotion_id,
            TermKind.THRESHOLD,
            tuple(basket.skus[index] for index in indexes),
            reduction.times,
            saving,
            reduction.counted,
            reduction.term.threshold or 0,
        )


def passed_over(
    basket: Basket,
    bundles: Sequence[Bundle],
    reductions: Sequence[Reduction],
    given: Sequence[QuotedDiscount],
) -> Iterable[QuotedDiscount]:
    """What the goods could have had beside what they were given: fewer of them might have it."""
    had = {one.promotion_id for one in given}
    for bundle in bundles:
        if bundle.term.promotion_id not in had:
            skus = tuple(basket.skus[index] for index in sorted(bundle.needs))
            yield QuotedDiscount(bundle.term.promotion_id, TermKind.BUNDLE, skus, 0, 0)
    for reduction in reductions:
        if reduction.term.promotion_id not in had:
            yield QuotedDiscount(
                reduction.term.promotion_id,
                TermKind.THRESHOLD,
                tuple(basket.skus[index] for index in sorted(reduction.goods)),
                0,
                0,
                reduction.counted,
                reduction.term.threshold or 0,
            )


def answers(lines: Sequence[QuoteLine], basket: Basket) -> list[QuotedLine]:
    """What each line costs, and by which steps."""
    amounts = [basket.marked[basket.index[line.sku]] * line.quantity for line in lines]
    steps: list[tuple[Step, ...]]
    if len(lines) == len(basket.skus):
        steps = [
            _steps_of(amount, basket, line.sku) for line, amount in zip(lines, amounts, strict=True)
        ]
    else:
        steps = _shared_steps(lines, amounts, basket)
    answered = []
    for line, marked, taken in zip(lines, amounts, steps, strict=True):
        index = basket.index[line.sku]
        term = basket.item_terms[index]
        answered.append(
            QuotedLine(
                line.sku,
                line.quantity,
                basket.marked[index],
                basket.units[index],
                taken[-1].after if taken else marked,
                taken,
                term.reference if term else None,
            )
        )
    return answered


def _steps_of(amount: int, basket: Basket, sku: str) -> tuple[Step, ...]:
    """The steps of the only line of a SKU."""
    steps = []
    for change in basket.changes[basket.index[sku]]:
        after = amount - change.saved
        steps.append(Step(change.term.promotion_id, change.term.kind, amount, after))
        amount = after
    return tuple(steps)


def _shared_steps(
    lines: Sequence[QuoteLine], marked: Sequence[int], basket: Basket
) -> list[tuple[Step, ...]]:
    """The steps of lines of which several are of one SKU: what is taken off the SKU is shared out
    in proportion to what its lines cost at that point.
    """
    numbers: list[list[int]] = [[] for _ in basket.skus]
    for number, line in enumerate(lines):
        numbers[basket.index[line.sku]].append(number)
    amounts = list(marked)
    steps: list[list[Step]] = [[] for _ in lines]
    for index, own in enumerate(numbers):
        for change in basket.changes[index]:
            shares = Money(change.saved).allocate([amounts[number] for number in own])
            for number, share in zip(own, shares, strict=True):
                if not share.amount:
                    continue
                after = amounts[number] - share.amount
                steps[number].append(
                    Step(change.term.promotion_id, change.term.kind, amounts[number], after)
                )
                amounts[number] = after
    return [tuple(taken) for taken in steps]
