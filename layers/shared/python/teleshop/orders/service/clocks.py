"""The clocks of an order: for its payment, its release to the warehouse, its completion."""

from datetime import datetime, timedelta
from typing import Final

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.transaction import Transaction
from teleshop.orders.domain import PlacedOrder, corrections

CONTEXT: Final = "orders"
PAYMENT: Final = "payment_due"
RELEASE: Final = "release"
COMPLETION: Final = "completion"
RETURN: Final = "return"


def clock_id(order_id: str, kind: str) -> str:
    """The clock of one kind of an order."""
    return f"{CONTEXT}:{order_id}:{kind}"


def completion_clock(order: PlacedOrder) -> str:
    """The kind of clock of the completion of an order as it stands: what was put right on it
    starts another one.
    """
    times = corrections(order)
    return f"{COMPLETION}:{times}" if times else COMPLETION


def return_clock(case_id: str) -> str:
    """The kind of clock of the claim of one case."""
    return f"{RETURN}:{case_id}"


def register(
    deadlines: Deadlines,
    tx: Transaction,
    order: PlacedOrder,
    kind: str,
    due_at: datetime,
    *,
    warn_before: tuple[timedelta, ...] = (),
) -> None:
    """Start a clock within the transaction that makes it necessary."""
    deadlines.register(
        tx,
        id=clock_id(order.id, kind),
        owner=Owner(CONTEXT, "order", order.id),
        kind=kind,
        due_at=due_at,
        warn_before=warn_before,
    )
