"""Placing an order on the real parts: prices, goods, stock, payment, order."""

import json
from datetime import timedelta
from typing import Any

import pytest

from teleshop.catalog.wiring import service as catalog
from teleshop.checkout.errors import (
    OrderRefusedError,
    OrderTotalChangedError,
    StockContendedError,
)
from teleshop.checkout.wiring import service as checkout
from teleshop.orders.service import DiscountKind, OrderState, PaymentMethod
from teleshop.payments.wiring import service as payments
from teleshop.pricing.domain.terms import Channel, Part, Reference, TermKind
from teleshop.stock.errors import QuotaUsedUpError, ShardRacedError, StockShortError
from tests.factories import checkout as f
from tests.factories import pricing, reviews
from tests.harness.aws import Cloud
from tests.harness.budget import measured

GIFT = "prm_01M85DCW3M18EC0KYDXHRENC02"
BUNDLE = "prm_01M85DCW3M18EC0KYDXHRENC03"


def events(aws: Cloud) -> list[dict[str, Any]]:
    """What was told, by type."""
    return [json.loads(item["envelope"]) for item in aws.items("OutboxTable")]


def told(aws: Cloud, type: str) -> dict[str, Any]:
    """The data of the only event of a type."""
    (one,) = [event["data"] for event in events(aws) if event["type"] == type]
    data: dict[str, Any] = one
    return data


@pytest.mark.clause("4.3.4", "1.1")
def test_what_was_shown_is_what_is_charged_and_everything_is_kept_at_once(aws: Cloud) -> None:
    f.shop()
    order = f.placed(f.body(f.line(f.POT, 2), f.line(f.PAN, 1), total=300_00))
    assert (order.goods_total, order.freight, order.total) == (300_00, 0, 300_00)
    assert (order.state, order.customer_id) == (OrderState.PLACED, f.WANG.subject)
    assert f.kept(order.id) == order
    assert (f.left_of(f.POT), f.left_of(f.PAN)) == (98, 99)
    assert [(one.kind, one.place, one.quantity) for one in order.held] == [
        ("stock", "hz-1", 2),
        ("stock", "hz-1", 1),
    ]
    payment = payments().desk.find(order.payment_id)
    assert payment is not None
    assert (payment.amount, payment.due_at) == (300_00, f.NOW + timedelta(minutes=30))
    data = told(aws, "OrderPlaced")
    assert (data["order_id"], data["total"], data["region"]) == (order.id, 300_00, "33")


@pytest.mark.clause("2.2.5", "4.3.4")
def test_goods_that_went_through_their_review_are_sold_as_they_were_reviewed(aws: Cloud) -> None:
    product = reviews.published()
    (sku,) = reviews.product_of(product.id).skus
    f.received(5, sku)
    order = f.placed(f.body(f.line(sku), total=199_00), at=f.NOW + 5 * f.HOUR)
    (line,) = order.lines
    assert (line.product_id, line.revision, line.title) == (product.id, 1, "铸铁炒锅")
    assert (line.unit, line.supplier_id) == ("口", product.ground.supplier_id)
    catalog().standing.hold_product(
        reviews.call(reviews.COMPLIANCE, 6 * f.HOUR), product.id, "抽检不合格"
    )
    with pytest.raises(OrderRefusedError) as refused:
        f.placed(f.body(f.line(sku), total=199_00), at=f.NOW + 7 * f.HOUR)
    assert [fault.code for fault in refused.value.errors] == ["not_on_sale"]


