"""What holds for every quote, over shops whose promotions want the same goods."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from teleshop.kernel.money import Money
from teleshop.pricing.domain.quote import Quote
from teleshop.pricing.domain.terms import ITEM_KINDS, WHOLE, Part, Scope, Term, TermKind
from tests.factories.quotes import AT, Shop, shops


def _by_sku(quote: Quote) -> dict[str, int]:
    amounts: Counter[str] = Counter()
    for line in quote.lines:
        amounts[line.sku] += line.amount
    return dict(amounts)


@pytest.mark.clause("4.3.4")
@given(shops())
def test_the_lines_add_up_to_the_total_exactly(shop: Shop) -> None:
    quote = shop.quote()
    assert quote.total == sum(line.amount for line in quote.lines)
    assert quote.list_total == sum(line.list_price * line.quantity for line in quote.lines)


@pytest.mark.clause("4.3.2")
@given(shops())
def test_no_line_is_negative_or_above_the_marked_price(shop: Shop) -> None:
    for line in shop.quote().lines:
        assert 0 <= line.amount <= line.list_amount
        assert 0 <= line.price <= line.list_price == shop.prices[line.sku]


@given(shops())
def test_the_steps_lead_from_the_marked_price_to_the_amount(shop: Shop) -> None:
    for line in shop.quote().lines:
        amounts = [line.list_amount]
        for step in line.steps:
            assert step.before == amounts[-1]
            assert step.after < step.before
            amounts.append(step.after)
            assert str(step.after // 100) in step.text("zh")
            assert str(step.after // 100) in step.text("en")
        assert amounts[-1] == line.amount


@given(shops())
def test_what_a_promotion_took_off_is_what_the_lines_say_of_it(shop: Shop) -> None:
    quote = shop.quote()
    told = {discount.promotion_id: discount.amount for discount in quote.discounts}
    shared: Counter[str] = Counter()
    for line in quote.lines:
        for step in line.steps:
            if step.kind not in ITEM_KINDS:
                shared[step.promotion_id] += step.before - step.after
    assert shared == told


@given(shops(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_of_promotions_is_irrelevant(shop: Shop, random: Random) -> None:
    other = replace(
        shop,
        lines=tuple(random.sample(shop.lines, len(shop.lines))),
        promotions=tuple(random.sample(shop.promotions, len(shop.promotions))),
    )
    quote, again = shop.quote(), other.quote()
    assert _by_sku(quote) == _by_sku(again)
    assert (quote.discounts, quote.gifts) == (again.discounts, again.gifts)


@given(shops())
def test_the_same_input_gives_the_same_quote(shop: Shop) -> None:
    assert shop.quote() == shop.quote()


@given(shops(most_promotions=5))
def test_to_remove_a_promotion_never_lowers_the_total(shop: Shop) -> None:
    total = shop.quote().total
    for gone in shop.promotions:
        rest = tuple(each for each in shop.promotions if each is not gone)
        assert replace(shop, promotions=rest).quote().total >= total


@given(shops(), st.data())
def test_to_split_a_line_in_two_equal_ones_changes_nothing(shop: Shop, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(shop.lines) - 1))
    sku, quantity = shop.lines[number]
    whole = (*shop.lines[:number], (sku, 2 * quantity), *shop.lines[number + 1 :])
    split = (*shop.lines[:number], (sku, quantity), (sku, quantity), *shop.lines[number + 1 :])
    one, two = replace(shop, lines=whole).quote(), replace(shop, lines=split).quote()
    assert _by_sku(one) == _by_sku(two)
    assert (one.total, one.list_total, one.discounts, one.gifts) == (
        two.total,
        two.list_total,
        two.discounts,
        two.gifts,
    )


@given(shops())
def test_no_promotion_has_an_effect_outside_its_window(shop: Shop) -> None:
    over = tuple(replace(each, ends_at=AT) for each in shop.promotions)
    later = tuple(replace(each, starts_at=AT.replace(microsecond=1)) for each in shop.promotions)
    for promotions in (over, later):
        quote = replace(shop, promotions=promotions).quote()
        assert (quote.total, quote.discounts, quote.gifts) == (quote.list_total, (), ())
    assert (
        replace(
            shop, promotions=tuple(replace(each, starts_at=AT) for each in shop.promotions)
        ).quote()
        == shop.quote()
    )


@given(shops(most_promotions=5))
def test_the_total_is_the_lowest_of_all_ways_to_use_the_promotions(shop: Shop) -> None:
    assert shop.quote().total == _lowest(shop)


@given(shops())
def test_threshold_discounts_never_meet_on_the_same_goods(shop: Shop) -> None:
    met = [
        sku
        for discount in shop.quote().discounts
        if discount.kind is TermKind.THRESHOLD
        for sku in discount.skus
    ]
    assert len(met) == len(set(met))


@given(shops())
def test_no_piece_is_in_two_sets(shop: Shop) -> None:
    parts = {each.promotion_id: each.parts for each in shop.promotions}
    used: Counter[str] = Counter()
    bought: Counter[str] = Counter()
    for sku, quantity in shop.lines:
        bought[sku] += quantity
    for discount in shop.quote().discounts:
        if discount.kind is TermKind.BUNDLE:
            for part in parts[discount.promotion_id]:
                used[part.sku] += part.quantity * discount.times
    assert used <= bought


def _lowest(shop: Shop) -> int:
    """By trying everything: every number of sets with every family of threshold discounts."""
    usable = [
        each
        for each in shop.promotions
        if (each.code is None or each.code in shop.codes)
        and (not each.customer_kinds or shop.customer_kind in each.customer_kinds)
    ]
    pieces: Counter[str] = Counter()
    for sku, quantity in shop.lines:
        pieces[sku] += quantity
    unit = {sku: _piece(shop, sku, usable) for sku in pieces}
    bundles = [each for each in usable if each.kind is TermKind.BUNDLE]
    totals = []
    for times in product(*(range(max(pieces.values()) + 1) for _ in bundles)):
        used: Counter[str] = Counter()
        for bundle, count in zip(bundles, times, strict=True):
            for part in bundle.parts:
                used[part.sku] += part.quantity * count
        if not used <= pieces:
            continue
        amounts = {sku: unit[sku] * count for sku, count in pieces.items()}
        for bundle, count in zip(bundles, times, strict=True):
            before = [unit[part.sku] * part.quantity * count for part in _sorted(bundle) if count]
            price = (bundle.amount or 0) * count
            if sum(before) <= price:
                continue
            for part, amount, share in zip(
                _sorted(bundle), before, Money(price).allocate(before), strict=True
            ):
                amounts[part.sku] += share.amount - amount
        totals.append(sum(amounts.values()) - _most_off(shop, usable, pieces, amounts))
    return min(totals)


def _sorted(bundle: Term) -> list[Part]:
    return sorted(bundle.parts, key=lambda part: part.sku)


def _piece(shop: Shop, sku: str, usable: list[Term]) -> int:
    marked = shop.prices[sku]
    prices = [marked]
    for each in usable:
        if sku not in each.skus or each.kind not in ITEM_KINDS:
            continue
        if each.kind is TermKind.PERCENT_OFF:
            left = (Money(marked).times(WHOLE - (each.rate or 0)).amount + WHOLE // 2) // WHOLE
            prices.append(max(left, 1))
        elif each.kind is TermKind.FIXED_PRICE or (each.slot_id and each.slot_id == shop.slot_id):
            prices.append(each.amount or 0)
    return min(prices)


def _most_off(shop: Shop, usable: list[Term], pieces: Counter[str], amounts: dict[str, int]) -> int:
    """The most that a family of threshold discounts without common goods takes off."""
    offers = []
    for each in usable:
        if each.kind is not TermKind.THRESHOLD:
            continue
        goods = {sku for sku in pieces if _counts(shop, each, sku)}
        reached = sum(shop.prices[sku] * pieces[sku] for sku in goods) // (each.threshold or 1)
        off = (reached if each.repeats else min(reached, 1)) * (each.off or 0)
        offers.append((goods, min(off, sum(amounts[sku] for sku in goods))))
    best = 0
    for size in range(1, len(offers) + 1):
        for family in combinations(offers, size):
            met = [sku for wanted, off in family if off for sku in wanted]
            if len(met) == len(set(met)):
                best = max(best, sum(off for _, off in family))
    return best


def _counts(shop: Shop, each: Term, sku: str) -> bool:
    if each.scope is Scope.SKUS:
        return sku in each.skus
    return each.scope is Scope.EVERYTHING or each.category_id in shop.sheets()[sku].path


@given(shops())
def test_an_unused_code_or_slot_changes_nothing(shop: Shop) -> None:
    assume("NOBODYS" not in shop.codes)
    assert replace(shop, codes=(*shop.codes, "NOBODYS")).quote().lines == shop.quote().lines
