"""The order that a quote becomes: to the fen what was quoted, whatever is bought in which order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.checkout.domain.delivery import POLICIES, offer_for
from teleshop.checkout.domain.goods import Goods
from teleshop.checkout.domain.policy import OrderPolicy
from teleshop.checkout.domain.terms import amounts_of
from teleshop.checkout.domain.wish import (
    Address,
    Channel,
    PaymentMethod,
    Wish,
    WishedLine,
)
from teleshop.checkout.ports import Taken
from teleshop.checkout.price_adapter import QuotedOffers
from teleshop.checkout.service.assembly import Frame, assemble, payment_due, recipient_of
from teleshop.checkout.service.finding import Found
from teleshop.orders.service import PlacedOrder
from teleshop.pricing.domain.quote import QuoteLine
from teleshop.pricing.domain.terms import Channel as PriceChannel
from teleshop.pricing.domain.terms import CustomerKind, Part, Scope, Term, TermKind
from teleshop.pricing.service import ChannelSheet, Offered
from tests.factories import pricing

pytestmark = pytest.mark.clause("4.3.4")
NOW = pricing.NOW
SKUS = ("sku_a", "sku_b", "sku_c", "sku_d")
FRAME = Frame(
    order_id="ord_1",
    customer_id="customer-wang",
    placed_by="customer-wang",
    payment_id="pay_1",
    payment_due_at=None,
)
ADDRESS = Address(name=" 王 ", phone="138 0013 8000", region="330106", detail=" 文三路 ")


def term(kind: TermKind, number: int, **changes: Any) -> Term:
    """A promotion that runs now in the app."""
    facts: dict[str, Any] = {
        "promotion_id": f"prm_{number}",
        "kind": kind,
        "channels": (PriceChannel.APP,),
        "starts_at": NOW - timedelta(days=1),
        "ends_at": NOW + timedelta(days=1),
    }
    return Term(**facts | changes)


@st.composite
def offers(draw: st.DrawFn) -> Offered:
    """Four articles with some promotions of every kind."""
    prices = draw(st.lists(st.integers(1, 500_00), min_size=4, max_size=4))
    bundle = term(
        TermKind.BUNDLE,
        1,
        amount=max(1, (prices[0] + prices[1]) * 3 // 4),
        parts=(Part(sku="sku_a", quantity=1), Part(sku="sku_b", quantity=1)),
        skus=("sku_a", "sku_b"),
        stock=draw(st.none() | st.just(100)),
    )
    half = term(
        TermKind.PERCENT_OFF, 2, rate=draw(st.integers(1, 9_000)), skus=("sku_c",), stock=50
    )
    gift = term(
        TermKind.GIFT,
        3,
        gift_sku="sku_gift",
        gift_name="赠品",
        gift_value=draw(st.none() | st.just(9_00)),
        threshold_quantity=draw(st.integers(1, 3)),
        skus=("sku_d", "sku_a"),
        stock=20,
    )
    terms = {"sku_a": (bundle, gift), "sku_b": (bundle,), "sku_c": (half,), "sku_d": (gift,)}
    wide = term(
        TermKind.THRESHOLD,
        4,
        scope=Scope.EVERYTHING,
        threshold=draw(st.integers(100_00, 600_00)),
        off=draw(st.integers(1, 100_00)),
        repeats=draw(st.booleans()),
    )
    kept = draw(st.sets(st.sampled_from(SKUS)))
    sheets = {
        sku: pricing.sheet(
            sku,
            product_id=f"prd_{sku}",
            entries=pricing.everywhere(price),
            terms=terms[sku] if sku in kept else (),
        )
        for sku, price in zip(SKUS, prices, strict=True)
    }
    channel = ChannelSheet(channel=PriceChannel.APP, terms=(wide,) if draw(st.booleans()) else ())
    return Offered(PriceChannel.APP, sheets, channel)


LINES = st.lists(st.tuples(st.sampled_from(SKUS), st.integers(1, 9)), min_size=1, max_size=8)


def order_of(offered: Offered, lines: Sequence[tuple[str, int]], **changes: Any) -> PlacedOrder:
    """The order of these lines."""
    wish = Wish(
        channel=Channel.APP,
        lines=tuple(WishedLine(sku=sku, quantity=quantity) for sku, quantity in lines),
        address=ADDRESS,
        payment_method=PaymentMethod.GATEWAY,
        agreed_total=0,
        **changes,
    )
    # Codes alone would ask for promotions, and there are none here.
    own = QuotedOffers(offered, NOW, promotions=None)  # type: ignore[arg-type]
    priced = own.price(lines, "standard", slot_id=None, codes=())
    offer = offer_for("330106", POLICIES[-1], NOW)
    assert offer is not None
    found = Found(
        offer=offer,
        articles=own.articles,
        goods={sku: goods(sku) for sku in SKUS},
        priced=priced,
        gifts=() if wish.without_gifts else priced.gifts,
        amounts=amounts_of(priced.total, offer),
        faults=(),
    )
    taken = [Taken(kind="stock", sku=SKUS[0], place="hz-1", shard=0, quantity=1)]
    return assemble(wish, found, taken, FRAME, NOW)


def goods(sku: str) -> Goods:
    """An article of a product of its own."""
    return Goods(
        product_id=f"prd_{sku}",
        supplier_id="sup_a",
        revision=1,
        title=sku,
        unit="件",
        goods_kind="other",
        skus={sku: {}},
    )


@settings(max_examples=150, deadline=None)
@given(offers(), LINES)
def test_the_amounts_add_up_to_the_fen_and_are_those_of_the_quote(
    offered: Offered, lines: list[tuple[str, int]]
) -> None:
    order = order_of(offered, lines)
    quoted = offered.quote(
        [QuoteLine(sku, quantity) for sku, quantity in lines], CustomerKind.STANDARD, NOW
    )
    assert sum(line.amount for line in order.lines) + order.freight == order.total
    assert order.goods_total == quoted.total
    assert order.list_total == quoted.list_total
    bought = [line for line in order.lines if line.gift_of is None]
    assert [line.amount for line in bought] == [line.amount for line in quoted.lines]
    for line in bought:
        amount = line.list_price * line.quantity
        for step in line.steps:
            assert step.before == amount
            amount = step.after
        assert amount == line.amount
    taken_off = sum(one.amount for one in order.discounts)
    pieces = sum(line.price * line.quantity for line in bought)
    assert pieces - taken_off == order.goods_total


@settings(max_examples=100, deadline=None)
@given(offers(), LINES, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_no_total(
    offered: Offered, lines: list[tuple[str, int]], chance: Any
) -> None:
    mixed = list(lines)
    chance.shuffle(mixed)
    one, other = order_of(offered, lines), order_of(offered, mixed)
    assert (one.goods_total, one.freight, one.total) == (
        other.goods_total,
        other.freight,
        other.total,
    )
    assert {d.code: d.amount for d in one.discounts} == {d.code: d.amount for d in other.discounts}


@settings(max_examples=100, deadline=None)
@given(offers(), LINES)
def test_lines_are_numbered_and_gifts_follow_the_goods_they_come_with(
    offered: Offered, lines: list[tuple[str, int]]
) -> None:
    order = order_of(offered, lines)
    assert [line.number for line in order.lines] == list(range(1, len(order.lines) + 1))
    for gift in order.lines[len(lines) :]:
        bought = order.line(gift.gift_of or 0)
        assert bought is not None
        assert bought.gift_of is None
        assert bought.sku in {"sku_d", "sku_a"}
        assert (gift.amount, gift.supplier_id) == (0, bought.supplier_id)
    bare = order_of(offered, lines, without_gifts=True)
    assert [line.gift_of for line in bare.lines] == [None] * len(lines)
    assert bare.total == order.total
    assert bare.gifts_given_up == (len(order.lines) > len(lines))


@settings(max_examples=100, deadline=None)
@given(offers(), LINES)
def test_a_promotion_with_a_stated_stock_counts_the_pieces_that_it_sold(
    offered: Offered, lines: list[tuple[str, int]]
) -> None:
    own = QuotedOffers(offered, NOW, promotions=None)  # type: ignore[arg-type]
    priced = own.price(lines, "standard", slot_id=None, codes=())
    pieces: dict[str, int] = {}
    for sku, quantity in lines:
        pieces[sku] = pieces.get(sku, 0) + quantity
    gifts = {(gift.promotion_id, gift.sku): gift.quantity for gift in priced.gifts}
    keys = [(quota.promotion_id, quota.sku) for quota in priced.quotas]
    assert len(keys) == len(set(keys))
    for quota in priced.quotas:
        most = gifts.get((quota.promotion_id, quota.sku), pieces.get(quota.sku, 0))
        assert 0 < quota.quantity <= most
    assert not [one for one in keys if one[0] == "prm_4"]


def test_the_recipient_is_kept_in_one_form() -> None:
    wish = Wish(
        channel=Channel.APP,
        lines=(),
        address=ADDRESS,
        payment_method=PaymentMethod.GATEWAY,
        agreed_total=0,
    )
    kept = recipient_of(wish, "ord_1")
    assert (kept.name, kept.phone, kept.detail) == ("王", "+8613800138000", "文三路")


def test_callers_get_longer_to_pay_and_cash_has_no_time() -> None:
    policy = OrderPolicy(effective_from=date(2026, 11, 1))
    now = datetime(2026, 11, 23, tzinfo=UTC)
    wish = Wish(
        channel=Channel.APP,
        lines=(),
        address=ADDRESS,
        payment_method=PaymentMethod.GATEWAY,
        agreed_total=0,
    )
    assert payment_due(wish, policy, now) == now + timedelta(minutes=30)
    assert payment_due(replace(wish, channel=Channel.PHONE), policy, now) == now + timedelta(days=1)
    cash = replace(wish, payment_method=PaymentMethod.CASH_ON_DELIVERY)
    assert payment_due(cash, policy, now) is None
