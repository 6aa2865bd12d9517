"""A promotion started, runs or ended: it is compared with the prices before it and the deals behind
it, or its price must be back.

Looking again finds nothing new, so that no mark of the event is needed.
"""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.logs import logger
from teleshop.pricewatch.schemas import PromotionNews
from teleshop.pricewatch.wiring import service

log = logger("pricewatch")


def handler(event: dict[str, Any], context: Any) -> None:
    """Each violation is put on record once."""
    envelope = msgspec.convert(event["detail"], Envelope)
    news = msgspec.convert(envelope.data, PromotionNews)
    call, detectors = event_call(envelope, context), service().detectors
    ended = envelope.type == "PromotionEnded"
    look = detectors.inspect_end if ended else detectors.inspect_promotion
    for violation in look(call, news.promotion_id):
        log.warning(
            "price violation found",
            extra={"violation_id": violation.id, "kind": violation.kind},
        )
