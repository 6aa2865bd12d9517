"""An order was called off, or a parcel of it was not taken in: what was asked for of these goods is
over, since the customer does not have them and their money goes back by itself.
"""

from functools import partial
from typing import Any

import msgspec

from teleshop.care.wiring import after_sales
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.orders.schemas import OrderEvent


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once for each case; reads the order as it stands now."""
    envelope = msgspec.convert(event["detail"], Envelope)
    said = msgspec.convert(envelope.data, OrderEvent)
    for case_id in after_sales().called_off.waiting(said.order_id):
        consume(event, context, f"care.on_order_cancelled.{case_id}", partial(_act, case_id))


def _act(case_id: str, call: Call, _: Envelope) -> None:
    after_sales().called_off.call_off(call, case_id)
