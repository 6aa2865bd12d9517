"""Events about customers, as they come over the bus."""

from datetime import UTC, datetime, timedelta
from typing import Any

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.events import Envelope
from teleshop.timelines.wiring import service

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CUSTOMER_ID = "customer-ann"
CUSTOMER = Actor(CUSTOMER_ID, frozenset({Role.CUSTOMER}))
STRANGER = Actor("customer-bob", frozenset({Role.CUSTOMER}))
AGENT = Actor("agnes", frozenset({Role.AGENT}))

FACTS: dict[str, dict[str, Any]] = {
    "CaseOpened": {
        "case_id": "cmp_1",
        "case_kind": "complaint",
        "channel": "phone",
        "severity": "major",
        "order_id": "TS-1",
    },
    "CaseAssigned": {"case_id": "cmp_1", "case_kind": "complaint", "assignee": "a", "team": "day"},
    "ClockBreached": {"case_id": "cmp_1", "clock": "respond", "late_party": "platform"},
    "MessageAdded": {"case_id": "cmp_1", "case_kind": "complaint", "visibility": "internal"},
    "OrderReported": {"order_id": "TS-1", "version": 1, "paid": 40_900},
    "OrderDelivered": {"order_id": "TS-1", "delivered_at": "2026-11-22T04:00:00Z"},
    "RefundPaid": {"case_id": "asc_1", "amount": 12_345, "lines": [{"number": 1}]},
}


def event(kind: str = "CaseOpened", number: int = 1, /, **changes: Any) -> Envelope:
    """An event of care or orders about :data:`CUSTOMER_ID`; the ``number``-th, a minute after
    another.
    """
    facts = {"customer_id": CUSTOMER_ID, **FACTS.get(kind, {}), **changes}
    return Envelope(
        id=f"evt_{number}",
        type=kind,
        version=1,
        context="orders" if kind.startswith("Order") else "care",
        occurred_at=NOW + number * MINUTE,
        subject="case#cmp_1",
        correlation_id="correlation-1",
        data=facts,
    )


def noted(*kinds: str) -> None:
    """Events in a timeline, one a minute."""
    for number, kind in enumerate(kinds, 1):
        service().record(event(kind, number))
