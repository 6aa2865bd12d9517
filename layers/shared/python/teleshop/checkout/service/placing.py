"""Placing an order: reads, then one transaction that holds everything.

Nothing that all orders of an article share is written or checked: prices are what was read at the
instant of the call, and stock is taken from one shard of many. Where others took from that shard
first, only the levels are read anew.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from teleshop.checkout.domain.goods import GIFT_NOT_AVAILABLE
from teleshop.checkout.domain.policy import OrderPolicy, policy_on
from teleshop.checkout.domain.sheets import EnteredSheet
from teleshop.checkout.domain.terms import Amounts, total_faults
from teleshop.checkout.domain.wish import STANDARD, Channel, PaperOrder, Wish, wish_faults
from teleshop.checkout.errors import (
    OrderRefusedError,
    OrderTotalChangedError,
    SheetEnteredError,
    StockContendedError,
)
from teleshop.checkout.ports import (
    Callers,
    Cashier,
    Due,
    NotEnoughError,
    Pieces,
    Stock,
    StockPlan,
    Taken,
    WaitingOffer,
    WaitingOffers,
)
from teleshop.checkout.schemas import OrderBody
from teleshop.checkout.service.assembly import Frame, assemble, payment_due, recipient_of
from teleshop.checkout.service.finding import GIFTS, Finder, Found
from teleshop.checkout.tables import SheetRepository, SheetRow
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError, TeleshopError
from teleshop.kernel.ids import new_id
from teleshop.kernel.money import yuan
from teleshop.kernel.phones import normalised_phone
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.service import PayLink, PlacedOrder, Recipient, ShownOrder, shown_to
from teleshop.stock.errors import ShardRacedError

ORDER: Final = "ord"


class OrderBook(Protocol):
    """Where orders are kept."""

    def record(self, tx: Transaction, placed: PlacedOrder, recipient: Recipient) -> PlacedOrder:
        """Keep a new order, in the caller's transaction; answers it as it is kept."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What is asked and told while an order is placed."""

    finder: Finder
    stock: Stock
    cashier: Cashier
    orders: OrderBook
    sheets: SheetRepository
    waiting: WaitingOffers
    callers: Callers


@dataclass(frozen=True, slots=True)
class _Order:
    """A wish with everything that was found for it."""

    call: Call
    wish: Wish
    found: Found
    order_id: str
    customer_id: str
    due_at: datetime | None
    waiting: WaitingOffer | None
    unverified: bool

    @property
    def offered(self) -> int:
        """How many of the pieces that are held for the customer the order takes."""
        if self.waiting is None:
            return 0
        # Gifts of the same article too: a transaction changes a row of stock once.
        wanted = self.found.wanted(self.wish)
        asked = sum(one.quantity for one in wanted if one.sku == self.waiting.sku)
        return min(asked, self.waiting.quantity)

    def wanted(self) -> list[Pieces]:
        """What is taken from stock that is free: all but what is held for the customer."""
        left, found = self.offered, []
        for one in self.found.wanted(self.wish):
            held = min(left, one.quantity) if self.waiting and one.sku == self.waiting.sku else 0
            left -= held
            if held < one.quantity:
                found.append(replace(one, quantity=one.quantity - held))
        return found


