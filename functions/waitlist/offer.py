"""Goods may be there again: those who wait for them are offered what there is, in order.

Stock came in, came back or was corrected; an offer ended or was taken in part; somebody joined just
when something came back; a product is on sale again; or a step asks for the next one.
"""

from dataclasses import replace
from typing import Any

from teleshop.catalog.schemas.events import ProductPublished
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import utc_now
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.waitlist.schemas import skus_of
from teleshop.waitlist.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """One step per event. What is offered depends on what is stored and not on the event, so that
    one that comes twice or late changes nothing.
    """
    consume(event, context, "waitlist.offer", _offer)


def _offer(call: Call, envelope: Envelope) -> None:
    # The clock of an offer runs from when it is made: of an event that was delivered hours late,
    # the time to answer would be over before anybody was told.
    call, offers = replace(call, now=max(call.now, utc_now())), service().offers
    if envelope.type == ProductPublished.__name__:
        offers.serve_product(call, envelope.data["product_id"])
    else:
        offers.serve_any(call, skus_of(envelope))
