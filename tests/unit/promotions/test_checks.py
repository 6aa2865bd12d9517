"""What stands against a promotion before it is approved: every rule, with place and proof."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.findings import FindingKind
from teleshop.kernel.rules import get_rule
from teleshop.pricing.domain.references import RULES
from teleshop.pricing.domain.terms import CustomerKind as Buyer
from teleshop.pricing.domain.terms import TermKind
from teleshop.promotions.domain import remarks
from teleshop.promotions.domain.checks import findings
from teleshop.promotions.domain.content import (
    Bundle,
    Channel,
    Comparison,
    Content,
    Gift,
    Item,
    Kind,
    Pack,
    Part,
    Scope,
    Slot,
    Threshold,
)
from teleshop.promotions.domain.facts import Facts, PricePoint, Rival, WordFault
from teleshop.promotions.domain.path import approval_path, discount
from tests.factories.promotion_plans import (
    DAY,
    NOW,
    POLICY,
    SKU,
    START,
    TICK,
    allowed,
    compared,
    facts,
    goods,
    plan,
)
from tests.factories.quotes import AT, quoted, sheet, term


def found(content: Content, known: Facts | None = None, now: Any = NOW) -> list[tuple[str, str]]:
    """Pointer and code of each remark."""
    remarks = findings(content, known or facts(), now, POLICY)
    for remark in remarks:
        assert remark.message("zh")
        assert remark.message("en")
        assert remark.clause
        if remark.rule is not None and remark.rule not in RULES.values():
            assert get_rule(remark.rule).source
    return [(remark.pointer, remark.code) for remark in remarks]


def test_a_sound_promotion_has_no_remark() -> None:
    assert found(plan()) == []


# -- dates -----------------------------------------------------------------------------------------


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(
    ("changes", "remarks"),
    [
        ({"starts_at": NOW}, [("/starts_at", "start_in_past")]),
        ({"starts_at": NOW + TICK}, []),
        ({"starts_at": NOW + 180 * DAY, "ends_at": NOW + 181 * DAY}, []),
        (
            {"starts_at": NOW + 180 * DAY + TICK, "ends_at": NOW + 181 * DAY},
            [("/starts_at", "start_too_far")],
        ),
        ({"ends_at": START}, [("/ends_at", "end_before_start")]),
        ({"ends_at": START + TICK}, []),
    ],
)
def test_dates_are_sane(changes: dict[str, Any], remarks: list[tuple[str, str]]) -> None:
    assert found(plan(**changes)) == remarks


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(("days", "remarks"), [(31, 0), (32, 1), (3_650, 1)])
def test_a_promotion_ends_within_a_month(days: int, remarks: int) -> None:
    codes = [code for _, code in found(plan(ends_at=START + days * DAY))]
    assert codes == ["promotion_too_long"] * remarks


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(
    ("first", "last", "remarks"),
    [(START, START + DAY, 0), (START - TICK, START + DAY, 1), (START, START + DAY + TICK, 1)],
)
def test_an_on_air_price_holds_within_its_slot(first: Any, last: Any, remarks: int) -> None:
    slot = Slot(id="slot_1", starts_at=START, ends_at=START + DAY)
    on_air = plan(Kind.ON_AIR, slot=slot, starts_at=first, ends_at=last)
    assert [code for _, code in found(on_air)] == ["outside_slot"] * remarks


# -- prices ----------------------------------------------------------------------------------------


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize(("amount", "remarks"), [(198_99, 0), (199_00, 1), (200_00, 1)])
def test_a_promotional_price_is_below_the_marked_price(amount: int, remarks: int) -> None:
    content = plan(items=(Item(sku=SKU, amount=amount),))
    known = facts(references={})
    assert found(content, known) == [("/items/0/amount", "not_below_price")] * remarks


@pytest.mark.clause("4.3.2")
def test_it_is_below_scheduled_prices_inside_the_window_as_well() -> None:
    inside = facts(goods(SKU, 199_00, 149_00))
    assert found(plan(), inside) == [("/items/0/amount", "not_below_price")]
    # What begins when the promotion ends does not matter.
    after = facts(goods(SKU, 199_00, 199_00, 149_00))
    assert found(plan(), after) == []
    (remark,) = findings(plan(), inside, NOW, POLICY)
    assert "2026-11-12 00:00" in remark.message("zh")
    assert "149.00" in remark.message("en")


@pytest.mark.clause("4.3.2")
def test_a_percentage_that_rounds_to_the_same_price_is_no_discount() -> None:
    content = plan(Kind.PERCENT_OFF, rate=1, items=(Item(sku=SKU),))
    assert ("/rate", "not_below_price") in found(content, facts(goods(SKU, 100), references={}))


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize(("marked", "price"), [(49_99, 1), (100, 1), (1, 1), (1_000_000, 100)])
def test_a_piece_costs_a_fen_at_least(marked: int, price: int) -> None:
    content = plan(Kind.PERCENT_OFF, rate=9_999, items=(Item(sku=SKU),))
    assert content.price_of(content.items[0], marked) == price
    offer = term(TermKind.PERCENT_OFF, rate=9_999)
    assert quoted([(SKU, 3)], sheet(SKU, marked, offer)).total == 3 * price


@pytest.mark.clause("4.3.2")
def test_without_price_at_the_start_or_with_a_suspended_one_there_is_no_promotion() -> None:
    later = goods(prices={Channel.TV: (PricePoint(since=START + TICK, amount=199_00),)})
    assert found(plan(), facts(later)) == [("/items/0/sku", "no_price")]
    assert found(plan(), facts(goods(sellable=False))) == [("/items/0/sku", "price_suspended")]
    assert found(plan(), Facts(goods={})) == [("/items/0/sku", "sku_unknown")]


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize(("amount", "remarks"), [(299_99, 0), (300_00, 1)])
def test_a_bundle_is_cheaper_than_its_pieces_all_the_time(amount: int, remarks: int) -> None:
    parts = (Part(sku=SKU, quantity=1), Part(sku="sku_b", quantity=1))
    content = plan(Kind.BUNDLE, items=(), bundle=Bundle(amount=amount, parts=parts))
    known = facts(goods(SKU, 199_00, 150_00), goods("sku_b", 150_00))
    assert found(content, known) == [("/bundle/amount", "bundle_not_cheaper")] * remarks


# -- comparison ------------------------------------------------------------------------------------


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(
    ("claimed", "deals", "code"),
    [
        (199_00, (199_00, 189_00, 209_00), "reference_too_high"),
        (189_00, (199_00, 189_00, 209_00), None),
        (299_00, (259_00,), "reference_too_high"),
        (150_00, (), "reference_without_basis"),
    ],
)
def test_a_comparison_is_no_higher_than_what_was_really_paid(
    claimed: int, deals: tuple[int, ...], code: str | None
) -> None:
    """The sample of R2.1."""
    known = facts(references={(SKU, Channel.TV, Pack.CN): allowed(*deals)})
    expected = [("/items/0/comparison/amount", code)] if code else []
    assert found(compared(claimed), known) == expected


@pytest.mark.clause("4.3.3")
def test_the_refusal_tells_the_allowed_amount_and_the_rows_that_prove_it() -> None:
    (remark,) = findings(compared(199_00), facts(), NOW, POLICY)
    for language in ("zh", "en"):
        text = remark.message(language)
        assert "189.00" in text
        assert "2026-11-04 199.00, 2026-11-05 189.00, 2026-11-06 209.00" in text
    assert (remark.rule, remark.clause) == ("R2.1", "4.3.3")


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(("claimed", "remarks"), [(399_00, 0), (398_00, 1), (400_00, 1)])
def test_what_the_manufacturer_suggests_is_shown_exactly(claimed: int, remarks: int) -> None:
    key = (SKU, Channel.TV, Pack.MANUFACTURER)
    known = facts(references={key: replace(allowed(399_00), basis="manufacturer")})
    codes = [code for _, code in found(compared(claimed, Pack.MANUFACTURER), known)]
    assert codes == ["suggested_price_differs"] * remarks


@pytest.mark.clause("4.3.3")
def test_a_public_comparison_rests_on_a_rule_of_where_the_platform_sells() -> None:
    key = (SKU, Channel.TV, Pack.EU)
    known = facts(references={key: replace(allowed(199_00), basis="lowest_price")})
    content = compared(199_00, Pack.EU)
    assert found(content, known) == [("/items/0/comparison/pack", "pack_not_allowed")]
    (remark,) = findings(content, known, NOW, POLICY)
    assert "cn_lowest_deal_7d, manufacturer_suggested" in remark.message("zh")
    elsewhere = replace(POLICY, packs=(Pack.EU,))
    assert findings(content, known, NOW, elsewhere) == []


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(("price", "remarks"), [(188_99, 0), (189_00, 1)])
def test_a_promotional_price_is_below_the_lowest_deal_even_if_nothing_is_compared(
    price: int, remarks: int
) -> None:
    content = plan(items=(Item(sku=SKU, amount=price),))
    assert found(content) == [("/items/0/amount", "not_below_reference")] * remarks


@pytest.mark.clause("4.3.3")
def test_a_comparison_with_a_price_that_is_not_higher_is_refused() -> None:
    assert ("/items/0/comparison/amount", "comparison_not_above_price") in found(compared(149_00))


@pytest.mark.clause("4.3.3")
def test_the_weakest_channel_decides_what_may_be_claimed() -> None:
    content = replace(compared(189_00), channels=(Channel.TV, Channel.WEB))
    known = facts(
        references={
            (SKU, Channel.TV, Pack.CN): allowed(189_00),
            (SKU, Channel.WEB, Pack.CN): allowed(179_00),
        }
    )
    remarks = findings(content, known, NOW, POLICY)
    assert [(each.code, each.params["channel"]) for each in remarks] == [
        ("reference_too_high", "web")
    ]


# -- raised before ---------------------------------------------------------------------------------


def raised(days: timedelta) -> Facts:
    """The price went from 149 to 199 yuan so long before the start."""
    points = (
        PricePoint(since=START - 90 * DAY, amount=159_00),
        PricePoint(since=START - days, amount=199_00),
    )
    return facts(history={(SKU, Channel.TV): points})


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(
    ("days", "remarks"),
    [(timedelta(), 1), (DAY, 1), (30 * DAY, 1), (30 * DAY + TICK, 0), (31 * DAY, 0)],
)
def test_a_price_that_was_raised_within_thirty_days_needs_a_reason(
    days: timedelta, remarks: int
) -> None:
    assert found(plan(), raised(days)) == [("/raise_reason", "raised_before")] * remarks


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(("after", "remarks"), [(TICK, 1), (2 * DAY - TICK, 1), (2 * DAY, 0)])
def test_so_does_one_that_is_raised_while_it_runs(after: timedelta, remarks: int) -> None:
    assert found(plan(), raised(-after)) == [("/raise_reason", "raised_before")] * remarks


@pytest.mark.clause("4.2.3")
def test_the_largest_discount_of_the_whole_run_counts() -> None:
    content = plan(items=(Item(sku=SKU, amount=100_00),))
    assert discount(content, facts(goods(SKU, 120_00, 200_00))) == 5_000
    parts = (Part(sku=SKU, quantity=1), Part(sku="sku_b", quantity=1))
    bundle = plan(Kind.BUNDLE, items=(), bundle=Bundle(amount=200_00, parts=parts))
    assert discount(bundle, facts(goods(SKU, 120_00, 300_00), goods("sku_b", 100_00))) == 5_000
    # Its last instant is not included.
    assert discount(content, facts(goods(SKU, 120_00, 120_00, 200_00))) == 1_667


@pytest.mark.clause("4.4.1")
def test_with_a_reason_a_raised_price_is_for_finance_to_review() -> None:
    content = plan(raise_reason="原料涨价")
    (remark,) = findings(content, raised(DAY), NOW, POLICY)
    assert (remark.code, remark.severity) == ("raised_with_reason", "warn")
    assert "finance" in approval_path(content, raised(DAY), POLICY, raised=True)


def test_a_price_that_was_lowered_before_needs_no_reason() -> None:
    points = (
        PricePoint(since=START - 90 * DAY, amount=299_00),
        PricePoint(since=START - DAY, amount=199_00),
    )
    assert found(plan(), facts(history={(SKU, Channel.TV): points})) == []


# -- one price -------------------------------------------------------------------------------------


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize(
    ("starts", "ends", "channels", "meets"),
    [
        (START - DAY, START, {Channel.TV}, False),
        (START - DAY, START + TICK, {Channel.TV}, True),
        (START + 2 * DAY - TICK, START + 3 * DAY, {Channel.TV}, True),
        (START + 2 * DAY, START + 3 * DAY, {Channel.TV}, False),
        (START, START + DAY, {Channel.WEB, Channel.APP}, False),
        (START, START + DAY, {Channel.WEB, Channel.TV}, True),
    ],
)
def test_an_article_has_one_promotional_price_in_a_channel_at_a_time(
    starts: Any, ends: Any, channels: set[Channel], meets: bool
) -> None:
    rival = Rival(
        promotion_id="prm_other", channels=frozenset(channels), starts_at=starts, ends_at=ends
    )
    remarks = findings(plan(), facts(goods(rivals=(rival,))), NOW, POLICY)
    assert [remark.code for remark in remarks] == ["promotion_clash"] * meets
    for remark in remarks:
        assert "prm_other" in remark.message("zh")
        assert remark.pointer == "/items/0/sku"


# -- gift, stock, words ----------------------------------------------------------------------------


def gift(value: int | None, **changes: Any) -> Content:
    """A cup with each piece."""
    given = Gift(sku="sku_cup", name="保温杯", value=value)
    return plan(Kind.GIFT, items=(Item(sku=SKU),), gift=given, **changes)


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize(
    ("value", "codes"),
    [(29_00, []), (None, []), (28_99, ["gift_value_differs"]), (39_00, ["gift_value_differs"])],
)
def test_the_value_of_a_gift_is_its_selling_price(value: int | None, codes: list[str]) -> None:
    known = facts(goods(), goods("sku_cup", 29_00, cost=5_00))
    assert [code for _, code in found(gift(value), known)] == codes


@pytest.mark.clause("4.3.3")
def test_the_value_of_a_gift_holds_all_the_time_and_in_every_channel() -> None:
    changed = facts(goods(), goods("sku_cup", 29_00, 25_00, cost=5_00))
    assert found(gift(29_00), changed) == [("/gift/value", "gift_value_differs")]
    nowhere = goods("sku_cup", cost=5_00, prices={})
    assert found(gift(29_00), facts(goods(), nowhere)) == [("/gift/value", "gift_without_price")]
    assert found(gift(None), facts(goods(), nowhere)) == []


@pytest.mark.clause("4.3.3")
def test_the_stock_is_stated_except_for_threshold_discounts() -> None:
    assert found(plan(stock=None)) == [("/stock", "stock_missing")]
    discount = Threshold(threshold=300_00, off=60_00)
    content = plan(Kind.THRESHOLD, stock=None, items=(Item(sku=SKU),), threshold=discount)
    assert found(content) == []


CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_each_language_stands_for_itself() -> None:
    kinds = [each for each in vars(remarks).values() if isinstance(each, FindingKind)]
    assert len(kinds) > 20
    assert [each.code for each in kinds if CHINESE.search(each.en)] == []
    word = WordFault(
        field="title_en",
        start=0,
        word="cheapest",
        code="LOWPRICE",
        refuses=True,
        reason_zh="须有依据",
        reason_en="needs proof",
    )
    suggested = compared(399_00, Pack.MANUFACTURER)
    known = facts(
        words=(word,),
        references={
            (SKU, Channel.TV, Pack.CN): allowed(),
            (SKU, Channel.TV, Pack.MANUFACTURER): allowed(code="DOCUMENT_MISSING"),
        },
    )
    for content, words in ((compared(189_00), "no deal"), (suggested, "suggested price")):
        first, second = (each for each in findings(content, known, NOW, POLICY))
        assert CHINESE.search(first.message("en") + second.message("en")) is None
        assert "needs proof" in second.message("en")
        assert "proof" not in second.message("zh").replace("proofs", "")
        assert words.split()[-1] in first.message("en")
        assert words.split()[-1] not in first.message("zh")


@pytest.mark.clause("5.1.2")
def test_words_that_fail_refuse_and_doubtful_ones_are_for_the_approver() -> None:
    word = WordFault(
        field="conditions_zh",
        start=3,
        word="全网最低价",
        code="LOWPRICE",
        refuses=True,
        reason_zh="须有依据",
        reason_en="needs proof",
    )
    known = facts(words=(word, replace(word, field="conditions_en", refuses=False)))
    remarks = findings(plan(), known, NOW, POLICY)
    assert [(each.pointer, each.severity) for each in remarks] == [
        ("/conditions_zh", "refuse"),
        ("/conditions_en", "warn"),
    ]
    assert "第 4 字" in remarks[0].message("zh")


def test_all_remarks_come_at_once() -> None:
    content = replace(
        compared(250_00, price=189_00), stock=None, ends_at=START + 40 * DAY, starts_at=NOW
    )
    codes = {code for _, code in found(content)}
    assert codes == {
        "start_in_past",
        "promotion_too_long",
        "stock_missing",
        "reference_too_high",
        "not_below_reference",
    }


# -- who approves ----------------------------------------------------------------------------------


@pytest.mark.clause("4.2.3")
@pytest.mark.parametrize(
    ("amount", "steps"),
    [
        (149_00, ("pricing",)),
        (139_30, ("pricing",)),
        (139_29, ("pricing", "finance")),
        (80_00, ("pricing", "finance")),
        (79_99, ("pricing", "finance", "legal")),
    ],
)
def test_large_discounts_need_finance_and_a_price_below_cost_needs_legal(
    amount: int, steps: tuple[str, ...]
) -> None:
    """30 % off 199 yuan is 139.30."""
    content = plan(items=(Item(sku=SKU, amount=amount),))
    assert approval_path(content, facts(), POLICY, raised=False) == steps
    assert ("below_cost" in [code for _, code in found(content)]) == ("legal" in steps)


@pytest.mark.clause("4.2.3")
def test_where_the_cost_is_unknown_legal_looks_at_it() -> None:
    known = facts(goods(cost=None))
    assert approval_path(plan(), known, POLICY, raised=False) == ("pricing", "legal")
    assert found(plan(), known) == [("/items", "cost_unknown")]
    everything = plan(
        Kind.THRESHOLD,
        items=(),
        threshold=Threshold(threshold=300_00, off=60_00, scope=Scope.EVERYTHING),
    )
    assert approval_path(everything, facts(), POLICY, raised=False) == ("pricing", "legal")


def reduced(off: int) -> Content:
    """So many yuan off of 199."""
    discount = Threshold(threshold=199_00, off=off * 100)
    return plan(Kind.THRESHOLD, items=(Item(sku=SKU),), threshold=discount)


def pair(amount: int) -> Content:
    """Two pieces for so much."""
    parts = (Part(sku=SKU, quantity=2),)
    return plan(Kind.BUNDLE, items=(), bundle=Bundle(amount=amount, parts=parts))


@pytest.mark.parametrize(
    ("content", "below"),
    [
        (reduced(119), False),
        (reduced(120), True),
        (pair(160_00), False),
        (pair(159_99), True),
        (plan(Kind.PERCENT_OFF, rate=5_979, items=(Item(sku=SKU),)), False),
        (plan(Kind.PERCENT_OFF, rate=5_981, items=(Item(sku=SKU),)), True),
    ],
)
def test_below_cost_is_found_for_every_kind(content: Content, below: bool) -> None:
    assert ("legal" in approval_path(content, facts(), POLICY, raised=False)) == below


@pytest.mark.parametrize(("cup", "below"), [(119_00, False), (119_01, True)])
def test_a_gift_counts_at_its_cost(cup: int, below: bool) -> None:
    known = facts(goods(), goods("sku_cup", 200_00, cost=cup))
    assert ("legal" in approval_path(gift(None), known, POLICY, raised=False)) == below


def test_the_size_of_a_discount_is_that_of_its_largest_part() -> None:
    assert discount(plan(items=(Item(sku=SKU, amount=100_00),)), facts()) == 4_975
    gifted = gift(None)
    assert discount(gifted, facts(goods(), goods("sku_cup", 99_50))) == 5_000


# -- over arbitrary plans --------------------------------------------------------------------------


@given(
    marked=st.integers(1, 10**6),
    amount=st.integers(1, 10**6),
    lowest=st.none() | st.integers(1, 10**6),
    claimed=st.none() | st.integers(1, 10**6),
)
def test_what_passes_is_below_all_that_it_must_be_below(
    marked: int, amount: int, lowest: int | None, claimed: int | None
) -> None:
    comparison = Comparison(amount=claimed) if claimed else None
    content = plan(items=(Item(sku=SKU, amount=amount, comparison=comparison),))
    reference = allowed(*((lowest,) if lowest else ()))
    known = facts(goods(SKU, marked), references={(SKU, Channel.TV, Pack.CN): reference})
    refused = [each for each in findings(content, known, NOW, POLICY) if each.severity == "refuse"]
    sound = (
        amount < marked
        and (lowest is None or amount < lowest)
        and (claimed is None or (lowest is not None and amount < claimed <= lowest))
    )
    assert sound == (refused == [])


@given(st.integers(1, 10**6), st.integers(1, 9_999))
def test_the_checks_reckon_a_percentage_as_quotes_do(marked: int, rate: int) -> None:
    content = plan(Kind.PERCENT_OFF, rate=rate, items=(Item(sku=SKU),))
    known = sheet(SKU, marked, term(TermKind.PERCENT_OFF, rate=rate))
    paid = quoted([(SKU, 1)], known, at=AT, customer_kind=Buyer.STANDARD).total
    assert content.price_of(content.items[0], marked) == paid
