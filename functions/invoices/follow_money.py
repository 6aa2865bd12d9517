"""Goods or money of an order went back: its request is about what is left, or a red letter is
due.
"""

from typing import Any

import msgspec

from teleshop.invoices.schemas import OrderNews
from teleshop.invoices.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("invoices")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event; an order without an invoice is let pass."""
    consume(event, context, "invoices.follow_money", _act)


def _act(call: Call, envelope: Envelope) -> None:
    news = msgspec.convert(envelope.data, OrderNews)
    if news.order_id is None:
        return
    changed = service().upkeep.follow_order(call, news.order_id)
    if changed is not None:
        log.info("invoice follows its order", extra={"request_id": changed.id})
