"""The payments table: rows and reads."""

from teleshop.payments.tables.repository import PaymentsRepository
from teleshop.payments.tables.rows import MovementRow, PaymentRow, ReferenceRow, RefundRow

__all__ = ["MovementRow", "PaymentRow", "PaymentsRepository", "ReferenceRow", "RefundRow"]
