"""Makes a supplier's order lines of some days as a table."""

from typing import Any

from functions.invoices.tables import write_table
from teleshop.invoices.schemas import SupplierExportRequested
from teleshop.invoices.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("invoices")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per export."""
    consume(event, context, "invoices.export", _make)


def _make(call: Call, envelope: Envelope) -> None:
    wanted = envelope.read(SupplierExportRequested)
    made = service().exports.make_export(call, write_table, wanted.export_id)
    log.info("export made", extra={"export_id": made.id, "lines": made.lines})
