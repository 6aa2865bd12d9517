"""What a supplier charges or suggests changed: promotions of the article are looked at again."""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.pricing.schemas import SupplierPriceChanged
from teleshop.promotions.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Looks at what runs now, so that repetition changes nothing."""
    envelope = msgspec.convert(event["detail"], Envelope)
    told = envelope.read(SupplierPriceChanged)
    service().runs.supplier_changed(event_call(envelope, context), told.sku)
