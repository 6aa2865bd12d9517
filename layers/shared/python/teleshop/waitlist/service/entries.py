"""Joining the waiting list, looking at it, leaving it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.findings import Finding
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page
from teleshop.kernel.phones import holds_phone
from teleshop.kernel.transaction import Transaction
from teleshop.waitlist.domain import entry as rules
from teleshop.waitlist.domain.entry import EndReason, Entry, EntryState
from teleshop.waitlist.domain.serving import QueueFigure, held_back
from teleshop.waitlist.errors import (
    CUSTOMER_IS_PHONE,
    CUSTOMER_NAMED,
    CUSTOMER_UNNAMED,
    LIST_OF_STAFF,
    LIST_UNNAMED,
    SLOT_IS_PHONE,
    TOO_MANY_PIECES,
    EntryClosedError,
    EntryNotFoundError,
    GoodsNotWaitedForError,
    StillThereError,
    TooManyEntriesError,
)
from teleshop.waitlist.schemas import (
    JoinBody,
    OfferLapsed,
    WaitingJoined,
    WaitingQuery,
)
from teleshop.waitlist.service.base import (
    Desk,
    deadline_id,
    facts,
    offer_deadline_id,
    subject_of,
)
from teleshop.waitlist.tables import EntryRow, OpenEntry, OpenRow, total_of

MANY_OPEN: Final = 100
"""More than a customer has open even if twins went beyond what is allowed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry for its customer or for staff; ``position`` is an estimate, None unless it waits."""

    entry: Entry
    position: int | None
    for_staff: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of entries; ``figure`` is that of a queue, None for the entries of a customer."""

    page: Page[Entry]
    figure: QueueFigure | None
    for_staff: bool


