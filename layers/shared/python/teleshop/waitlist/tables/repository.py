"""Reads of the waitlist table. Those of a queue are consistent: the order of turns is strict among
all who had joined when it was read.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from teleshop.kernel.paging import Page, PageRequest, read_cursor, sign_cursor
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.waitlist.domain.entry import Entry
from teleshop.waitlist.domain.serving import Place, QueueFigure, in_order
from teleshop.waitlist.tables.rows import (
    EntryRow,
    FigureRow,
    OpenEntry,
    OpenRow,
    PlaceRow,
    partition,
)

AT_ONCE = 16
"""Lines of a queue that are read beside each other."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of a queue in order, with the figure of the whole queue."""

    page: Page[Entry]
    figure: QueueFigure


class WaitlistRepository:
    """Finds what this context stored; no scans, no filters."""

    def find(self, entry_id: str) -> Entry | None:
        """The entry as it is stored now."""
        found: Entry | None = EntryRow.find(entry_id, EntryRow.SK)
        return found

    def find_many(self, entry_ids: Iterable[str]) -> dict[str, Entry]:
        """The entries that exist, by id, in the order of their ids as given; one call for each
        hundred.
        """
        wanted = [(entry_id, EntryRow.SK) for entry_id in entry_ids]
        found: dict[tuple[str, str], Entry] = EntryRow.find_many(wanted)
        return {key[0]: found[key] for key in wanted if key in found}

    def open_of(self, customer_id: str, limit: int) -> list[OpenEntry]:
        """What a customer waits for, by SKU; one call."""
        rows = OpenRow.query(OpenRow.partition(customer_id), limit=limit, consistent_read=True)
        with reading():
            return [row.to_entity() for row in rows]

    def entries_of(self, customer_id: str, page: PageRequest) -> Page[Entry]:
        """The open entries of a customer, by SKU; two calls."""
        found: Page[OpenEntry] = query_page(
            OpenRow, OpenRow, OpenRow.partition(customer_id), page, scope="waiting-list"
        )
        entries = self.find_many(one.entry_id for one in found.items)
        return Page(list(entries.values()), found.next)

    def figures(
        self, skus: Iterable[str], lines: Iterable[str], *, consistent: bool = True
    ) -> dict[str, dict[str, QueueFigure]]:
        """The figure of each line of each SKU's queue in which anybody ever stood; one call for
        each hundred lines.
        """
        wanted = tuple(lines)
        names = {
            (partition(sku, line), FigureRow.SK): (sku, line) for sku in skus for line in wanted
        }
        rows: Mapping[tuple[str, str], QueueFigure] = FigureRow.find_many(
            names, consistent=consistent
        )
        found: dict[str, dict[str, QueueFigure]] = {sku: {} for sku, _ in names.values()}
        for key, figure in rows.items():
            sku, line = names[key]
            found[sku][line] = figure
        return found

    def figure(self, sku: str, lines: Iterable[str]) -> QueueFigure:
        """The figure of a whole queue; one call."""
        return total_of(self.figures([sku], lines)[sku])

    def heads(
        self, sku: str, lines: Iterable[str], limit: int, after: str = ""
    ) -> list[list[Place]]:
        """The first ``limit`` places of each line behind the turn ``after``; one query for each
        line, beside each other.
        """
        wanted = list(lines)
        if not wanted:
            return []
        with ThreadPoolExecutor(max_workers=min(AT_ONCE, len(wanted))) as pool:
            return list(pool.map(lambda line: self._head(sku, line, limit, after), wanted))

    @staticmethod
    def _head(sku: str, line: str, limit: int, after: str) -> list[Place]:
        # "$" follows "#", and "~" every character of a turn: the one named by ``after`` is left
        # out, and so is the figure of the line.
        first = f"{PlaceRow.PREFIX}{after}$" if after else PlaceRow.PREFIX
        rows = PlaceRow.query(
            partition(sku, line),
            PlaceRow.sk.between(first, f"{PlaceRow.PREFIX}~"),
            limit=limit,
            page_size=limit,
            consistent_read=True,
        )
        with reading():
            return [row.to_entity() for row in rows]

    def queue(self, sku: str, lines: Iterable[str], page: PageRequest) -> QueuePage:
        """Who waits for a SKU, in order of their turns, merged from the lines; those who have an
        offer do not wait.
        """
        scope = f"waiting-queue|{sku}"
        after = str(read_cursor(scope, page.cursor)["after"]) if page.cursor else ""
        figures = self.figures([sku], lines)[sku]
        found = in_order(self.heads(sku, filled(figures), page.limit + 1, after), page.limit + 1)
        places = found[: page.limit]
        entries = self.find_many(place.entry_id for place in places)
        more = sign_cursor(scope, {"after": places[-1].turn}) if len(found) > page.limit else None
        return QueuePage(Page(list(entries.values()), more), total_of(figures))


def filled(figures: Mapping[str, QueueFigure]) -> list[str]:
    """The lines in which somebody stands."""
    return [line for line, figure in figures.items() if figure.waiting > 0]


def total_of(figures: Mapping[str, QueueFigure]) -> QueueFigure:
    """The figure of all lines together."""
    return sum(figures.values(), QueueFigure())
