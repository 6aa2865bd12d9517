"""After midnight in China: what was charged on the day that ended is compared with what was
published.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from teleshop.kernel.clock import china_date
from teleshop.kernel.handlers import once, scheduled_call
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.pricewatch.wiring import service

log = logger("pricewatch")
DAY = timedelta(days=1)


def handler(event: dict[str, Any], context: Any) -> None:
    """Starts the check, once; events carry it on."""
    call = scheduled_call(event, context)
    day = china_date(call.now) - DAY
    call = replace(call, request_key=once("pricewatch.check_yesterday", day.isoformat()))
    try:
        check = run(call, lambda: service().day_checks.start_once(call, day))
    except RepeatedRequestError:
        return
    if check is not None:
        log.info("check of a day", extra={"day": day.isoformat(), "run": check.run})
