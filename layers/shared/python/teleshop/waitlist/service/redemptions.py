"""Buying what was offered: the order takes over what is held, in its own transaction.

For the context that places orders. Its body names the offer (``offer_id``); then::

    offered = waitlist.redemptions.holding_of(offer_id, customer_id, sku, call.now)
    own = min(pieces_of_sku, offered.quantity)     # only pieces beyond it are planned as usual
    …
    held = waitlist.redemptions.redeem(tx, offered, order_id, own)   # these become the order's

The price is that of the instant of the order, as for every other order; an offer promises goods and
no price.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Transaction
from teleshop.waitlist.domain import entry as rules
from teleshop.waitlist.domain.entry import Entry, Held
from teleshop.waitlist.domain.serving import divided, held_back
from teleshop.waitlist.errors import OfferEndedError, OfferNotValidError
from teleshop.waitlist.schemas.events import OfferTaken
from teleshop.waitlist.service.base import Desk, facts, subject_of
from teleshop.waitlist.tables import EntryRow


@dataclass(frozen=True, slots=True)
class Offered:
    """An open offer: ``quantity`` pieces of ``sku`` are held as ``holdings`` until ``until``, that
    instant excluded. ``entry`` is what was read, on which :meth:`Redemptions.redeem` insists.
    """

    offer_id: str
    sku: str
    quantity: int
    until: datetime
    holdings: tuple[Held, ...]
    entry: Entry


class Redemptions(Desk):
    """What the context that places orders asks for."""

    def holding_of(self, offer_id: str, customer_id: str, sku: str, now: datetime) -> Offered:
        """The open offer of that id; one read.

        Refuses with `waiting_offer_not_valid` an id that is unknown, another customer's or for
        other goods, with `waiting_offer_ended` one that was taken, withdrawn or let pass: its time
        is over at ``until`` itself, also while the clock that tells so has not come by.
        """
        named = rules.entry_of_offer(offer_id)
        found = self._repository.find(named[0]) if named else None
        if named is None or found is None or (found.customer_id, found.sku) != (customer_id, sku):
            raise OfferNotValidError
        if not 1 <= named[1] <= found.offers:
            raise OfferNotValidError
        if found.offer is None or not rules.has_offer(found, named[1], now):
            raise OfferEndedError
        return Offered(
            offer_id=offer_id,
            sku=found.sku,
            quantity=found.offer.quantity,
            until=found.offer.until,
            holdings=found.offer.held,
            entry=found,
        )

    def held_back(self, left: Mapping[str, int]) -> dict[str, int]:
        """How many of the pieces that can be sold (``left`` by SKU) are for those who wait: what
        comes back is theirs before it is anybody's who orders in between, in the moments until it
        is offered and while the queue is served. One call for five SKUs.

        The figures may be a moment old: nobody is promised anything by them.
        """
        found = self._repository.figures(left, self._lines, consistent=False)
        return {sku: held_back(found.get(sku, {}), count) for sku, count in left.items()}

    def redeem(
        self, tx: Transaction, offered: Offered, order_id: str, quantity: int | None = None
    ) -> tuple[Held, ...]:
        """Let an order take over ``quantity`` pieces (all by default) in its own transaction, and
        end the waiting; answers what the order holds from now on. No call.

        Pieces that the order does not want are given back in the same transaction: the order then
        takes no other stock of this SKU, since a transaction changes each row once. Two writes, an
        event, and one for each row that gets pieces back. If the offer was taken, withdrawn or let
        pass meanwhile, the transaction fails as a race, and reading again tells why.
        """
        entry = offered.entry
        wanted = offered.quantity if quantity is None else quantity
        if not 1 <= wanted <= offered.quantity:
            raise ValueError(f"{wanted} of {offered.quantity} offered pieces")
        own, *rest = divided(offered.holdings, (wanted,))
        after = rules.taken(entry, order_id, tx.call.now)
        tx.save(EntryRow, entry, after, conflict=RacedError())
        self._close(tx, entry)
        for left in rest:
            self._stock.give_back(tx, left)
        tx.publish(
            OfferTaken(
                **facts(entry), offer_id=offered.offer_id, order_id=order_id, quantity=wanted
            ),
            subject=subject_of(entry.id),
        )
        # The deadlines of offer and entry are left to pass: they then find nothing to do, which
        # costs less than two reads and two writes in the transaction of an order.
        return own
