"""The orders table: rows and reads."""

from teleshop.orders.tables.placed import PlacedRow, RecipientRow, WaybillRow, WorkRow
from teleshop.orders.tables.reading import TakenRepository
from teleshop.orders.tables.reports import OrderRepository, OrderRow, OrderSummaryRow, ReportRow

__all__ = [
    "OrderRepository",
    "OrderRow",
    "OrderSummaryRow",
    "PlacedRow",
    "RecipientRow",
    "ReportRow",
    "TakenRepository",
    "WaybillRow",
    "WorkRow",
]
