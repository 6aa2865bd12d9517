"""A supplier's order lines as a table: asked for, made, linked to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from teleshop.invoices.domain.export import (
    MOST_LINES,
    PREFIX,
    ExportFailure,
    Form,
    SupplierExport,
    period_faults,
    rows,
)
from teleshop.invoices.domain.receipt import FileState, MadeFile
from teleshop.invoices.domain.supply import SupplierLine
from teleshop.invoices.errors import ExportNotFoundError
from teleshop.invoices.ports import Link, Shelf
from teleshop.invoices.schemas import ExportBody, SupplierExportMade, SupplierExportRequested
from teleshop.invoices.service.files import FileClock
from teleshop.invoices.service.supplies import supplier_for
from teleshop.invoices.tables import ExportRow, SupplyRepository
from teleshop.kernel.actor import Call, Role
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.spreadsheets import Row
from teleshop.kernel.transaction import Subject, Transaction

LINK: Final = timedelta(minutes=5)
WriteTable = Callable[[Form, Iterator[Row], Path], None]
"""Writes rows as CSV or XLSX into a file, holding few of them at a time; it lives with its library
in functions/invoices.
"""


class TooManyLinesError(Exception):
    """There are more lines than one table holds."""


@dataclass(frozen=True, slots=True)
class ShownExport:
    """An export, with a link to its file if it is there."""

    export: SupplierExport
    link: Link | None = None


class Exports:
    """Exports of suppliers' lines; stateless."""

    def __init__(
        self,
        repository: SupplyRepository,
        shelf: Shelf,
        clock: FileClock,
        most: int = MOST_LINES,
    ) -> None:
        self._repository = repository
        self._shelf = shelf
        self._clock = clock
        self._most = most

    def request_export(self, call: Call, body: ExportBody) -> ShownExport:
        """Ask for the lines of some days; a supplier for its own, staff for the supplier named."""
        supplier_id = supplier_for(call.actor, body.supplier_id, "/supplier_id")
        faults = period_faults(body.first, body.last, call.now)
        if faults:
            raise InvalidInputError(errors=faults)
        asked = SupplierExport(
            id=new_id(PREFIX, call.now),
            supplier_id=supplier_id,
            first=body.first,
            last=body.last,
            form=body.format,
            asked_at=call.now,
            asked_by=call.actor.subject,
            by_staff=call.actor.is_staff,
        )
        tx = _begin(call, "request_supplier_export", asked.id)
        tx.create(ExportRow, asked, conflict=RacedError())
        self._clock.start(tx, asked.id)
        tx.publish(SupplierExportRequested(export_id=asked.id, supplier_id=supplier_id))
        return tx.commit(ShownExport(asked))

    def make_export(self, call: Call, write: WriteTable, export_id: str) -> SupplierExport:
        """Make the table that was asked for; it fails if there are too many lines."""
        before = self._repository.find_export(export_id)
        if before is None:
            raise ExportNotFoundError
        file, count = self._made(before, write)
        made = replace(
            before,
            state=FileState.READY if file else FileState.FAILED,
            made_at=call.now,
            file=file,
            lines=count,
            failure=None if file else ExportFailure.TOO_MANY_LINES,
        )
        tx = _begin(call, "make_supplier_export", export_id)
        self._clock.meet(tx, export_id)
        return self._tell(tx, before, made)

    def give_up(self, call: Call, export_id: str, deadline_id: str) -> SupplierExport | None:
        """The time to make a table is over: it has failed, and may be asked for again. None if it
        was made. Should it be made later all the same, it is there.
        """
        before = self._repository.find_export(export_id)
        if before is None or before.state is not FileState.REQUESTED:
            return None
        if self._clock.id_of(export_id) != deadline_id:
            return None
        tx = _begin(call, "give_up_supplier_export", export_id)
        late = replace(before, state=FileState.FAILED, failure=ExportFailure.NOT_MADE_IN_TIME)
        return self._tell(tx, before, late)

    @staticmethod
    def _tell(tx: Transaction, before: SupplierExport, after: SupplierExport) -> SupplierExport:
        stored = tx.save(ExportRow, before, after, conflict=RacedError())
        tx.publish(
            SupplierExportMade(
                export_id=stored.id,
                supplier_id=stored.supplier_id,
                state=stored.state,
                lines=stored.lines,
                by_staff=stored.by_staff,
            )
        )
        return tx.commit(stored)

    def _made(self, export: SupplierExport, write: WriteTable) -> tuple[MadeFile | None, int]:
        """The file with its number of lines; no file if there are too many."""
        lines = _Counted(self._repository.between(export.supplier_id, *export.span), self._most)
        with TemporaryDirectory() as folder:
            path = Path(folder, f"lines.{export.form}")
            try:
                write(export.form, rows(lines), path)
            except TooManyLinesError:
                return None, lines.count
            name = f"{export.supplier_id}/{export.first:%Y%m%d}-{export.last:%Y%m%d}"
            return self._shelf.put(name, export.form, path), lines.count

    def show(self, call: Call, export_id: str) -> ShownExport:
        """An export of the caller's supplier, any for staff; with a link that works for five
        minutes.
        """
        known = self._repository.find_export(export_id)
        actor = call.actor
        own = actor.supplier_id if actor.has(Role.SUPPLIER) else None
        if known is None or not (actor.is_staff or known.supplier_id == own):
            raise ExportNotFoundError
        if known.file is None:
            return ShownExport(known)
        name = f"order-lines-{known.first:%Y%m%d}-{known.last:%Y%m%d}.{known.form}"
        url = self._shelf.url(known.file, name, int(LINK.total_seconds()))
        return ShownExport(known, Link(url, call.now + LINK))


class _Counted:
    """Lines that are counted as they are taken; :class:`TooManyLinesError` past ``most``."""

    def __init__(self, lines: Iterator[SupplierLine], most: int) -> None:
        self._lines = lines
        self._most = most
        self.count = 0

    def __iter__(self) -> Iterator[SupplierLine]:
        for line in self._lines:
            self.count += 1
            if self.count > self._most:
                raise TooManyLinesError
            yield line


def _begin(call: Call, action: str, export_id: str) -> Transaction:
    return Transaction(call, action, Subject("supplier_export", export_id))
