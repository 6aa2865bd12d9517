"""An order has goods of a violation: its customer is helped."""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.violations.schemas.affected import OrderAffected
from teleshop.violations.wiring import affected

log = logger("violations")


def handler(event: dict[str, Any], context: Any) -> None:
    """Repeating it changes nothing: an order that was dealt with stays as it is."""
    envelope = msgspec.convert(event["detail"], Envelope)
    told = envelope.read(OrderAffected)
    call = event_call(envelope, context)
    order = run(call, lambda: affected().help_customer(call, told.case_id, told.order_id))
    standing = order.standing if order is not None else None
    log.info("affected order", extra={"order_id": told.order_id, "standing": standing})
