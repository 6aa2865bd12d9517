"""What a later report changes, and which of it needs a stated reason.

What was agreed when the order was placed, and any time once known, decides money and windows: it
changes only openly. What is filled in as the order proceeds (shipped, delivered, installed), and
who carries it, changes by reporting it.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from enum import StrEnum

from teleshop.orders.domain.order import Order

LOGISTICS = frozenset({"carrier_id", "warehouse", "seller_disclosed"})
"""Says how things stand today and decides nothing that happened."""
FILLED_LATER = frozenset({"paid_at", "shipped_at", "delivered_at", "slot_id"})
"""Unknown at first; known once, it stays unless corrected."""
NOT_CONTENT = frozenset({"reported_at", "version"})
AGREED = frozenset(
    {
        "customer_id",
        "placed_at",
        "lines",
        "paid",
        "currency",
        "freight",
        "free_freight_from",
        "discounts",
        "coupons",
        "payment_route",
        "paid_at",
    }
)
"""Who bought what for how much: whoever corrects it moves money and rights."""


class CorrectionReason(StrEnum):
    """Why what was reported before was wrong; a code, so that nothing personal slips in."""

    ENTRY_ERROR = "entry_error"
    ORDER_SYSTEM_ERROR = "order_system_error"
    PAYMENT_ADJUSTED = "payment_adjusted"
    DELIVERY_RECORD_CORRECTED = "delivery_record_corrected"


def changed_facts(before: Order, after: Order) -> tuple[str, ...]:
    """The names of what differs, in the order of declaration; the time of the report is none."""
    return tuple(
        field.name
        for field in fields(Order)
        if field.name not in NOT_CONTENT
        and getattr(before, field.name) != getattr(after, field.name)
    )


def needs_reason(before: Order, after: Order) -> tuple[str, ...]:
    """Those of the changed facts that may not change without a reason."""
    return tuple(
        name
        for name in changed_facts(before, after)
        if name not in LOGISTICS
        and not (name in FILLED_LATER and getattr(before, name) is None)
        and not (name == "lines" and _only_installed(before, after))
    )


def agreed_facts(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that say who bought what for how much; a second pair of eyes corrects
    them.
    """
    return tuple(name for name in names if name in AGREED)


def is_fulfilled(order: Order) -> bool:
    """Whether somebody paid for it or was sent it; from then on it is that customer's."""
    return any((order.paid_at, order.shipped_at, order.delivered_at))


def _only_installed(before: Order, after: Order) -> bool:
    """Whether the lines differ in nothing but installations that became known."""
    if len(before.lines) != len(after.lines):
        return False
    return all(
        replace(new, installed_at=old.installed_at) == old
        and (old.installed_at is None or new.installed_at == old.installed_at)
        for old, new in zip(before.lines, after.lines, strict=True)
    )