@pytest.mark.clause("4.3.4", "6.3.1")
def test_a_line_keeps_what_was_promised_with_it(aws: Cloud) -> None:
    f.shop()
    reference = Reference(
        amount=95_00,
        pack="cn_lowest_deal_7d",
        basis="lowest_deal",
        since=f.NOW - 8 * f.DAY,
        until=f.NOW - f.DAY,
    )
    f.promoted(f.term(reference=reference))
    order = f.placed(f.body(f.line(f.POT, 2), total=160_00))
    (line,) = order.lines
    assert (line.list_price, line.price, line.amount) == (100_00, 80_00, 160_00)
    assert [(step.promotion_id, step.before, step.after) for step in line.steps] == [
        (f.PROMOTION, 200_00, 160_00)
    ]
    assert "一口价" in line.steps[0].zh
    assert line.steps[0].en.startswith("Fixed price")
    assert line.reference is not None
    assert (line.reference.amount, line.reference.basis) == (95_00, "lowest_deal")
    assert (line.return_days, line.warranty_months, line.durable) == (15, 12, True)
    assert (line.goods_kind, line.unit, line.options) == ("electronics", "口", {"尺寸": "30 厘米"})
    assert (order.list_total, order.goods_total) == (200_00, 160_00)
    assert [(one.kind, one.place) for one in order.held] == [
        ("stock", "hz-1"),
        ("quota", f.PROMOTION),
    ]


@pytest.mark.clause("4.3.4")
def test_another_total_than_the_one_that_was_shown_is_refused(aws: Cloud) -> None:
    f.shop()
    with pytest.raises(OrderTotalChangedError) as refused:
        f.placed(f.body(total=99_99))
    assert refused.value.params["total"] == "100.00"
    assert [fault.pointer for fault in refused.value.errors] == ["/agreed_total"]
    assert f.left_of() == 100
    assert not [one for one in events(aws) if one["context"] == "orders"]


@pytest.mark.clause("4.3.4")
def test_a_price_that_changed_after_the_quote_is_told_and_not_charged(aws: Cloud) -> None:
    f.shop()
    raised = pricing.entry(120_00, Channel.APP, f.NOW)
    f.changed_sheet(f.POT, entries=(*pricing.everywhere(100_00), raised))
    with pytest.raises(OrderTotalChangedError) as refused:
        f.placed(f.body(total=100_00))
    assert refused.value.params["total"] == "120.00"
    assert f.placed(f.body(total=100_00), at=f.NOW - f.TICK).total == 100_00


@pytest.mark.clause("4.3.4", "4.4.1")
def test_a_promotion_holds_until_the_very_instant_of_its_end(aws: Cloud) -> None:
    f.shop()
    f.promoted(f.term(ends_at=f.NOW))
    assert f.placed(f.body(total=80_00 + 8_00), at=f.NOW - f.TICK).goods_total == 80_00
    with pytest.raises(OrderTotalChangedError):
        f.placed(f.body(total=80_00 + 8_00), at=f.NOW)
    assert f.placed(f.body(total=100_00), at=f.NOW).goods_total == 100_00


@pytest.mark.clause("4.3.4", "4.4.1")
def test_the_price_of_a_slot_is_for_orders_of_the_slot_until_its_end(aws: Cloud) -> None:
    f.shop()
    f.promoted(f.term(TermKind.ON_AIR, amount=70_00, slot_id="slot-1", ends_at=f.NOW))
    on_air = f.by_phone(total=78_00, slot_id="slot-1")
    assert f.placed(on_air, f.AGENT, f.NOW - f.TICK).goods_total == 70_00
    with pytest.raises(OrderTotalChangedError):
        f.placed(on_air, f.AGENT, f.NOW)
    with pytest.raises(OrderTotalChangedError):
        f.placed(f.by_phone(total=78_00, slot_id="slot-2"), f.AGENT, f.NOW - f.TICK)


@pytest.mark.clause("7.1.3")
def test_freight_is_the_published_one_below_the_published_sum(aws: Cloud) -> None:
    f.shop(price=98_99)
    order = f.placed(f.body(total=98_99 + 8_00))
    assert (order.goods_total, order.freight) == (98_99, 8_00)
    assert (order.promise.freight, order.promise.free_freight_from) == (8_00, 99_00)
    assert f.placed(f.body(f.line(quantity=2), total=197_98)).freight == 0


