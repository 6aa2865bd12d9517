"""Promotions in the state that a test needs, made through the services as callers would.

The article costs 199 yuan in every channel, 120 its supplier; it was sold for 199, 189 and 209 in
the seven days before the start.
"""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from teleshop.approvals.service import Decided
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from teleshop.kernel.clock import sortable
from teleshop.kernel.use_case import run
from teleshop.promotions.domain.promotion import Promotion
from teleshop.promotions.schemas import PlanBody, StopBody
from teleshop.promotions.service import Promotions
from teleshop.promotions.service.base import clock_id
from teleshop.promotions.wiring import service
from tests.factories import pricing
from tests.factories.pricing import DAY, NOW, SKU

HOUR = timedelta(hours=1)
START = datetime.fromisoformat("2026-11-25T00:00:00+08:00")
END = START + 2 * DAY
MERCHANDISER = pricing.MERCHANDISER
MANAGER = pricing.MANAGER
APPROVED = Decided("approved", MANAGER.subject)
REJECTED = Decided("rejected", MANAGER.subject, reason_code="too_deep")
RETURNED = Decided("returned", MANAGER.subject, reason_code="conditions_unclear")
TIMED_OUT = Decided("timed_out")


def call(actor: Actor = SYSTEM_ACTOR, at: datetime = NOW) -> Call:
    """The frame of a call."""
    return Call(actor, at, "request", "correlation")


def item(amount: int | None = 149_00, sku: str = SKU, shown: int | None = None) -> dict[str, Any]:
    """An article of a plan; ``shown`` is what it is compared with."""
    comparison = {"comparison": {"amount": shown}} if shown else {}
    return {"sku": sku, "amount": amount, **comparison}


def plan(**changes: Any) -> dict[str, Any]:
    """A fixed price of 149 yuan for two days on television, compared with nothing."""
    wanted: dict[str, Any] = {
        "kind": "fixed_price",
        "title_zh": "云栖炒锅特惠",
        "title_en": "A pan for less",
        "conditions_zh": "每人限购两件。",
        "conditions_en": "Two for each customer.",
        "channels": ["tv"],
        "starts_at": sortable(START),
        "ends_at": sortable(END),
        "supplier_share": 6_000,
        "platform_share": 4_000,
        "stock": 500,
        "items": [item()],
    }
    return wanted | changes


def body(**changes: Any) -> PlanBody:
    """The same as a form."""
    return msgspec.convert(plan(**changes), PlanBody)


def shop(*skus: str) -> None:
    """Articles with prices, and what the first was sold for."""
    pricing.stored(*(pricing.sheet(sku) for sku in skus or (SKU,)))
    for number, amount in enumerate((199_00, 189_00, 209_00), start=1):
        pricing.sold(f"TS-{number}", amount, NOW - number * DAY)


def planned(at: datetime = NOW, **changes: Any) -> Promotion:
    """A draft."""
    frame = call(MERCHANDISER, at)
    return run(frame, lambda: service().plans.plan(frame, body(**changes)))


def submitted(at: datetime = NOW, **changes: Any) -> Promotion:
    """One in review."""
    made = planned(at, **changes)
    frame = call(MERCHANDISER, at)
    return run(frame, lambda: service().plans.submit(frame, made.id))


def decided(promotion: Promotion, outcome: Decided = APPROVED, at: datetime = NOW) -> Promotion:
    """The decision takes effect, as the state machine lets it."""
    frame = call(at=at)
    run(
        frame,
        lambda: service().reviews.apply_outcome(frame, promotion.id, promotion.round, outcome),
    )
    return stored(promotion.id)


def approved(**changes: Any) -> Promotion:
    """One on the price sheets."""
    return decided(submitted(**changes))


def clock(promotion: Promotion, kind: str, at: datetime | None = None) -> Promotion:
    """Its start or its end is told."""
    due = at or (START if kind == "start" else END)
    frame = call(at=due)
    own: Promotions = service()
    deadline = clock_id(promotion, kind)
    run(frame, lambda: own.runs.clock_reached(frame, promotion.id, kind, deadline))
    return stored(promotion.id)


def running(**changes: Any) -> Promotion:
    """One that has begun."""
    return clock(approved(**changes), "start")


def stopped(promotion: Promotion, at: datetime) -> Promotion:
    """Stopped by a manager."""
    frame = call(MANAGER, at)
    return run(
        frame, lambda: service().plans.stop(frame, promotion.id, StopBody(reason="价格有误"))
    )


def stored(promotion_id: str) -> Promotion:
    """As it is stored now."""
    found = service().find(promotion_id)
    assert found is not None
    return found
