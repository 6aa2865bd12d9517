"""Goods that came back were accepted by after-sales: the order notes them, the money goes back."""

from typing import Any

import msgspec

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.orders.schemas import InspectedGoods
from teleshop.orders.wiring import life


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event; only for returns of orders that were taken here."""
    consume(event, context, "orders.on_goods_inspected", _take_back)


def _take_back(call: Call, envelope: Envelope) -> None:
    goods = msgspec.convert(envelope.data, InspectedGoods)
    if goods.concerns_orders_here:
        life().goods_returned(call, goods)
