"""Many articles that were sold out came back at once: their marks are taken away, one by one."""

from functools import partial
from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.use_case import run
from teleshop.stock.schemas import SoldOutPiecesReturned
from teleshop.stock.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Each is a transaction of its own. A repetition finds the marks gone, or later ones, and
    changes nothing.
    """
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    telling = service().telling
    for one in envelope.read(SoldOutPiecesReturned).articles:
        run(call, partial(telling.tell_returned, call, one.sku, one.epoch, one.quantity))
