"""Routes of the audit capability, for those who check."""

from datetime import date
from typing import TYPE_CHECKING, Any

from teleshop.audit.errors import AuditDayUnknownError
from teleshop.audit.schemas import AuditDayView, AuditEntryView, AuditQuery, BreakView
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.audit.service import Proof
    from teleshop.kernel.paging import Page

api = ApiBlueprint(__name__)


def to_entry(row: Any) -> AuditEntryView:
    """One change as it is shown."""
    return AuditEntryView(
        id=row.sk,
        occurred_at=row.occurred_at,
        action=row.action,
        actor=row.actor,
        roles=row.roles,
        request_id=row.request_id,
        correlation_id=row.correlation_id,
        causation_id=row.causation_id,
        changes=row.changes,
        notes=row.notes,
    )


def to_listing(page: "Page[Any]") -> Listing[AuditEntryView]:
    """One page of changes."""
    return Listing.of(page.map(to_entry))


def to_day(proof: "Proof") -> AuditDayView:
    """The proof as it is shown."""
    broken = proof.broken
    return AuditDayView(
        day=proof.day,
        entries=proof.count,
        last_hash=proof.last_hash,
        anchored=proof.anchored,
        broken=(
            BreakView(kind=broken.kind, seq=broken.seq, entry_id=broken.entry_id)
            if broken
            else None
        ),
    )


@api.get(
    "/audit",
    query=AuditQuery,
    answer=Listing[AuditEntryView],
    present=to_listing,
    clause="8.1.2",
    summary=("查询某一对象的全部变更记录", "List the changes of one object"),
)
def read_audit(request: Request[NoBody, AuditQuery]) -> "Page[Any]":
    """Who changed what and when, newest first."""
    from teleshop.audit.wiring import service
    from teleshop.kernel.transaction import Subject

    kind, _, id = request.query.subject.partition(":")
    return service().read(request.call, Subject(kind, id), request.query.page)


@api.get(
    "/audit/days/{day}",
    answer=AuditDayView,
    present=to_day,
    clause="8.1.2",
    summary=("验证某日审计链", "Prove the audit chain of a day"),
)
def prove_day(request: Request[NoBody, NoQuery]) -> "Proof":
    """Walk the chain of one China day now and say whether it holds."""
    from teleshop.audit.wiring import service

    try:
        day = date.fromisoformat(request.path["day"])
    except ValueError as malformed:
        raise AuditDayUnknownError from malformed
    return service().prove(day, request.call.now)
