"""Events that people are told of, and the calls around them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.events import Envelope

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SUPPLIER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
OTHER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XS"
SUPPLIER = Actor("sam", frozenset({Role.SUPPLIER}), SUPPLIER_ID)
STRANGER = Actor("olga", frozenset({Role.SUPPLIER}), OTHER_ID)
REVIEWER = Actor("rita", frozenset({Role.REVIEWER}))
URL = "https://hooks.example.com/teleshop?key=1"

FACTS: dict[str, dict[str, Any]] = {
    "SupplierApplicationSubmitted": {"round": 1, "requester": "sam", "categories": ["food"]},
    "SupplierApplicationReturned": {"round": 1, "step": "review", "codes": ["licence_expired"]},
    "SupplierRejected": {"round": 1, "step": "inspection"},
    "SupplierActivated": {"agreement_version": 2, "reverification_due": "2027-05-23"},
    "SupplierSuspended": {"kind": "document_expired", "subject": "doc_1"},
    "SupplierRestored": {},
    "QualificationExpiring": {
        "qualification_id": "qua_1",
        "type": "licence",
        "valid_to": "2026-12-23",
        "days_left": 30,
    },
    "ReverificationDue": {"due": "2027-05-23", "days_left": 30},
    "ReverificationOverdue": {"due": "2027-05-23"},
}


def envelope(kind: str = "SupplierActivated", id: str = "evt_1", **changed: Any) -> Envelope:
    """An event of the suppliers context about :data:`SUPPLIER_ID`."""
    return Envelope(
        id=id,
        type=kind,
        version=1,
        context="suppliers",
        occurred_at=NOW,
        subject=f"supplier#{SUPPLIER_ID}",
        correlation_id="correlation-1",
        data={"supplier_id": SUPPLIER_ID, **FACTS[kind], **changed},
    )


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta(), **options: Any) -> Call:
    """A call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request-1", "correlation-1", **options)
