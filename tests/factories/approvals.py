"""Approvals as a process asks for them, and the people who decide."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from teleshop.approvals.domain.approval import Approval, new_approval
from teleshop.approvals.domain.rounds import Process
from teleshop.approvals.schemas import OpenApproval
from teleshop.approvals.service import Approvals
from teleshop.approvals.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SUPPLIER = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
CASE = "sap_01KASY2D7V3M7T1QZ9N3D6W8XR"
PROCESS = Process("supplier_application", CASE, 1)

REVIEWER = Actor("rita", frozenset({Role.REVIEWER}))
OTHER_REVIEWER = Actor("rolf", frozenset({Role.REVIEWER}))
INSPECTOR = Actor("ines", frozenset({Role.INSPECTOR}))
MANAGER = Actor("mona", frozenset({Role.MANAGER}))
AGENT = Actor("anna", frozenset({Role.AGENT}))
APPLICANT = Actor("sven", frozenset({Role.SUPPLIER}), SUPPLIER)
STRANGER = Actor("stan", frozenset({Role.SUPPLIER}), "sup_01KASY2D7V3M7T1QZ9N3D6W8XS")


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta(), **options: Any) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation", **options)


def task(**changes: Any) -> dict[str, Any]:
    """What a waiting task hands to functions/approvals/open.py."""
    return {
        "token": "token-1",
        "execution": None,
        "entered_at": "2026-11-23T04:00:00Z",
        "process": {"kind": PROCESS.kind, "id": PROCESS.id, "round": PROCESS.round},
        "step": "preliminary_review",
        "subject": {"kind": "supplier", "id": SUPPLIER},
        "title": {"zh": "供应商初审", "en": "Preliminary review of a supplier"},
        "role": "reviewer",
        "escalation": ["manager"],
        "timeout": "P1D",
        "requester": APPLICANT.subject,
        "supplier_id": SUPPLIER,
        **changes,
    }


def asked(**changes: Any) -> OpenApproval:
    """The same, read."""
    return msgspec.convert(task(**changes), OpenApproval, strict=False)


def opened(
    approvals: Approvals | None = None, after: timedelta = timedelta(), **changes: Any
) -> Approval:
    """An approval that was asked for."""
    return (approvals or service()).open(call(after=after), asked(**changes))


def approval(**changes: Any) -> Approval:
    """An open approval, not stored."""
    given: dict[str, Any] = {
        "process": PROCESS,
        "step": "preliminary_review",
        "subject": ("supplier", SUPPLIER),
        "title": ("供应商初审", "Preliminary review of a supplier"),
        "requester": APPLICANT.subject,
        "supplier_id": SUPPLIER,
        "role": Role.REVIEWER,
        "escalation": (Role.MANAGER,),
        "limit": DAY,
        "requirements": (),
        "token": "token-1",
        "execution": None,
        "now": NOW,
        **changes,
    }
    return new_approval(**given)
