"""A product went on sale or off: its price sheets say so, and no quote is given for what is off."""

from typing import Any

import msgspec

from teleshop.catalog.schemas.events import ProductPublished
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.use_case import run
from teleshop.pricing.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes ``ProductPublished``, ``ProductSuspended`` and ``ProductWithdrawn``, of which the
    latest counts, in whatever order they come.
    """
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    product_id = str(envelope.data["product_id"])
    on_sale = envelope.type == ProductPublished.__name__
    run(call, lambda: service().products.follow_sale(call, product_id, on_sale=on_sale))
