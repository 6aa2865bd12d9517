"""Prices on the platform in one process: the state machine runs, clocks tell, orders count."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.approvals.domain.approval import Approval
from teleshop.approvals.schemas import DecisionBody
from teleshop.approvals.service import Process
from teleshop.approvals.wiring import service as approvals
from teleshop.catalog.schemas.events import (
    ApprovedArticle,
    ProductApproved,
    ProductPublished,
    ProductSuspended,
    ProductWithdrawn,
)
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import Refusal
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.wiring import service as orders
from teleshop.pricing.domain.change import ChangeState, PriceChange
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.service import Reviews
from teleshop.pricing.wiring import service
from tests.factories import pricing as f
from tests.factories.orders import LEAD, line, order
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("4.2.3")
TAKING_PART = ("Pricing", "Approvals", "Deadlines", "Outbox")
SECOND_MANAGER = Actor("max", frozenset({Role.MANAGER}))
TV = Channel.TV


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in a price, connected."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    machines = [machine for machine in whole.machines if machine.logical_id == "PriceChange"]
    with connected(aws, replace(whole.only(*names), machines=machines)) as made:
        yield made


def asked(platform: Platform, now: datetime, **changes: Any) -> PriceChange:
    """A request filed at ``now``, and what follows by itself."""
    wanted = {"effective_from": (now + f.WEEK).isoformat(), **changes}
    seen = (now - f.DAY).date().isoformat()
    for entry in (research := [dict(e) for e in wanted.pop("research", RESEARCH)]):
        entry["observed_on"] = seen
    frame = Call(f.MERCHANDISER, now, "request", "correlation")
    made = service().changes.request_change(frame, f.body(**wanted, research=research))
    platform.settle()
    return made


RESEARCH = (
    {"competitor": "快乐购", "price": 189_00, "link": "https://shop.example/pan"},
    {"competitor": "东方购物", "price": 192_00, "link": "https://tv.example/pan"},
)


def waiting(change: PriceChange, step: str) -> Approval | None:
    return approvals().of_step(Process("price_change", change.id, change.round), step)


def decide(
    platform: Platform, change: PriceChange, step: str, by: Actor, decision: str = "approve"
) -> None:
    approval = waiting(change, step)
    assert approval is not None
    frame = Call(by, datetime.now(UTC), "request", "correlation")
    reasons = {} if decision == "approve" else {"reason": "请补充", "reason_code": "thin"}
    body = msgspec.convert({"decision": decision, **reasons}, DecisionBody)
    approvals().decide(frame, approval.id, body)
    platform.settle()


def state_of(change: PriceChange) -> ChangeState:
    return service().changes.show(change.id).state


def test_a_small_change_is_approved_by_pricing_and_holds_at_its_minute(
    platform: Platform,
) -> None:
    f.stored(f.sheet())
    change = asked(platform, datetime.now(UTC).replace(microsecond=0))
    with pytest.raises(Refusal):
        decide(platform, change, "pricing", f.MERCHANDISER)
    decide(platform, change, "pricing", f.MANAGER)
    assert waiting(change, "finance") is None
    assert state_of(change) is ChangeState.SCHEDULED
    moment = change.effective_from
    platform.run_schedules(at=moment - timedelta(minutes=1), function="DeadlinesSweep")
    assert platform.events_of_type("PriceTookEffect") == []
    platform.run_schedules(at=moment, function="DeadlinesSweep")
    (told,) = platform.events_of_type("PriceTookEffect")
    assert (told["data"]["amount"], told["data"]["previous"]) == (189_05, 199_00)
    assert state_of(change) is ChangeState.IN_FORCE
    platform.run_schedules(at=moment + timedelta(minutes=1), function="DeadlinesSweep")
    assert len(platform.events_of_type("PriceTookEffect")) == 1


@pytest.mark.parametrize("deliver", ["twice", "reversed"])
def test_every_department_approves_and_each_by_another_person(
    platform: Platform, deliver: Any
) -> None:
    f.stored(f.sheet())
    platform.deliver = deliver
    below = {"direction": "cut", "size": 4975, "reason": "清仓"}
    change = asked(platform, datetime.now(UTC), amount=100_00, evaluation=below)
    assert change.steps == ("pricing", "finance", "legal")
    both = Actor("mona", frozenset({Role.MANAGER, Role.FINANCE}))
    decide(platform, change, "pricing", both)
    with pytest.raises(Refusal):
        decide(platform, change, "finance", both)
    decide(platform, change, "finance", f.FINANCE)
    assert state_of(change) is ChangeState.IN_REVIEW
    decide(platform, change, "legal", f.LEGAL)
    assert state_of(change) is ChangeState.SCHEDULED
    assert len({event["id"] for event in platform.events_of_type("PriceScheduled")}) == 1


def test_a_return_at_any_department_ends_the_run(platform: Platform) -> None:
    f.stored(f.sheet())
    large = {"direction": "cut", "size": 2462, "reason": "竞争"}
    change = asked(platform, datetime.now(UTC), amount=150_00, evaluation=large)
    decide(platform, change, "pricing", f.MANAGER)
    decide(platform, change, "finance", f.FINANCE, "return_for_change")
    made = service().changes.show(change.id)
    assert (made.state, made.reason_code) == (ChangeState.RETURNED, "thin")


def test_a_withdrawal_ends_what_waits_for_a_decision(platform: Platform) -> None:
    f.stored(f.sheet())
    now = datetime.now(UTC)
    change = asked(platform, now)
    frame = Call(f.MERCHANDISER, now, "request", "correlation")
    service().changes.withdraw_change(frame, change.id)
    platform.settle()
    approval = waiting(change, "pricing")
    assert approval is not None
    assert approval.state == "withdrawn"
    assert state_of(change) is ChangeState.WITHDRAWN
    assert [event["type"] for event in platform.events_of_type("PriceChangeWithdrawn")] == [
        "PriceChangeWithdrawn"
    ]


def test_a_review_that_nobody_decides_stops_and_runs_again(platform: Platform) -> None:
    f.stored(f.sheet())
    now = datetime.now(UTC)
    change = asked(platform, now)
    platform.run_schedules(at=now + 3 * f.DAY, function="DeadlinesSweep")
    assert service().changes.show(change.id).stalled
    assert platform.events_of_type("PriceChangeStalled")[0]["data"]["error"] == "timed_out"
    frame = Call(f.MANAGER, now, "request", "correlation")
    again = service().changes.restart_review(frame, change.id)
    platform.settle()
    decide(platform, again, "pricing", SECOND_MANAGER)
    assert state_of(change) is ChangeState.SCHEDULED


def test_a_failing_step_shows_that_the_review_stopped(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.stored(f.sheet())
    change = asked(platform, datetime.now(UTC))

    def fail(*_: Any) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(Reviews, "apply_outcome", fail)
    decide(platform, change, "pricing", f.MANAGER)
    assert service().changes.show(change.id).stalled
    (told,) = platform.events_of_type("PriceChangeStalled")
    assert told["data"]["error"] == "ValueError"


def approved_event(revision: int, *skus: str, now: datetime, **changes: Any) -> None:
    facts: dict[str, Any] = {
        "product_id": f.PRODUCT,
        "supplier_id": f.SUPPLIER_ID,
        "revision": revision,
        "category_id": f.CATEGORY,
        "path": ("cat_root", f.CATEGORY),
        "name": "云栖不粘炒锅",
        "skus": tuple(
            ApprovedArticle(sku=sku, own_code=sku, supply_price=120_00, suggested_price=399_00)
            for sku in skus
        ),
    }
    frame = Call(f.MANAGER, now, "request", "correlation")
    tx = Transaction(frame, "approve", Subject("product", f.PRODUCT))
    tx.publish(ProductApproved(**facts | changes))
    tx.commit(None)


@pytest.mark.clause("4.2.4")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_sheets_follow_approved_products_in_whatever_order_they_are_told(
    platform: Platform, deliver: Any
) -> None:
    platform.deliver = deliver
    now = datetime.now(UTC)
    approved_event(1, f.SKU, f.SECOND_SKU, now=now)
    approved_event(2, f.SKU, now=now, name="云栖不粘炒锅 新版")
    platform.settle()
    found = service().prices.sheets_of_product(f.PRODUCT)
    assert [(sheet.title, sheet.revision) for sheet in found.values()] == [("云栖不粘炒锅 新版", 2)]
    gone = service().prices.sheets([f.SECOND_SKU])
    assert all(sheet.left for sheet in gone.values())


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_sheets_follow_the_sale_of_their_product_in_whatever_order_it_is_told(
    platform: Platform, deliver: Any
) -> None:
    platform.deliver = deliver
    now = datetime.now(UTC)
    told: dict[str, Any] = {"product_id": f.PRODUCT, "supplier_id": f.SUPPLIER_ID}
    live: dict[str, Any] = {**told, "revision": 1, "category_id": f.CATEGORY}
    approved_event(1, f.SKU, now=now)
    for number, data in enumerate(
        (
            ProductPublished(**live),
            ProductSuspended(**told, reasons=("no_price",)),
            ProductPublished(**live, restored=True),
        )
    ):
        frame = Call(f.MANAGER, now + number * f.DAY, "request", "correlation")
        tx = Transaction(frame, "judge", Subject("product", f.PRODUCT))
        tx.publish(data)
        tx.commit(None)
    platform.settle()
    assert service().prices.sheets([f.SKU])[f.SKU].on_sale
    frame = Call(f.MANAGER, now + 3 * f.DAY, "request", "correlation")
    tx = Transaction(frame, "withdraw", Subject("product", f.PRODUCT))
    tx.publish(ProductWithdrawn(**told))
    tx.commit(None)
    platform.settle()
    assert not service().prices.sheets([f.SKU])[f.SKU].on_sale


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_reported_orders_count_towards_the_lowest_deal(platform: Platform, deliver: Any) -> None:
    platform.deliver = deliver
    for number, paid in enumerate((199_00, 189_00, 209_00)):
        bought = line(1, sku=f.SKU, unit_price=250_00, paid=paid)
        at = f.NOW - (number + 1) * f.DAY
        made = order(
            f"A{number}",
            placed_at=at,
            paid_at=at,
            shipped_at=None,
            delivered_at=None,
            lines=(bought,),
            paid=paid,
            freight=0,
        )
        orders().report_order(Call(LEAD, f.NOW, "request", "correlation"), made)
    platform.settle()
    answer = service().references.reference(f.SKU, TV, f.NOW, f.NOW)
    assert answer.reference is not None
    assert answer.reference.amount == 189_00
    assert [row.amount for row in answer.rows] == [209_00, 189_00, 199_00]


@pytest.mark.clause("4.4.2")
def test_a_suspension_and_its_end_are_told(platform: Platform) -> None:
    f.stored(f.sheet())
    for act in (service().prices.suspend, service().prices.reinstate):
        tx = Transaction(f.call(), "test", Subject("violation", "pvi_1"))
        act(tx, f.SKU, "pvi_1")
        tx.commit(None)
    platform.settle()
    (suspended,) = platform.events_of_type("PriceSuspended")
    (reinstated,) = platform.events_of_type("PriceReinstated")
    assert suspended["data"]["sku"] == reinstated["data"]["sku"] == f.SKU
