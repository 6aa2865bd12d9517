"""Routes of the audit capability, for those who check."""

from datetime import date
from typing import TYPE_CHECKING

from teleshop.audit.errors import AuditDayNotFoundError
from teleshop.audit.schemas import AuditDayView, AuditEntryView, AuditQuery
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.audit.domain import AuditEntry, DayStatus
    from teleshop.kernel.paging import Page

api = ApiBlueprint(__name__)


def to_entry(entry: "AuditEntry") -> AuditEntryView:
    """One change as it is shown."""
    return AuditEntryView(
        id=entry.sk,
        subject=entry.subject,
        occurred_at=entry.occurred_at,
        action=entry.action,
        actor=entry.actor,
        roles=entry.roles,
        request_id=entry.request_id,
        correlation_id=entry.correlation_id,
        causation_id=entry.causation_id,
        changes=entry.changes,
        notes=entry.notes,
    )


def to_listing(page: "Page[AuditEntry]") -> Listing[AuditEntryView]:
    """One page of changes."""
    return Listing.of(page.map(to_entry))


def to_day(status: "DayStatus") -> AuditDayView:
    """How far the chain of a day is."""
    return AuditDayView(
        day=status.day,
        entries=status.count,
        last_hash=status.hash,
        ended=status.ended,
        anchored=status.anchored,
    )


@api.get(
    "/audit",
    query=AuditQuery,
    answer=Listing[AuditEntryView],
    present=to_listing,
    clause="8.1.2",
    summary=("查询某一对象的全部变更记录", "List the changes of one object"),
)
def read_audit(request: Request[NoBody, AuditQuery]) -> "Page[AuditEntry]":
    """Who changed what and when, newest first; reading is itself on record."""
    from teleshop.audit.wiring import service

    query = request.query
    return service().read_entries(request.call, query.subject, query.page)


@api.get(
    "/audit/days/{day}",
    answer=AuditDayView,
    present=to_day,
    clause="8.1.2",
    summary=("查询某日审计链的状态", "How far the audit chain of a day is"),
)
def get_audit_day(request: Request[NoBody, NoQuery]) -> "DayStatus":
    """Count, last hash and anchor of one China day; `make verify-audit` proves them."""
    from teleshop.audit.wiring import service

    try:
        day = date.fromisoformat(request.path["day"])
    except ValueError as malformed:
        raise AuditDayNotFoundError from malformed
    return service().day_status(day)
