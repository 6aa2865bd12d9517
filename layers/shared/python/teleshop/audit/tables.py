"""The audit table: entries as the kernel writes them, and beside them the chain.

``pk`` and ``sk`` of its rows:

- ``kind#id`` of a subject, entry id: an entry, written by the transaction that it tells of
- ``chain#2026-11-23``, place in ten digits: a link
- ``link#<entry id>``, ``link``: the mark that this entry has its link, so it never gets two
- ``chain#head``, ``head``: the end of the chain
- ``day#2026-11-23``, ``end``: the end of a day that takes no more links
"""

import heapq
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from operator import itemgetter
from typing import Any

from pynamodb.exceptions import DoesNotExist, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from teleshop.audit.domain import AuditEntry, DayEnd, Head, Link, Raw, entry_hash
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import first_of
from teleshop.kernel.journal import AuditEntryRow, EntriesByDay, day_keys
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Day, Instant, Integer, Text
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel, shared_connection

INTERNAL = DataClass.INTERNAL
BATCH = 100
"""BatchGetItem takes no more keys."""
_LOST = {"ConditionalCheckFailed", "TransactionConflict"}
_ENTRY_PREFIX = "aud_"


class EntryRow(AuditEntryRow):
    """An entry as this context reads it."""

    entity = AuditEntry


class LinkRow(TableModel):
    """One link of the chain of a day."""

    table = "audit"
    entity = Link

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    day = Day(data_class=INTERNAL)
    seq = Integer(data_class=INTERNAL)
    entry_subject = Text(data_class=INTERNAL)
    entry_id = Text(data_class=INTERNAL)
    entry_hash = Text(data_class=INTERNAL)
    previous = Text(data_class=INTERNAL)
    hash = Text(data_class=INTERNAL)
    chained_at = Instant(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Link) -> Mapping[str, str | None]:
        return {"pk": chain_key(entity.day), "sk": f"{entity.seq:010d}"}


class MarkRow(TableModel):
    """An entry has its link, and where."""

    table = "audit"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    day = Day(data_class=INTERNAL)
    seq = Integer(data_class=INTERNAL)


class HeadRow(TableModel):
    """The end of the chain: the one row that every addition changes."""

    table = "audit"
    entity = Head

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    day = Day(data_class=INTERNAL)
    seq = Integer(data_class=INTERNAL)
    first = Text(null=True, data_class=INTERNAL)
    hash = Text(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Head) -> Mapping[str, str | None]:
        return {"pk": "chain#head", "sk": "head"}


class DayEndRow(TableModel):
    """The end of a day's chain."""

    table = "audit"
    entity = DayEnd

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    day = Day(data_class=INTERNAL)
    count = Integer(data_class=INTERNAL)
    first = Text(null=True, data_class=INTERNAL)
    hash = Text(data_class=INTERNAL)
    ended_at = Instant(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: DayEnd) -> Mapping[str, str | None]:
        return {"pk": f"day#{entity.day}", "sk": "end"}


def chain_key(day: date) -> str:
    """The partition of a day's links."""
    return f"chain#{day}"


def _keys_within(day_key: str, since: str, until: str) -> Iterator[tuple[str, str]]:
    """The keys of one shard of a day in order of time."""
    # Only the keys: the index carries whole entries, which the caller may not need.
    for row in AuditEntryRow.by_day.query(
        day_key,
        EntriesByDay.day_sort.between(since, until),
        page_size=500,
        attributes_to_get=["pk", "sk"],
    ):
        yield row.pk, row.sk


def is_entry(keys: Raw) -> bool:
    """Whether an item of the table, by its stored keys, is an entry and not part of the chain."""
    return str(keys["sk"].get("S", "")).startswith(_ENTRY_PREFIX)


def _sort_bound(instant: datetime) -> str:
    """What entry ids made at ``instant`` begin with: ten characters of a ULID are milliseconds."""
    return first_of("aud", instant)


