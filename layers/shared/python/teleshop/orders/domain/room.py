"""Whether everything that can become of an order fits into transactions of the database, each of
which takes 100 writes.

What an order holds is fixed when it is placed: reserved pieces never change their row. So it is
known then whether it can be cancelled in one step, and, where the courier collects cash, sent in
one parcel. Parcels of orders that were paid before are as small as the warehouse makes them.
"""

from collections.abc import Iterable
from typing import Final

from teleshop.kernel.errors import FieldError
from teleshop.kernel.findings import FindingKind
from teleshop.orders.domain.placed import Held, PlacedOrder
from teleshop.orders.domain.stored import STOCK

MAX_KEPT: Final = 84
"""Rows that are held, and warehouses that pack, together: cancelling gives back every row and
clears the list of every warehouse. The order, its refund with clock and event, its own event, what
tells that sold-out goods are back, the audit entry and the answer for a repetition are ten more.
"""
MAX_IN_PARCEL: Final = 92
"""Rows of stock that leave with one parcel, entries of its book (one for each article and
warehouse) and lists of warehouses, together. The order, the claim on its waybill, its event, the
audit entry and the answer for a repetition are five more.
"""
CASH_TOO_SCATTERED = FindingKind(
    "cash_on_delivery_too_large",
    "7.1.3",
    "货到付款的订单须作为一个包裹发出，本单商品种类或所在库位过多；"
    "请改用在线支付（gateway）或分单。",
    "What is paid at the door goes in one parcel, and this order has too many articles for it, or "
    "they lie in too many places; pay by `gateway`, or order in parts.",
)
TOO_SCATTERED = FindingKind(
    "order_too_scattered",
    "1.1",
    "本单商品分散在过多的库位或仓库；请稍后重试或分单。",
    "The goods of this order lie in too many places; try again in a moment, or order in parts.",
)


def room_faults(order: PlacedOrder) -> list[FieldError]:
    """What stands against keeping an order: that it could not be cancelled, or not be sent."""
    faults = []
    warehouses = {one.place for one in order.held if one.kind == STOCK}
    if len(_rows(order.held)) + len(warehouses) > MAX_KEPT:
        faults.append(TOO_SCATTERED.at("/lines"))
    if order.pays_at_the_door and parcel_writes(order.held) > MAX_IN_PARCEL:
        faults.append(CASH_TOO_SCATTERED.at("/payment_method"))
    return faults


def parcel_writes(taken: Iterable[Held]) -> int:
    """What a parcel writes beside the order: see :data:`MAX_IN_PARCEL`."""
    own = [one for one in taken if one.kind == STOCK]
    entries = {(one.sku, one.place) for one in own}
    return len(_rows(own)) + len(entries) + len({one.place for one in own})


def _rows(held: Iterable[Held]) -> set[tuple[str, str, str, int]]:
    return {(one.kind, one.sku, one.place, one.shard) for one in held}
