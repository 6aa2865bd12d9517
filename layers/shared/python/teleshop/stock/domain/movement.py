"""Movements of stock (库存流水): an append-only book of what came, went and was found out.

The quantities of an article and warehouse in the book sum up to what is on hand there. Reserving
and giving back are no movements: nothing leaves its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from teleshop.stock.domain.planning import STOCK, Holding


class MovementKind(StrEnum):
    """Why stock changes."""

    RECEIPT = "receipt"
    """入库: goods of a supplier came in, by delivery note."""
    CUSTOMER_RETURN = "customer_return"
    """退货入库: a customer's return that can be sold again."""
    REFUSED_PARCEL = "refused_parcel"
    """拒收入库: a parcel came back that the customer did not take."""
    ADJUSTMENT = "adjustment"
    """调整: the book was wrong, either way."""
    LOSS = "loss"
    """报损: damaged, expired, stolen."""
    TRANSFER = "transfer"
    """调拨: to another warehouse; two entries."""
    SHIPMENT = "shipment"
    """出库: an order left the house. Written with its parcel, never by hand."""
    COUNT = "count"
    """盘点: what a stock-take found, also when it found no difference."""


class Reason(StrEnum):
    """Why a correction was needed; a code, so that nothing personal slips in."""

    ENTRY_ERROR = "entry_error"
    FOUND = "found"
    MISSING = "missing"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    STOLEN = "stolen"
    SAMPLE = "sample"
    SUPPLIER_RETURN = "supplier_return"
    QUALITY = "quality"
    STOCK_TAKE = "stock_take"


INCOMING = frozenset(
    {MovementKind.RECEIPT, MovementKind.CUSTOMER_RETURN, MovementKind.REFUSED_PARCEL}
)
"""Kinds that only add; each has a paper of its own, which counts once."""
OF_AN_ORDER = frozenset({MovementKind.CUSTOMER_RETURN, MovementKind.REFUSED_PARCEL})
"""Kinds that come back from one order."""
WITH_REASON = frozenset({MovementKind.ADJUSTMENT, MovementKind.LOSS})
"""Kinds that need a reason."""
BY_HAND = INCOMING | WITH_REASON | {MovementKind.TRANSFER}
"""Kinds that people enter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One entry of the book: ``quantity`` more pieces on hand in ``warehouse``, or fewer.

    ``before`` and ``after`` are what was on hand there when it was decided; shipments have none,
    since a parcel looks at nothing but its own row. ``reference`` is the paper, or the order of a
    shipment. ``counted`` and ``counted_at`` belong to counts.
    """

    id: str
    sku: str
    warehouse: str
    kind: MovementKind
    quantity: int
    at: datetime
    by: str
    reason: Reason | None = None
    reference: str | None = None
    before: int | None = None
    after: int | None = None
    counted: int | None = None
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedReference:
    """Lets a paper be booked once for an article.

    What comes in has one space of papers: a delivery note is no return as well. Adjustments, losses
    and transfers have a space each. Capitals and small letters are the same number: people type
    what stands on paper.
    """

    kind: MovementKind
    sku: str
    reference: str
    movement_id: str

    @property
    def space(self) -> str:
        """Within which the number is used once."""
        return "in" if self.kind in INCOMING else self.kind.value

    @property
    def number(self) -> str:
        """The reference in its one form."""
        return self.reference.upper()


def shipped_pieces(holdings: Iterable[Holding]) -> dict[tuple[str, str], int]:
    """How many pieces leave by article and warehouse; what promotions sold is no stock."""
    found: dict[tuple[str, str], int] = {}
    for holding in holdings:
        if holding.kind == STOCK:
            key = (holding.sku, holding.place)
            found[key] = found.get(key, 0) + holding.quantity
    return found