class AuditRepository:
    """Reads of the audit table, and the two writes that make the chain."""

    # -- entries --

    def entries_of(self, subject_key: str, page: PageRequest) -> Page[AuditEntry]:
        """The entries of one subject, newest first."""
        return query_page(
            EntryRow,
            EntryRow,
            subject_key,
            page,
            scope="audit-of-subject",
            range_condition=EntryRow.sk.startswith(_ENTRY_PREFIX),
            newest_first=True,
        )

    def entry_keys(self, since: datetime, until: datetime) -> Iterator[list[tuple[str, str]]]:
        """Keys of the entries that tell of an instant from ``since`` to ``until``, by the hundred,
        in order of time within a China day.
        """
        day = china_date(since)
        while day <= china_date(until):
            within = (_sort_bound(since), f"{_sort_bound(until)}~")
            shards = [_keys_within(day_key, *within) for day_key in day_keys(day)]
            entries = heapq.merge(*shards, key=itemgetter(1))
            while batch := list(islice(entries, BATCH)):
                yield batch
            day += timedelta(days=1)

    def hashes(self, keys: Sequence[tuple[str, str]]) -> dict[str, str]:
        """The hash of what is stored now of each entry, by its id; entries that are gone are
        left out.
        """
        found = self._get_many(AuditEntryRow, keys)
        return {item["sk"]["S"]: entry_hash(item) for item in found}

    # -- chain --

    def head(self) -> Head | None:
        """The end of the chain, or None while nothing was chained."""
        found: Head | None = HeadRow.find("chain#head", "head")
        return found

    def day_end(self, day: date) -> DayEnd | None:
        """How a day ended, or None if it has not."""
        found: DayEnd | None = DayEndRow.find(f"day#{day}", "end")
        return found

    def links(self, day: date) -> Iterator[tuple[int, Link]]:
        """The links of a day with the place they are stored at, in order of place."""
        for row in LinkRow.query(chain_key(day), consistent_read=True, page_size=500):
            yield int(row.sk), row.to_entity()

    def link_of_entry(self, entry_id: str) -> Link | None:
        """The link that the mark of an entry names, or None if mark or link is missing."""
        try:
            mark = MarkRow.get(f"link#{entry_id}", "link", consistent_read=True)
        except DoesNotExist:
            return None
        found: Link | None = LinkRow.find(chain_key(mark.day), f"{mark.seq:010d}")
        return found

    def linked(self, entry_ids: Sequence[str]) -> set[str]:
        """Those of the entries that have their link."""
        keys = [(f"link#{entry_id}", "link") for entry_id in entry_ids]
        return {item["pk"]["S"].removeprefix("link#") for item in self._get_many(MarkRow, keys)}

    def append(self, links: Sequence[Link], before: Head, after: Head) -> None:
        """Add links to the chain, all or none.

        Raises :class:`RacedError` if the head moved or an entry got its link meanwhile.
        """
        rows: list[tuple[TableModel, Condition]] = []
        for link in links:
            rows.append((LinkRow.from_entity(link), LinkRow.pk.does_not_exist()))
            mark = MarkRow(pk=f"link#{link.entry_id}", sk="link", day=link.day, seq=link.seq)
            rows.append((mark, MarkRow.pk.does_not_exist()))
        self._move_head(before, after, rows)

    def end_day(self, end: DayEnd, before: Head, after: Head) -> None:
        """Close a day and let the chain go on in the next; raises :class:`RacedError` like
        :meth:`append`.
        """
        row = DayEndRow.from_entity(end)
        self._move_head(before, after, [(row, DayEndRow.pk.does_not_exist())])

    def _move_head(
        self, before: Head, after: Head, rows: list[tuple[TableModel, Condition]]
    ) -> None:
        moved = HeadRow.from_entity(after)
        moved.version = before.version + 1
        # Version 0 is a chain that nobody has stored yet.
        unmoved = (
            HeadRow.version == before.version if before.version else HeadRow.pk.does_not_exist()
        )
        try:
            with TransactWrite(
                connection=shared_connection(), client_request_token=str(uuid.uuid4())
            ) as write:
                for row, condition in rows:
                    write.save(row, condition=condition)
                write.save(moved, condition=unmoved)
        except TransactWriteError as failed:
            reasons = {reason.code for reason in failed.cancellation_reasons if reason}
            if reasons & _LOST:
                raise RacedError from failed
            raise

    def _get_many(
        self, row: type[TableModel], keys: Sequence[tuple[str, str]]
    ) -> Iterator[dict[str, Any]]:
        """Stored items in DynamoDB's own form, consistently, in no order; absent ones left out."""
        connection = row._get_connection()
        name = connection.table_name
        waiting: list[dict[str, Any]] = [{"pk": pk, "sk": sk} for pk, sk in keys]
        while waiting:
            asked, waiting = waiting[:BATCH], waiting[BATCH:]
            answer = connection.connection.batch_get_item(
                name,
                asked,  # type: ignore[arg-type]  # PynamoDB takes tables with a range key this way
                consistent_read=True,
            )
            yield from answer["Responses"].get(name, [])
            unprocessed = answer.get("UnprocessedKeys", {}).get(name, {}).get("Keys", [])
            waiting += [{"pk": key["pk"]["S"], "sk": key["sk"]["S"]} for key in unprocessed]
