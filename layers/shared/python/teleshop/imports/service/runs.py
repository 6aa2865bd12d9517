"""The frame of a run: started, read, reported, failed; `chunks` has what lies between.

Every step may be repeated, after a failure at any place: files are replaced by their equals, and a
step that was taken answers as it did.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from teleshop.deadlines.service import Deadlines
from teleshop.imports.domain import run as rules
from teleshop.imports.domain.faults import Fault
from teleshop.imports.domain.run import (
    ENDED,
    Counts,
    Import,
    ImportState,
    Running,
)
from teleshop.imports.domain.sheet import SheetRow, chunks, read_sheet
from teleshop.imports.ports import Workflow, Workspace
from teleshop.imports.schemas import ProductImportEnded, ProductImportStalled
from teleshop.imports.service.base import Desk, add_sums, clock_of
from teleshop.imports.tables import (
    ImportRepository,
    ImportRow,
    RunningRow,
)
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Transaction

Read = Callable[[bytes, str], Iterable[SheetRow]]
"""Makes rows of a file of that content type; it lives with its library in functions/imports."""
Render = Callable[[Sequence[Fault]], bytes]
LATE: Final = "not_ended_in_time"


class Runs(Desk):
    """The steps of a run."""

    def __init__(
        self, repository: ImportRepository, deadlines: Deadlines, workspace: Workspace
    ) -> None:
        super().__init__(repository, deadlines)
        self._workspace = workspace

    def start(self, workflow: Workflow, import_id: str) -> None:
        """Start the state machine, unless the import has ended meanwhile."""
        if self._get(import_id).state not in ENDED:
            workflow.start(import_id)

    def split(self, call: Call, read: Read, import_id: str) -> Import:
        """Read the file, and keep its products in chunks and its faults for the report."""
        before = self._get(import_id)
        if before.state is not ImportState.QUEUED:
            return before
        content = self._workspace.source(before.document_id, before.version_id)
        sheet = read_sheet(read(content, before.content_type))
        parts = chunks(sheet.products)
        for number, products in enumerate(parts, 1):
            self._workspace.put_chunk(import_id, number, products)
        self._workspace.put_faults(import_id, sheet.faults)
        tx = self._begin(call, "split_import", import_id)
        after = rules.started(before, sheet, len(parts), call.now)
        stored = tx.save(ImportRow, before, after, conflict=RacedError())
        add_sums(tx, import_id, Counts(refused=after.unread))
        return tx.commit(stored)

    def report(self, call: Call, to_csv: Render, to_book: Render, import_id: str) -> Import:
        """Write the report of every faulty row, and end the import."""
        before = self._get(import_id)
        if before.state is not ImportState.RUNNING:
            return before
        marks = self._repository.chunks(import_id)
        found = self._faults(import_id, [mark.number for mark in marks if mark.refused])
        files = self._workspace.put_report(import_id, to_csv(found), to_book(found))
        after = rules.ended(before, self._sums(import_id), files, call.now)
        tx = self._begin(call, "report_import", import_id)
        stored = self._end(tx, before, after)
        tx.publish(ProductImportEnded.of(after))
        return tx.commit(stored)

    def _faults(self, import_id: str, numbers: Sequence[int]) -> list[Fault]:
        found = self._workspace.faults(import_id)
        for number in numbers:
            for outcome in self._workspace.outcomes(import_id, number):
                found.extend(outcome.faults)
        return sorted(found)

    def fail(self, call: Call, import_id: str, error: str) -> Import:
        """A technical failure ended the run; what was imported stays, and the supplier may import
        the file again.
        """
        before = self._get(import_id)
        if before.state in ENDED:
            return before
        after = rules.stalled(before, self._sums(import_id), error, call.now)
        tx = self._begin(call, "fail_import", import_id)
        stored = self._end(tx, before, after)
        tx.publish(
            ProductImportStalled(import_id=import_id, supplier_id=before.supplier_id, error=error)
        )
        return tx.commit(stored)

    def _end(self, tx: Transaction, before: Import, after: Import) -> Import:
        stored = tx.save(ImportRow, before, after, conflict=RacedError())
        mark = Running(before.supplier_id, before.id)
        tx.delete(RunningRow, mark, conflict=RacedError())
        self._deadlines.meet(tx, clock_of(before.id))
        return stored
