"""What suppliers do: ask for an import, and look how far it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.imports.domain.run import (
    END_WITHIN,
    ENDED,
    ID_PREFIX,
    Counts,
    Import,
    Progress,
    Running,
)
from teleshop.imports.errors import (
    ImportForOthersError,
    ImportNotFoundError,
    ImportRunningError,
    SupplierBlockedError,
)
from teleshop.imports.ports import Suppliers, Uploads, Workspace
from teleshop.imports.schemas import ProductImportRequested
from teleshop.imports.service.base import CLOCK, CONTEXT, SUBJECT, Desk, clock_of
from teleshop.imports.tables import ImportRepository, ImportRow, ProgressRow, RunningRow
from teleshop.kernel.actor import Actor, Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.shelf import CSV, XLSX

LINK: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Links:
    """Links to the report, and until when they work."""

    csv_url: str
    xlsx_url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """An import with its sums as they stand now."""

    run: Import
    counts: Counts
    links: Links | None = None


class Requests(Desk):
    """The use cases of suppliers."""

    def __init__(
        self,
        repository: ImportRepository,
        deadlines: Deadlines,
        uploads: Uploads,
        workspace: Workspace,
        suppliers: Suppliers,
    ) -> None:
        super().__init__(repository, deadlines)
        self._suppliers = suppliers
        self._uploads = uploads
        self._workspace = workspace

    def request_import(self, call: Call, document_id: str) -> Shown:
        """Import a file that was uploaded and accepted; the run goes on by itself.

        Refuses a second one while the supplier has one under way, and any while the supplier is
        suspended or nothing new of it is taken: what is on sale is changed product by product.
        """
        supplier_id = _supplier_of(call.actor)
        block = self._suppliers.block(supplier_id)
        if block is not None:
            raise SupplierBlockedError(why_zh=block.why_zh, why_en=block.why_en)
        file = self._uploads.get(document_id, call.actor)
        running = self._repository.running(supplier_id)
        if running is not None:
            raise ImportRunningError(import_id=running.import_id)
        made = Import(
            id=new_id(ID_PREFIX, call.now),
            supplier_id=supplier_id,
            document_id=file.document_id,
            content_type=file.content_type,
            version_id=file.version_id,
            sha256=file.sha256,
            requested_by=call.actor.subject,
            requested_at=call.now,
        )
        tx = self._begin(call, "request_import", made.id)
        tx.create(ImportRow, made, conflict=RacedError())
        sums = Progress(import_id=made.id)
        tx.create(ProgressRow, sums, conflict=RacedError(), audited=False)
        mark = Running(supplier_id, made.id)
        tx.create(RunningRow, mark, conflict=RacedError(), audited=False)
        self._deadlines.register(
            tx,
            id=clock_of(made.id),
            owner=Owner(CONTEXT, SUBJECT, made.id),
            kind=CLOCK,
            due_at=call.now + END_WITHIN,
        )
        tx.publish(ProductImportRequested(import_id=made.id, supplier_id=supplier_id))
        return tx.commit(Shown(made, Counts()))

    def show(self, call: Call, import_id: str) -> Shown:
        """One of the caller's imports; with links to its report, once it has ended, that work for
        five minutes.
        """
        supplier_id = _supplier_of(call.actor)
        found = self._repository.find(import_id)
        if found is None or found.supplier_id != supplier_id:
            raise ImportNotFoundError
        if found.state not in ENDED:
            return Shown(found, self._sums(found.id))
        return Shown(found, found.counts, self._links(found, call.now))

    def list_own(self, actor: Actor, page: PageRequest) -> Page[Shown]:
        """The caller's imports, newest first."""
        found = self._repository.of_supplier(_supplier_of(actor), page)
        under_way = [one.id for one in found.items if one.state not in ENDED]
        sums = self._repository.progress(under_way)
        return found.map(
            lambda one: Shown(one, sums[one.id].counts if one.id in sums else one.counts)
        )

    def _links(self, known: Import, now: datetime) -> Links | None:
        if not (known.report_key and known.report_version):
            return None
        if not (known.book_key and known.book_version):
            return None
        seconds = int(LINK.total_seconds())
        url = self._workspace.url
        return Links(
            url(known.report_key, known.report_version, f"{known.id}.csv", CSV, seconds),
            url(known.book_key, known.book_version, f"{known.id}.xlsx", XLSX, seconds),
            now + LINK,
        )


def _supplier_of(actor: Actor) -> str:
    if actor.supplier_id is None:
        raise ImportForOthersError
    return actor.supplier_id
