"""Detectors over real prices, promotions and orders."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.service import (
    CorrectionReason,
    CouponUsed,
    Orders,
    PlacedOrder,
    SalesChannel,
)
from teleshop.orders.wiring import service as orders
from teleshop.pricewatch.adapters import ReportedSales
from teleshop.pricewatch.domain.policy import Kind, Severity
from teleshop.pricewatch.service import Detectors
from teleshop.pricewatch.wiring import service
from teleshop.pricing.domain.records import PriceRecord, RecordKind
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.wiring import service as pricing
from teleshop.promotions.domain.content import (
    CustomerKind,
    Gift,
    Item,
    Scope,
    Slot,
    Threshold,
)
from teleshop.promotions.domain.content import Kind as PlanKind
from teleshop.promotions.domain.promotion import State
from tests.factories import placed_orders as p
from tests.factories import pricewatch as w
from tests.factories import pricing as f
from tests.factories.orders import LEAD
from tests.factories.promotion_plans import plan
from tests.harness.aws import Cloud
from tests.harness.budget import measured

pytestmark = pytest.mark.clause("4.3.4")


def inspected(order_id: str) -> list[tuple[Kind, Severity]]:
    made = service().detectors.inspect_order(f.call(), order_id)
    return [(violation.kind, violation.severity) for violation in made]


def looked_at(promotion_id: str) -> list[tuple[Kind, Severity]]:
    made = service().detectors.inspect_promotion(f.call(), promotion_id)
    return [(violation.kind, violation.severity) for violation in made]


def test_an_order_at_the_published_price_is_no_violation(aws: Cloud) -> None:
    w.priced()
    assert inspected(w.reported(w.bought(quantity=3))) == []
    assert inspected("unknown") == []


@pytest.mark.parametrize("channel", [SalesChannel.PHONE, SalesChannel.MAIL, SalesChannel.APP])
def test_every_channel_is_compared_with_its_price(aws: Cloud, channel: SalesChannel) -> None:
    prices = (f.entry(199_00), f.entry(189_00, Channel.APP), f.entry(179_00, Channel.WEB))
    w.priced(entries=prices)
    right = 189_00 if channel is SalesChannel.APP else 199_00
    assert inspected(w.reported(w.bought("A1", right, channel=channel))) == []
    wrong = w.reported(w.bought("A2", right + 1, channel=channel))
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE) in inspected(wrong)


@pytest.mark.clause("4.4.2")
def test_more_than_published_suspends_the_price_at_once_and_is_found_once(aws: Cloud) -> None:
    w.priced()
    order_id = w.reported(w.bought(unit_price=200_00))
    found = inspected(order_id)
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE) in found
    assert pricing().prices.sheets([f.SKU])[f.SKU].price_at(f.NOW, Channel.TV) is None
    assert inspected(order_id) == []


def test_a_hold_of_today_makes_no_violation_of_what_was_sold_before(aws: Cloud) -> None:
    w.opened()
    assert inspected(w.reported(w.bought("A2"))) == []


def test_the_price_of_its_instant_applies_however_late_an_order_is_reported(aws: Cloud) -> None:
    """An agent enters what was written on paper during an outage."""
    change = f.NOW - 2 * f.DAY
    earlier = PriceRecord(
        id="prc_early",
        kind=RecordKind.PRICE,
        sku=f.SKU,
        product_id=f.PRODUCT,
        channels=(Channel.TV,),
        effective_from=f.NOW - 50 * f.DAY,
        recorded_at=f.NOW - 50 * f.DAY,
        amount=159_00,
    )
    w.priced(entries=(f.entry(199_00, at=change),))
    f.recorded([earlier])
    before = w.bought("A1", 159_00, at=change - timedelta(microseconds=1))
    after = w.bought("A2", 159_00, at=change)
    assert inspected(w.reported(before)) == []
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.MINOR) in inspected(w.reported(after))


def test_what_was_sold_before_the_first_price_is_not_compared(aws: Cloud) -> None:
    """Another system sold it; a channel that has no price beside one that has is another matter."""
    w.priced(entries=(f.entry(199_00, at=f.NOW - f.DAY),))
    first = f.NOW - f.DAY
    assert inspected(w.reported(w.bought("A1", 159_00, at=first - timedelta(seconds=1)))) == []
    elsewhere = w.bought("A2", 199_00, at=first, channel=SalesChannel.WEB)
    assert inspected(w.reported(elsewhere)) == [(Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE)]


def test_a_promotional_price_is_the_published_one_while_it_runs(aws: Cloud) -> None:
    w.promoted(149_00)
    assert inspected(w.reported(w.bought("A1", 149_00))) == []
    found = inspected(w.reported(w.bought("A2", 199_00)))
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE) in found


def test_a_promotion_that_has_ended_since_still_counts_for_its_time(aws: Cloud) -> None:
    promotion_id = w.promoted(149_00, starts=-3 * f.DAY, days=2, ended=True, sheet=f.sheet())
    before = pricing().prices.sheets([f.SKU])
    tx = Transaction(f.call(), "end", Subject("promotion", promotion_id))
    pricing().prices.detach_terms(tx, before, promotion_id)
    tx.commit(None)
    inside = w.bought("A1", 149_00, at=f.NOW - 2 * f.DAY)
    outside = w.bought("A2", 149_00, at=f.NOW - f.DAY)
    assert inspected(w.reported(inside)) == []
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.MINOR) in inspected(w.reported(outside))


def test_what_is_published_for_members_is_no_violation(aws: Cloud) -> None:
    content = plan(
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU, amount=149_00),),
        customer_kinds=(CustomerKind.MEMBER,),
    )
    w.promoted(content=content)
    assert inspected(w.reported(w.bought("A1", 199_00))) == []
    assert inspected(w.reported(w.bought("A2", 149_00))) == []
    assert inspected(w.reported(w.bought("A3", 199_00))) == []


def test_an_on_air_price_is_published_also_before_its_slot_is_told(aws: Cloud) -> None:
    """Which slot a caller had seen may be reported later."""
    slot = Slot(id="slot-1", starts_at=f.NOW - f.DAY, ends_at=f.NOW + f.DAY)
    content = plan(
        PlanKind.ON_AIR,
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU, amount=149_00),),
        slot=slot,
    )
    w.promoted(content=content)
    assert inspected(w.reported(w.bought("A1", 149_00))) == []
    assert inspected(w.reported(w.bought("A2", 149_00, slot_id="slot-1"))) == []
    assert inspected(w.reported(w.bought("A3", 199_00))) == []
    elsewhere = w.reported(w.bought("A4", 149_00, slot_id="slot-2"))
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.MINOR) in inspected(elsewhere)


@pytest.mark.clause("4.4.1")
def test_customers_pay_alike_under_the_same_conditions(aws: Cloud) -> None:
    w.priced()
    assert inspected(w.reported(w.bought("A1", 199_00))) == []
    favoured = w.bought("A2", 199_00)
    favoured = replace(favoured, lines=(replace(favoured.lines[0], paid=179_00),), paid=179_00)
    assert set(inspected(w.reported(favoured))) == {
        (Kind.CHARGED_NOT_PUBLISHED, Severity.MINOR),
        (Kind.UNEQUAL_PRICES, Severity.SERIOUS),
    }
    coupon = (CouponUsed(code="NEW10", kind="coupon", value=10_00, line=1),)
    with_code = w.bought("A3", 199_00, coupons=coupon, paid=189_00)
    assert inspected(w.reported(with_code)) == []


def test_a_coupon_on_the_whole_order_counts_for_its_lines(aws: Cloud) -> None:
    w.promoted(149_00)
    coupon = (CouponUsed(code="C50", kind="coupon", value=50_00),)
    one = w.bought("A1", 199_00, coupons=coupon, paid=149_00)
    found = inspected(w.reported(one))
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.SERIOUS) not in found


@pytest.mark.clause("4.4.1")
def test_one_wrong_order_makes_no_later_right_one_a_violation(aws: Cloud) -> None:
    w.priced()
    assert inspected(w.reported(w.bought("A1", 209_00)))
    assert inspected(w.reported(w.bought("A2", 199_00))) == []
    assert inspected(w.reported(w.bought("A3", 199_00))) == []


@pytest.mark.clause("4.4.2")
def test_a_corrected_order_cannot_hide_an_overcharge_behind_a_harmless_one(aws: Cloud) -> None:
    w.priced()
    (harmless,) = inspected(w.reported(w.bought("A1", 189_00)))
    assert harmless == (Kind.CHARGED_NOT_PUBLISHED, Severity.MINOR)
    later = replace(w.bought("A1", 299_00), reported_at=f.NOW + timedelta(minutes=2))
    frame = replace(f.call(LEAD), now=f.NOW + timedelta(minutes=3))
    orders().report_order(frame, later, CorrectionReason.ENTRY_ERROR)
    assert (Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE) in inspected("A1")


def test_each_line_is_compared_by_itself(aws: Cloud) -> None:
    """A member's order may hold the same article at two prices, each of them published."""
    content = plan(
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU, amount=149_00),),
        customer_kinds=(CustomerKind.MEMBER,),
    )
    w.promoted(content=content)
    one = w.bought().lines[0]
    lines = (one, replace(one, number=2, unit_price=149_00, paid=149_00))
    found = inspected(w.reported(w.bought(lines=lines, paid=348_00)))
    assert Severity.SEVERE not in {severity for _, severity in found}


