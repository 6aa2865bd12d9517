"""Chains for tests: entries as the kernel writes them, chained as the stream would."""

from datetime import UTC, datetime, timedelta
from typing import Any

from teleshop.audit.service import Audit
from teleshop.audit.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.transaction import Subject, Transaction

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Noon in China."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def at(instant: datetime = NOON) -> Call:
    """A call of the system at an instant."""
    return Call(SYSTEM_ACTOR, instant, "request", "correlation")


def write(count: int = 1, *, now: datetime = NOON, subject: str = "sup_1") -> None:
    """Write entries: changes of one subject, a millisecond apart."""
    for number in range(count):
        call = at(now + timedelta(milliseconds=number))
        tx = Transaction(call, "change", Subject("supplier", subject))
        tx.note(number=number)
        tx.commit(None)


def stored(aws: Any) -> list[dict[str, Any]]:
    """What the stream of the audit table tells, oldest first."""
    shard = aws.table("AuditTable").stream_shard
    return [record.to_json()["dynamodb"]["NewImage"] for record in shard.items if record]


def chain(aws: Any, *, now: datetime = NOON) -> Audit:
    """Chain all that is written, in order of arrival."""
    audit = service()
    audit.chain_items(at(now), stored(aws))
    return audit
