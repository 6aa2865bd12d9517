"""Orders that were taken here say for whom they were priced: they are judged exactly."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from teleshop.orders.service import Orders, PlacedOrder, SalesChannel
from teleshop.pricewatch.adapters import ReportedSales
from teleshop.pricewatch.domain.policy import Kind, Severity
from teleshop.pricewatch.service import Detectors
from teleshop.pricewatch.wiring import service
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
from tests.factories.promotion_plans import plan
from tests.harness.aws import Cloud
from tests.harness.budget import measured

pytestmark = pytest.mark.clause("4.3.4")


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


@pytest.mark.clause("7.1.3")
@pytest.mark.parametrize(
    ("freight", "promised", "found"),
    [
        (0, 8_00, []),
        (8_00, 8_00, [(Kind.FEE_ABOVE_MARKED, Severity.SERIOUS)]),
        # Promised like this, and everybody could read that it is free from 99 yuan.
        (7_00, 7_00, [(Kind.FEE_ABOVE_MARKED, Severity.SERIOUS)]),
    ],
)
def test_freight_that_was_not_published_for_the_place_is_found(
    aws: Cloud, freight: int, promised: int, found: list[tuple[Kind, Severity]]
) -> None:
    f.stored(f.sheet())
    free_from = 99_00 if promised == 8_00 else None
    order = here()
    promise = replace(order.promise, freight=promised, free_freight_from=free_from)
    assert judged(replace(order, freight=freight, promise=promise)) == found