def test_a_price_by_code_is_published_though_the_code_is_no_coupon(aws: Cloud) -> None:
    content = plan(
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU, amount=149_00),),
        code="PAN149",
    )
    w.promoted(content=content)
    assert inspected(w.reported(w.bought("A1", 149_00))) == []
    assert inspected(w.reported(w.bought("A2", 199_00))) == []


@pytest.mark.clause("4.4.1")
def test_freight_on_what_is_free_of_freight_is_a_fee_above_the_marked_price(aws: Cloud) -> None:
    w.priced()
    order = w.bought(free_freight_from=199_00, freight=10_00, paid=209_00)
    assert inspected(w.reported(order)) == [(Kind.FEE_ABOVE_MARKED, Severity.SERIOUS)]


def test_goods_outside_the_price_list_are_left_alone(aws: Cloud) -> None:
    assert inspected(w.reported(w.bought())) == []


@pytest.mark.clause("4.4.1")
def test_a_price_raised_before_the_promotion_is_found(aws: Cloud) -> None:
    at = f.NOW - 11 * f.DAY
    sheet = f.sheet(entries=(f.entry(199_00, at=at),))
    before = f.entry(149_00, at=f.NOW - 90 * f.DAY)
    promotion_id = w.promoted(149_00, sheet=sheet)
    f.recorded(
        [
            PriceRecord(
                id=before.id,
                kind=RecordKind.PRICE,
                sku=f.SKU,
                product_id=f.PRODUCT,
                channels=(Channel.TV,),
                effective_from=before.effective_from,
                recorded_at=before.recorded_at,
                amount=before.amount,
            )
        ]
    )
    assert looked_at(promotion_id) == [(Kind.RAISED_THEN_DISCOUNTED, Severity.SEVERE)]
    assert looked_at(promotion_id) == []


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(("reference", "violation"), [(189_00, False), (189_01, True)])
def test_a_reference_price_above_the_lowest_deal_is_found(
    aws: Cloud, reference: int, violation: bool
) -> None:
    promotion_id = w.promoted(149_00, reference)
    f.sold("D1", 189_00, f.NOW - 3 * f.DAY)
    f.sold("D2", 199_00, f.NOW - 4 * f.DAY)
    expected = [(Kind.REFERENCE_WITHOUT_DEALS, Severity.SERIOUS)] if violation else []
    assert looked_at(promotion_id) == expected
    assert looked_at(promotion_id) == []


