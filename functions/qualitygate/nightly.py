"""After midnight in China: suppliers of the day that ended, and those under watch, are judged."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from teleshop.kernel.clock import china_date
from teleshop.kernel.handlers import once, scheduled_call
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.qualitygate.wiring import service

log = logger("qualitygate")
DAY = timedelta(days=1)


def handler(event: dict[str, Any], context: Any) -> None:
    """Asks for the first pages, once for each day; events carry it on."""
    call = scheduled_call(event, context)
    day = china_date(call.now) - DAY
    call = replace(call, request_key=once("qualitygate.nightly", day.isoformat()))
    try:
        lists = run(call, lambda: service().nights.begin_night(call, day))
    except RepeatedRequestError:
        return
    log.info("night begins", extra={"day": day.isoformat(), "lists": lists})