class Entries(Desk):
    """Who waits."""

    def join(self, call: Call, body: JoinBody) -> Shown:
        """Let a customer wait for goods that are sold out. One entry is open for a customer and a
        SKU: who joins again is shown it as it is.

        Refuses with `waiting_not_needed` while as many as are asked for can be bought, and with
        `waiting_not_possible` what is not on sale or never was in stock.
        """
        customer_id = self._customer_of(call, body)
        known = self._repository.open_of(customer_id, MANY_OPEN)
        for one in known:
            if one.sku == body.sku:
                return self._shown(call, self._get(one.entry_id))
        if len(known) >= self._policy.most_open:
            raise TooManyEntriesError(most=self._policy.most_open)
        goods = self._goods.find(body.sku)
        if goods is None or not goods.on_sale:
            raise GoodsNotWaitedForError
        figures = self._repository.figures([body.sku], self._lines)[body.sku]
        self._check_gone(call, body, figures)
        figure = total_of(figures)
        made = rules.new_entry(
            new_id("wtl", call.now),
            sku=body.sku,
            title=goods.title,
            customer_id=customer_id,
            quantity=body.quantity,
            channel=body.channel,
            slot_id=body.slot_id,
            joined_by=call.actor.subject,
            ticket=figure.joined + 1,
            now=call.now,
            policy=self._policy,
        )
        tx = Transaction(call, "join_waiting_list", subject_of(made.id))
        tx.create(EntryRow, made, conflict=RacedError())
        tx.create(OpenRow, OpenEntry.of(made), conflict=RacedError(), audited=False)
        self._enter_queue(tx, made, joined=1)
        self._run_out(tx, made, deadline_id(made.id))
        tx.publish(
            WaitingJoined(
                **facts(made),
                quantity=made.quantity,
                channel=made.channel,
                slot_id=made.slot_id,
                expires_at=made.expires_at,
            )
        )
        return tx.commit(Shown(made, figure.waiting + 1, call.actor.is_staff))

    def show(self, call: Call, entry_id: str) -> Shown:
        """One entry, for its customer or for staff; two reads."""
        return self._shown(call, self._seen(call, entry_id))

    def list_entries(self, call: Call, query: WaitingQuery) -> Listed:
        """A customer's own open entries; for staff the queue of a SKU in order of turns, or the
        open entries of a customer.
        """
        page = query.page
        if not call.actor.is_staff:
            named = [
                LIST_OF_STAFF.at(f"/{name}")
                for name in ("sku", "customer_id")
                if getattr(query, name) is not None
            ]
            if named:
                raise InvalidInputError(errors=named)
            return Listed(self._repository.entries_of(call.actor.subject, page), None, False)
        if query.customer_id is not None and query.sku is None:
            return Listed(self._repository.entries_of(query.customer_id, page), None, True)
        if query.sku is None or query.customer_id is not None:
            raise InvalidInputError(errors=[LIST_UNNAMED.at("/sku")])
        found = self._repository.queue(query.sku, self._lines, page)
        return Listed(found.page, found.figure, True)

    def withdraw(self, call: Call, entry_id: str) -> Shown:
        """The customer does not want to wait any more; what was held is given back. Of an entry
        that ended before nothing changes; one that led to an order is refused.
        """
        before = self._seen(call, entry_id)
        if before.state is EntryState.TAKEN:
            raise EntryClosedError(order_id=before.order_id)
        if before.state is EntryState.ENDED:
            return self._shown(call, before)
        tx = Transaction(call, "withdraw_from_waiting_list", subject_of(entry_id))
        after = tx.save(EntryRow, before, rules.withdrawn(before, call.now), conflict=RacedError())
        if before.offer is None or before.offer_id is None:
            self._leave_queue(tx, before)
        else:
            self._stock.give_back(tx, before.offer.held)
            self._deadlines.cancel(tx, offer_deadline_id(before.offer_id))
            tx.publish(
                OfferLapsed(
                    **facts(before),
                    offer_id=before.offer_id,
                    quantity=before.offer.quantity,
                    reason=EndReason.WITHDRAWN,
                    waits_on=False,
                )
            )
        self._deadlines.cancel(tx, deadline_id(entry_id))
        self._tell_end(tx, after, EndReason.WITHDRAWN)
        return tx.commit(Shown(after, None, call.actor.is_staff))

    def expire(self, call: Call, entry_id: str) -> Entry | None:
        """The days of an entry are over; None if it does not wait: then it has ended, or its offer
        has a clock of its own.
        """
        before = self._repository.find(entry_id)
        if before is None or before.state is not EntryState.WAITING:
            return None
        tx = Transaction(call, "expire_waiting_entry", subject_of(entry_id))
        after = tx.save(EntryRow, before, rules.expired(before, call.now), conflict=RacedError())
        self._leave_queue(tx, before)
        self._tell_end(tx, after, EndReason.EXPIRED)
        return tx.commit(after)

    # -- parts --

    def _customer_of(self, call: Call, body: JoinBody) -> str:
        """Who is to wait; all faults of the body that its form does not show."""
        faults: list[Finding] = []
        if body.quantity > self._policy.most_pieces:
            faults.append(TOO_MANY_PIECES.at("/quantity", most=self._policy.most_pieces))
        if call.actor.is_staff:
            if body.customer_id is None:
                faults.append(CUSTOMER_UNNAMED.at("/customer_id"))
        elif body.customer_id not in (None, call.actor.subject):
            faults.append(CUSTOMER_NAMED.at("/customer_id"))
        # Both are in every event about the entry, where nothing personal may be.
        if body.customer_id and holds_phone(body.customer_id):
            faults.append(CUSTOMER_IS_PHONE.at("/customer_id"))
        if body.slot_id and holds_phone(body.slot_id):
            faults.append(SLOT_IS_PHONE.at("/slot_id"))
        if faults:
            raise InvalidInputError(errors=faults)
        return body.customer_id or call.actor.subject

    def _check_gone(self, call: Call, body: JoinBody, lines: Mapping[str, QueueFigure]) -> None:
        """Refuse while so many pieces can be bought that are not for those who wait already."""
        look = self._stock.look(body.sku)
        if look.left is None:
            raise GoodsNotWaitedForError
        free = look.left - held_back(lines, look.left)
        if free >= body.quantity:
            raise StillThereError(left=free)
        if not look.left and not look.told:
            # From then on whoever places an order asks what is held back for those who wait.
            self._stock.tell_gone(call, body.sku)
        elif look.left and not look.asked_for:
            # Nobody met zero, so that nobody would ask.
            self._stock.tell_waited(call, body.sku)

    def _seen(self, call: Call, entry_id: str) -> Entry:
        found = self._get(entry_id)
        if not call.actor.is_staff and found.customer_id != call.actor.subject:
            raise EntryNotFoundError
        return found

    def _shown(self, call: Call, entry: Entry) -> Shown:
        position = None
        if entry.state is EntryState.WAITING:
            position = self._figure(entry.sku).position_of(entry.ticket)
        return Shown(entry, position, call.actor.is_staff)

    def _figure(self, sku: str) -> QueueFigure:
        return self._repository.figure(sku, self._lines)