@pytest.mark.clause("4.4.1")
def test_a_reference_price_without_any_deal_is_found(aws: Cloud) -> None:
    (found,) = service().detectors.inspect_promotion(f.call(), w.promoted(149_00, 189_00))
    assert found.kind is Kind.REFERENCE_WITHOUT_DEALS
    assert found.evidence[1].amount is None


@pytest.mark.clause("4.4.1")
def test_every_promotion_that_runs_is_asked_for_once_a_day(aws: Cloud) -> None:
    w.promoted(149_00)
    for _ in range(2):
        assert service().detectors.ask_for_inspection(f.call()) == 1
    assert len(aws.items("OutboxTable")) == 1
    assert service().detectors.ask_for_inspection(f.call(after=f.DAY / 2)) == 1
    assert len(aws.items("OutboxTable")) == 2
    assert service().detectors.ask_for_inspection(f.call(after=9 * f.DAY)) == 0


@pytest.mark.clause("4.4.1")
def test_a_promotion_that_never_ends_is_found(aws: Cloud) -> None:
    promotion_id = w.promoted(149_00, starts=-80 * f.DAY, days=365)
    assert (Kind.ENDLESS_PROMOTION, Severity.SERIOUS) in looked_at(promotion_id)


def test_a_promotion_whose_price_did_not_go_back_is_found(aws: Cloud) -> None:
    promotion_id = w.left_behind()
    made = service().detectors.inspect_end(f.call(), promotion_id)
    assert [violation.kind for violation in made] == [Kind.PROMOTION_NOT_REVERTED]
    assert service().detectors.inspect_end(f.call(), promotion_id) == []


def test_an_unknown_promotion_is_none(aws: Cloud) -> None:
    assert looked_at("prm_unknown") == []
    assert service().detectors.inspect_end(f.call(), "prm_unknown") == []


