"""A marked price began to hold: a promotion that is not lower any more stops."""

from typing import Any

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.pricing.schemas import PriceTookEffect
from teleshop.promotions.service import Channel
from teleshop.promotions.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event. Nobody pays more meanwhile: a quote takes the lower price."""
    consume(event, context, "promotions.on_price_took_effect", _act)


def _act(call: Call, envelope: Envelope) -> None:
    told = envelope.read(PriceTookEffect)
    service().runs.price_changed(call, told.sku, Channel(told.channel))
