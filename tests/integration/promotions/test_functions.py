"""The functions of this context, each with the sample of what triggers it."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.promotions import (
    apply_outcome,
    on_deadline_reached,
    on_price_took_effect,
    on_stock_used_up,
    on_supplier_price_changed,
    report_failure,
    start_review,
)
from teleshop.kernel.clock import sortable
from teleshop.pricing.wiring import service as pricing_service
from teleshop.promotions.domain.promotion import State
from teleshop.promotions.errors import PromotionNotFoundError
from teleshop.promotions.service.base import clock_id
from tests.factories import pricing
from tests.factories import promotions as f
from tests.factories.pricing import NOW, SKU
from tests.factories.promotions import END, START
from tests.harness.aws import Cloud
from tests.harness.lambdas import context_of
from tests.integration.promotions.test_runs import replaced

EVENTS = Path(__file__).parents[3] / "events" / "promotions"
HOUR = timedelta(hours=1)
STEPS = (("PromotionsApplyOutcome", apply_outcome), ("PromotionsReportFailure", report_failure))


def sample(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


@pytest.mark.clause("4.3.1")
@pytest.mark.parametrize(("name", "function"), STEPS)
def test_a_step_of_a_promotion_that_is_not_there_fails_and_is_tried_again(
    aws: Cloud, name: str, function: ModuleType
) -> None:
    with pytest.raises(PromotionNotFoundError):
        function.handler(sample(function.__name__.rpartition(".")[2]), context_of(name))


@pytest.mark.clause("4.3.2")
def test_an_approval_takes_effect_once(aws: Cloud) -> None:
    f.shop()
    made = f.submitted()
    event = sample("apply_outcome") | {"id": made.id, "round": 1, "at": sortable(NOW)}
    for _ in range(2):
        answer = apply_outcome.handler(event, context_of("PromotionsApplyOutcome"))
        assert answer == {"next": "end"}
    assert f.stored(made.id).state is State.APPROVED
    assert len([row for row in aws.items("OutboxTable") if row["type"] == "PromotionDecided"]) == 1


@pytest.mark.clause("4.3.1")
def test_a_failure_is_shown_once(aws: Cloud) -> None:
    f.shop()
    made = f.submitted()
    event = sample("report_failure") | {"id": made.id, "round": 1, "at": sortable(NOW)}
    for _ in range(2):
        report_failure.handler(event, context_of("PromotionsReportFailure"))
    assert f.stored(made.id).stalled
    stalled = [row for row in aws.items("OutboxTable") if row["type"] == "PromotionReviewStalled"]
    assert len(stalled) == 1


@pytest.mark.clause("4.3.1")
def test_a_run_of_a_promotion_that_has_moved_on_is_not_started(aws: Cloud) -> None:
    """There is no state machine here: to start one would fail."""
    f.shop()
    made = f.approved()
    event = sample("start_review")
    event["detail"]["data"] = {"promotion_id": made.id, "round": 1}
    start_review.handler(event, context_of("PromotionsStartReview"))
    event["detail"]["type"] = "ApprovalCallbackLost"
    event["detail"]["data"] = {"process_id": made.id, "round": 1}
    start_review.handler(event, context_of("PromotionsStartReview"))
    assert f.stored(made.id) == made


@pytest.mark.clause("4.3.4")
def test_start_and_end_take_effect_once_each(aws: Cloud) -> None:
    f.shop()
    made = f.approved()
    for number, (kind, at, state) in enumerate(
        (("start", START, State.RUNNING), ("end", END, State.ENDED))
    ):
        event = sample("on_deadline_reached")
        event["detail"] |= {"id": f"evt_{number}", "occurred_at": sortable(at)}
        event["detail"]["data"] |= {
            "owner_id": made.id,
            "kind": kind,
            "deadline_id": clock_id(made, kind),
        }
        for _ in range(2):
            on_deadline_reached.handler(event, context_of("PromotionsOnDeadlineReached"))
        assert f.stored(made.id).state is state
    told = [row["type"] for row in aws.items("OutboxTable")]
    assert told.count("PromotionStarted") == told.count("PromotionEnded") == 1


@pytest.mark.clause("4.3.4")
def test_a_clock_of_a_promotion_that_is_gone_changes_nothing(aws: Cloud) -> None:
    event = sample("on_deadline_reached")
    on_deadline_reached.handler(event, context_of("PromotionsOnDeadlineReached"))
    assert aws.items("AuditTable") == []


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize(
    ("amount", "state"), [(149_01, State.RUNNING), (149_00, State.STOPPED), (99_00, State.STOPPED)]
)
def test_a_marked_price_that_falls_to_the_promotional_one_stops_the_promotion_once(
    aws: Cloud, amount: int, state: State
) -> None:
    at = START + f.HOUR
    sheet = pricing.sheet()
    entries = (*sheet.entries, pricing.entry(amount, at=at))
    pricing.stored(pricing.sheet(entries=entries))
    # Scheduled after the approval, which would have been refused otherwise.
    before = pricing_service().prices.sheets([SKU])[SKU]
    replaced(before, sheet)
    made = f.running()
    before = pricing_service().prices.sheets([SKU])[SKU]
    replaced(before, replace(before, entries=entries))
    event = sample("on_price_took_effect")
    event["detail"] |= {"id": "evt_1", "occurred_at": sortable(at)}
    event["detail"]["data"] |= {"sku": SKU, "channel": "tv", "amount": amount}
    for _ in range(2):
        on_price_took_effect.handler(event, context_of("PromotionsOnPriceTookEffect"))
    after = f.stored(made.id)
    assert after.state is state
    stopped = [row for row in aws.items("OutboxTable") if row["type"] == "PromotionStopped"]
    assert len(stopped) == (state is State.STOPPED)


@pytest.mark.clause("4.3.2")
def test_a_price_without_promotion_or_in_another_channel_changes_nothing(aws: Cloud) -> None:
    event = sample("on_price_took_effect")
    on_price_took_effect.handler(event, context_of("PromotionsOnPriceTookEffect"))
    f.shop()
    made = f.running()
    for number, channel in enumerate(("web", "tv")):
        event["detail"] |= {"id": f"evt_{number}", "occurred_at": sortable(START)}
        event["detail"]["data"] |= {"sku": SKU, "channel": channel}
        on_price_took_effect.handler(event, context_of("PromotionsOnPriceTookEffect"))
    assert f.stored(made.id) == made


@pytest.mark.clause("4.2.3")
def test_a_supplier_that_charges_more_stops_a_sale_below_cost_once(aws: Cloud) -> None:
    f.shop()
    made = f.running()
    before = pricing_service().prices.sheets([SKU])[SKU]
    replaced(before, replace(before, cost=170_00))
    event = sample("on_supplier_price_changed")
    event["detail"] |= {"occurred_at": sortable(START)}
    for _ in range(2):
        on_supplier_price_changed.handler(event, context_of("PromotionsOnSupplierPriceChanged"))
    assert f.stored(made.id).state is State.STOPPED
    stopped = [row for row in aws.items("OutboxTable") if row["type"] == "PromotionStopped"]
    assert len(stopped) == 1


@pytest.mark.clause("4.3.4")
def test_a_promotion_whose_stated_stock_is_sold_is_shown_no_more(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its price holds until it stops, and not only until the last piece went."""
    f.shop()
    made = f.approved()
    f.clock(made, "start")
    stops = START + 2 * HOUR
    monkeypatch.setattr(on_stock_used_up, "utc_now", lambda: stops)
    event = sample("on_stock_used_up")
    event["detail"]["data"] |= {"promotion_id": made.id, "sku": SKU}
    event["detail"]["occurred_at"] = sortable(START + HOUR)
    for _ in range(2):
        on_stock_used_up.handler(event, context_of("PromotionsOnStockUsedUp"))
    after = f.stored(made.id)
    assert (after.state, after.end_reason) == (State.STOPPED, "stock_used_up")
    assert after.ended_at == stops
    assert pricing_service().prices.sheets([SKU])[SKU].terms == ()
    (told,) = [row for row in aws.items("OutboxTable") if row["type"] == "PromotionStopped"]
    assert json.loads(told["envelope"])["data"]["fallen"] == [SKU]


@pytest.mark.clause("4.3.4")
def test_a_promotion_that_is_over_or_unknown_is_not_stopped_for_its_stock(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.shop()
    made = f.approved()
    monkeypatch.setattr(on_stock_used_up, "utc_now", lambda: END)
    for promotion_id in (made.id, "prm_unknown"):
        event = sample("on_stock_used_up")
        event["detail"]["data"] |= {"promotion_id": promotion_id, "sku": SKU}
        event["detail"]["occurred_at"] = sortable(START)
        on_stock_used_up.handler(event, context_of("PromotionsOnStockUsedUp"))
    assert f.stored(made.id).state is State.APPROVED
