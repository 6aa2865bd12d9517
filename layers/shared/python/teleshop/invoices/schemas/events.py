"""Events of invoices; nothing personal. Amounts are whole fen."""

from datetime import datetime
from typing import ClassVar

from teleshop.kernel.events import EventData


class _Event(EventData, frozen=True, kw_only=True):
    """What this context publishes."""

    context: ClassVar[str] = "invoices"


class InvoiceEvent(_Event, frozen=True, kw_only=True):
    """What all events of a request say; ``kind`` is `personal`, `ordinary` or `special`, ``amount``
    what the invoice comes to.
    """

    request_id: str
    order_id: str
    customer_id: str
    kind: str
    amount: int


class InvoiceRequested(InvoiceEvent, frozen=True, kw_only=True):
    """Finance has to issue it by ``due_at``."""

    due_at: datetime
    by_staff: bool


class InvoiceIssued(InvoiceEvent, frozen=True, kw_only=True):
    """It was issued; ``has_file``: the file can be loaded from the platform."""

    has_file: bool


class InvoiceRefused(InvoiceEvent, frozen=True, kw_only=True):
    """No invoice is issued; ``reason`` is a code."""

    reason: str


class InvoiceWithdrawn(InvoiceEvent, frozen=True, kw_only=True):
    """It is not wanted any more."""


class InvoiceCorrectionDue(InvoiceEvent, frozen=True, kw_only=True):
    """Goods or money went back: a red letter for ``pending`` fen is due by ``due_at``."""

    pending: int
    due_at: datetime


class InvoiceCorrected(InvoiceEvent, frozen=True, kw_only=True):
    """A red letter took ``taken_off`` fen off; ``net`` is what still stands."""

    taken_off: int
    net: int
    reason: str
    late: bool


class InvoiceDueSoon(InvoiceEvent, frozen=True, kw_only=True):
    """Little time is left for ``what`` finance has to do (`issue`, `correction`)."""

    what: str
    due_at: datetime


class InvoiceOverdue(InvoiceEvent, frozen=True, kw_only=True):
    """``what`` finance has to do (`issue`, `correction`) was not done in time."""

    what: str
    due_at: datetime


class ReceiptRequested(_Event, frozen=True, kw_only=True):
    """Somebody wants the receipt of an order as a file."""

    order_id: str


class ReceiptMade(_Event, frozen=True, kw_only=True):
    """The file of a receipt can be loaded."""

    order_id: str


class SupplierExportRequested(_Event, frozen=True, kw_only=True):
    """A supplier's order lines are wanted as a table."""

    export_id: str
    supplier_id: str


class SupplierExportMade(_Event, frozen=True, kw_only=True):
    """The table can be loaded (``state`` `ready`), or could not be made (`failed`). ``by_staff``:
    staff asked for it, and not the supplier.
    """

    export_id: str
    supplier_id: str
    state: str
    lines: int
    by_staff: bool
