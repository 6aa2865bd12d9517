"""What this context reads of the events of others; facts that it does not need are not named."""

import msgspec


class ClosedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case was closed (`CaseClosed` of care)."""

    case_id: str
    case_kind: str
    customer_id: str | None = None
    order_id: str | None = None
    supplier_id: str | None = None
    channel: str | None = None
    cause: str | None = None


class DeliveredOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order was delivered (`OrderDelivered` of orders)."""

    order_id: str
    customer_id: str
    delivered_at: str
    supplier_ids: list[str] = []
