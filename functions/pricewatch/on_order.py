"""An order was taken or reported: what was charged is compared with what was published.

Looking again finds nothing new, so that no mark of the event is needed.
"""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.logs import logger
from teleshop.pricewatch.schemas import OrderNews
from teleshop.pricewatch.wiring import service

log = logger("pricewatch")


def handler(event: dict[str, Any], context: Any) -> None:
    """Each violation is put on record once."""
    envelope = msgspec.convert(event["detail"], Envelope)
    news = msgspec.convert(envelope.data, OrderNews)
    call = event_call(envelope, context)
    for violation in service().detectors.inspect_order(call, news.order_id):
        log.warning(
            "price violation found",
            extra={"violation_id": violation.id, "kind": violation.kind},
        )