@pytest.mark.clause("7.1.3")
def test_the_promise_is_that_of_the_place_and_the_hour(aws: Cloud) -> None:
    f.shop()
    noon = f.placed()
    evening = f.placed(at=f.NOW + 4 * f.HOUR)
    assert (noon.promise.promised_on.isoformat(), noon.promise.warehouse) == ("2026-11-25", "hz-1")
    assert evening.promise.promised_on.isoformat() == "2026-11-26"
    far = f.placed(f.body(total=125_00, address=f.address(region="540102")))
    assert (far.promise.promised_on.isoformat(), far.freight) == ("2026-12-03", 25_00)


@pytest.mark.clause("4.3.4")
def test_a_threshold_discount_is_kept_with_what_is_needed_to_work_it_out_again(aws: Cloud) -> None:
    f.shop()
    f.everywhere_off()
    order = f.placed(f.body(f.line(f.POT, 2), f.line(f.PAN), total=250_00))
    (discount,) = order.discounts
    assert (discount.code, discount.kind) == (f.PROMOTION, DiscountKind.THRESHOLD)
    assert (discount.amount, discount.off, discount.threshold) == (50_00, 50_00, 300_00)
    assert discount.lines == (1, 2)
    assert [line.amount for line in order.lines] == [166_67, 83_33]


@pytest.mark.clause("4.3.4")
def test_a_bundle_is_kept_with_its_parts_and_counts_against_its_stated_stock(aws: Cloud) -> None:
    f.shop()
    bundle = f.term(
        TermKind.BUNDLE,
        promotion_id=BUNDLE,
        amount=150_00,
        parts=(Part(sku=f.POT, quantity=1), Part(sku=f.PAN, quantity=1)),
        skus=(f.POT, f.PAN),
        stock=3,
    )
    f.promoted(bundle)
    f.promoted(bundle, sku=f.PAN)
    order = f.placed(f.body(f.line(f.POT, 3), f.line(f.PAN, 2), total=400_00))
    (discount,) = order.discounts
    assert (discount.kind, discount.price, discount.times) == (DiscountKind.BUNDLE, 150_00, 2)
    assert {part.sku: part.quantity for part in discount.parts} == {f.POT: 1, f.PAN: 1}
    quotas = [(one.sku, one.quantity) for one in order.held if one.kind == "quota"]
    assert sorted(quotas) == [(f.POT, 2), (f.PAN, 2)]
    with pytest.raises(QuotaUsedUpError) as refused:
        f.placed(f.body(f.line(f.POT, 2), f.line(f.PAN, 2), total=300_00))
    assert [fault.pointer for fault in refused.value.errors] == [
        "/lines/0/quantity",
        "/lines/1/quantity",
    ]


@pytest.mark.clause("4.3.4")
def test_a_promotion_sells_its_stated_stock_and_no_piece_more(aws: Cloud) -> None:
    f.shop()
    f.promoted(f.term(stock=3))
    f.placed(f.body(f.line(f.POT, 2), total=160_00))
    with pytest.raises(QuotaUsedUpError):
        f.placed(f.body(f.line(f.POT, 2), total=160_00))
    f.placed(f.body(f.line(f.POT, 1), total=88_00))
    with pytest.raises(QuotaUsedUpError):
        f.placed(f.body(f.line(f.POT, 1), total=88_00))
    assert f.left_of() == 97
    assert told(aws, "PromotionStockUsedUp")["promotion_id"] == f.PROMOTION


@pytest.mark.clause("1.1")
def test_of_two_who_want_the_last_piece_one_gets_it(aws: Cloud) -> None:
    f.shop(pieces=1)
    f.placed()
    with pytest.raises(StockShortError) as refused:
        f.placed(actor=f.LIU)
    assert [fault.pointer for fault in refused.value.errors] == ["/lines/0/quantity"]
    assert f.left_of() == 0
    assert told(aws, "StockSoldOut")["sku"] == f.POT


