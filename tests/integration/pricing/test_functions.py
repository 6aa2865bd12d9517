"""The functions of this context, each with the sample of what triggers it."""

import copy
import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.pricing import (
    apply_outcome,
    on_category_moved,
    on_deadline_reached,
    on_order,
    on_product_approved,
    on_sale_changed,
    report_failure,
    start_review,
)
from teleshop.kernel.clock import china_date
from teleshop.orders.service import SalesChannel
from teleshop.orders.wiring import service as orders
from teleshop.pricing.domain.change import ChangeState
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.errors import ChangeNotFoundError
from teleshop.pricing.wiring import service
from tests.factories import pricing as f
from tests.factories.orders import LEAD, coupon, line, order
from tests.harness.lambdas import context_of

pytestmark = pytest.mark.clause("4.2.3")
EVENTS = Path(__file__).parents[3] / "events" / "pricing"
STEPS = (("PricingApplyOutcome", apply_outcome), ("PricingReportFailure", report_failure))


def sample(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


@pytest.mark.parametrize(("name", "function"), STEPS)
def test_a_step_of_a_change_that_is_not_there_fails_and_is_tried_again(
    aws: Any, name: str, function: ModuleType
) -> None:
    with pytest.raises(ChangeNotFoundError):
        function.handler(sample(function.__name__.rpartition(".")[2]), context_of(name))


@pytest.mark.parametrize(("name", "function"), STEPS)
def test_a_step_that_comes_twice_has_one_effect(aws: Any, name: str, function: ModuleType) -> None:
    f.stored(f.sheet())
    change_id = f.requested().id
    event = sample(function.__name__.rpartition(".")[2]) | {"id": change_id, "round": 1}
    for _ in range(2):
        assert function.handler(event, context_of(name)) == {"next": "end"}
    told = [item["type"] for item in aws.items("OutboxTable")]
    assert len(told) == len(set(told))


def test_a_run_of_a_change_that_has_moved_on_is_not_started(aws: Any) -> None:
    change_id = f.scheduled()
    event = sample("start_review")
    event["detail"]["data"] |= {"change_id": change_id, "round": 1}
    start_review.handler(event, context_of("PricingStartReview"))


def test_a_clock_of_a_change_that_is_gone_or_withdrawn_tells_nothing(aws: Any) -> None:
    event = sample("on_deadline_reached")
    on_deadline_reached.handler(event, context_of("PricingOnDeadlineReached"))
    assert aws.items("OutboxTable") == []
    change_id = f.scheduled()
    service().changes.withdraw_change(f.call(f.MERCHANDISER, f.DAY), change_id)
    told = len(aws.items("OutboxTable"))
    event = copy.deepcopy(event)
    event["detail"]["id"] = "another"
    event["detail"]["data"] |= {
        "owner_id": change_id,
        "deadline_id": f"pricing:{change_id}:effect",
    }
    on_deadline_reached.handler(event, context_of("PricingOnDeadlineReached"))
    assert len(aws.items("OutboxTable")) == told
    assert service().changes.show(change_id).state is ChangeState.WITHDRAWN


@pytest.mark.clause("4.2.4")
def test_an_approved_product_has_sheets_however_often_it_is_told(aws: Any) -> None:
    event = sample("on_product_approved")
    for _ in range(2):
        on_product_approved.handler(event, context_of("PricingOnProductApproved"))
    told = event["detail"]["data"]
    found = service().prices.sheets_of_product(told["product_id"])
    assert sorted(found) == sorted(one["sku"] for one in told["skus"])


@pytest.mark.clause("4.3.3")
def test_only_reports_that_can_move_a_deal_are_looked_at(aws: Any) -> None:
    bought = line(1, sku=f.SKU, unit_price=200_00, paid=170_00)
    f.sold("A1", 170_00, lines=(bought,))
    before = aws.items("PricingTable")
    event = sample("on_order")
    told = {"order_id": "A1", "version": 2, "changed": ["carrier_id"]}
    event["detail"]["data"] |= told
    on_order.handler(event, context_of("PricingOnOrder"))
    event["detail"]["data"] |= {"changed": ["shipped_at"]}
    on_order.handler(event, context_of("PricingOnOrder"))
    assert aws.items("PricingTable") == before
    day = service().deals._repository.deal_day(f.SKU, Channel.TV, china_date(f.NOW))
    assert day is not None
    assert day.amount == 170_00


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize("changed", ["paid", "freight"])
def test_a_report_of_what_was_paid_in_all_is_looked_at(aws: Any, changed: str) -> None:
    made = order("A1", lines=(line(1, sku=f.SKU, paid=199_00),), paid=149_00, freight=0)
    made = replace(made, coupons=(coupon(50_00),), channel=SalesChannel.TV, placed_at=f.NOW)
    frame = f.call(LEAD)
    made = replace(made, paid_at=f.NOW, shipped_at=None, delivered_at=None, reported_at=f.NOW)
    orders().report_order(frame, made)
    event = sample("on_order")
    event["detail"]["data"] |= {"order_id": "A1", "version": 2, "changed": [changed]}
    on_order.handler(event, context_of("PricingOnOrder"))
    day = service().deals._repository.deal_day(f.SKU, Channel.TV, china_date(f.NOW))
    assert day is not None
    assert day.amount == 149_00


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize("told", ["OrderPaid", "OrderDelivered", "OrderCancelled", "OrderRefused"])
def test_an_order_is_looked_at_when_its_money_comes_in_and_when_it_is_off(
    aws: Any, told: str
) -> None:
    bought = line(1, sku=f.SKU, unit_price=200_00, paid=170_00)
    made = replace(order("A1", lines=(bought,)), placed_at=f.NOW, paid=171_00, freight=1_00)
    made = replace(made, paid_at=f.NOW, shipped_at=None, delivered_at=None, reported_at=f.NOW)
    orders().report_order(f.call(LEAD), made)
    event = sample("on_order")
    event["detail"]["type"] = event["detail-type"] = told
    event["detail"]["data"] = {"customer_id": None, "order_id": "A1", "supplier_ids": []}
    on_order.handler(event, context_of("PricingOnOrder"))
    day = service().deals._repository.deal_day(f.SKU, Channel.TV, china_date(f.NOW))
    assert day is not None
    assert day.amount == 170_00


@pytest.mark.clause("4.3.3")
def test_an_order_that_is_not_there_is_no_deal(aws: Any) -> None:
    on_order.handler(sample("on_order"), context_of("PricingOnOrder"))
    assert aws.items("PricingTable") == []


@pytest.mark.clause("4.3.4")
def test_a_category_that_is_not_there_has_no_sheets(aws: Any) -> None:
    on_category_moved.handler(sample("on_category_moved"), context_of("PricingOnCategoryMoved"))
    assert aws.items("PricingTable") == []


@pytest.mark.clause("4.3.4")
def test_a_product_that_goes_on_sale_and_off_takes_its_sheets_with_it(aws: Any) -> None:
    event = sample("on_sale_changed")
    approved = sample("on_product_approved")
    approved["detail"]["data"]["product_id"] = event["detail"]["data"]["product_id"]
    on_sale_changed.handler(event, context_of("PricingOnSaleChanged"))
    on_product_approved.handler(approved, context_of("PricingOnProductApproved"))
    product_id = event["detail"]["data"]["product_id"]
    skus = service().prices.skus_on_sale(product_id)
    assert len(skus) == len(approved["detail"]["data"]["skus"])
    for type in ("ProductSuspended", "ProductWithdrawn"):
        later = copy.deepcopy(event)
        later["detail"] |= {"type": type, "occurred_at": "2026-11-24T05:00:00Z"}
        on_sale_changed.handler(later, context_of("PricingOnSaleChanged"))
        on_sale_changed.handler(event, context_of("PricingOnSaleChanged"))
        found = service().prices.sheets_of_product(product_id)
        assert [sheet.on_sale for sheet in found.values()] == [False] * len(skus)
