"""The ports of orders, connected to the capabilities that serve them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, cast

from teleshop.kernel.transaction import Transaction
from teleshop.orders.domain import Held, PayLink
from teleshop.orders.errors import MoneyCameFirstError, OrderNotFoundError
from teleshop.orders.ports import KnownPayment
from teleshop.payments.errors import PaymentReceivedError
from teleshop.payments.service import Payment, PaymentDesk
from teleshop.stock.service import Holding, Reservations


class HeldStock:
    """What is held, from the stock context."""

    def __init__(self, reservations: Reservations) -> None:
        self._reservations = reservations

    def give_back(self, tx: Transaction, held: Sequence[Held]) -> None:
        """It can be sold again, and counts for its promotions no more."""
        self._reservations.give_back(tx, [_holding(one) for one in held])

    def ship(self, tx: Transaction, held: Sequence[Held]) -> None:
        """It has left the warehouse."""
        self._reservations.ship(tx, [_holding(one) for one in held])


class DeskPayments:
    """Payments and refunds, from the payments context."""

    def __init__(self, desk: PaymentDesk) -> None:
        self._desk = desk

    def find(self, payment_id: str, now: datetime) -> KnownPayment | None:
        """A payment as it stands now."""
        payment = self._desk.find(payment_id)
        if payment is None:
            return None
        link = self._desk.link(payment, now)
        return KnownPayment(
            id=payment.id,
            received=payment.received,
            received_at=payment.received_at,
            due_at=payment.due_at,
            link=PayLink(link.url, link.expires_at) if link else None,
        )

    def close(self, tx: Transaction, payment_id: str) -> None:
        """Nobody waits for it any more. If it is paid between this and the commit, the commit loses
        the race, and the use case that is run again finds it paid.
        """
        try:
            self._desk.close(tx, self._get(payment_id))
        except PaymentReceivedError as paid:
            raise MoneyCameFirstError from paid

    def collect(self, tx: Transaction, payment_id: str, amount: int, at: datetime) -> None:
        """The courier took the cash in."""
        self._desk.collect(tx, self._get(payment_id), amount, at)

    def refund(
        self,
        tx: Transaction,
        payment_id: str,
        *,
        amount: int,
        reason: str,
        subject: str,
        due_at: datetime,
    ) -> None:
        """Send a part of what came in back."""
        self._desk.refund(
            tx,
            self._get(payment_id),
            amount=amount,
            reason=reason,
            subject=subject,
            due_at=due_at,
        )

    def _get(self, payment_id: str) -> Payment:
        payment = self._desk.find(payment_id)
        if payment is None:
            raise OrderNotFoundError
        return payment


def _holding(held: Held) -> Holding:
    return Holding(
        kind=cast("Literal['stock', 'quota']", held.kind),
        sku=held.sku,
        place=held.place,
        shard=held.shard,
        quantity=held.quantity,
    )
