"""Reads of the indicators table; no scans, no filters."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from teleshop.indicators.domain import (
    Counted,
    Figures,
    Kind,
    Place,
    Sum,
    total,
)
from teleshop.indicators.tables.rows import (
    BEHIND,
    CountedRow,
    DayRow,
    ListIndex,
    QuarterRow,
    SumRow,
    day_span,
)
from teleshop.kernel.paging import Page, PageRequest, invalid_cursor, open_cursor, seal_cursor
from teleshop.kernel.quarters import day_after, first_day
from teleshop.kernel.store.failures import reading

PAGE = 500
"""Rows that one call reads of a list: less than half of the megabyte that it may answer."""
ROWS_PER_SUPPLIER = 8


class IndicatorsRepository:
    """Finds figures and the events behind them; stateless."""

    # -- figures --

    def of_quarter(self, supplier_id: str, quarter: str) -> dict[Place, Sum]:
        """The rows of a supplier's quarter as they are stored now."""
        condition = QuarterRow.sk.startswith(f"{quarter}#")
        with reading():
            rows = list(
                QuarterRow.query(QuarterRow.partition(supplier_id), condition, consistent_read=True)
            )
        return {row.place: row.sum for row in rows}

    def of_days(self, supplier_id: str, first: date, last: date) -> dict[Place, Sum]:
        """The rows of a supplier's days from ``first`` to ``last`` as they are stored now."""
        span = DayRow.sk.between(*day_span(first, last))
        with reading():
            rows = list(DayRow.query(DayRow.partition(supplier_id), span, consistent_read=True))
        return {row.place: row.sum for row in rows}

    def collect(self, quarter: str, list_shard: int) -> Iterator[tuple[str, Figures]]:
        """The suppliers of one part of a quarter's list, in the order of their ids, each with its
        figures; read page by page as they are used up.
        """
        with reading():
            rows = QuarterRow.by_list.query(QuarterRow.list_of(quarter, list_shard), page_size=PAGE)
            for supplier_id, own in groupby(rows, _supplier):
                yield supplier_id, total(row.sum.figures for row in own)

    def active_on(self, day: date, list_shard: int, after: str | None, limit: int) -> Page[str]:
        """At most ``limit`` suppliers of whom something was counted on a day, behind ``after``, in
        the order of their ids; ``next`` is the last one, if there may be more.
        """
        condition = ListIndex.list_sort > f"{after}#{BEHIND}" if after else None
        with reading():
            rows = DayRow.by_list.query(
                DayRow.list_of(day.isoformat(), list_shard),
                range_key_condition=condition,
                page_size=min(PAGE, ROWS_PER_SUPPLIER * (limit + 1)),
            )
            found: list[str] = []
            for supplier_id, _ in groupby(rows, _supplier):
                if len(found) == limit:
                    return Page(found, found[-1])
                found.append(supplier_id)
        return Page(found)

    # -- events --

    def marks_of(self, known: Sequence[Counted]) -> set[tuple[str, str]]:
        """The keys of those that are on record; one call for each hundred."""
        keys = [key_of(one) for one in known]
        with reading():
            rows = CountedRow.batch_get(keys, consistent_read=True, attributes_to_get=["pk", "sk"])
            return {(row.pk, row.sk) for row in rows}

    def events_of(self, supplier_id: str, quarter: str) -> Iterator[Counted]:
        """Every event of a supplier's quarter as stored now, in the order of what happened."""
        with reading():
            rows = CountedRow.query(
                CountedRow.partition(supplier_id, quarter), consistent_read=True, page_size=PAGE
            )
            for row in rows:
                yield row.to_entity()

    def sources(
        self, supplier_id: str, quarter: str, kinds: Sequence[Kind], page: PageRequest
    ) -> Page[Counted]:
        """The events of these kinds, kind by kind, the latest of each first. The place of an event
        tells its instant and id, which suppliers are not to see of an answer: cursors are sealed.
        """
        scope = f"figure-sources|{supplier_id}|{quarter}|{','.join(kinds)}"
        start, before = _position(scope, page.cursor, kinds)
        found: list[Counted] = []
        for kind in kinds[start:]:
            # One more than is shown tells whether there is more.
            wanted = page.limit + 1 - len(found)
            if not wanted:
                break
            found += self._of_kind(supplier_id, quarter, kind, before, wanted)
            before = None
        shown, more = found[: page.limit], found[page.limit :]
        if not more:
            return Page(shown)
        last = shown[-1]
        place = {"kind": last.kind.value, "before": key_of(last)[1]}
        return Page(shown, seal_cursor(scope, place))

    def _of_kind(
        self, supplier_id: str, quarter: str, kind: Kind, before: str | None, limit: int
    ) -> list[Counted]:
        with reading():
            rows = CountedRow.by_list.query(
                CountedRow.list_of(supplier_id, quarter, kind),
                range_key_condition=ListIndex.list_sort < before if before else None,
                scan_index_forward=False,
                limit=limit,
                page_size=limit,
            )
            return [row.to_entity() for row in rows]


def key_of(known: Counted) -> tuple[str, str]:
    """The key of an event that was counted."""
    keys = CountedRow.keys_of(known)
    return str(keys["pk"]), str(keys["sk"])


def days_of(quarter: str) -> tuple[date, date]:
    """The first and last day of a quarter."""
    return first_day(quarter), date.fromordinal(day_after(quarter).toordinal() - 1)


def _supplier(row: SumRow) -> str:
    return row.supplier_id


def _position(scope: str, cursor: str | None, kinds: Iterable[Kind]) -> tuple[int, str | None]:
    """With which kind a page begins, and before which place in it."""
    if cursor is None:
        return 0, None
    place = open_cursor(scope, cursor)
    names = [kind.value for kind in kinds]
    kind, before = place.get("kind"), place.get("before")
    if kind not in names or not isinstance(before, str):
        raise invalid_cursor()
    return names.index(kind), before