class Placing:
    """Takes orders; stateless."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def place_order(self, call: Call, body: OrderBody) -> ShownOrder:
        """Place an order at the price that was shown, and show it; or refuse it with everything
        that stands against it: :class:`InvalidInputError` for what cannot be meant,
        :class:`OrderRefusedError`, :class:`OrderTotalChangedError` or what stock refuses with.
        """
        wish, policy = body.wish(), policy_on(china_date(call.now))
        check_form(call.actor, wish, call.now, policy)
        if wish.outage is not None:
            known = self._sources.sheets.find(wish.outage.sheet_number)
            if known is not None:
                raise SheetEnteredError(order_id=known.order_id)
        customer_id = self._customer_of(call.actor, wish)
        order = _Order(
            call=call,
            wish=wish,
            found=self._sources.finder.look_up(wish, call.now),
            order_id=new_id(ORDER, call.now),
            customer_id=customer_id,
            due_at=payment_due(wish, policy, call.now),
            waiting=self._waiting(wish, customer_id, call.now),
            unverified=wish.customer_id is not None
            and not self._sources.callers.has_ordered(wish.customer_id),
        )
        for attempt in range(policy.tries):
            try:
                return self._store(order, self._plan(order, attempt))
            except ShardRacedError:
                continue
        raise StockContendedError

    def _waiting(self, wish: Wish, customer_id: str, now: datetime) -> WaitingOffer | None:
        """The offer of the waiting list that the order takes up; refuses one that is not there."""
        if wish.offer_id is None:
            return None
        skus = list(dict.fromkeys(line.sku for line in wish.lines))
        return self._sources.waiting.find(wish.offer_id, customer_id, skus, now)

    def _customer_of(self, actor: Actor, wish: Wish) -> str:
        """Whose order it is; a caller without an account is known by the hash of the number."""
        if wish.channel is not Channel.PHONE:
            # Whoever is an agent too buys by app or web for nobody else.
            return actor.subject
        phone = normalised_phone(wish.address.phone) or ""
        return wish.customer_id or self._sources.callers.id_of(phone)

    def _plan(self, order: _Order, attempt: int) -> StockPlan:
        """What to take from where; refuses the order with all that stands against it."""
        wish, found = order.wish, order.found
        faults = list(found.faults)
        plan, short = None, None
        if found.priced is not None:
            try:
                plan = self._sources.stock.plan(
                    order.wanted(),
                    found.quotas(wish),
                    seed=f"{order.order_id}.{attempt}",
                    warehouses=found.offer.area.warehouses if found.offer else (),
                    again=attempt > 0,
                )
            except NotEnoughError as not_enough:
                self._sources.stock.tell(order.call, not_enough)
                short = not_enough.refusal
        if not faults and short is None and plan is not None and found.amounts is not None:
            check_total(wish, found.amounts)
            return plan
        if short is not None and not faults and not _of_gifts(short):
            raise short
        raise OrderRefusedError(errors=[*faults, *_without_twins(short, faults)])

    def _store(self, order: _Order, plan: StockPlan) -> ShownOrder:
        own, call, wish = self._sources, order.call, order.wish
        tx = Transaction(call, "place_order", Subject("order", order.order_id))
        own.stock.take(tx, plan)
        taken: tuple[Taken, ...] = plan.taken
        if order.waiting is not None:
            held = own.waiting.redeem(tx, order.waiting, order.order_id, order.offered)
            taken = (*taken, *held)
        amounts = order.found.amounts
        due = own.cashier.open(
            tx,
            order_id=order.order_id,
            customer_id=order.customer_id,
            amount=amounts.total if amounts else 0,
            method=wish.payment_method,
            due_at=order.due_at,
        )
        frame = Frame(
            order_id=order.order_id,
            customer_id=order.customer_id,
            placed_by=call.actor.subject,
            payment_id=due.payment_id,
            payment_due_at=order.due_at,
            customer_unverified=order.unverified,
        )
        made = assemble(wish, order.found, taken, frame, call.now)
        recipient = recipient_of(wish, order.order_id)
        stored = own.orders.record(tx, made, recipient)
        if wish.outage is not None:
            self._mark_sheet(tx, wish.outage, made)
        if made.customer_kind != STANDARD:
            tx.note(customer_kind=made.customer_kind)
        if made.customer_unverified:
            tx.note(customer_unverified=True)
        return tx.commit(shown_to(call.actor, stored, recipient, _link(due)))

    @staticmethod
    def _mark_sheet(tx: Transaction, paper: PaperOrder, made: PlacedOrder) -> None:
        """The sheet is entered; if that came first elsewhere, running again tells as what."""
        sheet = EnteredSheet(
            sheet_number=paper.sheet_number,
            order_id=made.id,
            taken_at=paper.taken_at,
            entered_at=made.entered_at,
        )
        tx.create(SheetRow, sheet, conflict=RacedError())


def _link(due: Due) -> PayLink | None:
    if due.link is None or due.link_expires_at is None:
        return None
    return PayLink(due.link, due.link_expires_at)


def check_form(actor: Actor, wish: Wish, now: datetime, policy: OrderPolicy) -> None:
    """Refuse what cannot be meant, before anything is read."""
    faults = wish_faults(
        wish,
        customer=actor.has(Role.CUSTOMER),
        agent=actor.has(Role.AGENT, Role.LEAD),
        now=now,
        policy=policy,
    )
    if faults:
        raise InvalidInputError(errors=faults)


def check_total(wish: Wish, amounts: Amounts) -> None:
    """Refuse another total than the one that was shown."""
    faults = list(total_faults(wish.agreed_total, amounts))
    if faults:
        raise OrderTotalChangedError(
            errors=faults,
            facts={"total": amounts.total, "goods": amounts.goods, "freight": amounts.freight},
            total=yuan(amounts.total),
            goods=yuan(amounts.goods),
            freight=yuan(amounts.freight),
            agreed=yuan(wish.agreed_total),
        )


def _of_gifts(short: TeleshopError) -> bool:
    return any(fault.pointer == GIFTS for fault in short.errors)


def _without_twins(short: TeleshopError | None, faults: list[FieldError]) -> list[FieldError]:
    """What stock says beside the other faults: of gifts once, with what can be done about it."""
    if short is None:
        return []
    lines = [fault for fault in short.errors if fault.pointer != GIFTS]
    known = any(fault.pointer == GIFTS for fault in faults)
    gifts = [] if known or not _of_gifts(short) else [GIFT_NOT_AVAILABLE.at(GIFTS)]
    return [*lines, *gifts]
