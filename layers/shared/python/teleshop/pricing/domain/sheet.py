"""The price sheet of a SKU (价格单): everything a quote has to know of it, in one item.

A quote of many lines is one read of their sheets. What is written there is exact to the instant:
an approved price stands on the sheet from its approval on, with the instant from which it holds,
so that no price depends on when a sweep comes by.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from teleshop.pricing.domain.terms import Channel, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceEntry:
    """``amount`` fen for one piece in ``channel`` from ``effective_from`` on, until the next entry
    of that channel. ``change_id`` is the approved request behind it.
    """

    id: str
    channel: Channel
    amount: int
    effective_from: datetime
    recorded_at: datetime
    change_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What holds for one SKU. ``path`` are the ids of its category and all above it, root first.

    ``cost`` is what the supplier charges for a piece (fen, confidential), ``suggested`` what the
    supplier proposes as selling price. ``entries`` hold, for each channel, the price in force and
    those scheduled. ``holds`` are the ids of violations for which the price is suspended: while
    there is one, the SKU has no price; neither has one that ``left`` its product. ``on_sale`` says
    whether its product is: a quote asks for it, and nothing else does, since what is not on sale
    yet has a price already. ``revision`` is the approved content of the product that the sheet
    follows.
    """

    sku: str
    product_id: str
    supplier_id: str
    category_id: str
    path: tuple[str, ...] = ()
    title: str = ""
    cost: int | None = None
    suggested: int | None = None
    entries: tuple[PriceEntry, ...] = ()
    terms: tuple[Term, ...] = ()
    holds: tuple[str, ...] = ()
    left: bool = False
    on_sale: bool = False
    revision: int = 0
    version: int = 1

    def entry_at(self, at: datetime, channel: Channel) -> PriceEntry | None:
        """The price in force in a channel at an instant that is not before the oldest entry."""
        found = None
        for entry in self.entries:
            if entry.channel is not channel or entry.effective_from > at:
                continue
            if found is None or (entry.effective_from, entry.id) > (found.effective_from, found.id):
                found = entry
        return found

    def price_at(self, at: datetime, channel: Channel) -> int | None:
        """The price of a piece without any promotion, or None while there is none, it is suspended
        or the SKU is no part of a product.
        """
        entry = None if self.holds or self.left else self.entry_at(at, channel)
        return entry.amount if entry else None

    def terms_at(self, at: datetime, channel: Channel) -> tuple[Term, ...]:
        """The promotions that run in a channel at an instant."""
        return tuple(term for term in self.terms if term.runs(at, channel))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSheet:
    """The threshold discounts of a channel that count a whole category or everything."""

    channel: Channel
    terms: tuple[Term, ...] = ()
    version: int = 1

    def terms_at(self, at: datetime) -> tuple[Term, ...]:
        """Those that run at an instant."""
        return tuple(term for term in self.terms if term.runs(at, self.channel))


def with_entry(sheet: Sheet, entry: PriceEntry) -> Sheet:
    """The sheet with one more price. Entries that a later one in force replaced before
    ``entry.recorded_at`` are left out: the price history keeps them.
    """
    now = entry.recorded_at
    return replace(sheet, entries=tuple(_current((*sheet.entries, entry), now)))


def without_entry(sheet: Sheet, entry_id: str) -> Sheet:
    """The sheet without a scheduled price that was withdrawn."""
    return replace(sheet, entries=tuple(entry for entry in sheet.entries if entry.id != entry_id))


def _current(entries: Iterable[PriceEntry], now: datetime) -> Iterable[PriceEntry]:
    """For each channel the entry in force at ``now`` and all later ones, in order of time."""
    ordered = sorted(entries, key=lambda entry: (entry.channel, entry.effective_from, entry.id))
    for position, entry in enumerate(ordered):
        following = ordered[position + 1] if position + 1 < len(ordered) else None
        replaced = (
            following is not None
            and following.channel is entry.channel
            and following.effective_from <= now
        )
        if not replaced:
            yield entry
