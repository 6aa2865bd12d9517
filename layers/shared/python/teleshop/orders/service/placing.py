"""The order as it starts: what the transaction that places it stores of it.

Whoever places orders (prices, stock, area) calls :meth:`Placing.record` inside of that
transaction; nothing here reads, so that placing costs no further call.
"""

from teleshop.deadlines.service import Deadlines
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.signing import keyed_hash
from teleshop.kernel.transaction import Transaction
from teleshop.orders.domain import (
    AddressedRecipient,
    By,
    OrderPolicy,
    PlacedOrder,
    PlacedRecord,
    Recipient,
    begun,
    policy_on,
    room_faults,
)
from teleshop.orders.errors import OrderExistsError, OrderUnmanageableError
from teleshop.orders.schemas import OrderPaid, OrderPlaced, SoldLine
from teleshop.orders.service.clocks import PAYMENT, RELEASE, register
from teleshop.orders.tables import PlacedRow, RecipientRow

PHONE_PURPOSE = "order-recipient-phone"
PROVINCE = 2
"""So many digits of a region's code name the province."""


class Placing:
    """Stores an order within the transaction that places it; stateless."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines

    def record(self, tx: Transaction, placed: PlacedOrder, recipient: Recipient) -> PlacedOrder:
        """Add a new order to ``tx``: its row, its recipient, the clock of its payment (at the door:
        of its release) and `OrderPlaced`; answers the order as it is stored.

        ``held``, prices, promise and ids are the caller's; state, timeline and version are set
        here. An order that costs nothing is paid at once. Nothing is read.
        :class:`OrderExistsError` if the number is taken, :class:`OrderUnmanageableError` for one
        that could not be cancelled or sent as a whole.
        """
        faults = room_faults(placed)
        if faults:
            raise OrderUnmanageableError(errors=faults)
        order = begun(placed, by_of(tx.call.actor))
        conflict = OrderExistsError()
        # Whole orders would make the audit entry as long as the order: it notes what they came to.
        tx.create(PlacedRow, PlacedRecord.of(order), conflict=conflict, audited=False)
        tx.create(RecipientRow, addressed(order, recipient), conflict=conflict, audited=False)
        tx.note(order_id=order.id, total=order.total, lines=len(order.lines))
        self._start_clock(tx, order)
        tx.publish(_told(order))
        if order.paid_at is not None:
            tx.publish(
                OrderPaid(
                    customer_id=order.customer_id,
                    order_id=order.id,
                    supplier_ids=order.supplier_ids,
                    payment_id=order.payment_id,
                    amount=0,
                    paid_at=order.paid_at,
                    payment_method=order.payment_method.value,
                    lines=sold_of(order),
                )
            )
        return order

    def _start_clock(self, tx: Transaction, order: PlacedOrder) -> None:
        policy = policy_of(order)
        if order.paid_at is None and not order.pays_at_the_door:
            if order.payment_due_at is not None:
                reminder = (policy.payment_reminder,)
                register(
                    self._deadlines, tx, order, PAYMENT, order.payment_due_at, warn_before=reminder
                )
            return
        register(self._deadlines, tx, order, RELEASE, tx.call.now + policy.release_after)


def policy_of(order: PlacedOrder) -> OrderPolicy:
    """The policy of the day on which the order was entered."""
    return policy_on(china_date(order.entered_at))


def by_of(actor: Actor) -> By:
    """As what somebody acts, for the timeline of the order."""
    if actor.is_staff:
        return By.STAFF
    return By.CUSTOMER if actor.has(Role.CUSTOMER) else By.SYSTEM


def addressed(order: PlacedOrder, recipient: Recipient) -> AddressedRecipient:
    """The recipient with what finds it again."""
    return AddressedRecipient(
        order_id=order.id,
        name=recipient.name,
        phone=recipient.phone,
        region=recipient.region,
        detail=recipient.detail,
        postcode=recipient.postcode,
        phone_key=phone_key(recipient.phone),
        placed_at=order.placed_at,
    )


def phone_key(phone: str) -> str:
    """By what the orders to a telephone number (``+86…``) are found."""
    return keyed_hash(PHONE_PURPOSE, phone)


def sold_of(order: PlacedOrder) -> tuple[SoldLine, ...]:
    """What was sold, line by line, for events."""
    return tuple(
        SoldLine(
            number=line.number,
            sku=line.sku,
            product_id=line.product_id,
            supplier_id=line.supplier_id,
            quantity=line.quantity,
            price=line.price,
            amount=line.amount,
            gift_of=line.gift_of,
        )
        for line in order.lines
    )


def _told(order: PlacedOrder) -> OrderPlaced:
    steps = [step.promotion_id for line in order.lines for step in line.steps]
    promotions = dict.fromkeys([*steps, *(discount.code for discount in order.discounts)])
    return OrderPlaced(
        customer_id=order.customer_id,
        order_id=order.id,
        supplier_ids=order.supplier_ids,
        channel=order.channel,
        slot_id=order.slot_id,
        placed_at=order.placed_at,
        entered_at=order.entered_at,
        lines=sold_of(order),
        promotion_ids=tuple(promotions),
        goods_total=order.goods_total,
        freight=order.freight,
        total=order.total,
        currency=order.currency,
        payment_method=order.payment_method.value,
        payment_due_at=order.payment_due_at,
        promised_on=order.promise.promised_on,
        region=order.promise.region[:PROVINCE],
    )
