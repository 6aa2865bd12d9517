"""The pricing table: rows and reads."""

from teleshop.pricing.tables.repository import PricingRepository
from teleshop.pricing.tables.rows import (
    ChangeRow,
    ChannelSheetRow,
    DealRow,
    DealtRow,
    OrderDealRow,
    PriceRow,
    ProductRow,
    SheetRow,
)

__all__ = [
    "ChangeRow",
    "ChannelSheetRow",
    "DealRow",
    "DealtRow",
    "OrderDealRow",
    "PriceRow",
    "PricingRepository",
    "ProductRow",
    "SheetRow",
]
