"""Reads of the imports table."""

from collections.abc import Sequence

from teleshop.imports.domain.run import ChunkMark, Import, Progress, Running
from teleshop.imports.tables.rows import ChunkRow, ImportRow, ProgressRow, RunningRow
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page


class ImportRepository:
    """Finds what this context stored; no scans, no filters."""

    def find(self, import_id: str) -> Import | None:
        """The import as it is stored now."""
        found: Import | None = ImportRow.find(import_id, ImportRow.SK)
        return found

    def of_supplier(self, supplier_id: str, page: PageRequest) -> Page[Import]:
        """The imports of one supplier, newest first."""
        return query_page(
            ImportRow.by_supplier,
            ImportRow,
            supplier_id,
            page,
            scope="imports-of-supplier",
            newest_first=True,
        )

    def progress(self, import_ids: Sequence[str]) -> dict[str, Progress]:
        """The sums of runs, by import; one call for all."""
        found = ProgressRow.find_many((one, ProgressRow.SK) for one in import_ids)
        return {import_id: known for (import_id, _), known in found.items()}

    def find_chunk(self, import_id: str, number: int) -> ChunkMark | None:
        """The mark of a chunk that was imported."""
        found: ChunkMark | None = ChunkRow.find(import_id, ChunkRow.sort_of(number))
        return found

    def chunks(self, import_id: str) -> list[ChunkMark]:
        """The marks of all chunks that were imported, by number."""
        condition = ChunkRow.sk.startswith(ChunkRow.PREFIX)
        with reading():
            rows = list(ChunkRow.query(import_id, condition, consistent_read=True))
        return [row.to_entity() for row in rows]

    def running(self, supplier_id: str) -> Running | None:
        """The import that a supplier has under way."""
        found: Running | None = RunningRow.find(RunningRow.key_of(supplier_id), RunningRow.SK)
        return found
