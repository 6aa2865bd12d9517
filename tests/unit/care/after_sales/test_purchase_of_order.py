"""The snapshot of an order as a purchase: what was paid comes to the same sum."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.care.domain.after_sales.refund import NOTHING, refund
from teleshop.care.orders_port import purchase_of
from teleshop.orders.service import BundlePart, DiscountKind, OrderDiscount
from tests.factories.orders import coupon, excluded, line, order

pytestmark = pytest.mark.clause("6.3.1")


def test_everything_that_rules_need_is_carried_over() -> None:
    sold = order(
        lines=(excluded(1, promised_return_days=15, durable=True), line(2, gift_of=1, paid=0)),
        paid=30_900,
        discounts=(
            OrderDiscount(code="F", kind=DiscountKind.THRESHOLD, threshold=20_000, off=100),
        ),
        coupons=(coupon(500, line=1),),
    )
    purchase = purchase_of(sold)
    first, gift = purchase.lines
    assert (first.exclusion, first.promised_return_days) == ("activated_value_loss", 15)
    assert first.confirmation is not None
    assert first.confirmation.reference == "call-20261120-17"
    assert (gift.is_gift, purchase.goods, purchase.gifts) == (True, (first,), (gift,))
    (discount,) = purchase.discounts
    assert (discount.kind, discount.threshold, discount.off) == ("threshold", 20_000, 100)
    # A reported order says no marked price: its goods count at theirs, and gifts not at all.
    assert discount.counts == {1: 29_900}
    assert [(voucher.value, voucher.line) for voucher in purchase.vouchers] == [(500, 1)]
    assert purchase_of(replace(sold, discounts=())).discounts == ()


def test_what_bears_on_several_goods_is_carried_over_with_what_each_piece_counts() -> None:
    pots = line(1, list_price=35_000)
    sold = order(
        lines=(pots, line(2, sku="SKU-2"), replace(pots, number=3)),
        discounts=(
            OrderDiscount(
                code="prm_1",
                kind=DiscountKind.THRESHOLD,
                threshold=60_000,
                off=5_000,
                repeats=True,
                lines=(1, 2),
            ),
            OrderDiscount(
                code="prm_2",
                kind=DiscountKind.BUNDLE,
                parts=(BundlePart(sku="SKU-1", quantity=2), BundlePart(sku="SKU-2", quantity=1)),
                price=80_000,
            ),
        ),
    )
    off, together = purchase_of(sold).discounts
    assert (off.counts, off.repeats, off.code) == ({1: 35_000, 2: 29_900}, True, "prm_1")
    assert [(part.lines, part.quantity) for part in together.parts] == [((1, 3), 2), ((2,), 1)]
    assert (together.kind, together.price) == ("bundle", 80_000)


def test_coupons_that_a_report_left_out_of_its_lines_are_spread_over_them() -> None:
    sold = order(paid=39_900 + 1_000 - 3_000, coupons=(coupon(3_000),))
    purchase = purchase_of(sold)
    assert [each.paid for each in purchase.lines] == [27_652, 9_248]
    # The coupon stays with what is kept, so the returned line goes back at its own price.
    assert refund(purchase, NOTHING, NOTHING.plus({2: 1}, faulty=False), 0).amount == 10_000


@given(
    paid=st.lists(st.integers(0, 90_000), min_size=1, max_size=5),
    left=st.integers(0, 90_000),
    freight=st.sampled_from([0, 1_000]),
)
@settings(max_examples=60)
def test_lines_and_freight_come_to_what_was_paid(paid: list[int], left: int, freight: int) -> None:
    left = min(left, sum(paid))
    lines = tuple(
        line(number, unit_price=max(each, 1), paid=each) for number, each in enumerate(paid, 1)
    )
    coupons = (coupon(left),) if left else ()
    purchase = purchase_of(
        order(lines=lines, paid=sum(paid) - left + freight, freight=freight, coupons=coupons)
    )
    assert sum(each.paid for each in purchase.lines) + purchase.freight == purchase.paid
    whole = NOTHING.plus({each.number: each.quantity for each in purchase.lines}, faulty=False)
    assert refund(purchase, NOTHING, whole, 0).amount == purchase.paid - freight
