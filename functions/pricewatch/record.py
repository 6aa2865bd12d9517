"""Makes the record of price violations of a month, as CSV and as XLSX."""

from typing import Any, Final

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.spreadsheets import Sheet, csv_table, workbook
from teleshop.pricewatch.schemas import ViolationRecordRequested
from teleshop.pricewatch.service import COLUMNS, Lines
from teleshop.pricewatch.wiring import service

TITLE: Final = "价格违规记录 Price violations"


def handler(event: dict[str, Any], context: Any) -> None:
    """The same violations give the same files, however often they are made."""
    consume(event, context, "pricewatch.record", _make)


def render(month: str, lines: Lines) -> dict[str, bytes]:
    """The files of a month by form."""
    sheet = Sheet(name="违规 Violations", title=f"{TITLE}, {month}", columns=COLUMNS, rows=lines)
    return {"csv": csv_table(COLUMNS, lines), "xlsx": workbook([sheet])}


def _make(call: Call, envelope: Envelope) -> None:
    wanted = envelope.read(ViolationRecordRequested)
    service().records.make_record(call, render, wanted.month)
