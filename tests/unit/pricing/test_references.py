"""Reference prices: every sample row of the rules, the edges of the days, and any history at all
against counting by hand.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.rules import get_rule
from teleshop.pricing.domain.deals import DealDay, Sale, SoldLine, deals_of
from teleshop.pricing.domain.records import PriceRecord, RecordKind
from teleshop.pricing.domain.references import (
    BASES,
    RULES,
    Pack,
    ReferenceAnswer,
    claim_of,
    cn_reference,
    cn_window,
    eu_reference,
    manufacturer_reference,
)
from teleshop.pricing.domain.terms import WHOLE, Channel

pytestmark = pytest.mark.clause("4.3.3")
START = datetime(2026, 11, 10, 16, 0, tzinfo=UTC)
"""The first instant of 11 November in China."""
DAY = timedelta(days=1)
TV = Channel.TV


def deal(day: str, amount: int | None) -> DealDay:
    return DealDay(
        sku="sku_1", channel=TV, day=date.fromisoformat(day), amount=amount, order_id="A"
    )


def cn(*deals: DealDay, last: DealDay | None = None, starts_at: datetime = START) -> Any:
    return cn_reference(starts_at, starts_at, deals, last)


THREE = (deal("2026-11-04", 199), deal("2026-11-07", 189), deal("2026-11-10", 209))


@pytest.mark.parametrize(
    ("deals", "last", "shown", "result"),
    [
        (THREE, None, 199, (False, 189, "ABOVE_REFERENCE")),
        (THREE, None, 189, (True, 189, None)),
        ((), deal("2026-10-20", 259), 299, (False, 259, "ABOVE_REFERENCE")),
        ((), deal("2026-10-20", 259), 259, (True, 259, None)),
        ((), None, 1, (False, None, "NO_BASIS")),
        ((), None, 10**9, (False, None, "NO_BASIS")),
    ],
)
def test_the_samples_of_the_rule(
    deals: tuple[DealDay, ...], last: DealDay | None, shown: int, result: tuple[Any, ...]
) -> None:
    claim = claim_of(cn(*deals, last=last), shown=shown)
    assert (claim.allowed, claim.most, claim.code) == result


def test_a_price_of_the_manufacturer_may_be_shown_above_every_deal() -> None:
    answer = manufacturer_reference(START, 399, "doc_1")
    assert claim_of(answer, price=199, shown=399).allowed
    assert claim_of(cn(deal("2026-11-05", 199)), price=99, shown=399).code == "ABOVE_REFERENCE"


@pytest.mark.parametrize(
    ("suggested", "document", "code"),
    [(None, "doc_1", "NO_BASIS"), (399, None, "DOCUMENT_MISSING")],
)
def test_a_price_of_the_manufacturer_needs_a_document(
    suggested: int | None, document: str | None, code: str
) -> None:
    answer = manufacturer_reference(START, suggested, document)
    assert (answer.reference, answer.code) == (None, code)


def test_a_price_of_the_manufacturer_is_labelled_as_one() -> None:
    reference = manufacturer_reference(START, 399, "doc_1").reference
    assert reference is not None
    assert BASES[reference.basis][0] == "厂商建议零售价"


def test_a_price_of_the_manufacturer_changes_at_once() -> None:
    answer = manufacturer_reference(START, 359, "doc_1")
    assert claim_of(answer, shown=399).code == "ABOVE_REFERENCE"
    assert claim_of(answer, shown=349).code == "SUGGESTED_CHANGED"


# -- the days --------------------------------------------------------------------------------------


def sale(at: datetime, paid: int = 100, *, quantity: int = 1, **changes: Any) -> DealDay | None:
    facts: dict[str, Any] = {
        "order_id": "A",
        "channel": TV,
        "placed_at": at,
        "concluded": True,
        "version": 1,
        "lines": (SoldLine(sku="sku_1", quantity=quantity, paid=paid),),
    }
    made = deals_of(Sale(**facts | changes)).get("sku_1")
    if made is None:
        return None
    return DealDay(sku="sku_1", channel=TV, day=made.day, amount=made.amount, order_id="A")


@pytest.mark.parametrize(
    ("instant", "counts"),
    [
        ("2026-11-03T15:59:59.999999+00:00", False),
        ("2026-11-03T16:00:00+00:00", True),
        ("2026-11-10T15:59:59.999999+00:00", True),
        ("2026-11-10T16:00:00+00:00", False),
        ("2026-11-11T01:00:00+08:00", False),
    ],
)
def test_the_seven_days_begin_and_end_at_midnight_in_china(instant: str, counts: bool) -> None:
    made = sale(datetime.fromisoformat(instant))
    assert made is not None
    for hour in (0, 12, 23):
        answer = cn(made, starts_at=START + timedelta(hours=hour))
        assert (answer.reference is not None) is counts


def test_the_window_of_the_rule_is_the_one_of_its_sample() -> None:
    assert cn_window(START) == (date(2026, 11, 4), date(2026, 11, 10))
    answer = cn(*THREE)
    assert answer.reference is not None
    assert answer.reference.since == datetime(2026, 11, 3, 16, tzinfo=UTC)
    assert answer.reference.until == START
    assert [row.day for row in answer.rows] == [one.day for one in THREE]


def test_a_later_deal_is_no_last_deal_before() -> None:
    assert cn(last=deal("2026-11-11", 259)).code == "NO_BASIS"
    assert cn(deal("2026-11-05", None), last=deal("2026-10-20", None)).code == "NO_BASIS"


def test_an_answer_for_a_start_to_come_may_still_fall() -> None:
    early = cn_reference(START, START - timedelta(microseconds=1), THREE, None)
    assert early.provisional
    assert not cn_reference(START, START, THREE, None).provisional


@pytest.mark.parametrize(
    ("paid", "quantity", "amount"), [(100, 3, 33), (99, 3, 33), (3, 2, 1), (200, 1, 200)]
)
def test_the_price_of_a_piece_is_rounded_down(paid: int, quantity: int, amount: int) -> None:
    made = sale(START, paid, quantity=quantity)
    assert made is not None
    assert made.amount == amount


def test_what_is_no_sale_is_no_deal() -> None:
    gift = SoldLine(sku="sku_1", quantity=1, paid=0, gift=True)
    assert sale(START, lines=(gift,)) is None
    assert sale(START, 0) is None
    assert sale(START, concluded=False) is None


def test_of_several_lines_of_an_article_the_cheapest_piece_counts() -> None:
    lines = tuple(SoldLine(sku="sku_1", quantity=1, paid=paid) for paid in (120, 90, 100))
    made = sale(START, lines=lines)
    assert made is not None
    assert made.amount == 90


@given(
    sold=st.dictionaries(st.integers(-20, 3), st.integers(1, 500)),
    hour=st.integers(0, 23),
)
def test_any_deals_give_what_counting_by_hand_gives(sold: dict[int, int], hour: int) -> None:
    first, final = cn_window(START)
    start = final + DAY
    days = {start + offset * DAY: amount for offset, amount in sold.items()}
    deals = [deal(day.isoformat(), amount) for day, amount in days.items()]
    before = [one for one in deals if one.day < first]
    last = max(before, key=lambda one: one.day, default=None)
    answer = cn(*deals, last=last, starts_at=START + timedelta(hours=hour))
    inside = [amount for day, amount in days.items() if first <= day <= final]
    expected = min(inside) if inside else (last.amount if last else None)
    assert (answer.reference.amount if answer.reference else None) == expected
    if answer.reference:
        assert min(row.amount for row in answer.rows) == expected


# -- the European pack -----------------------------------------------------------------------------


def price(offset: float, amount: int, channel: Channel = TV, number: int = 0) -> PriceRecord:
    at = START + offset * DAY
    return PriceRecord(
        id=f"prc_{number}",
        kind=RecordKind.PRICE,
        sku="sku_1",
        product_id="prd_1",
        channels=(channel,),
        effective_from=at,
        recorded_at=at,
        amount=amount,
    )


def promotion(begins: float, ends: float | None, number: int = 0, **what: Any) -> PriceRecord:
    at = START + begins * DAY
    return PriceRecord(
        id=f"prm_{number}",
        kind=RecordKind.PROMOTION,
        sku="sku_1",
        product_id="prd_1",
        channels=(TV,),
        effective_from=at,
        effective_to=None if ends is None else START + ends * DAY,
        recorded_at=at,
        **what,
    )


def eu(*prices: PriceRecord, promotions: tuple[PriceRecord, ...] = ()) -> ReferenceAnswer:
    return eu_reference(START, START, TV, prices, promotions)


VECTOR = (price(-60, 100), price(-40, 80), price(-20, 100))


def test_the_vector_of_the_european_rule() -> None:
    answer = eu(*VECTOR, promotions=(promotion(0, None, amount=90),))
    assert answer.reference is not None
    assert answer.reference.amount == 80
    assert [(row.kind, row.amount) for row in answer.rows] == [("price", 80), ("price", 100)]
    assert answer.reference.since == START - 30 * DAY


def test_what_is_scheduled_never_counts() -> None:
    later = price(3, 10), price(0, 20)
    answer = eu_reference(START + 5 * DAY, START - DAY, TV, (*VECTOR, *later))
    assert answer.reference is not None
    assert answer.reference.amount == 80
    assert answer.provisional


@pytest.mark.parametrize(
    ("offset", "lowest"),
    [(-30, 100), (-30 - 1 / 86_400, 100), (-30 + 1 / 86_400, 80), (-29.5, 80)],
)
def test_the_price_in_force_when_the_window_opens_counts(offset: float, lowest: int) -> None:
    answer = eu(price(-60, 80), price(offset, 100))
    assert answer.reference is not None
    assert answer.reference.amount == lowest


def test_a_promotion_that_ran_in_the_window_counts_and_one_before_does_not() -> None:
    base = price(-90, 100)
    assert _amount(eu(base, promotions=(promotion(-35, -30, amount=50),))) == 100
    assert _amount(eu(base, promotions=(promotion(-35, -29.9, amount=50),))) == 50
    assert _amount(eu(base, promotions=(promotion(-3, None, rate=2_500),))) == 75


def test_a_channel_has_its_own_history() -> None:
    assert _amount(eu(price(-90, 100), price(-10, 50, Channel.WEB))) == 100
    assert eu(price(-10, 50, Channel.WEB)).code == "NO_BASIS"


def _amount(answer: ReferenceAnswer) -> int | None:
    return answer.reference.amount if answer.reference else None


HOURS = 40 * 24
hours = st.integers(-HOURS, 3 * 24)
prices = st.lists(st.tuples(hours, st.integers(1, 500)), max_size=8, unique_by=lambda one: one[0])
promotions = st.lists(
    st.tuples(
        hours,
        st.integers(1, 200),
        st.one_of(
            st.fixed_dictionaries({"amount": st.integers(1, 500)}),
            st.fixed_dictionaries({"rate": st.integers(1, WHOLE - 1)}),
        ),
    ),
    max_size=4,
)


@given(begun=prices, ran=promotions, now=st.integers(-24, 24))
def test_any_history_gives_what_looking_at_every_hour_gives(
    begun: list[tuple[int, int]], ran: list[tuple[int, int, dict[str, int]]], now: int
) -> None:
    rows = [price(hour / 24, amount, number=index) for index, (hour, amount) in enumerate(begun)]
    promos = [
        promotion(hour / 24, (hour + length) / 24, number=index, **what)
        for index, (hour, length, what) in enumerate(ran)
    ]
    answer = eu_reference(START, START + now * DAY / 24, TV, rows, promos)
    lowest: list[int] = []
    for hour in range(-30 * 24, min(0, now)):
        held = [one for one in begun if one[0] <= hour]
        marked = max(held)[1] if held else None
        if marked is not None:
            lowest.append(marked)
        for start, length, what in ran:
            if not start <= hour < start + length:
                continue
            if "amount" in what:
                lowest.append(what["amount"])
            elif marked is not None:
                exact = marked * (WHOLE - what["rate"])
                lowest.append(max((2 * exact + WHOLE) // (2 * WHOLE), 1))
    assert _amount(answer) == min(lowest, default=None)


# -- what may be claimed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selling", "allowed", "code"),
    [(188, True, None), (189, False, "NOT_BELOW_REFERENCE"), (190, False, "NOT_BELOW_REFERENCE")],
)
def test_a_comparison_needs_a_price_below_it(selling: int, allowed: bool, code: str | None) -> None:
    claim = claim_of(cn(*THREE), price=selling)
    assert (claim.allowed, claim.most, claim.code) == (allowed, 189, code)


def test_every_pack_names_a_rule_with_its_law() -> None:
    for pack in Pack:
        rule = get_rule(RULES[pack])
        assert rule.clause == "4.3.3"
        assert rule.in_force(date(2026, 11, 27))