def test_an_order_of_a_hundred_lines_costs_few_calls(aws: Cloud) -> None:
    """Nothing is read line by line while prices stand on their sheets."""
    skus = [f"sku_{number:026d}" for number in range(100)]
    f.stored(*(f.sheet(sku) for sku in skus))
    one = w.bought().lines[0]
    lines = tuple(replace(one, number=at, sku=sku) for at, sku in enumerate(skus, start=1))
    order_id = w.reported(w.bought(lines=lines, paid=100 * 199_00))
    with measured(aws) as first:
        assert inspected(order_id) == []
    with measured(aws) as again:
        assert inspected(order_id) == []
    assert "dynamodb.TransactWriteItems" not in first[0].calls
    assert "dynamodb.TransactWriteItems" not in again[0].calls
    assert sum(again[0].calls.values()) <= 12


# -- orders that were taken here -------------------------------------------------------------------


class Shop:
    """Orders that were taken here."""

    def __init__(self, *orders: PlacedOrder) -> None:
        self.orders = {order.id: order for order in orders}

    def taken(self, order_id: str) -> PlacedOrder | None:
        return self.orders.get(order_id)


def here(
    id: str = "ord_1",
    price: int = 199_00,
    quantity: int = 1,
    at: datetime = f.NOW,
    **changes: Any,
) -> PlacedOrder:
    """An order of the article that was taken here, by anybody unless told otherwise."""
    goods: dict[str, Any] = {
        "sku": f.SKU,
        "product_id": f.PRODUCT,
        "supplier_id": f.SUPPLIER_ID,
    }
    one = p.line(quantity=quantity, list_price=199_00, price=price, amount=price * quantity)
    facts: dict[str, Any] = {"channel": SalesChannel.TV, "customer_kind": "standard"}
    lines = (replace(one, **goods),)
    return p.placed(id, lines=lines, placed_at=at, freight=0, **(facts | changes))


def judged(order: PlacedOrder) -> list[tuple[Kind, Severity]]:
    own = service().detectors
    detectors = Detectors(
        own._repository,
        violations=own._violations,
        prices=own._prices,
        promotions=own._promotions,
        sales=ReportedSales(cast(Orders, Shop(order))),
    )
    made = detectors.inspect_order(f.call(), order.id)
    return [(violation.kind, violation.severity) for violation in made]


CHARGED = Kind.CHARGED_NOT_PUBLISHED


def for_members() -> None:
    """Members pay 149 yuan."""
    content = plan(
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU, amount=149_00),),
        customer_kinds=(CustomerKind.MEMBER,),
    )
    w.promoted(content=content)


def test_a_price_for_members_that_somebody_else_was_charged_is_found(aws: Cloud) -> None:
    for_members()
    assert judged(here("ord_1", 149_00, customer_kind="member")) == []
    assert judged(here("ord_2", 199_00)) == []
    assert judged(here("ord_3", 149_00)) == [(CHARGED, Severity.MINOR)]
    assert judged(here("ord_4", 199_00, customer_kind="member")) == [(CHARGED, Severity.SEVERE)]


def test_a_price_on_air_holds_for_its_slot_and_a_code_for_who_entered_it(aws: Cloud) -> None:
    slot = Slot(id="slot-1", starts_at=f.NOW - f.DAY, ends_at=f.NOW + f.DAY)
    content = plan(
        PlanKind.ON_AIR,
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU, amount=149_00),),
        slot=slot,
        code="AIR10",
    )
    w.promoted(content=content)
    entered: dict[str, Any] = {"slot_id": "slot-1", "codes": ("AIR10",)}
    assert judged(here("ord_1", 149_00, **entered)) == []
    assert judged(here("ord_2", 199_00, slot_id="slot-1")) == []
    assert judged(here("ord_3", 149_00, slot_id="slot-1")) == [(CHARGED, Severity.MINOR)]
    assert judged(here("ord_4", 149_00, codes=("AIR10",))) == [(CHARGED, Severity.MINOR)]


def over_two_hundred(ended: bool = False) -> str:
    """20 off from 200 on everything; stands on the sheet of the channel while it runs."""
    threshold = Threshold(scope=Scope.EVERYTHING, threshold=200_00, off=20_00)
    content = plan(
        PlanKind.THRESHOLD,
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(),
        threshold=threshold,
    )
    facts: dict[str, Any] = {"state": State.STOPPED, "ended_at": f.NOW} if ended else {}
    return w.promoted(content=content, order=f.NOW if ended else content.starts_at, **facts)


def two_for(paid: int, id: str = "ord_1", **changes: Any) -> PlacedOrder:
    """Two pieces that came to ``paid`` in all."""
    order = here(id, quantity=2, **changes)
    (one,) = order.lines
    return replace(order, lines=(replace(one, amount=paid),))


