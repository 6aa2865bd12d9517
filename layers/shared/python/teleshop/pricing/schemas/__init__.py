"""Forms of pricing: what people send, what they see, its events."""

from teleshop.pricing.schemas.bodies import (
    ChangeBody,
    ChangesQuery,
    PricesQuery,
    QuoteBody,
    ReferenceQuery,
)
from teleshop.pricing.schemas.events import (
    PriceChangeDecided,
    PriceChangeRequested,
    PriceChangeStalled,
    PriceChangeWithdrawn,
    PriceReinstated,
    PriceScheduled,
    PriceSuspended,
    PriceTookEffect,
    SheetsToRenew,
    SupplierPriceChanged,
)
from teleshop.pricing.schemas.public import HistoryView, ProductPriceView, QuoteView
from teleshop.pricing.schemas.views import ChangeView, PriceListView, ReferenceAnswerView

__all__ = [
    "ChangeBody",
    "ChangeView",
    "ChangesQuery",
    "HistoryView",
    "PriceChangeDecided",
    "PriceChangeRequested",
    "PriceChangeStalled",
    "PriceChangeWithdrawn",
    "PriceListView",
    "PriceReinstated",
    "PriceScheduled",
    "PriceSuspended",
    "PriceTookEffect",
    "PricesQuery",
    "ProductPriceView",
    "QuoteBody",
    "QuoteView",
    "ReferenceAnswerView",
    "ReferenceQuery",
    "SheetsToRenew",
    "SupplierPriceChanged",
]
