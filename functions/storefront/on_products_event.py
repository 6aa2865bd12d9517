"""Something was told of several products at once: each is asked to be refreshed."""

from typing import Any

import msgspec

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.storefront.schemas import ToldProducts
from teleshop.storefront.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """One step; the products that it leaves are in an event of its own."""
    consume(event, context, "storefront.on_products_event", _spread)


def _spread(call: Call, envelope: Envelope) -> None:
    told = msgspec.convert(envelope.data, ToldProducts)
    service().upkeep.spread(call, told.product_ids)
