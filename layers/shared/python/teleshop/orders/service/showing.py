"""Use cases: customers, staff and suppliers look at orders, each at what is theirs to see."""

from collections.abc import Sequence
from datetime import datetime

from teleshop.kernel.actor import STAFF_ROLES, Actor, Call, Role
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.phones import normalised_phone
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.domain import (
    TAKEN_PREFIX,
    OrderState,
    OrderSummary,
    PayLink,
    PlacedOrder,
    PlacedRecord,
    Recipient,
    ShownOrder,
    ShownTaken,
    masked,
    snapshot,
)
from teleshop.orders.errors import OrderNotFoundError
from teleshop.orders.ports import OrderPayments
from teleshop.orders.service.placing import phone_key
from teleshop.orders.service.reading import Reading
from teleshop.orders.tables import OrderRepository, TakenRepository

LINK_READERS = (Role.AGENT, Role.LEAD)
"""Who may pass a pay link on to a caller."""
WORK_PLANNERS = (Role.WAREHOUSE, Role.LEAD, Role.MANAGER)


class Showing(Reading):
    """Orders for those who look at them; stateless, one per process."""

    def __init__(
        self, repository: OrderRepository, taken: TakenRepository, payments: OrderPayments
    ) -> None:
        super().__init__(repository, taken)
        self._payments = payments

    def show(self, call: Call, order_id: str) -> ShownOrder:
        """An order for the caller: staff see any, customers their own, suppliers their lines.

        The whole address is for its customer, and for the warehouse while it packs, of which every
        look is audited; other staff see it masked, suppliers nothing of it.
        """
        if not order_id.startswith(TAKEN_PREFIX):
            return self._show_reported(call.actor, order_id)
        order = self._taken.find(order_id)
        if order is None:
            raise OrderNotFoundError
        actor = call.actor
        if not actor.is_staff and not _is_own(actor, order.customer_id):
            own = _as_supplier(actor, [line.supplier_id for line in order.lines])
            return ShownOrder(snapshot(order), own, ShownTaken(order))
        recipient = self._taken.recipient(order_id)
        shown = shown_to(actor, order, recipient, self._link(actor, order, call.now))
        if shown.taken is None or shown.taken.recipient_masked or not actor.is_staff:
            return shown
        tx = Transaction(call, "read_recipient", Subject("order", order_id))
        return tx.commit(shown)

    def list_orders(
        self, call: Call, customer_id: str | None, page: PageRequest
    ) -> Page[OrderSummary]:
        """A customer's own orders, or those of the one that staff names; newest first."""
        if call.actor.is_staff:
            if call.actor.roles & STAFF_ROLES == {Role.WAREHOUSE}:
                # Who packs has no customers to look up.
                raise InvalidInputError(errors=[_WAREHOUSE_MISSING])
            if customer_id is None:
                raise InvalidInputError(errors=[_CUSTOMER_MISSING])
            return self._repository.of_customer(customer_id, page)
        if customer_id not in (None, call.actor.subject):
            raise OrderNotFoundError
        return self._repository.of_customer(call.actor.subject, page)

    def list_work(
        self, call: Call, state: OrderState | None, warehouse: str | None, page: PageRequest
    ) -> Page[OrderSummary]:
        """What a warehouse has to pack, what is promised first first; an order is in it until all
        of its pieces there have left.
        """
        if not call.actor.has(*WORK_PLANNERS):
            raise InvalidInputError(errors=[_CUSTOMER_MISSING])
        faults = []
        if state is not OrderState.RELEASED:
            faults.append(_RELEASED_ONLY)
        if warehouse is None:
            faults.append(_WAREHOUSE_MISSING)
        if faults or warehouse is None:
            raise InvalidInputError(errors=faults)
        work = self._taken.work(warehouse, page)
        orders = self._taken.find_many([item.order_id for item in work.items])
        return Page(summaries(orders), work.next)

    def search(self, call: Call, phone: str, page: PageRequest) -> Page[OrderSummary]:
        """The orders that go to a telephone number, newest first; that somebody looked is audited,
        without the number.
        """
        known = normalised_phone(phone)
        if known is None:
            raise InvalidInputError(errors=[_PHONE_FORM])
        found = self._taken.of_phone(phone_key(known), page)
        tx = Transaction(call, "search_orders", Subject("order_searcher", call.actor.subject))
        tx.note(orders=[order.id for order in found.items], first_page=page.cursor is None)
        return tx.commit(Page(summaries(found.items), found.next))

    def _show_reported(self, actor: Actor, order_id: str) -> ShownOrder:
        order = self.find(order_id)
        if order is None:
            raise OrderNotFoundError
        if actor.is_staff or _is_own(actor, order.customer_id):
            return ShownOrder(order)
        return ShownOrder(order, _as_supplier(actor, [line.supplier_id for line in order.lines]))

    def _link(self, actor: Actor, order: PlacedOrder, now: datetime) -> PayLink | None:
        """Where the order is paid, while it can be; for who pays, and for who serves a caller."""
        if order.state is not OrderState.PLACED or order.pays_at_the_door:
            return None
        if not _is_own(actor, order.customer_id) and not actor.has(*LINK_READERS):
            return None
        payment = self._payments.find(order.payment_id, now)
        return payment.link if payment else None


def shown_to(
    actor: Actor, order: PlacedOrder, recipient: Recipient | None, link: PayLink | None = None
) -> ShownOrder:
    """An order as its customer or staff sees it. Nothing is read: also for whoever has just placed
    it.
    """
    packs = actor.has(Role.WAREHOUSE) and order.state is OrderState.RELEASED
    whole = packs or _is_own(actor, order.customer_id)
    seen = recipient if whole or recipient is None else masked(recipient)
    taken = ShownTaken(order, seen, recipient_masked=not whole, link=link)
    return ShownOrder(snapshot(order), None, taken)


def summaries(orders: Sequence[PlacedOrder]) -> list[OrderSummary]:
    """Orders as lists show them."""
    return [
        OrderSummary(
            id=record.id,
            customer_id=record.customer_id,
            channel=record.channel,
            placed_at=record.placed_at,
            delivered_at=record.delivered_at,
            paid=record.paid,
            line_count=record.line_count,
            state=record.state,
        )
        for record in map(PlacedRecord.of, orders)
    ]


def _is_own(actor: Actor, customer_id: str) -> bool:
    return actor.has(Role.CUSTOMER) and customer_id == actor.subject


def _as_supplier(actor: Actor, supplier_ids: Sequence[str]) -> str:
    """The supplier as which the actor sees a part of an order; refuses who has none in it."""
    own = actor.supplier_id if actor.has(Role.SUPPLIER) else None
    if own is None or own not in supplier_ids:
        raise OrderNotFoundError
    return own


_CUSTOMER_MISSING = FieldError(
    "/customer",
    "customer_required",
    "请指明顾客编号（customer）。",
    "Name the customer whose orders you want (customer).",
)
_RELEASED_ONLY = FieldError(
    "/state",
    "state_not_listed",
    "只提供待发货（released）订单的清单。",
    "Only what is to be packed is listed by state: released.",
)
_WAREHOUSE_MISSING = FieldError(
    "/warehouse",
    "warehouse_required",
    "请指明仓库代码（warehouse）。",
    "Name the warehouse whose work you want (warehouse).",
)
_PHONE_FORM = FieldError(
    "/phone",
    "phone_form",
    "请填写中国大陆手机号码，或带区号的固定电话号码。",
    "Give a mobile number of mainland China, or a fixed one with its area code.",
)
