"""The receipt of purchase: shown at once, made as a file when asked for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from teleshop.invoices.domain.receipt import (
    FileState,
    Purchase,
    Receipt,
    ReceiptFile,
    receipt_of,
)
from teleshop.invoices.errors import InvoiceOrderNotFoundError, ReceiptNotMadeError
from teleshop.invoices.ports import Identity, Link, Sales, Shelf
from teleshop.invoices.schemas import ReceiptMade, ReceiptRequested
from teleshop.invoices.service.files import FileClock
from teleshop.invoices.tables import InvoiceRepository, ReceiptRow
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction

LINK: Final = timedelta(minutes=5)
PDF: Final = "pdf"
Print = Callable[[Receipt, Path], None]
"""Writes a receipt as PDF into a file; it lives with its library in functions/invoices."""


@dataclass(frozen=True, slots=True)
class ShownReceipt:
    """A receipt, and its file if that was asked for."""

    receipt: Receipt
    file: ReceiptFile | None
    link: Link | None


class Receipts:
    """Receipts of purchase; stateless."""

    def __init__(
        self,
        repository: InvoiceRepository,
        sales: Sales,
        identity: Identity,
        shelf: Shelf,
        clock: FileClock,
    ) -> None:
        self._repository = repository
        self._sales = sales
        self._identity = identity
        self._shelf = shelf
        self._clock = clock

    def show(self, call: Call, order_id: str) -> ShownReceipt:
        """The receipt of an order that was paid, for its customer and for staff; with a link to its
        file that works for five minutes, if one was made.
        """
        receipt = self._receipt(call.actor, order_id)
        known = self._repository.receipt(order_id)
        if known is None or known.file is None:
            return ShownReceipt(receipt, known, None)
        seconds = int(LINK.total_seconds())
        url = self._shelf.url(known.file, f"receipt-{order_id}.pdf", seconds)
        return ShownReceipt(receipt, known, Link(url, call.now + LINK))

    def request_file(self, call: Call, order_id: str) -> ReceiptFile:
        """Ask for the receipt as a file; again makes it anew, as the order stands then."""
        self._receipt(call.actor, order_id)
        before = self._repository.receipt(order_id)
        asked = ReceiptFile(order_id=order_id, state=FileState.REQUESTED, asked_at=call.now)
        tx = _begin(call, "request_receipt", order_id)
        if before is None:
            tx.create(ReceiptRow, asked, conflict=RacedError())
        else:
            again = replace(asked, turn=before.turn + 1, version=before.version)
            asked = tx.save(ReceiptRow, before, again, conflict=RacedError())
        self._clock.start(tx, order_id, asked.turn)
        tx.publish(ReceiptRequested(order_id=order_id))
        return tx.commit(asked)

    def make_file(self, call: Call, print_: Print, order_id: str) -> ReceiptFile:
        """Make the file that was asked for."""
        before = self._repository.receipt(order_id)
        if before is None:
            raise ReceiptNotMadeError
        receipt = receipt_of(self._identity.operator(), self._purchase(order_id))
        with TemporaryDirectory() as folder:
            path = Path(folder, "receipt.pdf")
            print_(receipt, path)
            file = self._shelf.put(order_id, PDF, path)
        tx = _begin(call, "make_receipt", order_id)
        made = replace(before, state=FileState.READY, made_at=call.now, file=file)
        stored = tx.save(ReceiptRow, before, made, conflict=RacedError())
        self._clock.meet(tx, order_id, before.turn)
        tx.publish(ReceiptMade(order_id=order_id))
        return tx.commit(stored)

    def give_up(self, call: Call, order_id: str, deadline_id: str) -> ReceiptFile | None:
        """The time to make a file is over: it has failed, and may be asked for again. None if it
        was made, or was asked for again meanwhile.
        """
        before = self._repository.receipt(order_id)
        if before is None or before.state is not FileState.REQUESTED:
            return None
        if self._clock.id_of(order_id, before.turn) != deadline_id:
            return None
        tx = _begin(call, "give_up_receipt", order_id)
        late = replace(before, state=FileState.FAILED)
        return tx.commit(tx.save(ReceiptRow, before, late, conflict=RacedError()))

    def _receipt(self, actor: Actor, order_id: str) -> Receipt:
        purchase = self._purchase(order_id)
        own = actor.has(Role.CUSTOMER) and purchase.customer_id == actor.subject
        if not (actor.is_staff or own):
            raise InvoiceOrderNotFoundError
        return receipt_of(self._identity.operator(), purchase)

    def _purchase(self, order_id: str) -> Purchase:
        purchase = self._sales.purchase(order_id)
        if purchase is None:
            raise InvoiceOrderNotFoundError
        return purchase


def _begin(call: Call, action: str, order_id: str) -> Transaction:
    return Transaction(call, action, Subject("receipt", order_id))
