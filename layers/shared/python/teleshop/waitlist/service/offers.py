"""Offering what came back to those who wait, in order of their turns; and the end of an offer.

Any event upon which goods may be there leads here; it is looked at what is there and who waits, so
that an event too many, twice or out of order changes nothing. One step is one transaction: the
stock is held, the entries have their offers, the clocks run, or nothing of it. While others have
their turn with what is left, a step asks for the next one by an event.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import derived_id
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.waitlist.domain import entry as rules
from teleshop.waitlist.domain.entry import EndReason, Entry, EntryState, Held
from teleshop.waitlist.domain.serving import Place, Serving, Share, serve
from teleshop.waitlist.schemas import OfferLapsed, OffersToMake, WaitingOffered
from teleshop.waitlist.service.base import (
    OFFER,
    Desk,
    count_line,
    deadline_id,
    facts,
    offer_deadline_id,
    owner_of,
    subject_of,
)
from teleshop.waitlist.tables import EntryRow, PlaceRow, filled, place_of

PER_STEP: Final = 8
"""Offers of one step. Each writes its entry, place, deadline and event, all of them together at
most one row of stock for each piece (40) and one figure for each (8): 83 of the 100 writes that a
transaction takes.
"""


class Offers(Desk):
    """Who is offered what."""

    def serve_any(
        self, call: Call, skus: Iterable[str], *, on_sale: bool = False
    ) -> Serving | None:
        """Goods may be there again: those who wait for them are offered what there is, or a step
        is asked for each SKU if there are several. Goods that are not on sale are not offered;
        ``on_sale``: it is known that they are.

        Answers who was offered what; None if nobody was yet.
        """
        figures = self._repository.figures(skus, self._lines)
        waited_for = sorted(sku for sku, lines in figures.items() if filled(lines))
        if len(waited_for) == 1:
            lines = filled(figures[waited_for[0]])
            return self._serve(call, waited_for[0], lines, on_sale=on_sale)
        if waited_for:
            tx = Transaction(call, "ask_for_offers", Subject("waiting_list", waited_for[0]))
            for sku in waited_for:
                tx.publish(OffersToMake(sku=sku))
            tx.commit(None)
        return None

    def remind(self, call: Call, skus: Iterable[str]) -> None:
        """Somebody was refused goods that are held back: a step is asked for, once a minute for an
        article. So a queue whose step was lost goes on as soon as anybody wants the goods. A
        transaction of its own for each, without the caller's request key.
        """
        own = replace(call, request_key=None, expected_version=None)
        for sku in skus:
            tx = Transaction(own, "remind_of_offers", Subject("waiting_list", sku))
            minute = f"{call.now:%Y-%m-%dT%H:%M}"
            tx.publish(OffersToMake(sku=sku), id=derived_id("evt", "offers-to-make", sku, minute))
            try:
                tx.commit(None)
            except RacedError:
                # Somebody else asked in this minute.
                continue

    def serve_product(self, call: Call, product_id: str) -> Serving | None:
        """A product is on sale (again): the same for its SKUs."""
        return self.serve_any(call, self._goods.skus_of(product_id), on_sale=True)

    def _serve(
        self, call: Call, sku: str, lines: Iterable[str], *, on_sale: bool
    ) -> Serving | None:
        """One step; None if there is nothing to offer, or nobody who takes so few."""
        goods = None if on_sale else self._goods.find(sku)
        if not on_sale and (goods is None or not goods.on_sale):
            return None
        look = self._stock.look(sku, consistent=True)
        if not look.left:
            return None
        heads = self._repository.heads(sku, lines, PER_STEP)
        serving = serve(heads, look.left, PER_STEP)
        if not serving.shares:
            return None
        entries = self._repository.find_many(share.place.entry_id for share in serving.shares)
        tx = Transaction(call, "offer_to_waiting", Subject("waiting_list", sku))
        quantities = [share.quantity for share in serving.shares]
        parts = look.hold(tx, quantities, seed=call.causation_id or call.request_id)
        for share, held in zip(serving.shares, parts, strict=True):
            self._offer(tx, entries.get(share.place.entry_id), share, held)
        _take_off(tx, [share.place for share in serving.shares])
        if serving.more:
            tx.publish(OffersToMake(sku=sku))
        return tx.commit(serving)

    def _offer(
        self, tx: Transaction, before: Entry | None, share: Share, held: tuple[Held, ...]
    ) -> None:
        if before is None or place_of(before) != share.place or not _waits(before):
            # It left the queue since that was read.
            raise RacedError
        offer = rules.new_offer(before, held, tx.call.now, self._policy)
        offer_id = rules.offer_id(before.id, offer.number)
        after = tx.save(EntryRow, before, rules.offered(before, offer), conflict=RacedError())
        self._deadlines.register(
            tx,
            id=offer_deadline_id(offer_id),
            owner=owner_of(after.id),
            kind=OFFER,
            due_at=offer.until,
            data={"number": offer.number},
        )
        tx.publish(
            WaitingOffered(
                **facts(after),
                offer_id=offer_id,
                quantity=offer.quantity,
                wanted=after.quantity,
                offered_at=offer.offered_at,
                until=offer.until,
            ),
            subject=subject_of(after.id),
        )

    def lapse(self, call: Call, entry_id: str, number: int) -> Entry | None:
        """Nobody answered an offer by its time: what was held can be sold again, first to who is
        next. None if that offer is not open any more.

        Who was offered fewer pieces than wanted gets the old place back and waits for all.
        """
        before = self._repository.find(entry_id)
        if before is None or before.state is not EntryState.OFFERED:
            return None
        offer = before.offer
        if offer is None or offer.number != number or call.now < offer.until:
            return None
        offer_id = rules.offer_id(entry_id, number)
        tx = Transaction(call, "lapse_waiting_offer", subject_of(entry_id))
        after = tx.save(EntryRow, before, rules.lapsed(before, call.now), conflict=RacedError())
        self._stock.give_back(tx, offer.held)
        tx.publish(
            OfferLapsed(
                **facts(after),
                offer_id=offer_id,
                quantity=offer.quantity,
                reason=EndReason.NO_ANSWER,
                waits_on=after.is_open,
            )
        )
        if after.is_open:
            self._enter_queue(tx, after, joined=0)
            # The clock of the entry may have come by in vain while the offer was open.
            self._run_out(tx, after, deadline_id(offer_id))
        else:
            self._tell_end(tx, after, after.end_reason or EndReason.NO_ANSWER)
            self._deadlines.cancel(tx, deadline_id(entry_id))
        return tx.commit(after)


def _waits(entry: Entry) -> bool:
    return entry.state is EntryState.WAITING


def _take_off(tx: Transaction, places: Iterable[Place]) -> None:
    """Take places out of the queue, and off the figure of each line once."""
    by_line: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        tx.delete_row(PlaceRow.from_entity(place), PlaceRow.is_there(), RacedError())
        by_line[place.sku, place.line].append(place)
    for (sku, line), left in by_line.items():
        pieces = sum(place.quantity for place in left)
        count_line(tx, sku, line, entries=-len(left), pieces=-pieces)
