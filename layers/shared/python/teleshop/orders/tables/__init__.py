"""The orders table: rows and reads."""

from teleshop.orders.tables.reports import OrderRepository, OrderRow, OrderSummaryRow, ReportRow

__all__ = ["OrderRepository", "OrderRow", "OrderSummaryRow", "ReportRow"]
