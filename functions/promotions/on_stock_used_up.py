"""A promotion has sold its stated stock of an article: it stops, so that no page shows a price that
is gone.
"""

from dataclasses import replace
from typing import Any

import msgspec

from teleshop.kernel.clock import utc_now
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.use_case import run
from teleshop.promotions.wiring import service
from teleshop.stock.schemas import PromotionStockUsedUp


def handler(event: dict[str, Any], context: Any) -> None:
    """Stops what runs, so that repetition changes nothing. Its end is when it stops, not when the
    stock went: until then its price was shown and held.
    """
    envelope = msgspec.convert(event["detail"], Envelope)
    told = envelope.read(PromotionStockUsedUp)
    call = event_call(envelope, context)
    call = replace(call, now=max(call.now, utc_now()))
    run(call, lambda: service().runs.stock_used_up(call, told.promotion_id, told.sku))
