"""An order as one reader sees it."""

from dataclasses import dataclass, field
from datetime import datetime

from teleshop.orders.domain.order import Order
from teleshop.orders.domain.placed import PlacedOrder, Recipient


@dataclass(frozen=True, slots=True)
class PayLink:
    """Where the customer pays; ``url`` is signed, so it is a secret of its order."""

    url: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ShownTaken:
    """What is shown beside the snapshot of an order that was taken here. The recipient is masked
    already if it is said to be; None for those who must not know it.
    """

    order: PlacedOrder
    recipient: Recipient | None = field(default=None, repr=False)
    recipient_masked: bool = True
    link: PayLink | None = None


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """An order for one reader: for the supplier ``supplier_id`` only its own part."""

    order: Order
    supplier_id: str | None = None
    taken: ShownTaken | None = None