def test_a_discount_on_everything_counts_for_its_time_also_after_its_end(aws: Cloud) -> None:
    over_two_hundred(ended=True)
    before = f.NOW - timedelta(hours=1)
    assert judged(two_for(378_00, "ord_1", at=before)) == []
    assert (CHARGED, Severity.SERIOUS) in judged(two_for(398_00, "ord_2", at=before))
    after = f.NOW + timedelta(hours=1)
    assert judged(two_for(398_00, "ord_3", at=after)) == []
    # No code hides that too little was charged where the codes are known.
    lowered = two_for(378_00, "ord_4", at=after, codes=("OLD",))
    assert (CHARGED, Severity.MINOR) in judged(lowered)


def test_lines_that_came_to_another_share_of_the_right_sum_are_told(aws: Cloud) -> None:
    other = "sku_01M85DCW3M18EC0KYDXHRENF77"
    f.stored(f.sheet(), f.sheet(other))
    bought = here()
    (one,) = bought.lines
    lines = (replace(one, amount=198_00), replace(one, number=2, sku=other, amount=200_00))
    assert judged(replace(bought, lines=lines)) == [(CHARGED, Severity.MINOR)] * 2


@pytest.mark.clause("4.4.2")
def test_what_is_sold_while_its_price_is_suspended_is_found(aws: Cloud) -> None:
    w.opened()
    soon = f.NOW + timedelta(minutes=1)
    assert judged(here("ord_1", at=f.NOW - timedelta(minutes=5))) == []
    assert judged(here("ord_2", at=soon)) == []
    late = here("ord_3", at=soon + timedelta(microseconds=1))
    assert judged(late) == [(Kind.SOLD_WITHOUT_PRICE, Severity.SERIOUS)]
    assert judged(late) == []


@pytest.mark.clause("4.4.2")
def test_what_is_sold_while_it_is_off_sale_is_found(aws: Cloud) -> None:
    w.priced(on_sale=False)
    pricing().products.follow_sale(f.call(), f.PRODUCT, on_sale=False)
    assert judged(here("ord_1", at=f.NOW - timedelta(minutes=5))) == []
    found = judged(here("ord_2", at=f.NOW + timedelta(hours=1)))
    assert found == [(Kind.SOLD_WITHOUT_PRICE, Severity.SERIOUS)]


def with_gift() -> str:
    """A spoon with each two pieces; answers its SKU."""
    spoon = "sku_01M85DCW3M18EC0KYDXHRENF88"
    content = plan(
        PlanKind.GIFT,
        starts_at=f.NOW - f.DAY,
        ends_at=f.NOW + f.DAY,
        items=(Item(sku=f.SKU),),
        gift=Gift(sku=spoon, name="汤勺", quantity=1, with_each=2),
    )
    w.promoted(content=content)
    return spoon


@pytest.mark.parametrize(("given", "missing"), [(0, 1), (1, 1), (2, 0), (3, 0)])
def test_a_promised_gift_that_is_missing_is_found(aws: Cloud, given: int, missing: int) -> None:
    spoon = with_gift()
    bought = here(quantity=4)
    (one,) = bought.lines
    gift = replace(one, number=2, sku=spoon, quantity=given, amount=0, gift_of=1)
    lines = (one, gift) if given else (one,)
    found = judged(replace(bought, lines=lines))
    assert found == [(Kind.GIFT_MISSING, Severity.SERIOUS)] * missing


def test_a_gift_that_the_customer_did_without_is_not_missing(aws: Cloud) -> None:
    with_gift()
    assert judged(here(quantity=2, gifts_given_up=True)) == []


def test_a_price_that_changed_while_the_order_was_being_placed_is_right(aws: Cloud) -> None:
    """The order had read the price that held a moment before."""
    changed = f.NOW - timedelta(seconds=5)
    w.priced(entries=(f.entry(199_00, at=f.NOW - f.DAY), f.entry(189_00, at=changed)))
    assert judged(here("ord_1", 189_00)) == []
    assert judged(here("ord_2", 199_00)) == []
    late = here("ord_3", 199_00, at=changed + timedelta(seconds=11))
    assert judged(late) == [(CHARGED, Severity.SEVERE)]


@pytest.mark.clause("9.1.4")
def test_an_order_that_says_for_whom_it_was_priced_is_judged_in_few_calls(aws: Cloud) -> None:
    w.priced()
    with measured(aws) as costs:
        assert judged(here(quantity=2)) == []
    # Sheets, discounts of the channels, what has ended (two states), the equal charge and its row.
    assert costs[0].depth <= 7
