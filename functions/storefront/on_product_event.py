"""Something was told of one product or its price: its rows are compared with what is true now."""

from typing import Any

import msgspec

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.storefront.schemas import ToldProduct
from teleshop.storefront.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """One step; while more is to be written, its own event starts the next one."""
    consume(event, context, "storefront.on_product_event", _refresh)


def _refresh(call: Call, envelope: Envelope) -> None:
    told = msgspec.convert(envelope.data, ToldProduct)
    service().upkeep.refresh_listing(call, told.product_id)
