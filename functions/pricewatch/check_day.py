"""The next orders of a day are compared with what was published; the last one of all puts the
result on record.

A step that was taken changes nothing, so that no mark of the event is needed.
"""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.pricewatch.schemas import DayCheckStep
from teleshop.pricewatch.wiring import service

log = logger("pricewatch")


def handler(event: dict[str, Any], context: Any) -> None:
    """One step; while more is to be done, its own event starts the next one."""
    envelope = msgspec.convert(event["detail"], Envelope)
    said = envelope.read(DayCheckStep)
    call, checks = event_call(envelope, context), service().day_checks
    part = run(call, lambda: checks.take_step(call, said.day, said.run, said.shard, said.step))
    if not part.done:
        return
    done = run(call, lambda: checks.conclude(call, said.day))
    if done is not None:
        differing = done.counted.differing_orders
        write = log.warning if differing else log.info
        write(
            "day checked",
            extra={
                "day": done.day.isoformat(),
                "orders": done.counted.orders,
                "differing": differing,
            },
        )