@pytest.mark.clause("1.1")
def test_who_comes_second_at_a_row_is_planned_anew_on_what_is_left(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.shop(pieces=2)
    own = checkout().placing
    plan = own._sources.stock.plan
    first: list[str] = []

    def slower(*args: Any, **options: Any) -> Any:
        found = plan(*args, **options)
        if not first:
            first.append(options["seed"])
            f.placed(f.body(f.line(quantity=2), total=200_00), f.LIU)
        return found

    monkeypatch.setattr(own._sources.stock, "plan", slower)
    with pytest.raises(StockShortError):
        f.placed()
    assert f.left_of() == 0
    assert len([one for one in events(aws) if one["type"] == "OrderPlaced"]) == 1


@pytest.mark.clause("1.1")
def test_who_is_overtaken_six_times_is_told_to_repeat_and_nothing_is_kept(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.shop()
    sources = checkout().placing._sources
    seeds: list[tuple[str, bool]] = []

    def overtaken(*args: Any, seed: str, again: bool, **options: Any) -> Any:
        seeds.append((seed.rpartition(".")[2], again))
        raise ShardRacedError

    monkeypatch.setattr(sources.stock, "plan", overtaken)
    with pytest.raises(StockContendedError) as refused:
        f.placed()
    assert seeds == [(str(number), number > 0) for number in range(6)]
    assert (refused.value.status, refused.value.retry_after) == (503, 1)
    assert not [one for one in events(aws) if one["context"] == "orders"]


@pytest.mark.clause("1.1", "4.3.4")
def test_three_lines_cost_one_call_after_the_reads(aws: Cloud) -> None:
    f.shop()
    f.placed()
    body = f.body(f.line(f.POT), f.line(f.PAN), f.line(f.LID), total=300_00)
    with measured(aws) as costs:
        f.placed(body, at=f.NOW + f.HOUR)
    assert costs[0].calls == {"dynamodb.BatchGetItem": 7, "dynamodb.TransactWriteItems": 1}
    assert costs[0].depth == 8


@pytest.mark.clause("1.1")
def test_fifty_lines_are_one_order_and_one_transaction(aws: Cloud) -> None:
    skus = f.SKUS[:50]
    f.shop(*skus, pieces=5)
    order = f.placed(f.body(*(f.line(sku) for sku in skus), total=5_000_00))
    assert len(order.lines) == 50
    assert all(f.left_of(sku) == 4 for sku in skus)


@pytest.mark.clause("4.3.4")
def test_what_fits_in_no_transaction_is_refused_before_it_is_tried(aws: Cloud) -> None:
    skus = f.SKUS[:41]
    f.shop(*skus, pieces=0)
    for number, sku in enumerate(skus):
        f.promoted(f.term(sku=sku, promotion_id=f"prm_{number:026d}"), sku=sku)
    with pytest.raises(OrderRefusedError) as refused:
        f.placed(f.body(*(f.line(sku) for sku in skus), total=1))
    assert "order_too_large" in [fault.code for fault in refused.value.errors]


@pytest.mark.clause("4.3.4")
def test_the_order_of_the_lines_changes_no_amount(aws: Cloud) -> None:
    f.shop()
    f.everywhere_off()
    lines = [f.line(f.POT, 2), f.line(f.PAN), f.line(f.LID, 3)]
    amounts = [
        {line.sku: line.amount for line in f.placed(f.body(*each, total=550_00)).lines}
        for each in (lines, lines[::-1])
    ]
    assert amounts[0] == amounts[1]


# -- gifts -----------------------------------------------------------------------------------------


def gift(**changes: Any) -> Any:
    """A spatula with each pot."""
    facts: dict[str, Any] = {
        "promotion_id": GIFT,
        "gift_sku": f.SPATULA,
        "gift_name": "木铲",
        "gift_value": 20_00,
        "stock": 50,
    }
    return f.term(TermKind.GIFT, **facts | changes)


@pytest.mark.clause("4.3.4", "6.3.1")
def test_a_gift_is_a_line_of_its_own_that_costs_nothing(aws: Cloud) -> None:
    f.shop(f.POT, f.SPATULA)
    f.promoted(gift())
    order = f.placed(f.body(f.line(f.POT, 2), total=200_00))
    bought, given = order.lines
    assert (given.number, given.sku, given.quantity) == (2, f.SPATULA, 2)
    assert (given.amount, given.gift_of, given.list_price) == (0, bought.number, 20_00)
    assert (order.total, f.left_of(f.SPATULA)) == (200_00, 98)
    quotas = [(one.place, one.sku, one.quantity) for one in order.held if one.kind == "quota"]
    assert quotas == [(GIFT, f.SPATULA, 2)]


@pytest.mark.clause("4.3.4")
def test_a_gift_that_is_gone_is_told_and_may_be_given_up(aws: Cloud) -> None:
    f.shop(f.POT, f.SPATULA, pieces=1)
    f.promoted(gift(quantity=2))
    with pytest.raises(OrderRefusedError) as refused:
        f.placed()
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [
        ("/without_gifts", "gift_not_available")
    ]
    order = f.placed(f.body(without_gifts=True))
    assert [line.gift_of for line in order.lines] == [None]
    assert order.gifts_given_up
    assert f.left_of(f.SPATULA) == 1


@pytest.mark.clause("4.3.4")
def test_a_gift_that_is_held_back_is_not_given(aws: Cloud) -> None:
    f.shop(f.POT, f.SPATULA)
    f.promoted(gift())
    f.changed_product(f.SPATULA, state="suspended", obstacles=f.obstacles("on_hold"))
    with pytest.raises(OrderRefusedError) as refused:
        f.placed()
    assert [fault.code for fault in refused.value.errors] == ["gift_not_available"]


@pytest.mark.clause("4.3.4")
def test_a_gift_that_is_no_article_of_ours_comes_without_stock(aws: Cloud) -> None:
    made = f.shop(f.POT)
    f.promoted(gift(stock=None))
    _, given = f.placed().lines
    assert (given.title, given.product_id, given.supplier_id) == ("木铲", "", made.supplier_id)


# -- payment at the door ---------------------------------------------------------------------------


@pytest.mark.clause("7.1.3", "6.3.1")
def test_cash_at_the_door_is_due_at_the_door(aws: Cloud) -> None:
    f.shop()
    shown = f.ordered(f.body(payment_method="cash_on_delivery"), f.WANG)
    assert shown.taken is not None
    order = shown.taken.order
    assert (order.payment_method, order.payment_due_at) == (PaymentMethod.CASH_ON_DELIVERY, None)
    assert shown.taken.link is None


@pytest.mark.clause("7.1.3")
@pytest.mark.parametrize(
    ("region", "quantity", "code"),
    [("540102", 1, "cash_on_delivery_not_offered"), ("330106", 51, "cash_on_delivery_too_much")],
)
def test_cash_is_collected_where_and_as_far_as_it_is_offered(
    aws: Cloud, region: str, quantity: int, code: str
) -> None:
    f.shop()
    sent = f.body(
        f.line(quantity=quantity),
        total=1,
        payment_method="cash_on_delivery",
        address=f.address(region=region),
    )
    with pytest.raises(OrderRefusedError) as refused:
        f.placed(sent)
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [
        ("/payment_method", code)
    ]


@pytest.mark.clause("4.3.4", "7.1.3")
def test_goods_that_cost_nothing_after_promotions_still_cost_their_freight(aws: Cloud) -> None:
    f.shop()
    f.everywhere_off(threshold=100_00, off=100_00)
    order = f.placed(f.body(total=8_00))
    assert (order.goods_total, order.freight, order.total) == (0, 8_00, 8_00)
