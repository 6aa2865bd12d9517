"""What the steps in the life of an order share: finding it for its caller, storing it with its
place in the work of the warehouses, its money, its clocks, its events.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec

from teleshop.deadlines.service import Deadlines
from teleshop.kernel.actor import Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import judged_on
from teleshop.orders.domain import (
    PlacedLine,
    PlacedOrder,
    PlacedRecord,
    WorkItem,
    arrival,
    work_of,
)
from teleshop.orders.errors import OrderNotFoundError
from teleshop.orders.ports import OrderPayments, StockHolder
from teleshop.orders.schemas import ArrivedPieces, PieceFact
from teleshop.orders.service.clocks import clock_id
from teleshop.orders.service.placing import Placing, policy_of
from teleshop.orders.tables import PlacedRow, TakenRepository, WorkRow


@dataclass(frozen=True, slots=True)
class Money:
    """What goes back for an order: ``reason`` is a code, ``subject`` what it is for."""

    amount: int
    reason: str
    subject: str
    due_at: datetime


class LifeBase(Placing):
    """Base of the services of orders that were taken here; stateless."""

    def __init__(
        self,
        repository: TakenRepository,
        deadlines: Deadlines,
        stock: StockHolder,
        payments: OrderPayments,
    ) -> None:
        super().__init__(deadlines)
        self._repository = repository
        self._stock = stock
        self._payments = payments

    # -- finding --

    def _get(self, call: Call, order_id: str) -> PlacedOrder:
        """The order, in the version that the caller saw if it named one."""
        order = self._repository.find(order_id)
        if order is None:
            raise OrderNotFoundError
        call.check_version(order.version)
        return order

    def _own(self, call: Call, order_id: str) -> PlacedOrder:
        """An order that the caller may act on: any for staff and for the platform itself, a
        customer's own.
        """
        order = self._get(call, order_id)
        own = call.actor.has(Role.CUSTOMER) and order.customer_id == call.actor.subject
        if not (call.actor.is_staff or call.actor.has(Role.SYSTEM)) and not own:
            raise OrderNotFoundError
        return order

    # -- changing --

    @staticmethod
    def _begin(call: Call, action: str, order: PlacedOrder) -> Transaction:
        return Transaction(call, action, Subject("order", order.id))

    @staticmethod
    def _save(tx: Transaction, before: PlacedOrder, after: PlacedOrder) -> PlacedOrder:
        """Store an order and what of it is to be packed; the audit entry notes what the step
        changed, since the whole order, twice, would not fit it.
        """
        stored = replace(after, version=before.version + 1)
        tx.save(PlacedRow, PlacedRecord.of(before), PlacedRecord.of(stored), audited=False)
        was, now = _by_place(work_of(before)), _by_place(work_of(stored))
        for place, item in was.items():
            if place not in now:
                tx.delete_row(WorkRow.from_entity(item), None, RacedError())
        for place, item in now.items():
            if item != was.get(place):
                # Guarded by the version of the order, from which it can be made again.
                tx.put_row(WorkRow.from_entity(item), None, RacedError())
        tx.note(
            was=before.state,
            state=stored.state,
            happened=[
                {"what": entry.what, "by": entry.by, "detail": entry.detail}
                for entry in stored.history[len(before.history) :]
            ],
        )
        return stored

    def _send_back(self, tx: Transaction, order: PlacedOrder, money: Money) -> None:
        """Let money go back to the customer; nothing for nothing."""
        if not money.amount:
            return
        with judged_on(order, lambda: self._repository.find(order.id)):
            self._payments.refund(
                tx,
                order.payment_id,
                amount=money.amount,
                reason=money.reason,
                subject=money.subject,
                due_at=money.due_at,
            )
        tx.note(refund=money.amount)

    @staticmethod
    def _refund_due(order: PlacedOrder, now: datetime) -> datetime:
        """By when money is back that the platform sends by its own rule."""
        return now + policy_of(order).refund_within

    # -- clocks --

    def _meet(self, tx: Transaction, order: PlacedOrder, kind: str) -> None:
        self._deadlines.meet(tx, clock_id(order.id, kind))

    def _drop_clock(self, tx: Transaction, order: PlacedOrder, kind: str) -> None:
        self._deadlines.cancel(tx, clock_id(order.id, kind))


def _by_place(items: Iterable[WorkItem]) -> dict[tuple[str, str], WorkItem]:
    return {(item.key, item.place): item for item in items}


def facts(order: PlacedOrder) -> dict[str, Any]:
    """What every event of an order says."""
    return {
        "customer_id": order.customer_id,
        "order_id": order.id,
        "supplier_ids": order.supplier_ids,
    }


def pieces_of(
    order: PlacedOrder,
    counts: Iterable[tuple[int, int]],
    charged: Callable[[PlacedLine, int], int],
) -> tuple[PieceFact, ...]:
    """Pieces by number of line, for events; ``charged`` says what so many pieces of a line cost."""
    found = []
    for number, quantity in counts:
        line = order.line(number)
        if line is not None and quantity:
            found.append(
                PieceFact(
                    line=number,
                    sku=line.sku,
                    product_id=line.product_id,
                    supplier_id=line.supplier_id,
                    quantity=quantity,
                    amount=charged(line, quantity),
                )
            )
    return tuple(found)


def arrived_of(order: PlacedOrder, counts: Iterable[tuple[int, int]]) -> tuple[ArrivedPieces, ...]:
    """Pieces that the customer has, by number of line, for events."""
    found = []
    for piece in pieces_of(order, counts, left_over):
        at, sender = arrival(order, piece.line)
        facts = msgspec.structs.asdict(piece)
        found.append(ArrivedPieces(**facts, delivered_at=at, dispatched_by=sender))
    return tuple(found)


def fallen_since(before: PlacedOrder) -> Callable[[PlacedLine, int], int]:
    """What the pieces cost that fell away since the order stood as ``before``."""

    def charged(line: PlacedLine, _: int) -> int:
        known = before.line(line.number)
        return line.fell_away - (known.fell_away if known else 0)

    return charged


def left_over(line: PlacedLine, _: int) -> int:
    """What the pieces cost that did not fall away."""
    return line.amount - line.fell_away
