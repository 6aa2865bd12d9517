"""Makes the receipt of an order as PDF."""

from typing import Any

from functions.invoices.pdf import print_receipt
from teleshop.invoices.schemas import ReceiptRequested
from teleshop.invoices.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """The same order gives the same file, however often it is made."""
    consume(event, context, "invoices.print_receipt", _make)


def _make(call: Call, envelope: Envelope) -> None:
    wanted = envelope.read(ReceiptRequested)
    service().receipts.make_file(call, print_receipt, wanted.order_id)
