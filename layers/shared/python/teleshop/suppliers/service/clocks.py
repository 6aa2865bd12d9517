"""The deadlines of this context: what is registered, under which id, with which warnings.

| kind | of | reached |
|---|---|---|
| ``draft`` | a draft, or an application returned for change | it lapses |
| ``document_check`` | the check of a file | its state is read again |
| ``document`` | the last day of a document | the supplier is suspended if nothing else does |
| ``agreement`` | the last day of an agreement | the supplier is suspended unless it was renewed |
| ``reverification`` | the last day for the next verification | no new products |
| ``blacklist_start``, ``blacklist_end`` | an entry | the supplier is suspended, restored |
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.transaction import Transaction
from teleshop.suppliers.domain.agreement import Agreement
from teleshop.suppliers.domain.policy import SupplierPolicy
from teleshop.suppliers.domain.records import BlacklistRecord, QualificationRecord
from teleshop.suppliers.domain.supplier import Supplier
from teleshop.suppliers.domain.verification import expiry_schedule, next_verification

CONTEXT: Final = "suppliers"
DRAFT_KEPT: Final = timedelta(days=90)
"""A draft, or an application returned for change, lapses when nobody sends it in for so long."""
CHECK_AGAIN_AFTER: Final = timedelta(minutes=5)
"""The check of a file takes seconds. If its end is missed (the event came before the document was
on file), the state is read again then.
"""


def draft_deadline(supplier: Supplier) -> str:
    """The deadline of a draft (round 0) or of an application returned in a round."""
    return f"suppliers:{supplier.id}:draft:{supplier.submissions}"


def document_deadline(record: QualificationRecord) -> str:
    """The deadline of a document's last day."""
    return f"suppliers:{record.supplier_id}:document:{record.id}"


def check_deadline(record: QualificationRecord) -> str:
    """The deadline of the check of a document's file."""
    return f"suppliers:{record.supplier_id}:check:{record.id}"


def verification_deadline(supplier_id: str, due: date) -> str:
    """The deadline of a re-verification."""
    return f"suppliers:{supplier_id}:reverification:{due}"


class Clocks:
    """Registers, within a transaction, what must happen by a time."""

    def __init__(self, deadlines: Deadlines, policy: SupplierPolicy) -> None:
        self._deadlines = deadlines
        self._policy = policy

    def watch_draft(self, tx: Transaction, supplier: Supplier) -> None:
        """A draft, or an application returned for change."""
        due = tx.call.now + DRAFT_KEPT
        self._register(tx, draft_deadline(supplier), supplier.id, "draft", due)

    def watch_check(self, tx: Transaction, record: QualificationRecord) -> None:
        """A file that is being checked."""
        due = tx.call.now + CHECK_AGAIN_AFTER
        data = {"document_id": record.document_id}
        id = check_deadline(record)
        self._register(tx, id, record.supplier_id, "document_check", due, data=data)

    def watch_document(self, tx: Transaction, record: QualificationRecord) -> None:
        """A document, if it ends."""
        data = {"qualification_id": record.id}
        id = document_deadline(record)
        self._register_end(
            tx, id, record.supplier_id, "document", last_day=record.valid_to, data=data
        )

    def watch_agreement(self, tx: Transaction, signed: Agreement) -> None:
        """An agreement in force."""
        id = f"suppliers:{signed.supplier_id}:agreement:{signed.version}"
        data = {"version": signed.version}
        self._register_end(
            tx, id, signed.supplier_id, "agreement", last_day=signed.valid_to, data=data
        )

    def watch_verification(self, tx: Transaction, supplier: Supplier) -> date:
        """The next re-verification; answers its last day (R6.2)."""
        if supplier.last_verified_on is None:
            raise ValueError("a supplier on board has a day of verification")
        due = next_verification(supplier.last_verified_on, self._policy)
        id = verification_deadline(supplier.id, due)
        data = {"due": due.isoformat()}
        self._register_end(tx, id, supplier.id, "reverification", last_day=due, data=data)
        return due

    def watch_entry(self, tx: Transaction, record: BlacklistRecord) -> None:
        """The beginning, if it lies ahead, and the end of a blacklist entry."""
        data = {"entry_id": record.id}
        for kind, at in (("blacklist_start", record.since), ("blacklist_end", record.until)):
            if at is not None and at > tx.call.now:
                id = f"suppliers:{record.id}:{kind}"
                self._register(tx, id, record.id, kind, at, data=data)

    def _register_end(
        self,
        tx: Transaction,
        id: str,
        owner_id: str,
        kind: str,
        *,
        last_day: date | None,
        data: dict[str, Any],
    ) -> None:
        schedule = expiry_schedule(last_day, tx.call.now, self._policy)
        if schedule is not None:
            warnings = tuple(schedule.lapses_at - at for _, at in schedule.warnings)
            self._register(
                tx, id, owner_id, kind, schedule.lapses_at, warn_before=warnings, data=data
            )

    def _register(
        self,
        tx: Transaction,
        id: str,
        owner_id: str,
        kind: str,
        due_at: datetime,
        *,
        warn_before: tuple[timedelta, ...] = (),
        data: dict[str, Any] | None = None,
    ) -> None:
        self._deadlines.register(
            tx,
            id=id,
            owner=Owner(CONTEXT, "supplier", owner_id),
            kind=kind,
            due_at=due_at,
            warn_before=warn_before,
            data=data,
        )
