"""What is kept of an order costs what it would have cost alone at that moment (R1.13): the order
locks all that is needed to say so, discounts that lost against better ones included.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.care.domain.after_sales.kept import price_of
from teleshop.care.domain.after_sales.purchase import Purchase
from teleshop.care.domain.after_sales.refund import NOTHING, Returned, due_in_all, refund
from teleshop.care.orders_port import purchase_of
from teleshop.checkout.domain.delivery import POLICIES, DeliveryOffer, offer_for
from teleshop.checkout.domain.goods import Goods
from teleshop.checkout.domain.offer import Priced
from teleshop.checkout.domain.terms import amounts_of
from teleshop.checkout.domain.wish import Address, Channel, PaymentMethod, Wish, WishedLine
from teleshop.checkout.ports import Taken
from teleshop.checkout.price_adapter import QuotedOffers
from teleshop.checkout.service.assembly import Frame, assemble
from teleshop.checkout.service.finding import Found
from teleshop.orders.domain.snapshot import snapshot
from teleshop.orders.service import OrderState, PlacedOrder
from teleshop.pricing.domain.quote import QuoteLine
from teleshop.pricing.domain.terms import Channel as PriceChannel
from teleshop.pricing.domain.terms import CustomerKind, Part, Term, TermKind
from teleshop.pricing.service import Offered, Quote
from tests.factories.quotes import AT, Shop, shops, term

pytestmark = pytest.mark.clause("6.3.1")
ADDRESS = Address(name="王", phone="13800138000", region="330106", detail="文三路")
FRAME = Frame(
    order_id="ord_1",
    customer_id="customer-wang",
    placed_by="customer-wang",
    payment_id="pay_1",
    payment_due_at=None,
)
TIERS = (
    term(TermKind.THRESHOLD, promotion_id="prm_1", threshold=300_00, off=60_00),
    term(TermKind.THRESHOLD, promotion_id="prm_2", threshold=200_00, off=30_00),
)


class NoPromotions:
    """What codes are asked of: there are no others than those on the sheets."""

    def running(self, _: object) -> tuple[()]:
        return ()

    def ended_between(self, *_: object) -> tuple[()]:
        return ()


def goods(sku: str) -> Goods:
    return Goods(
        product_id=f"prd_{sku}",
        supplier_id="sup_a",
        revision=1,
        title=sku,
        unit="件",
        goods_kind="other",
        skus={sku: {}},
    )


def place(region: str) -> DeliveryOffer:
    offer = offer_for(region, POLICIES[-1], AT)
    assert offer is not None
    return offer


def offered_in(shop: Shop) -> Offered:
    return Offered(PriceChannel.TV, shop.sheets(), shop.channel_sheet())


def order_in(shop: Shop, region: str = "330106") -> PlacedOrder:
    """What is bought in the shop, ordered and paid."""
    wish = Wish(
        channel=Channel.PHONE,
        lines=tuple(WishedLine(sku=sku, quantity=quantity) for sku, quantity in shop.lines),
        address=replace(ADDRESS, region=region),
        payment_method=PaymentMethod.GATEWAY,
        agreed_total=0,
        slot_id=shop.slot_id,
        codes=shop.codes,
    )
    offers = QuotedOffers(offered_in(shop), AT, NoPromotions())  # type: ignore[arg-type]
    priced: Priced = offers.price(
        shop.lines, shop.customer_kind.value, slot_id=shop.slot_id, codes=shop.codes
    )
    offer = place(region)
    found = Found(
        offer=offer,
        articles=offers.articles,
        goods={sku: goods(sku) for sku in shop.prices},
        priced=priced,
        gifts=priced.gifts,
        amounts=amounts_of(priced.total, offer),
        faults=(),
    )
    taken = [Taken(kind="stock", sku="sku_a", place="hz-1", shard=0, quantity=1)]
    made = assemble(wish, found, taken, FRAME, AT)
    return replace(made, state=OrderState.PAID, paid_at=AT)


def bought_in(shop: Shop, region: str = "330106") -> Purchase:
    return purchase_of(snapshot(order_in(shop, region)))


def fresh(shop: Shop, pieces: Sequence[int]) -> Quote:
    """The quote of so many pieces of each line, at the moment of the order."""
    lines = [
        QuoteLine(sku, count) for (sku, _), count in zip(shop.lines, pieces, strict=True) if count
    ]
    return offered_in(shop).quote(
        lines, shop.customer_kind, AT, slot_id=shop.slot_id, codes=shop.codes
    )


def shop_of(*promotions: Term, lines: Sequence[tuple[str, int]], **prices: int) -> Shop:
    """A shop of few articles."""
    every = tuple(replace(each, skus=tuple(prices)) for each in promotions)
    return Shop(
        prices=prices,
        promotions=every,
        lines=tuple(lines),
        customer_kind=CustomerKind.STANDARD,
        slot_id=None,
        codes=(),
    )


def returned(*pieces: int, faulty: bool = False) -> Returned:
    """So many pieces of each line."""
    return NOTHING.plus(dict(enumerate(pieces, start=1)), faulty=faulty)


# -- 满减 and sets ---------------------------------------------------------------------------------


def test_a_lower_tier_that_lost_is_given_to_what_is_kept() -> None:
    shop = shop_of(*TIERS, lines=[("sku_a", 1), ("sku_b", 1)], sku_a=200_00, sku_b=100_00)
    bought = bought_in(shop)
    assert [(each.threshold, each.given) for each in bought.discounts] == [
        (300_00, True),
        (200_00, False),
    ]
    assert refund(bought, NOTHING, returned(0, 1), 0).amount == 240_00 - 170_00


def test_never_two_on_the_same_goods() -> None:
    both = (TIERS[1], replace(TIERS[1], promotion_id="prm_3", off=29_00))
    shop = shop_of(*both, lines=[("sku_a", 1), ("sku_b", 1)], sku_a=200_00, sku_b=100_00)
    assert price_of(bought_in(shop), {1: 1}) == 170_00


def test_a_set_that_lost_is_made_of_what_is_kept() -> None:
    large = term(
        TermKind.BUNDLE,
        promotion_id="prm_1",
        amount=50_00,
        parts=tuple(Part(sku=sku, quantity=1) for sku in ("sku_a", "sku_b", "sku_c")),
    )
    small = replace(large, promotion_id="prm_2", parts=large.parts[:2], amount=70_00)
    shop = shop_of(
        large,
        small,
        lines=[("sku_a", 1), ("sku_b", 1), ("sku_c", 1)],
        sku_a=50_00,
        sku_b=50_00,
        sku_c=50_00,
    )
    bought = bought_in(shop)
    assert bought.paid == 50_00 + 8_00
    assert price_of(bought, {1: 1, 2: 1}) == 70_00


@settings(max_examples=300, deadline=None)
@given(shops(), st.data())
def test_what_is_kept_costs_the_quote_of_that_moment(shop: Shop, data: st.DataObject) -> None:
    bought = bought_in(shop)
    pieces = [data.draw(st.integers(0, count)) for _, count in shop.lines]
    kept = dict(enumerate(pieces, start=1))
    expected = fresh(shop, pieces).total if any(pieces) else 0
    assert price_of(bought, kept) == expected
    # Never less goes back than by what the order was given alone.
    given_alone = replace(bought, discounts=tuple(each for each in bought.discounts if each.given))
    assert price_of(bought, kept) <= price_of(given_alone, kept)


@settings(max_examples=200, deadline=None)
@given(shops(), st.sampled_from(["330106", "540102", "110101"]), st.data())
def test_a_refund_leaves_what_would_have_been_charged(
    shop: Shop, region: str, data: st.DataObject
) -> None:
    order = order_in(shop, region)
    bought, codes = (
        purchase_of(snapshot(order)),
        {each.line: each.code for each in order.gift_terms},
    )
    pieces = [data.draw(st.integers(0, count)) for _, count in shop.lines]
    back = returned(*(count - left for (_, count), left in zip(shop.lines, pieces, strict=True)))
    due = due_in_all(bought, back)
    assert 0 <= due <= bought.paid
    if not any(pieces):
        return
    quote = fresh(shop, pieces)
    earned = {gift.promotion_id: gift.quantity for gift in quote.gifts}
    lost = sum(
        line.unit_price * (line.quantity - earned.get(codes[line.number], 0))
        for line in bought.gifts
    )
    freight = bought.freight or place(region).freight_for(quote.total)
    assert due == max(0, bought.paid - quote.total - freight - lost)


# -- freight ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("region", "freight"), [("330106", 8_00), ("540102", 25_00)])
def test_free_freight_that_is_lost_costs_what_was_published_for_the_place(
    region: str, freight: int
) -> None:
    shop = shop_of(lines=[("sku_a", 1), ("sku_b", 1)], sku_a=60_00, sku_b=300_00)
    assert bought_in(shop, region).freight == 0
    assert refund(bought_in(shop, region), NOTHING, returned(0, 1), 0).amount == 300_00 - freight


# -- gifts -----------------------------------------------------------------------------------------

GIFT = term(
    TermKind.GIFT,
    gift_sku="sku_gift",
    gift_name="铲",
    gift_value=10_00,
    threshold_quantity=2,
)


@pytest.mark.parametrize(
    ("lines", "back", "owed"),
    [
        # The two pans earn it as well as the pot with one of them did.
        ([("sku_a", 1), ("sku_b", 2)], (1, 0), 0),
        ([("sku_a", 1), ("sku_a", 2)], (1, 0), 0),
        ([("sku_a", 1), ("sku_b", 1)], (0, 1), 1),
        ([("sku_a", 2)], (1,), 1),
        ([("sku_a", 2), ("sku_b", 1)], (0, 1), 0),
        ([("sku_a", 2), ("sku_b", 2)], (1, 1), 1),
        ([("sku_a", 2), ("sku_b", 2)], (2, 2), 2),
    ],
)
def test_a_gift_goes_back_when_kept_goods_do_not_earn_it(
    lines: list[tuple[str, int]], back: tuple[int, ...], owed: int
) -> None:
    bought = bought_in(shop_of(GIFT, lines=lines, sku_a=100_00, sku_b=100_00))
    goods_back = sum(100_00 * count for count in back)
    due = refund(bought, NOTHING, returned(*back), 0)
    assert due.amount == goods_back - owed * 10_00
    # One that comes with its goods costs nothing.
    number = len(lines) + 1
    together = returned(*back).plus({number: owed}, faulty=False)
    assert refund(bought, NOTHING, together, 0).amount == goods_back


def test_faulty_goods_take_no_gift_away_that_they_did_not_earn_alone() -> None:
    shop = shop_of(GIFT, lines=[("sku_a", 1), ("sku_b", 1)], sku_a=100_00, sku_b=100_00)
    bought = bought_in(shop)
    assert refund(bought, NOTHING, returned(0, 1, faulty=True), 0).amount == 100_00
    every = refund(bought, NOTHING, returned(1, 1, faulty=True), 0)
    assert every.amount == 200_00 - 10_00
