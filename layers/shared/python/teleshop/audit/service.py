"""Use cases of the audit: reading entries, chaining them, anchoring days, proving the chain."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import TypeVar

from teleshop.audit import domain
from teleshop.audit.anchors import AnchorStore
from teleshop.audit.domain import (
    CHUNK,
    GENESIS,
    SETTLES,
    Anchor,
    Arrived,
    AuditEntry,
    Break,
    BreakKind,
    DayCheck,
    DayProof,
    DayStatus,
    Head,
    Link,
    Proof,
    Raw,
)
from teleshop.audit.errors import AuditDayNotFoundError
from teleshop.audit.tables import AuditRepository, is_entry
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import CHINA, china_date, end_of_china_day, start_of_china_day
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run

__all__ = ["AnchorReport", "Audit", "AuditEntry", "DayStatus", "Proof"]

T = TypeVar("T")

SWEPT = timedelta(minutes=30)
"""How far back the frequent sweep looks: six times its period."""
STREAM_LEAD = timedelta(minutes=1)
"""The sweep leaves entries this young to the stream."""
FULL_SWEEP = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AnchorReport:
    """``swept`` entries the stream had missed, the days anchored, and whether the running day was
    anchored for this hour.
    """

    swept: int
    days: tuple[date, ...]
    hour: bool


class Audit:
    """The audit capability; stateless, one per process."""

    def __init__(self, repository: AuditRepository, anchors: AnchorStore) -> None:
        self._repository = repository
        self._anchors = anchors

    # -- reading --

    def read_entries(self, call: Call, subject: str, page: PageRequest) -> Page[AuditEntry]:
        """The entries of ``kind:id``, newest first; that somebody read them is an entry of its own,
        filed under the reader.
        """
        found = self._repository.entries_of(subject.replace(":", "#", 1), page)
        tx = Transaction(call, "read_audit", Subject("audit_reader", call.actor.subject))
        tx.note(subject=subject, entries=len(found.items), first_page=page.cursor is None)
        return tx.commit(found)

    def day_status(self, day: date) -> DayStatus:
        """How far the chain of a day is; raises :class:`AuditDayNotFoundError` where there is
        none.
        """
        end = self._repository.day_end(day)
        if end is not None:
            return DayStatus(day, end.count, end.hash, True, self._anchors.exists(day))
        head = self._repository.head()
        if head is None or head.day != day:
            raise AuditDayNotFoundError
        return DayStatus(day, head.seq, head.hash, False, False)

    # -- chaining --

    def chain_items(self, call: Call, items: Sequence[Raw]) -> int:
        """Give each entry among stored items its link, once, in the given order; answers how many
        got one now.

        One transaction per :data:`CHUNK` entries. Parallel runs race for the head and repeat;
        :class:`RacedError` after several lost races, with whole chunks done or not done.
        """
        arrived = [
            Arrived(item["pk"]["S"], item["sk"]["S"], domain.entry_hash(item))
            for item in items
            if is_entry(item)
        ]
        return self._chain(call, arrived)

    def sweep(
        self, call: Call, *, since: datetime | None = None, until: datetime | None = None
    ) -> int:
        """Chain what the stream missed among the entries that tell of ``since`` to ``until``, by
        default of the last :data:`SWEPT` but the youngest; answers how many.

        Costs the keys and marks of that window, whatever the day holds.
        """
        since = since or call.now - SWEPT
        until = until or call.now - STREAM_LEAD
        chained = 0
        for keys in self._repository.entry_keys(since, until):
            missed = self._without_link(keys)
            hashes = self._repository.hashes(missed)
            arrived = [Arrived(pk, sk, hashes[sk]) for pk, sk in missed if sk in hashes]
            chained += self._chain(call, arrived)
        return chained

    def _without_link(self, keys: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        linked = self._repository.linked([sk for _, sk in keys])
        return [key for key in keys if key[1] not in linked]

    def _chain(self, call: Call, arrived: Sequence[Arrived]) -> int:
        # A batch may hold one entry twice; the first counts.
        first: dict[str, Arrived] = {}
        for entry in arrived:
            first.setdefault(entry.id, entry)
        ordered = iter(first.values())
        chained = 0
        while chunk := list(islice(ordered, CHUNK)):
            chained += run(call, lambda part=chunk: self._chain_chunk(call, part))  # type: ignore[misc]  # bound at once
        return chained

    def _chain_chunk(self, call: Call, chunk: list[Arrived]) -> int:
        linked = self._repository.linked([entry.id for entry in chunk])
        new = [entry for entry in chunk if entry.id not in linked]
        if not new:
            return 0
        head = self._current_head(call)
        links, after = domain.appended(head, new, call.now)
        self._repository.append(links, head, after)
        return len(links)

    def _current_head(self, call: Call) -> Head:
        """The head on the day of ``call.now``, or on a later one; ends the days before it."""
        head = self._repository.head() or domain.began(call.now)
        while (ended := domain.day_ended(head, call.now)) is not None:
            end, after = ended
            self._repository.end_day(end, head, after)
            head = self._repository.head() or after
        return head

    # -- anchoring --

    def anchor(self, call: Call) -> AnchorReport:
        """Once an hour: end the days that are over and anchor each that has no anchor yet, then
        anchor the running day for this hour.

        Until a day is anchored everything of it and the day before is compared with the chain.
        Running it again changes nothing.
        """
        head = self._repository.head()
        if head is None:
            return AnchorReport(0, (), hour=False)
        swept = 0
        yesterday = china_date(call.now) - timedelta(days=1)
        if head.day <= yesterday or self._waits_for_anchor(yesterday):
            since = start_of_china_day(min(head.day, yesterday)) - FULL_SWEEP
            swept = self.sweep(call, since=since, until=call.now - STREAM_LEAD)
        head = run(call, lambda: self._current_head(call))
        days = tuple(self._anchor_ended(call, head.day))
        hour = False
        if head.day == china_date(call.now) and head.seq:
            local = call.now.astimezone(CHINA)
            hour = self._anchors.put(
                Anchor(head.day, head.seq, head.first, head.hash, call.now, local.hour)
            )
        return AnchorReport(swept, days, hour)

    def _waits_for_anchor(self, day: date) -> bool:
        """Whether a day has ended without its anchor: a run that ended it may not have gone on."""
        return self._repository.day_end(day) is not None and not self._anchors.exists(day)

    def _anchor_ended(self, call: Call, running: date) -> Iterator[date]:
        """Anchor the days before ``running`` back to the last that has its anchor."""
        day = running - timedelta(days=1)
        waiting = []
        while (end := self._repository.day_end(day)) is not None and not self._anchors.exists(day):
            waiting.append(end)
            day -= timedelta(days=1)
        # The oldest first: should this run end early, the next one must not stop at a newer anchor.
        for end in reversed(waiting):
            self._anchors.put(Anchor(end.day, end.count, end.first, end.hash, call.now))
            yield end.day

    # -- proving --

    def verify(
        self,
        first: date,
        last: date,
        now: datetime,
        *,
        told: Callable[[DayProof], None] = lambda _: None,
    ) -> Proof:
        """Walk the chain of the days ``first`` to ``last`` and compare it with the entries as they
        are stored and with the anchors; stops at the first break.

        Reads every link and entry of those days; nothing is changed. ``told`` hears of each sound
        day.
        """
        days: list[DayProof] = []
        previous = self._hash_before(first)
        day = first
        while day <= last:
            result = self._verify_day(day, previous, now)
            if isinstance(result, Break):
                return Proof(days, result)
            days.append(result)
            told(result)
            previous, day = result.hash, day + timedelta(days=1)
        return Proof(days)

    def _hash_before(self, day: date) -> str:
        before = day - timedelta(days=1)
        anchor = self._anchors.find(before)
        if anchor is not None:
            return anchor.hash
        end = self._repository.day_end(before)
        return end.hash if end is not None else GENESIS

    def _verify_day(self, day: date, previous: str, now: datetime) -> DayProof | Break:
        # First what may only grow, then the links: what is added meanwhile cannot be missed.
        anchors = self._anchors.of_day(day)
        head = self._repository.head()
        end = self._repository.day_end(day)
        check = DayCheck(day, previous, anchors)
        links = self._repository.links(day)
        if head is not None and head.day == day:
            links = takewhile(lambda part: part[0] <= head.seq, links)
        try:
            broken = self._walk(check, links) or check.finish(now=now, end=end, head=head)
        except ValueError:
            # A row that cannot even be read any more: its place is the first not yet walked.
            broken = Break(day, BreakKind.ALTERED, check.count + 1)
        if broken is not None:
            return broken
        pending = self._find_unlinked(check, day, now)
        if isinstance(pending, Break):
            return pending
        anchored = any(anchor.hour is None for anchor in anchors)
        return DayProof(day, check.count, check.hash, anchored, pending)

    def _walk(self, check: DayCheck, links: Iterator[tuple[int, Link]]) -> Break | None:
        while part := list(islice(links, 100)):
            hashes = self._repository.hashes(
                list({(link.entry_subject, link.entry_id): None for _, link in part})
            )
            for place, link in part:
                broken = check.link(place, link, hashes.get(link.entry_id))
                if broken is not None:
                    return broken
        return None

    def _find_unlinked(self, check: DayCheck, day: date, now: datetime) -> int | Break:
        """Entries that tell of ``day`` and are in no chain: how many may be on their way, or the
        first that may not.
        """
        pending = 0
        young = {
            sk
            for keys in self._repository.entry_keys(
                max(now - SETTLES, start_of_china_day(day)), now
            )
            for _, sk in keys
        }
        until = end_of_china_day(day) - timedelta(milliseconds=1)
        for keys in self._repository.entry_keys(start_of_china_day(day), until):
            for _, sk in keys:
                if sk in check.linked:
                    continue
                link = self._repository.link_of_entry(sk)
                if link is not None and link.entry_id == sk:
                    continue  # arrived on another day, and is proved with that one
                if sk not in young:
                    return Break(day, BreakKind.UNLINKED_ENTRY, None, sk)
                pending += 1
        return pending
