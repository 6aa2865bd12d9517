"""Makes the statement of a month: of the month before at the first instant of each month in China,
or of the month that somebody asked for.
"""

from typing import Any

from functions.fund.workbook import render
from teleshop.fund.schemas import FundStatementRequested
from teleshop.fund.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume, scheduled_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("fund")


def handler(event: dict[str, Any], context: Any) -> None:
    """The same entries give the same file, however often it is made."""
    if event["detail-type"] == "Scheduled Event":
        call = scheduled_call(event, context)
        made = run(call, lambda: service().statements.make_statement(call, render))
        log.info("statement made", extra={"month": made.month, "balanced": made.balanced})
        return
    consume(event, context, "fund.statement", _make)


def _make(call: Call, envelope: Envelope) -> None:
    wanted = envelope.read(FundStatementRequested)
    service().statements.make_statement(call, render, wanted.month)
