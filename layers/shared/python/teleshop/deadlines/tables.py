"""The deadlines table: one row per deadline; a sparse index, sharded by hash, holds only what the
sweep must look at.
"""

import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.deadlines.domain import Deadline, Owner
from teleshop.kernel.clock import sortable
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Flag, Instant, Integer, Json, Text
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL

SHARDS = 8
"""A shard takes 1,000 writes per second; eight carry the registrations of 4,000 complaints per
second (two clocks each).
"""


def shard_of(deadline_id: str) -> str:
    """The shard of a deadline, ``0`` to ``7``; stable over processes, unlike `hash`."""
    return str(zlib.crc32(deadline_id.encode()) % SHARDS)


class DueIndex(GlobalSecondaryIndex["DeadlineRow"]):
    """What the sweep must look at, by shard, in order of time."""

    class Meta:
        index_name = "by_due"
        projection = AllProjection()

    shard = Text(hash_key=True, data_class=INTERNAL)
    next_at = Text(range_key=True, data_class=INTERNAL)


class OwnerIndex(GlobalSecondaryIndex["DeadlineRow"]):
    """The deadlines of one object, by due time."""

    class Meta:
        index_name = "by_owner"
        projection = AllProjection()

    owner_key = Text(hash_key=True, data_class=INTERNAL)
    owner_sort = Text(range_key=True, data_class=INTERNAL)


class DeadlineRow(TableModel):
    """One deadline; ``shard`` and ``next_at`` are absent unless it is open."""

    table = "deadlines"
    entity = Deadline

    pk = Text(hash_key=True, data_class=INTERNAL)
    shard = Text(null=True, data_class=INTERNAL)
    next_at = Text(null=True, data_class=INTERNAL)
    owner_key = Text(data_class=INTERNAL)
    owner_sort = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    owner_context = Text(data_class=INTERNAL)
    owner_kind = Text(data_class=INTERNAL)
    owner_id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    due_at = Instant(data_class=INTERNAL)
    registered_at = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    warnings = Json(data_class=INTERNAL)
    warned = Integer(data_class=INTERNAL)
    remaining = Integer(null=True, data_class=INTERNAL)
    pausable = Flag(data_class=INTERNAL)
    reached_at = Instant(null=True, data_class=INTERNAL)
    met_at = Instant(null=True, data_class=INTERNAL)
    data = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_due = DueIndex()
    by_owner = OwnerIndex()

    @classmethod
    def keys_of(cls, entity: Deadline) -> Mapping[str, str | None]:
        due = entity.next_at
        return {
            "pk": entity.id,
            "shard": shard_of(entity.id) if due else None,
            "next_at": f"{sortable(due)}#{entity.id}" if due else None,
            "owner_key": entity.owner.key,
            "owner_sort": f"{sortable(entity.due_at)}#{entity.id}",
        }


class DeadlineRepository:
    """Reads of the deadlines table."""

    def find(self, id: str) -> Deadline | None:
        """The deadline as it is stored now."""
        return DeadlineRow.find(id)

    def of_owner(self, owner: Owner, page: PageRequest) -> Page[Deadline]:
        """All deadlines of one object, ended ones too, by due time."""
        return query_page(
            DeadlineRow.by_owner, DeadlineRow, owner.key, page, scope="deadlines-of-owner"
        )

    def due(self, shard: str, until: datetime) -> Iterator[Deadline]:
        """What one shard has to look at up to and including ``until``, earliest first; pages are
        read as needed.
        """
        # "~" sorts after "#" and every character of an id: the instant itself is included.
        found = DeadlineRow.by_due.query(shard, DueIndex.next_at <= f"{sortable(until)}~")
        for row in found:
            yield row.to_entity()
