"""One run, step by step, as the state machine takes it.

Every step may be repeated, after a failure at any place: files are replaced by their equals, a
chunk is counted once, a product is stored once, and a step that was taken answers as it did.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from teleshop.deadlines.service import Deadlines
from teleshop.imports.domain import run as rules
from teleshop.imports.domain.faults import Fault
from teleshop.imports.domain.guide import CategoryGuide, classified
from teleshop.imports.domain.places import placed
from teleshop.imports.domain.product import ImportedProduct
from teleshop.imports.domain.run import (
    ENDED,
    ChunkMark,
    Counts,
    Import,
    ImportState,
    Outcome,
    ProductOutcome,
    Running,
)
from teleshop.imports.domain.sheet import SheetRow, chunks, complete, read_sheet
from teleshop.imports.ports import Categories, Products, Workflow, Workspace
from teleshop.imports.schemas import ProductImportEnded, ProductImportStalled
from teleshop.imports.service.base import Desk, clock_of
from teleshop.imports.tables import (
    ChunkRow,
    ImportRepository,
    ImportRow,
    ProgressRow,
    RunningRow,
)
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import FieldError, RacedError, TeleshopError
from teleshop.kernel.transaction import Transaction

Read = Callable[[bytes, str], Iterable[SheetRow]]
"""Makes rows of a file of that content type; it lives with its library in functions/imports."""
Render = Callable[[Sequence[Fault]], bytes]
_SERVER_FAULT: Final = 500
LATE: Final = "not_ended_in_time"


class Runs(Desk):
    """The steps of a run."""

    def __init__(
        self,
        repository: ImportRepository,
        deadlines: Deadlines,
        categories: Categories,
        products: Products,
        workspace: Workspace,
    ) -> None:
        super().__init__(repository, deadlines)
        self._categories = categories
        self._products = products
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
        _add(tx, import_id, Counts(refused=after.unread))
        return tx.commit(stored)

    def import_chunk(self, call: Call, import_id: str, number: int) -> ChunkMark | None:
        """Import the products of a chunk, each in its own transaction; their sums are added once.

        None when the run has ended meanwhile.
        """
        known = self._get(import_id)
        if known.state is not ImportState.RUNNING:
            return None
        done = self._repository.find_chunk(import_id, number)
        if done is not None:
            return done
        # The products are the supplier's, so the record shows who asked for the import.
        person = Actor(known.requested_by, frozenset({Role.SUPPLIER}), known.supplier_id)
        own = replace(call, actor=person, correlation_id=import_id)
        products = self._workspace.chunk(import_id, number)
        # Most files are about few categories: each is looked up once for a chunk.
        codes = {product.category_code for product in products}
        guides = {code: self._categories.find(code) for code in sorted(codes)}
        outcomes = [
            self._import(own, known, product, guides[product.category_code]) for product in products
        ]
        self._workspace.put_outcomes(import_id, number, outcomes)
        sums = rules.counted(outcomes)
        mark = ChunkMark(
            import_id=import_id,
            number=number,
            created=sums.created,
            changed=sums.changed,
            unchanged=sums.unchanged,
            refused=sums.refused,
        )
        tx = self._begin(call, "import_chunk", import_id)
        tx.create(ChunkRow, mark, conflict=RacedError(), audited=False)
        _add(tx, import_id, sums)
        tx.note(chunk=number, rows=sums.sum)
        return tx.commit(mark)

    def _import(
        self, call: Call, known: Import, product: ImportedProduct, guide: CategoryGuide | None
    ) -> ProductOutcome:
        found = classified(product, guide)
        if isinstance(found, list):
            return _refused(product, found)
        key = f"{known.id}#{product.rows[0]}"
        try:
            made = self._products.write(call, key, known.supplier_id, found)
        except TeleshopError as refused:
            if refused.status >= _SERVER_FAULT:
                raise
            return _refused(product, _faults_of(product, refused))
        return ProductOutcome(
            code=product.code,
            rows=product.rows,
            outcome=made.outcome,
            product_id=made.product_id,
        )

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


def _add(tx: Transaction, import_id: str, sums: Counts) -> None:
    tx.update_row(ProgressRow.at(import_id), ProgressRow.adding(sums), None, RacedError())


def _refused(product: ImportedProduct, found: Sequence[Fault]) -> ProductOutcome:
    faults = tuple(complete(product.rows, found))
    return ProductOutcome(
        code=product.code, rows=product.rows, outcome=Outcome.REFUSED, faults=faults
    )


def _faults_of(product: ImportedProduct, refused: TeleshopError) -> list[Fault]:
    """What a refusal of the catalogue says, at its rows and columns."""
    if refused.errors:
        return [placed(product, one) for one in refused.errors]
    whole = FieldError(
        refused.pointer or "",
        refused.code,
        refused.zh,
        refused.en,
        params=dict(refused.params),
    )
    return [placed(product, whole)]
