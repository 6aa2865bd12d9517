"""A marked price began to hold: a promotion that may not go on as it is stops."""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.pricing.schemas import PriceTookEffect
from teleshop.promotions.service import Channel
from teleshop.promotions.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Looks at what runs now, so that repetition changes nothing. Nobody pays more meanwhile: a
    quote takes the lower price.
    """
    envelope = msgspec.convert(event["detail"], Envelope)
    told = envelope.read(PriceTookEffect)
    call = event_call(envelope, context)
    service().runs.price_changed(call, told.sku, Channel(told.channel))
