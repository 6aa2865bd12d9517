"""Forms of pricing: what people send, what they see, its events."""

from teleshop.pricing.schemas.events import (
    PriceChangeDecided,
    PriceChangeRequested,
    PriceChangeStalled,
    PriceChangeWithdrawn,
    PriceReinstated,
    PriceScheduled,
    PriceSuspended,
    PriceTookEffect,
)

__all__ = [
    "PriceChangeDecided",
    "PriceChangeRequested",
    "PriceChangeStalled",
    "PriceChangeWithdrawn",
    "PriceReinstated",
    "PriceScheduled",
    "PriceSuspended",
    "PriceTookEffect",
]
