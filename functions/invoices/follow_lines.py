"""Something happened to an order: the lines that its suppliers see show it.

The order is read as it stands, so that events may come twice and in any order, and no mark of the
event is needed.
"""

from typing import Any

import msgspec

from teleshop.invoices.schemas import OrderNews
from teleshop.invoices.wiring import service
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call


def handler(event: dict[str, Any], context: Any) -> None:
    """Repeating it writes nothing."""
    envelope = msgspec.convert(event["detail"], Envelope)
    news = msgspec.convert(envelope.data, OrderNews)
    if news.order_id is not None:
        service().supplies.follow_order(event_call(envelope, context), news.order_id)
