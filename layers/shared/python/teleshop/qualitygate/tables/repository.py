"""Reads of the quality gate's table."""

from teleshop.kernel.store.failures import reading
from teleshop.qualitygate.domain import Gate, Letter
from teleshop.qualitygate.tables.rows import WATCHED, GateRow, LetterRow, WatchIndex


class GateRepository:
    """Finds what this context stored; no scans, no filters."""

    def find(self, supplier_id: str) -> Gate | None:
        """The gate as it is stored now; none for a supplier that was always clear."""
        found: Gate | None = GateRow.find(supplier_id, GateRow.SK)
        return found

    def letters(self, supplier_id: str, limit: int) -> list[Letter]:
        """The last letters, newest first."""
        with reading():
            rows = list(
                LetterRow.query(
                    supplier_id,
                    LetterRow.sk.startswith(LetterRow.PREFIX),
                    scan_index_forward=False,
                    limit=limit,
                    page_size=limit,
                    consistent_read=True,
                )
            )
        return [row.to_entity() for row in rows]

    def watched(self, after: str | None, limit: int) -> list[str]:
        """Suppliers that are warned or held, by id, at most ``limit`` after ``after``."""
        later = WatchIndex.watch_sort > after if after is not None else None
        with reading():
            rows = list(GateRow.by_watch.query(WATCHED, later, limit=limit, page_size=limit))
        return [row.supplier_id for row in rows]
