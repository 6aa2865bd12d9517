"""What other contexts tell of cases and clocks, as events reach the functions of analysis."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import msgspec

from teleshop.analysis.domain import CaseSeen, Judgement, mark_of
from teleshop.analysis.service import Complaint, Scope
from teleshop.care.schemas import (
    CaseClassified,
    CaseClosed,
    CaseMerged,
    CaseOpened,
    ClockBreached,
    ClockEnded,
    ClockFacts,
)
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.events import Envelope, EventData
from teleshop.kernel.ids import new_id

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Monday, 12:00 in China: week 2026-W48."""
WEEK, MONTH = "2026-W48", "2026-11"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SUPPLIER_ID = "sup_01KAW0000000000000000SUP01"
OTHER_ID = "sup_01KAW0000000000000000SUP02"
DEFECT, LATE = "quality.defect_on_arrival", "delivery.late"


def system(now: datetime = NOW, **options: Any) -> Call:
    """A call of the platform itself."""
    return Call(SYSTEM_ACTOR, now, "request-1", "correlation-1", **options)


def facts(number: int = 1, **changes: Any) -> dict[str, Any]:
    """What every event of complaint ``number`` says."""
    return {
        "case_id": f"cmp_01KAW00000000000000000{number:04}",
        "case_kind": "complaint",
        "customer_id": "customer-1",
        "supplier_id": SUPPLIER_ID,
        "product_id": "P-100",
        "slot_id": None,
        "order_id": None,
        "channel": "app",
        "severity": "normal",
        "cause": None,
    } | changes


def opened(number: int = 1, at: datetime = NOW, **changes: Any) -> CaseOpened:
    """The complaint reached the platform at ``at``."""
    return CaseOpened(arrived_at=at, next_due_at=at + HOUR, **facts(number, **changes))


def classified(
    number: int = 1, cause: str = DEFECT, suggested: str | None = None, **changes: Any
) -> CaseClassified:
    """A person said what caused it."""
    agreed = None if suggested is None else suggested == cause
    return CaseClassified(
        suggested_cause=suggested, agreed=agreed, **facts(number, cause=cause, **changes)
    )


def merged(number: int = 1, into: int = 2, **changes: Any) -> CaseMerged:
    """The complaint lives on in another one."""
    return CaseMerged(into=facts(into)["case_id"], **facts(number, **changes))


def breached(number: int = 1, clock: str = "respond", **changes: Any) -> ClockBreached:
    """The clock of an hour ran out."""
    return ClockBreached(
        clock_id=f"{clock}-1",
        clock=clock,
        due_at=NOW + HOUR,
        breached_at=NOW + HOUR,
        late_party="platform",
        escalated_to="agent",
        **facts(number, **changes),
    )


def ended(
    number: int = 1,
    left: int = 30,
    clock: str = "respond",
    owed_by: str = "platform",
    **changes: Any,
) -> ClockEnded:
    """The clock of an hour ended with so many minutes left."""
    return ClockEnded(
        clock_id=f"{clock}-1",
        clock=clock,
        owed_by=owed_by,
        due_at=NOW + HOUR,
        ended_at=NOW + HOUR - left * MINUTE,
        met=left >= 0,
        minutes_left=left,
        **facts(number, **changes),
    )


def closed(
    number: int = 1, left: int | None = 30, clock: str = "respond", **changes: Any
) -> CaseClosed:
    """The complaint was closed with one clock."""
    clocks = ClockFacts(
        clock_id=f"{clock}-1",
        clock=clock,
        owed_by="platform",
        due_at=NOW + HOUR,
        ended_at=None if left is None else NOW + HOUR - left * MINUTE,
        minutes_left=left,
        breached=left is not None and left < 0,
    )
    return CaseClosed(
        resolution="solved", closed_at=NOW + 2 * HOUR, clocks=(clocks,), **facts(number, **changes)
    )


def event(data: EventData, at: datetime = NOW, id: str | None = None) -> dict[str, Any]:
    """The event as the bus delivers it."""
    kind = type(data)
    envelope = Envelope(
        id=id or new_id("evt", at),
        type=kind.__name__,
        version=kind.event_version,
        context=kind.context,
        occurred_at=at,
        subject="case#1",
        correlation_id="correlation-1",
        data=msgspec.to_builtins(data),
    )
    return {
        "source": f"teleshop.{kind.context}",
        "detail-type": kind.__name__,
        "detail": msgspec.to_builtins(envelope),
    }


def deliver(function: str, told: dict[str, Any]) -> None:
    """Run a function of this context upon an event."""
    import_module(f"functions.analysis.{function}").handler(told, None)


def seen(number: int = 1, at: datetime = NOW, **changes: Any) -> CaseSeen:
    """What the opening of a complaint says, or with changes another event."""
    case_id = facts(number)["case_id"]
    whole = CaseSeen(
        case_id=case_id,
        mark=mark_of(at, f"evt_{number}"),
        at=at,
        kind="complaint",
        supplier_id=SUPPLIER_ID,
        product_id="P-100",
        arrived_at=at,
    )
    return replace(whole, **changes)


def judged(number: int, at: datetime, cause: str, suggested: str) -> CaseSeen:
    """What a classification says."""
    return seen(
        number,
        at,
        cause=cause,
        arrived_at=None,
        judgement=Judgement(suggested, agreed=suggested == cause),
    )


def complaint(number: int, at: datetime = NOW, **about: str) -> Complaint:
    """A complaint about a product, slot or supplier."""
    return Complaint(
        facts(number)["case_id"],
        at,
        {Scope(scope): id for scope, id in (about or {"product": "P-100"}).items()},
    )
