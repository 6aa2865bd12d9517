"""The rows that every transaction writes beside its state: audit entry, outbox events, idempotency
record.
"""

import zlib
from datetime import date

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.store.attributes import (
    DataClass,
    ExpiresAt,
    Instant,
    Integer,
    Json,
    Personal,
    Text,
)
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL

DAY_SHARDS = 16
"""The entries of a day are spread over so many keys of their index: one key takes 1,000 writes a
second, and a programme that says "call now" would hold up every change of the platform at it.
"""


def day_keys(day: date) -> list[str]:
    """The keys under which the index keeps the entries of a China day."""
    return [f"{day}#{shard:02d}" for shard in range(DAY_SHARDS)]


def day_key_of(day: date, entry_id: str) -> str:
    """The one of :func:`day_keys` for an entry; always the same."""
    return f"{day}#{zlib.crc32(entry_id.encode()) % DAY_SHARDS:02d}"


class EntriesByDay(GlobalSecondaryIndex["AuditEntryRow"]):
    """All entries of one China day, each shard in order of time, for the proof that none is missing
    from the chain.
    """

    class Meta:
        index_name = "by_day"
        projection = AllProjection()

    day_key = Text(hash_key=True, data_class=INTERNAL)
    day_sort = Text(range_key=True, data_class=INTERNAL)


class AuditEntryRow(TableModel):
    """One change: who, in which role, what, when, before and after of what is not personal
    (standard 8.1.2).

    ``pk`` is the subject (``supplier#sup_…``), ``sk`` the entry's id; both are written once and
    never changed.
    """

    table = "audit"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    day_key = Text(data_class=INTERNAL)
    day_sort = Text(data_class=INTERNAL)
    action = Text(data_class=INTERNAL)
    actor = Text(data_class=INTERNAL)
    roles = Json(data_class=INTERNAL)
    occurred_at = Instant(data_class=INTERNAL)
    request_id = Text(data_class=INTERNAL)
    correlation_id = Text(data_class=INTERNAL)
    causation_id = Text(null=True, data_class=INTERNAL)
    changes = Json(data_class=INTERNAL)
    notes = Json(data_class=INTERNAL)

    by_day = EntriesByDay()


class OutboxRow(TableModel):
    """One event to publish; the table's stream carries it to the bus, TTL removes it later."""

    table = "outbox"

    pk = Text(hash_key=True, data_class=INTERNAL)
    type = Text(data_class=INTERNAL)
    context = Text(data_class=INTERNAL)
    envelope = Text(data_class=INTERNAL)
    expires_at = ExpiresAt(data_class=INTERNAL)


class IdempotencyRow(TableModel):
    """A request that took effect, and its answer; sealed, since an answer may show personal
    data.
    """

    table = "idempotency"

    pk = Text(hash_key=True, data_class=INTERNAL)
    fingerprint = Text(data_class=INTERNAL)
    status = Integer(data_class=INTERNAL)
    body = Personal(null=True)
    etag = Text(null=True, data_class=INTERNAL)
    expires_at = ExpiresAt(data_class=INTERNAL)
