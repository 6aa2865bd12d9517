"""The quote by example: single pieces, bundles, threshold discounts, gifts, codes, refusals."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.money import Money, share_half_up
from teleshop.pricing.domain.quote import Quote, QuoteRefusedError
from teleshop.pricing.domain.quoting.refusals import MAX_LINES, MAX_QUANTITY
from teleshop.pricing.domain.terms import (
    Channel,
    CustomerKind,
    Part,
    Reference,
    Scope,
    Term,
    TermKind,
)
from tests.factories.quotes import AT, HOUR, entry, quoted, sheet, term
from tests.harness.quote_bench import usual_case

TICK = timedelta(microseconds=1)


def _threshold(threshold: int, off: int, **changes: Any) -> Term:
    more = {"scope": Scope.EVERYTHING, "promotion_id": "prm_t", **changes}
    return term(TermKind.THRESHOLD, threshold=threshold, off=off, **more)


def _bundle(amount: int, *skus: str, **changes: Any) -> Term:
    parts = tuple(Part(sku=sku, quantity=1) for sku in skus)
    more = {"promotion_id": "prm_b", **changes}
    return term(TermKind.BUNDLE, amount=amount, skus=skus, parts=parts, **more)


def _steps(quote: Quote, line: int = 0) -> list[tuple[str, int, int]]:
    return [(step.promotion_id, step.before, step.after) for step in quote.lines[line].steps]


def test_without_promotions_the_marked_price_is_paid() -> None:
    quote = quoted([("sku_a", 3)], sheet(amount=1_999))
    (line,) = quote.lines
    assert (line.list_price, line.price, line.amount, line.steps) == (1_999, 1_999, 5_997, ())
    assert line.reference is None
    assert (quote.total, quote.list_total, line.saved) == (5_997, 5_997, 0)


@pytest.mark.clause("4.3.1")
def test_a_fixed_price_replaces_the_marked_one_and_shows_what_it_is_compared_with() -> None:
    reference = Reference(
        amount=9_500, pack="cn_lowest_deal_7d", basis="lowest_deal", since=AT, until=AT
    )
    promotion = term(amount=8_000, reference=reference)
    (line,) = quoted([("sku_a", 2)], sheet("sku_a", 10_000, promotion)).lines
    assert (line.list_price, line.price, line.amount) == (10_000, 8_000, 16_000)
    assert line.reference == reference
    (step,) = line.steps
    assert step.text("zh") == "一口价：200.00 元改为 160.00 元"
    assert step.text("en") == "Fixed price: 160.00 CNY instead of 200.00 CNY"


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(
    ("marked", "rate", "price"),
    [(999, 1_000, 899), (995, 1_000, 896), (994, 1_000, 895), (1, 5_000, 1), (1, 5_001, 1)],
)
def test_percent_off_rounds_half_a_fen_up(marked: int, rate: int, price: int) -> None:
    promotion = term(TermKind.PERCENT_OFF, rate=rate)
    assert quoted([("sku_a", 1)], sheet("sku_a", marked, promotion)).total == price


@given(st.integers(0, 10**9), st.integers(0, 10_000))
def test_shares_in_whole_numbers_round_as_money_does(amount: int, rate: int) -> None:
    exact = Money(amount).times(Decimal(rate) / 10_000)
    assert Money(share_half_up(amount, rate, 10_000)) == exact


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(("slot", "price"), [("slot_1", 7_000), ("slot_2", 10_000), (None, 10_000)])
def test_an_on_air_price_is_for_its_slot_only(slot: str | None, price: int) -> None:
    promotion = term(TermKind.ON_AIR, amount=7_000, slot_id="slot_1")
    assert quoted([("sku_a", 1)], sheet("sku_a", 10_000, promotion), slot_id=slot).total == price


@pytest.mark.parametrize(
    ("at", "price"),
    [(-HOUR - TICK, 10_000), (-HOUR, 7_000), (HOUR - TICK, 7_000), (HOUR, 10_000)],
)
def test_an_on_air_price_holds_within_its_times_whatever_slot_is_claimed(
    at: timedelta, price: int
) -> None:
    promotion = term(TermKind.ON_AIR, amount=7_000, slot_id="slot_1")
    known = sheet("sku_a", 10_000, promotion)
    assert quoted([("sku_a", 1)], known, at=AT + at, slot_id="slot_1").total == price


@pytest.mark.clause("4.3.4")
def test_of_several_prices_of_a_piece_the_lowest_counts_and_of_equal_ones_the_lowest_id() -> None:
    terms = (
        term(promotion_id="prm_3", amount=8_000),
        term(promotion_id="prm_2", amount=8_000),
        term(promotion_id="prm_1", amount=8_001),
    )
    quote = quoted([("sku_a", 1)], sheet("sku_a", 10_000, *terms))
    assert _steps(quote) == [("prm_2", 10_000, 8_000)]


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize("amount", [10_000, 12_000])
def test_a_promotion_that_is_not_lower_than_the_marked_price_changes_nothing(amount: int) -> None:
    quote = quoted([("sku_a", 1)], sheet("sku_a", 10_000, term(amount=amount)))
    assert (quote.total, quote.lines[0].steps) == (10_000, ())


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize(
    ("at", "price"),
    [
        (AT - HOUR - TICK, 10_000),
        (AT - HOUR, 8_000),
        (AT + HOUR - TICK, 8_000),
        (AT + HOUR, 10_000),
    ],
)
def test_a_promotion_holds_from_its_first_instant_until_before_its_end(at: Any, price: int) -> None:
    assert quoted([("sku_a", 1)], sheet("sku_a", 10_000, term(amount=8_000)), at=at).total == price


@pytest.mark.clause("4.2.4")
def test_the_price_is_that_of_the_instant_and_of_the_channel() -> None:
    entries = (
        entry(10_000),
        entry(11_000, effective_from=AT),
        entry(9_000, channel=Channel.WEB),
        entry(12_000, effective_from=AT + TICK),
    )
    known = sheet(entries=entries)
    assert quoted([("sku_a", 1)], known, at=AT - TICK).total == 10_000
    assert quoted([("sku_a", 1)], known).total == 11_000
    assert quoted([("sku_a", 1)], known, channel=Channel.WEB).total == 9_000


def test_a_promotion_of_one_channel_is_none_in_another() -> None:
    known = sheet(
        entries=(entry(10_000), entry(10_000, channel=Channel.WEB)), terms=(term(amount=8_000),)
    )
    assert quoted([("sku_a", 1)], known, channel=Channel.WEB).total == 10_000


@pytest.mark.parametrize(
    ("kind", "total"),
    [
        (CustomerKind.MEMBER, 8_000),
        (CustomerKind.STAFF, 10_000),
        (CustomerKind.STANDARD, 10_000),
    ],
)
def test_a_price_for_a_kind_of_customers_is_for_them_alone(kind: CustomerKind, total: int) -> None:
    promotion = term(amount=8_000, customer_kinds=(CustomerKind.MEMBER,))
    known = sheet("sku_a", 10_000, promotion)
    assert quoted([("sku_a", 1)], known, customer_kind=kind).total == total


def test_a_promotion_with_a_code_needs_the_code() -> None:
    known = sheet("sku_a", 10_000, term(amount=8_000, code="SPRING"))
    assert quoted([("sku_a", 1)], known).total == 10_000
    assert quoted([("sku_a", 1)], known, codes=["AUTUMN", "SPRING"]).total == 8_000


@pytest.mark.clause("4.3.1")
def test_a_bundle_is_shared_out_exactly_and_what_is_over_costs_its_own_price() -> None:
    bundle = _bundle(9_999, "sku_a", "sku_b")
    a, b = sheet("sku_a", 10_000, bundle), sheet("sku_b", 5_000, bundle)
    quote = quoted([("sku_a", 2), ("sku_b", 1)], a, b)
    assert [line.amount for line in quote.lines] == [16_666, 3_333]
    assert [(each.times, each.amount) for each in quote.discounts] == [(1, 5_001)]
    assert quote.lines[0].price == 10_000


@pytest.mark.parametrize("amount", [15_000, 20_000])
def test_a_bundle_that_is_not_cheaper_is_not_made(amount: int) -> None:
    bundle = _bundle(amount, "sku_a", "sku_b")
    quote = quoted(
        [("sku_a", 1), ("sku_b", 1)], sheet("sku_a", 10_000, bundle), sheet("sku_b", 5_000, bundle)
    )
    assert (quote.total, quote.discounts) == (15_000, ())


def test_of_bundles_that_want_the_same_pieces_those_are_made_that_save_most_together() -> None:
    """To take the best single one first (b with c) would leave a and d alone."""
    first, second = _bundle(1_400, "sku_a", "sku_b"), _bundle(1_400, "sku_c", "sku_d")
    best = _bundle(1_300, "sku_b", "sku_c")
    terms = (
        replace(best, promotion_id="prm_1"),
        replace(first, promotion_id="prm_2"),
        replace(second, promotion_id="prm_3"),
    )
    sheets = [
        sheet(sku, 1_000, *(each for each in terms if sku in each.skus))
        for sku in ("sku_a", "sku_b", "sku_c", "sku_d")
    ]
    quote = quoted([(known.sku, 1) for known in sheets], *sheets)
    assert [each.promotion_id for each in quote.discounts] == ["prm_2", "prm_3"]
    assert quote.total == 2_800


def test_equal_bundles_go_to_the_lowest_id_and_the_most_sets_are_made() -> None:
    terms = tuple(
        _bundle(1_500, "sku_a", "sku_b", promotion_id=f"prm_{number}") for number in (2, 1)
    )
    quote = quoted(
        [("sku_a", 3), ("sku_b", 2)],
        sheet("sku_a", 1_000, *terms),
        sheet("sku_b", 1_000, *terms),
    )
    assert [(each.promotion_id, each.times) for each in quote.discounts] == [("prm_1", 2)]


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(
    ("quantity", "repeats", "total"),
    [(2, False, 19_998), (3, False, 23_997), (7, False, 63_993), (7, True, 57_993)],
)
def test_a_threshold_discount_is_given_once_or_for_each_full_threshold(
    quantity: int, repeats: bool, total: int
) -> None:
    promotion = _threshold(29_997, 6_000, repeats=repeats)
    assert (
        quoted([("sku_a", quantity)], sheet(amount=9_999), channel_terms=(promotion,)).total
        == total
    )


@pytest.mark.clause("4.3.1")
def test_of_300_less_60_each_line_bears_its_share() -> None:
    quote = quoted(
        [("sku_a", 1), ("sku_b", 1)],
        sheet("sku_a", 20_000),
        sheet("sku_b", 10_000),
        channel_terms=(_threshold(30_000, 6_000),),
    )
    assert [line.amount for line in quote.lines] == [16_000, 8_000]
    (discount,) = quote.discounts
    assert (discount.counted, discount.threshold, discount.times) == (30_000, 30_000, 1)
    assert quote.lines[1].steps[0].text("zh") == "满减分摊：减 20.00 元，100.00 元改为 80.00 元"


def test_goods_count_towards_a_threshold_at_their_marked_price() -> None:
    known = sheet("sku_a", 10_000, term(amount=9_000))
    quote = quoted([("sku_a", 3)], known, channel_terms=(_threshold(30_000, 6_000),))
    assert quote.total == 27_000 - 6_000


def test_a_threshold_discount_is_never_more_than_its_goods_cost() -> None:
    known = sheet("sku_a", 10_000, term(amount=100))
    quote = quoted([("sku_a", 3)], known, channel_terms=(_threshold(30_000, 6_000),))
    assert (quote.total, quote.discounts[0].amount) == (0, 300)


@pytest.mark.parametrize(
    ("scope", "category", "total"),
    [
        (Scope.CATEGORY, "cat_home", 24_000),
        (Scope.CATEGORY, "cat_pots", 24_000),
        (Scope.CATEGORY, "cat_pans", 30_000),
        (Scope.EVERYTHING, None, 24_000),
    ],
)
def test_a_category_counts_with_all_above_it(
    scope: Scope, category: str | None, total: int
) -> None:
    promotion = _threshold(30_000, 6_000, scope=scope, category_id=category)
    assert quoted([("sku_a", 3)], sheet(), channel_terms=(promotion,)).total == total


def test_threshold_discounts_are_not_stacked_and_those_count_that_save_most_together() -> None:
    """Everything less 25 saves more than pots less 20, but not than pots and pans together."""
    terms = (
        _threshold(20_000, 2_500, promotion_id="prm_1"),
        _threshold(10_000, 2_000, promotion_id="prm_2", scope=Scope.CATEGORY, category_id="pots"),
        _threshold(10_000, 600, promotion_id="prm_3", scope=Scope.CATEGORY, category_id="pans"),
    )
    pots, pans = sheet("sku_a", path=("pots",)), sheet("sku_b", path=("pans",))
    quote = quoted([("sku_a", 1), ("sku_b", 1)], pots, pans, channel_terms=terms)
    assert [each.promotion_id for each in quote.discounts] == ["prm_2", "prm_3"]
    assert quote.total == 20_000 - 2_600
    without = quoted([("sku_a", 1), ("sku_b", 1)], pots, pans, channel_terms=terms[:2])
    assert [each.promotion_id for each in without.discounts] == ["prm_1"]


def test_of_equal_threshold_discounts_the_lowest_id_is_given() -> None:
    terms = tuple(_threshold(10_000, 500, promotion_id=f"prm_{number}") for number in (3, 1, 2))
    quote = quoted([("sku_a", 1)], sheet(), channel_terms=terms)
    assert [each.promotion_id for each in quote.discounts] == ["prm_1"]


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(("quantity", "gifts"), [(1, 0), (2, 3), (3, 3), (4, 6)])
def test_a_gift_comes_with_each_full_number_of_pieces(quantity: int, gifts: int) -> None:
    promotion = term(
        TermKind.GIFT,
        skus=("sku_a", "sku_b"),
        gift_sku="sku_g",
        gift_name="保温杯",
        gift_value=2_900,
        threshold_quantity=2,
        quantity=3,
    )
    quote = quoted([("sku_a", quantity)], sheet("sku_a", 10_000, promotion))
    assert [(gift.name, gift.quantity, gift.value) for gift in quote.gifts] == (
        [("保温杯", gifts, 2_900)] if gifts else []
    )
    assert quote.total == 10_000 * quantity


def test_all_faults_are_told_at_once_each_in_its_place() -> None:
    held = sheet("sku_b", holds=("pvi_1",))
    with pytest.raises(QuoteRefusedError) as refused:
        quoted(
            [("sku_a", 0), ("sku_x", 1), ("sku_b", 1), ("sku_a", MAX_QUANTITY), ("sku_a", 1)],
            sheet("sku_a"),
            held,
        )
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [
        ("/lines/0/quantity", "quantity_out_of_bounds"),
        ("/lines/1/sku", "no_price"),
        ("/lines/2/sku", "price_suspended"),
        ("/lines/3/quantity", "quantity_out_of_bounds"),
        ("/lines/4/quantity", "quantity_out_of_bounds"),
    ]
    for fault in refused.value.errors:
        assert fault.message("zh")
        assert fault.message("en")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ({}, "not_on_sale"),
        ({"entries": ()}, "not_on_sale"),
        ({"holds": ("pvi_1",)}, "price_suspended"),
    ],
)
def test_goods_that_are_not_on_sale_are_refused_and_have_their_price_all_the_same(
    state: dict[str, Any], code: str
) -> None:
    off = sheet("sku_b", on_sale=False, **state)
    with pytest.raises(QuoteRefusedError) as refused:
        quoted([("sku_a", 1), ("sku_b", 1)], sheet("sku_a"), off)
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.code) == ("/lines/1/sku", code)
    assert (off.price_at(AT, Channel.TV) is None) == bool(state)


def test_a_price_that_begins_later_is_none_yet() -> None:
    known = sheet(entries=(entry(10_000, effective_from=AT + TICK),))
    with pytest.raises(QuoteRefusedError) as refused:
        quoted([("sku_a", 1)], known)
    assert [fault.code for fault in refused.value.errors] == ["no_price"]


@pytest.mark.parametrize("quantity", [-1, 0, MAX_QUANTITY + 1])
def test_a_quantity_out_of_bounds_is_refused_also_beside_another_line(quantity: int) -> None:
    with pytest.raises(QuoteRefusedError):
        quoted([("sku_a", quantity), ("sku_a", 5)], sheet())


@pytest.mark.parametrize(
    ("lines", "code"), [(0, "lines_missing"), (MAX_LINES + 1, "too_many_lines")]
)
def test_a_quote_has_at_least_one_line_and_not_too_many(lines: int, code: str) -> None:
    with pytest.raises(QuoteRefusedError) as refused:
        quoted([("sku_a", 1)] * lines, sheet())
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [("/lines", code)]
    assert quoted([("sku_a", 1)] * MAX_LINES, sheet()).total == MAX_LINES * 10_000


@pytest.mark.parametrize("lines", [1, 4, 50, 200])
def test_the_quote_is_the_same_arithmetic_as_written_straight(lines: int) -> None:
    case = usual_case(max(lines, 8))
    case = replace(case, lines=case.lines[:lines])
    assert case.full() == case.plain()


def test_sets_are_weighed_against_a_discount_that_its_goods_cannot_bear() -> None:
    """The first bundle saves more, but half of that on goods that the discount makes free."""
    free = _threshold(10_000, 6_000, scope=Scope.SKUS, skus=("sku_a",))
    first = _bundle(1_000, "sku_a", "sku_b", promotion_id="prm_1")
    second = _bundle(1_200, "sku_b", "sku_c", promotion_id="prm_2")
    cheap = term(promotion_id="prm_0", amount=1_000)
    sheets = (
        sheet("sku_a", 10_000, cheap, free, first),
        sheet("sku_b", 1_000, first, second),
        sheet("sku_c", 1_000, second),
    )
    quote = quoted([("sku_a", 1), ("sku_b", 1), ("sku_c", 1)], *sheets)
    assert [each.promotion_id for each in quote.discounts] == ["prm_2", "prm_t"]
    assert [line.amount for line in quote.lines] == [0, 600, 600]


@pytest.mark.parametrize("count", [12, 40])
def test_absurdly_many_promotions_for_the_same_goods_are_answered_in_bounded_time(
    count: int,
) -> None:
    """Beyond the budget of the search what was best until then counts; it is still a saving."""
    skus = [f"sku_{number:02}" for number in range(count + 1)]
    bundles = [
        _bundle(1_500 - number % 7, skus[number], skus[number + 1], promotion_id=f"prm_{number:02}")
        for number in range(count)
    ]
    discounts = tuple(
        _threshold(
            2_000,
            100 + number % 5,
            scope=Scope.SKUS,
            skus=tuple(skus[number : number + 3]),
            promotion_id=f"prm_t{number:02}",
        )
        for number in range(count - 1)
    )
    sheets = [
        sheet(sku, 1_000, *(each for each in (*bundles, *discounts) if sku in each.skus))
        for sku in skus
    ]
    quote = quoted([(sku, 3) for sku in skus], *sheets)
    assert sum(line.amount for line in quote.lines) == quote.total < quote.list_total
    used = [sku for each in quote.discounts if each.kind is TermKind.THRESHOLD for sku in each.skus]
    assert len(used) == len(set(used))
